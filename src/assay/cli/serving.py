"""Serving a project, as `assay serve` and `assay demo` do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assay.cli.flags import open_project


def serve_project(
    project: Path,
    *,
    announced_to: Callable[[str], None],
    host: str | None = None,
    port: int = 8484,
    token: str | None = None,
) -> None:
    """Serve until interrupted; `announced_to` is told the address once the server listens."""
    from assay.server.kept import Kept
    from assay.server.serve import serve
    from assay.server.settings import from_environment
    from assay.store.layout import Layout

    Layout(project.absolute()).read_marker()  # no address is told of a project that is not there
    settings = from_environment(host=host, port=port, token=token)
    kept = Kept(project, settings.shown(project.absolute()))
    if kept.state() is None:
        open_project(project).close()  # nor of one that cannot be read
    serve(lambda: open_project(project), settings, announce=announced_to, kept=kept)

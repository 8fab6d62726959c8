"""`assay doctor`: whether all is well with this installation and a project."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.amounts import amount
from assay.cli.console import emit
from assay.cli.flags import AsJson, open_project
from assay.errors import AssayError

if TYPE_CHECKING:
    from rich.console import Console

NAME = "doctor"
EXAMPLES = ("assay doctor", "assay doctor my.assay", "assay doctor --warm")
NATIVE = ("numpy", "pyarrow", "lance", "duckdb", "numba", "PIL", "simplejpeg", "pycocotools.mask")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def run(
    project: Annotated[
        Path | None, typer.Argument(metavar="[P]", help="A project to look at too.", show_default=False)
    ] = None,
    warm: Annotated[
        bool, typer.Option("--warm", help="Compile what is compiled at first use, so that no one waits for it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check this installation, and a project.

    Exit code 1 when something is wrong.
    """
    checks = [*_installation(), *(_kernels() if warm else ()), *(_project(project) if project is not None else ())]
    ok = all(check.ok for check in checks)
    emit({"ok": ok, "checks": checks}, as_json=as_json, human=lambda console: _print(console, checks))
    if not ok:
        raise typer.Exit(1)


def _installation() -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Check("Python", sys.version_info >= (3, 11), f"{version}; 3.11 or newer is needed")
    yield Check("assay", ok=True, detail=metadata.version("assay"))
    for module in NATIVE:
        try:
            found = import_module(module)
        except Exception as error:  # noqa: BLE001  (a broken native library may raise anything; it is what we look for)
            yield Check(module, ok=False, detail=f"{type(error).__name__}: {error}")
        else:
            yield Check(module, ok=True, detail=str(getattr(found, "__version__", "loads")))
    from assay.server.static import BUNDLE

    is_built = (BUNDLE / "index.html").is_file()
    yield Check("web app", is_built, "built" if is_built else "not built; `make web` builds it")
    from assay.plugins import load_plugins

    for plugin in load_plugins():
        name = f"plug-in {plugin.name} of {plugin.package}"
        yield Check(name, plugin.problem is None, plugin.problem or plugin.group.removeprefix("assay."))


def _kernels() -> Iterator[Check]:
    from time import perf_counter

    from assay.workflows.warm import warm

    start = perf_counter()
    warm()
    yield Check("kernels", ok=True, detail=f"ready in {perf_counter() - start:.1f} s")


def _project(path: Path) -> Iterator[Check]:
    try:
        with open_project(path) as store:
            snapshot = store.snapshot()
            for dataset in snapshot.datasets():
                where = {"dataset_id": dataset.id}
                images = snapshot.rows("images", columns=("problem",), where=where)
                labels = snapshot.count("annotations", where=where)
                told = f"{amount(images.num_rows, 'image')}, {amount(labels, 'label')}"
                yield Check(f"dataset {dataset.name}", ok=True, detail=told)
                broken = images.num_rows - images.column("problem").null_count
                yield Check("its images", not broken, f"{broken:,} cannot be shown" if broken else "all can be shown")
            for root in snapshot.roots().values():
                yield Check("image folder", root.is_dir(), str(root))
    except AssayError as error:
        yield Check("project", ok=False, detail=str(error))


def _print(console: Console, checks: list[Check]) -> None:
    for check in checks:
        mark = "[green]ok[/]  " if check.ok else "[red]bad[/] "
        console.print(mark, end="")
        console.print(f"{check.name}: {check.detail}", markup=False)

"""Plug-ins of other packages: found by their entry points and put into the registries.

A package offers a plug-in by an entry point whose object is the plug-in itself:

    [project.entry-points."assay.detectors"]
    tiny_box = "my_package.tiny_box:TinyBox"

Groups: `assay.readers`, `assay.prediction_readers`, `assay.writers`, `assay.detectors`, `assay.metrics`,
`assay.embedders`. A class is called without arguments. A plug-in that cannot be loaded is listed with its reason and
never stops Assay.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from assay.registry import Registry

GROUPS = (
    "assay.readers",
    "assay.prediction_readers",
    "assay.writers",
    "assay.detectors",
    "assay.metrics",
    "assay.embedders",
)


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plug-in of another package. `problem` says why it could not be loaded; it is None when it was."""

    group: str
    name: str
    package: str
    problem: str | None = None


@cache
def load_plugins() -> tuple[Plugin, ...]:
    """Put every plug-in that is installed into its registry, once; say of each how that went."""
    return tuple(load_plugin(entry) for group in GROUPS for entry in entry_points(group=group))


def load_plugin(entry: EntryPoint, registry: Registry[Any] | None = None) -> Plugin:
    """Put one plug-in into `registry` (that of its group when None); a failure is told, not raised."""
    package = entry.dist.name if entry.dist is not None else "?"
    try:
        plugin = entry.load()
        target = _registry(entry.group) if registry is None else registry
        target.add(entry.name, plugin() if isinstance(plugin, type) else plugin)
    except Exception as error:  # noqa: BLE001  (a stranger's code may raise anything; the reason is kept and shown)
        return Plugin(entry.group, entry.name, package, f"{type(error).__name__}: {error}")
    return Plugin(entry.group, entry.name, package)


def _registry(group: str) -> Registry[Any]:
    """The registry of a group; imported only when something is to be put into it, for that takes a while."""
    if group == "assay.detectors":
        from assay.detectors.registry import DETECTORS

        return DETECTORS
    if group == "assay.metrics":
        from assay.metrics.registry import METRICS

        return METRICS
    if group == "assay.embedders":
        from assay.embeddings.registry import EMBEDDERS

        return EMBEDDERS
    from assay.formats.registry import PREDICTION_READERS, READERS, WRITERS

    registries: dict[str, Registry[Any]] = {
        "assay.readers": READERS,
        "assay.prediction_readers": PREDICTION_READERS,
        "assay.writers": WRITERS,
    }
    return registries[group]

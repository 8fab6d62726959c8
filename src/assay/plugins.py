"""Plug-ins of other packages: found by their entry points and put into the registries.

A package offers a plug-in by an entry point whose object is the plug-in itself:

    [project.entry-points."assay.detectors"]
    tiny_box = "my_package.tiny_box:TinyBox"

Groups: `assay.readers`, `assay.prediction_readers`, `assay.writers`, `assay.detectors`. A class is called
without arguments. A plug-in that cannot be loaded is listed with its reason and never stops Assay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from assay.detectors.registry import DETECTORS
from assay.formats.registry import PREDICTION_READERS, READERS, WRITERS

_GROUPS: dict[str, Callable[[str, Any], None]] = {
    "assay.readers": READERS.add,
    "assay.prediction_readers": PREDICTION_READERS.add,
    "assay.writers": WRITERS.add,
    "assay.detectors": DETECTORS.add,
}


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
    return tuple(
        _load(group, entry, register) for group, register in _GROUPS.items() for entry in entry_points(group=group)
    )


def _load(group: str, entry: EntryPoint, register: Callable[[str, Any], None]) -> Plugin:
    package = entry.dist.name if entry.dist is not None else "?"
    try:
        plugin = entry.load()
        register(entry.name, plugin() if isinstance(plugin, type) else plugin)
    except Exception as error:  # noqa: BLE001  (a stranger's code may raise anything; the reason is kept and shown)
        return Plugin(group, entry.name, package, f"{type(error).__name__}: {error}")
    return Plugin(group, entry.name, package)

"""Packages that come with an extra of Assay, imported where they are used."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from assay.errors import ExtraMissing


def import_extra(module: str, *, extra: str) -> ModuleType:
    """The module; raise `ExtraMissing` with the command that installs it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ExtraMissing(
            f"This embedder needs the package {module!r}, which cannot be imported: {error}.",
            hint=f"Install it by: pip install 'assay[{extra}]'",
        ) from error

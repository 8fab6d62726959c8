"""Packages that come with an extra of Assay, imported where they are used."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from assay.errors import ExtraMissing


def import_extra(module: str, *, extra: str) -> ModuleType:
    """The module; raise `ExtraMissing` with what would do where it is not there, or does not fit the others."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ExtraMissing(
            f"This embedder needs the package {module!r}, which cannot be imported: {error}.",
            hint=f"Install it by: pip install 'assay[{extra}]'",
        ) from error
    except (RuntimeError, OSError) as error:  # torch for this processor, and torchvision for another
        raise ExtraMissing(
            f"This embedder needs the package {module!r}, which is installed and cannot be loaded: {error}.",
            hint="Install torch and torchvision again, both from one index: pip install --force-reinstall torch "
            "torchvision --index-url https://download.pytorch.org/whl/cpu",
        ) from error

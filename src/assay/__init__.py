"""Assay finds and fixes bad data in computer-vision datasets.

    import assay

    project = assay.create("my.assay")
    project.import_dataset("labels.json", images="photos")
    project.runs.import_("predictions.json", "yolov8m")
    project.issues.find()
    worst = project.issues.search('state = "open"', sort="score", limit=20)

Names are loaded when they are first used, so that `import assay` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assay.errors import AssayError as AssayError
    from assay.metrics.own import metric as metric
    from assay.model.drawn_shape import DrawnShape as DrawnShape
    from assay.model.level import Level as Level
    from assay.model.shape import ShapeKind as ShapeKind
    from assay.sdk.project import Project as Project
    from assay.sdk.project import new_project as create
    from assay.sdk.project import open_project as open
    from assay.sdk.result import Result as Result

__version__ = "0.1.0"

_HOME = {
    "AssayError": ("assay.errors", "AssayError"),
    "DrawnShape": ("assay.model.drawn_shape", "DrawnShape"),
    "Level": ("assay.model.level", "Level"),
    "Project": ("assay.sdk.project", "Project"),
    "Result": ("assay.sdk.result", "Result"),
    "ShapeKind": ("assay.model.shape", "ShapeKind"),
    "create": ("assay.sdk.project", "new_project"),
    "metric": ("assay.metrics.own", "metric"),
    "open": ("assay.sdk.project", "open_project"),
}

__all__ = [
    "AssayError",
    "DrawnShape",
    "Level",
    "Project",
    "Result",
    "ShapeKind",
    "__version__",
    "create",
    "metric",
    "open",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'assay' has no attribute {name!r}")
    module, attribute = _HOME[name]
    value = globals()[name] = getattr(import_module(module), attribute)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)

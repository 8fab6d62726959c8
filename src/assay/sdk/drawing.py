"""Plots of what `project.runs` finds, for notebooks and files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any, TypeAlias

from assay.workflows.report import drawings
from assay.workflows.report.page import bare_page
from assay.workflows.runs.breakdown import Breakdown
from assay.workflows.runs.calibration import Calibration
from assay.workflows.runs.classification_scores import ClassificationScores
from assay.workflows.runs.curves import Curves
from assay.workflows.runs.error_types import RunErrors

Drawable: TypeAlias = Curves | RunErrors | Calibration | ClassificationScores | Breakdown
"""What has a plot."""

_DRAWN: dict[type, Callable[[Any], tuple[str, ...]]] = {
    Curves: lambda found: (
        drawings.precision_recall(found),
        drawings.rates_by_confidence(found),
        drawings.score_histogram(found),
    ),
    RunErrors: lambda found: (drawings.error_bars(found),),
    Calibration: lambda found: (drawings.reliability(found),),
    ClassificationScores: lambda found: (drawings.roc(found),),
    Breakdown: lambda found: (drawings.by_column(found),),
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page of plots that needs nothing else. A notebook shows it; `save` writes it as HTML."""

    html: str
    plots: int

    def save(self, path: str | PathLike[str]) -> Path:
        """Write the page to `path`."""
        Path(path).write_text(self.html, encoding="utf-8")
        return Path(path)

    def _repr_html_(self) -> str:
        """For notebooks: in a frame, so that the page's style stays its own."""
        height = 420 * -(-self.plots // 2)
        return f'<iframe srcdoc="{escape(self.html)}" style="width:100%;height:{height}px;border:0"></iframe>'


def draw(*found: Drawable) -> Drawing:
    """Plots of all of them, side by side."""
    plots = [plot for one in found for plot in _DRAWN[type(one)](one)]
    return Drawing(bare_page(plots), len(plots))

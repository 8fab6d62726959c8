"""The sections of a report that are plots."""

from __future__ import annotations

from math import isfinite

import numpy as np

from assay.model.level import Level
from assay.workflows.report.markup import count, number, tag, text
from assay.workflows.report.plots import Plot, rows_of_bars
from assay.workflows.runs.breakdown import Breakdown
from assay.workflows.runs.calibration import Calibration
from assay.workflows.runs.classification_scores import ClassificationScores
from assay.workflows.runs.curves import Curves
from assay.workflows.runs.error_types import TITLES, RunErrors

_BINS_SHOWN = 12
_LETTERS = 70  # that fit below a plot


def card(title: str, drawing: str, *keys: tuple[str, str]) -> str:
    """A plot with its title and, where it has several colours, what each of them is."""
    legend = [tag("li", tag("i", class_=tone), text(name)) for tone, name in keys]
    return tag(
        "div", tag("h3", text(title)), drawing, *([tag("ul", *legend, class_="key")] if keys else []), class_="card"
    )


def precision_recall(found: Curves) -> str:
    """Precision against recall."""
    plot = Plot()
    line = plot.line(zip(found.recall.tolist(), found.precision.tolist(), strict=True), class_="blue")
    drawing = plot.draw(line, title="Precision against recall", x_title="Recall", y_title="Precision")
    return card(f"Precision and recall, AP {number(found.ap)}", drawing)


def rates_by_confidence(found: Curves, confidence: float | None = None) -> str:
    """Precision, recall and F1 against the confidence threshold, with the best one and the one in force, if any."""
    plot, curve, best = Plot(), found.confidence, found.confidence.best
    x = curve.confidence.tolist()
    tones = (("blue", curve.precision), ("ok", curve.recall), ("acc", curve.f))
    marks = [plot.line(zip(x, values.tolist(), strict=True), class_=tone) for tone, values in tones]
    if confidence is not None:
        marks.append(plot.line([(confidence, 0), (confidence, 1)], class_="plain thin"))
    title = "By confidence"
    if best is not None:
        marks.append(plot.dots([(best.confidence, best.f)], class_="acc", radius=4.5))
        title += f", best F1 {best.f:.3f} at {best.confidence:.3f}"
    drawing = plot.draw(*marks, title=title, x_title="Confidence threshold", y_title="Rate")
    return card(title, drawing, ("blue", "Precision"), ("ok", "Recall"), ("acc", "F1"))


def score_histogram(found: Curves) -> str:
    """Right and wrong predictions by confidence."""
    edges, right, wrong = found.histogram.edges, found.histogram.correct, found.histogram.wrong
    plot = Plot(x=(float(edges[0]), float(edges[-1])), y=(0, float(max((right + wrong).max(initial=0), 1))))
    marks = [
        plot.bar((low, high), (0, a), class_="ok") + plot.bar((low, high), (a, a + b), class_="bad")
        for low, high, a, b in zip(edges[:-1].tolist(), edges[1:].tolist(), right.tolist(), wrong.tolist(), strict=True)
    ]
    drawing = plot.draw(*marks, title="Predictions by confidence", x_title="Confidence", y_title="Predictions")
    return card("Predictions by confidence", drawing, ("ok", "Correct"), ("bad", "Wrong"))


def reliability(found: Calibration) -> str:
    """The share of right predictions against confidence."""
    plot, bins = Plot(), found.bins
    x, share = bins.confidence.tolist(), bins.accuracy.tolist()
    marks = (
        plot.line([(0, 0), (1, 1)], class_="quiet thin"),
        plot.whiskers(((at, *ends) for at, ends in zip(x, found.interval.tolist(), strict=True)), class_="blue"),
        plot.dots(zip(x, share, strict=True), class_="blue"),
    )
    drawing = plot.draw(*marks, title="Share correct by confidence", x_title="Confidence", y_title="Share correct")
    return card(f"Calibration, expected error {number(found.error)}", drawing)


def roc(found: ClassificationScores) -> str:
    """True against false decisions over all classes."""
    plot, curve = Plot(), found.roc
    points = zip(curve.false_rate.tolist(), curve.true_rate.tolist(), strict=True)
    marks = plot.line([(0, 0), (1, 1)], class_="quiet thin"), plot.line(points, class_="blue")
    title = f"ROC curve of all classes, area {number(curve.area)}"
    return card(title, plot.draw(*marks, title=title, x_title="False positive rate", y_title="True positive rate"))


def error_bars(found: RunErrors) -> str:
    """What each kind of error costs."""
    costs = [(title, found.tide.dap[kind], found.tide.counts[kind]) for kind, title in TITLES.items()]
    rows = [(title, cost, f"{cost:.3f} · {count(n)}") for title, cost, n in costs]
    return card(
        "AP50 that each kind of error costs, and how many there are",
        rows_of_bars(rows, title="AP gained if there were no such errors, and how many there are", class_="bad"),
    )


def by_column(found: Breakdown) -> str:
    """Precision and recall in each bin, with intervals."""
    shown = min(len(found.labels), _BINS_SHOWN)
    plot = Plot(x=(0, max(shown, 1)))
    marks = []
    for tone, shift, rate, interval in (
        ("blue", 0.42, found.precision, found.precision_interval),
        ("ok", 0.58, found.recall, found.recall_interval),
    ):
        x = (np.arange(shown) + shift).tolist()
        ends = [(at, low, high) for at, (low, high) in zip(x, interval[:shown].tolist(), strict=True) if isfinite(low)]
        marks += [plot.whiskers(ends, class_=tone), plot.dots(zip(x, rate[:shown].tolist(), strict=True), class_=tone)]
    whose = "image" if found.level is Level.IMAGE else "object"
    name = found.title.lower().removeprefix(f"{whose} ")
    title = f"By {name} of the {whose}"
    drawing = plot.draw(
        *marks,
        title=title,
        x_title=", ".join(filter(None, (found.title, found.unit))),
        y_title="Rate",
        x_ticks=_ticks(found, shown),
    )
    return card(title, drawing, ("blue", "Precision"), ("ok", "Recall"))


def _ticks(found: Breakdown, shown: int) -> list[tuple[float, str]]:
    """A word below each bin; where the words are long, the ends of the bins between them."""
    words = found.labels[:shown]
    room = _LETTERS // max(shown, 1)
    if all(len(word) <= room for word in words) or np.isnan(found.low[:shown]).all():
        return [
            (at + 0.5, word if len(word) <= room else f"{word[: max(room, 2) - 1]}…") for at, word in enumerate(words)
        ]
    ends = [(float(at), _brief(low)) for at, low in enumerate(found.low[:shown].tolist()) if isfinite(low)]
    return [*ends, (float(len(ends)), _brief(float(np.nanmax(found.high))))]


def _brief(value: float) -> str:
    """A number of three digits."""
    return f"{value / 1000:.3g}k" if abs(value) >= 10_000 else f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"

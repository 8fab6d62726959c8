"""What lies behind a run's numbers, as JSON values and as text for people."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from assay.amounts import amount
from assay.cli.tables import print_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import Console

    from assay.workflows.runs.breakdown import Breakdown
    from assay.workflows.runs.compare_runs import RunComparison
    from assay.workflows.runs.headline import HeadlineNumber


def intervals_value(numbers: Iterable[HeadlineNumber]) -> dict[str, tuple[float, float]]:
    """The 95 % intervals of headline numbers, by name."""
    return {number.name: (number.low, number.high) for number in numbers}


def breakdown_value(found: Breakdown) -> dict[str, Any]:
    """Performance by a field as JSON: a row per bin, and the gap between the values of a text."""
    gap = None if found.fairness is None else found.fairness.recall
    told = None
    if gap is not None and gap.best is not None and gap.worst is not None:
        told = {"best": found.labels[gap.best], "worst": found.labels[gap.worst], "gap": gap.gap, "ratio": gap.ratio}
        told |= {"low": gap.gap_low, "high": gap.gap_high}
    bins = found.arrow().to_pylist()
    return {"field": found.field, "unit": found.unit, "level": found.level, "bins": bins, "recall_gap": told}


def comparison_value(found: RunComparison) -> dict[str, Any]:
    """Two runs side by side as JSON; `fixed` and `broken` are ids of labels."""
    f1_a, f1_b = found.a.per_class.f1.tolist(), found.b.per_class.f1.tolist()
    return {
        "a": found.a.run.name,
        "b": found.b.run.name,
        "numbers": found.arrow().to_pylist(),
        "per_class": [
            {"class": category.name, "support": support, "f1_a": a, "f1_b": b, "delta": b - a}
            for category, support, a, b in zip(
                found.classes, found.a.per_class.support.tolist(), f1_a, f1_b, strict=True
            )
        ],
        "fixed": found.fixed.tolist(),
        "broken": found.broken.tolist(),
    }


def print_intervals(console: Console, value: Mapping[str, tuple[float, float]]) -> None:
    """The intervals of `intervals_value`, on one line."""
    told = ", ".join(f"{name} {low:.3f} to {high:.3f}" for name, (low, high) in value.items())
    console.print(f"95 % intervals over images: {told}", markup=False)


def print_breakdown(console: Console, value: Mapping[str, Any]) -> None:
    """The bins of `breakdown_value` as a table."""
    console.print(", ".join(filter(None, (f"By {value['field']}", value["unit"]))) + ":", markup=False)
    rows = [
        {
            "value": bin["label"],
            "labels": bin["count"],
            "predictions": bin["predicted"],
            "precision": _with_interval(bin, "precision"),
            "recall": _with_interval(bin, "recall"),
            "f1": bin["f1"],
        }
        for bin in value["bins"]
    ]
    columns = ("value", "labels", "predictions", "precision", "recall", "f1")
    print_rows(console, rows, columns, empty="Nothing there.")
    if value["recall_gap"]:
        gap = value["recall_gap"]
        told = f"{gap['gap']:.3f} ({gap['low']:.3f} to {gap['high']:.3f})"
        console.print(f"Recall of {gap['best']} is above that of {gap['worst']} by {told}.", markup=False)


def print_comparison(console: Console, value: Mapping[str, Any]) -> None:
    """The comparison of `comparison_value` as tables."""
    console.print(f"{value['b']} held against {value['a']}:", markup=False)
    rows = [{**row, "95 % of the difference": _interval(row)} for row in value["numbers"]]
    print_rows(console, rows, ("name", "a", "b", "delta", "95 % of the difference"), empty="")
    print_rows(console, value["per_class"], ("class", "support", "f1_a", "f1_b", "delta"), empty="")
    fixed, broken = len(value["fixed"]), len(value["broken"])
    console.print(f"{amount(fixed, 'label')} fixed, {broken:,} broken.", markup=False)


def _with_interval(row: Mapping[str, Any], name: str) -> str:
    """A rate and its interval; nothing where it cannot be told."""
    if not isfinite(row[name]):
        return ""
    return f"{row[name]:.3f} ({row[f'{name}_low']:.3f}–{row[f'{name}_high']:.3f})"


def _interval(row: Mapping[str, Any]) -> str:
    low, high = row["low"], row["high"]
    return f"{low:.3f} to {high:.3f}" if isfinite(low) and isfinite(high) else ""

"""What the tasks of `finding.py` come to: a row for each set and model, who is ahead, what raised suspects claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

Figures = dict[str, float]
"""Of one order of labels: `ap`, `p50`, `p100` and `recall`."""


@dataclass(frozen=True)
class Row:
    """What one task gave: figures of Assay and of cleanlab's best, and what `wrong_class` raises.

    `raised`: how many labels, how many errors the chances claim among them, and how many are there.
    """

    task: str
    model: str
    ours: Figures
    theirs: Figures
    raised: tuple[int, float, int]

    @property
    def set(self) -> str:
        """Tasks of injected errors stand together."""
        name, _, error = self.task.partition(", ")
        return f"{name}, injected" if "%" in error else self.task


def grouped(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    """The tasks of each set and model."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.set, row.model), []).append(row)
    return groups


def mean(figures: list[Figures]) -> Figures:
    return {key: float(np.mean([one[key] for one in figures])) for key in figures[0]}


def told(figures: Figures) -> str:
    return " | ".join(f"{value:.3f}" for value in figures.values())


def summary(rows: list[Row]) -> Iterator[str]:
    """Lines: the table of docs/label-errors-measured.md, who is ahead in how many tasks, and what claims are worth."""
    yield "\n| Set | Model | AP | p@50 | p@100 | recall at count | cleanlab: AP | p@50 | p@100 | recall |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for (name, model), alike in grouped(rows).items():
        several = f" (mean of {len(alike)})" if len(alike) > 1 else ""
        ours, theirs = mean([row.ours for row in alike]), mean([row.theirs for row in alike])
        yield f"| {name}{several} | {model} | {told(ours)} | {told(theirs)} |"
    gaps = [round(row.ours["ap"], 3) - round(row.theirs["ap"], 3) for row in rows]
    higher, lower = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
    yield f"\nOf {len(rows)} rows Assay's average precision is higher in {higher}, lower in {lower}, equal in the rest."
    sources: dict[str, list[Row]] = {}
    for row in rows:
        sources.setdefault(f"{row.set}, {'no model' if row.model == 'none' else 'with a model'}", []).append(row)
    for name, found in sources.items():
        count, claimed, true = (sum(column) for column in zip(*(row.raised for row in found), strict=True))
        if count:
            yield f"Raised, {name}: {count}; claimed : true {claimed / count:.2f} : {true / count:.2f}."


def compared(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Average precision by set and model, and its ratios by set, each the least of all models.

    `times_cleanlab`: over that of cleanlab's best score. `without_a_model`: without a model over with one.
    """
    average = {key: [mean(found)["ap"] for found in _columns(alike)] for key, alike in grouped(rows).items()}
    beside: dict[str, float] = {}
    without: dict[str, float] = {}
    for (name, model), (ours, theirs) in average.items():
        beside[name] = min(beside.get(name, np.inf), round(ours / theirs, 3))
        if model != "none" and (name, "none") in average:
            without[name] = min(without.get(name, np.inf), round(average[name, "none"][0] / ours, 3))
    own = {f"{name}, {model}": round(ours, 3) for (name, model), (ours, _) in average.items()}
    return {"average_precision": own, "times_cleanlab": beside, "without_a_model": without}


def _columns(rows: list[Row]) -> tuple[list[Figures], list[Figures]]:
    return [row.ours for row in rows], [row.theirs for row in rows]

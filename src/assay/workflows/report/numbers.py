"""The sections of a report that are numbers in tables."""

from __future__ import annotations

from math import isfinite

import numpy as np

from assay.amounts import amount
from assay.model.level import Level
from assay.query.names import WORDS
from assay.workflows.report.findings import Findings
from assay.workflows.report.markup import count, interval, number, signed, table, tag, text
from assay.workflows.runs.classification_scores import SCORE_TITLES, ClassificationScores
from assay.workflows.runs.compare_runs import RunComparison
from assay.workflows.runs.error_types import REASON_TITLES

CLASSES_IN_MATRIX = 20
"""How many classes the matrix of a report has at most; with more, those with most errors are shown."""

_NARROW = 8  # classes whose names fit side by side


def tiles(found: Findings) -> str:
    """The headline numbers with their intervals."""
    shown = [
        tag(
            "div",
            tag("span", text(one.title)),
            tag("b", number(one.value)),
            tag("small", interval(one.low, one.high)),
            class_="tile",
        )
        for one in found.headline.numbers
        if isfinite(one.value)
    ]
    return tag("div", *shown, class_="tiles")


def class_table(found: Findings) -> str:
    """One row per class, the weakest first, and the average weighted by labels."""
    rates, precision = found.metrics.per_class, found.headline.precision.per_class
    precisions = [] if np.isnan(precision).all() else [precision]
    predicted, correct = found.metrics.counts[:, :-1].sum(axis=0), np.diagonal(found.metrics.counts)
    weakest = np.argsort(np.where(np.isnan(rates.f1), np.inf, rates.f1), kind="stable").tolist()
    rows = [
        [
            text(found.metrics.classes[at].name),
            *(count(int(counts[at])) for counts in (rates.support, predicted, correct)),
            *(number(values[at]) for values in (rates.precision, rates.recall, rates.f1, *precisions)),
        ]
        for at in weakest
    ]
    mean = found.metrics.averages["weighted"]
    totals = [count(int(counts.sum())) for counts in (rates.support, predicted, correct)]
    foot = ["All, by labels", *totals, *map(number, (mean.precision, mean.recall, mean.f)), *([""] * len(precisions))]
    head = ["Class", "Labels", "Predictions", "Correct", "Precision", "Recall", "F1", *(["AP"] * len(precisions))]
    return table(head, rows, foot=foot)


def matrix(found: Findings) -> str:
    """The confusion matrix of the classes with most errors, shaded by the share of the row."""
    counts, k = found.metrics.counts, len(found.metrics.classes)
    wrong = counts[:k].sum(axis=1) + counts[:, :k].sum(axis=0) - 2 * np.diagonal(counts[:k, :k])
    chosen = np.sort(np.argsort(-wrong, kind="stable")[:CLASSES_IN_MATRIX]).tolist()
    names = [text(found.metrics.classes[at].name) for at in chosen]
    said = "" if len(chosen) == k else tag("p", f"The {len(chosen)} of {k} classes with most errors.")
    head = tag("tr", *(tag("th", cell, scope="col") for cell in ("Labelled as", *names, "Missed")))
    rows = [
        tag("tr", tag("th", name, scope="row"), *_cells(counts[row], [*chosen, k], row))
        for name, row in zip([*names, "Not labelled", "Seen twice"], [*chosen, k, k + 1], strict=True)
    ]
    size = "matrix many" if len(chosen) > _NARROW else "matrix"
    body = tag("table", tag("thead", head), tag("tbody", *rows), class_=size)
    return said + tag("div", body, class_="wide")


def _cells(counts: np.ndarray[tuple[int], np.dtype[np.int64]], columns: list[int], row: int) -> list[str]:
    whole = max(int(counts.sum()), 1)
    return [
        tag("td", "·", class_="none")
        if not counts[column]
        else tag(
            "td",
            count(int(counts[column])),
            class_="right" if column == row else None,
            style=f"--share:{counts[column] / whole:.3f}",
        )
        for column in columns
    ]


def reasons(found: Findings) -> str:
    """Why predictions are wrong."""
    rows = [[text(REASON_TITLES[reason]), count(n)] for reason, n in found.errors.reasons.items()]
    return table(["Why predictions are wrong", "Predictions"], rows)


def importance_table(found: Findings) -> str:
    """How much each field tells of the outcome."""
    rows = [
        [
            text(column.title),
            text(WORDS[column.level]),
            number(column.mutual_information),
            signed(column.spearman) if isfinite(column.spearman) else "–",
            number(column.p_value),
            count(column.count),
        ]
        for column in found.importance
    ]
    return table(["Field", "Of", "Information, bits", "Rank correlation", "p", "Objects"], rows)


def weakest(found: Findings) -> str:
    """The slices that cost the most errors."""
    rows = [
        [
            text(", ".join(one.conditions)),
            "labels missed or confused" if one.level is Level.ANNOTATION else "predictions wrong",
            f"{count(one.wrong)} of {count(one.count)}",
            number(one.rate),
            interval(one.low, one.high),
            number(one.elsewhere),
        ]
        for one in found.weakest
    ]
    return table(["Where", "What", "Errors", "Rate", "95 % interval", "Elsewhere"], rows)


def classification(found: ClassificationScores) -> str:
    """The numbers of a run that classifies whole images."""
    top = [[f"Class among the {k} likeliest", number(share)] for k, share in found.top_k.items() if k > 1]
    rows = [[text(SCORE_TITLES[name]), number(value)] for name, value in found.numbers.items()]
    return table([amount(found.images, "image"), ""], rows + top)


def comparison(found: RunComparison) -> str:
    """Two runs side by side."""
    head = ["", found.a.run.name, found.b.run.name, "Difference", "95 % interval"]
    numbers = [
        [
            text(one.title),
            number(one.a),
            number(one.b),
            _difference(one.delta, is_sure=one.low > 0 or one.high < 0),
            f"{signed(one.low)} to {signed(one.high)}",
        ]
        for one in found.numbers
    ]
    f1_a, f1_b = found.a.per_class.f1, found.b.per_class.f1
    largest = np.argsort(-np.abs(np.nan_to_num(f1_b - f1_a)), kind="stable").tolist()
    classes = [
        [
            text(found.classes[at].name),
            count(int(found.a.per_class.support[at])),
            number(f1_a[at]),
            number(f1_b[at]),
            signed(float(f1_b[at] - f1_a[at])),
        ]
        for at in largest[:CLASSES_IN_MATRIX]
    ]
    flips = tag(
        "p",
        f"{amount(len(found.fixed), 'label')} wrong in {text(found.a.run.name)} and right in "
        f"{text(found.b.run.name)}; {count(len(found.broken))} the other way round.",
    )
    return (
        flips
        + table(head, numbers)
        + table(["Class", "Labels", f"F1, {head[1]}", f"F1, {head[2]}", "Difference"], classes)
    )


def _difference(value: float, *, is_sure: bool) -> str:
    """A difference, coloured where it is beyond chance."""
    return tag("span", signed(value), class_=("better" if value > 0 else "worse") if is_sure and value else None)

"""What lies behind a run's numbers, as replies."""

from __future__ import annotations

from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import NotFound
from assay.server.replies import analysis as replies
from assay.statistics.fairness import MINIMUM
from assay.workflows.runs.breakdown import Breakdown, Fairness
from assay.workflows.runs.calibration import Calibration
from assay.workflows.runs.classification_scores import ClassificationScores
from assay.workflows.runs.compare_runs import ComparedRun, RunComparison
from assay.workflows.runs.curves import Curves
from assay.workflows.runs.error_types import REASON_TITLES, TITLES, RunErrors
from assay.workflows.runs.headline import RunHeadline
from assay.workflows.runs.importance import ColumnRanking


def show_precision(found: RunHeadline) -> replies.RunPrecision:
    """The numbers of COCO, with intervals of the headline numbers."""
    precision = found.precision
    rows = zip(found.classes, precision.per_class, precision.per_class50, strict=True)
    return {
        "summary": precision.summary,
        "intervals": {one.name: (_told(one.low), _told(one.high)) for one in found.numbers},
        "per_class": [
            {"class_id": category.id, "name": category.name, "ap": _told(ap), "ap50": _told(ap50)}
            for category, ap, ap50 in rows
        ],
    }


def show_curves(found: Curves) -> replies.Curves:
    """The curves of a class or of all."""
    curve, best = found.confidence, found.confidence.best
    return {
        "recall": found.recall.tolist(),
        "precision": _all_told(found.precision),
        "scores": _all_told(found.scores),
        "ap": _told(found.ap),
        "thresholds": curve.confidence.tolist(),
        "f1": _all_told(curve.f),
        "precision_at": _all_told(curve.precision),
        "recall_at": _all_told(curve.recall),
        "best": None
        if best is None
        else {"confidence": best.confidence, "f1": best.f, "precision": best.precision, "recall": best.recall},
        "histogram": {
            "edges": found.histogram.edges.tolist(),
            "correct": found.histogram.correct.tolist(),
            "wrong": found.histogram.wrong.tolist(),
        },
    }


def show_errors(found: RunErrors) -> replies.ErrorTypes:
    """The kinds of error, and the reasons of wrong predictions."""
    tide = found.tide
    return {
        "ap50": _told(tide.ap),
        "errors": [
            {"kind": kind.value, "title": title, "count": tide.counts[kind], "dap": _told(tide.dap[kind])}
            for kind, title in TITLES.items()
        ],
        "special": {"fp_dap": _told(tide.false_positive_dap), "fn_dap": _told(tide.false_negative_dap)},
        "reasons": [
            {"reason": reason.value, "title": REASON_TITLES[reason], "count": count}
            for reason, count in found.reasons.items()
        ],
    }


def show_calibration(found: Calibration, scores: ClassificationScores | NotFound) -> replies.Calibration:
    """The calibration of a run; of one that classifies images, its ROC curve and top-k accuracy too."""
    bins, ends = found.bins, found.interval.tolist()
    columns = (bins.low, bins.high, bins.count, bins.confidence, bins.accuracy)
    rows = zip(*(column.tolist() for column in columns), ends, strict=True)
    told, reason = (scores, None) if isinstance(scores, ClassificationScores) else (None, str(scores))
    return {
        "ece": _told(found.error),
        "bins": [
            {
                "low": low,
                "high": high,
                "count": count,
                "confidence": confidence,
                "accuracy": accuracy,
                "lower": lower,
                "upper": upper,
            }
            for low, high, count, confidence, accuracy, (lower, upper) in rows
        ],
        "brier": _told(found.brier),
        "roc": None if told is None else _roc(told),
        "top_k": None if told is None else [{"k": k, "accuracy": accuracy} for k, accuracy in told.top_k.items()],
        "scores": None if told is None else {name: _told(value) for name, value in told.numbers.items()},
        "reason": reason,
    }


def show_breakdown(found: Breakdown) -> replies.Breakdown:
    """Performance by a column."""
    low, high, precision, recall, f1 = map(_all_told, (found.low, found.high, found.precision, found.recall, found.f1))
    return {
        "field": found.field,
        "title": found.title,
        "unit": found.unit,
        "level": found.level,
        "bins": [
            {
                "label": label,
                "low": low[at],
                "high": high[at],
                "query": found.queries[at],
                "images": int(found.images[at]),
                "count": int(found.count[at]),
                "predicted": int(found.predicted[at]),
                "precision": precision[at],
                "recall": recall[at],
                "f1": f1[at],
                "precision_interval": _interval(found.precision_interval[at]),
                "recall_interval": _interval(found.recall_interval[at]),
            }
            for at, label in enumerate(found.labels)
        ],
        "fairness": None if found.fairness is None else _fairness(found.fairness, found.labels),
    }


def show_importance(found: ColumnRanking) -> list[replies.ColumnImportance]:
    """Columns, the most telling first."""
    return [
        {
            "field": column.field,
            "title": column.title,
            "level": column.level,
            "mutual_information": column.mutual_information,
            "spearman": _told(column.spearman),
            "p_value": column.p_value,
            "count": column.count,
        }
        for column in found
    ]


def show_comparison(found: RunComparison) -> replies.RunComparison:
    """Two runs side by side."""
    row, column = np.nonzero(found.cells)
    f1_a, f1_b = found.a.per_class.f1, found.b.per_class.f1
    return {
        "a": _compared_run(found.a),
        "b": _compared_run(found.b),
        "rows": [
            {
                "name": number.name,
                "title": number.title,
                "a": _told(number.a),
                "b": _told(number.b),
                "delta": _told(number.delta),
                "low": _told(number.low),
                "high": _told(number.high),
            }
            for number in found.numbers
        ],
        "per_class": [
            {
                "class_id": category.id,
                "name": category.name,
                "support": int(found.a.per_class.support[at]),
                "f1_a": _told(f1_a[at]),
                "f1_b": _told(f1_b[at]),
                "delta": _told(f1_b[at] - f1_a[at]),
            }
            for at, category in enumerate(found.classes)
        ],
        "fixed": _flips(found.fixed, found.fixed_query),
        "broken": _flips(found.broken, found.broken_query),
        "cells": {"row": row.tolist(), "column": column.tolist(), "difference": found.cells[row, column].tolist()},
    }


def _compared_run(side: ComparedRun) -> replies.ComparedRun:
    return {"run": side.run.id, "name": side.run.name, "predicted": side.predicted, "correct": side.correct}


def _flips(ids: Ids, query: str | None) -> replies.Flips:
    return {"count": len(ids), "ids": ids.tolist(), "query": query}


def _roc(scores: ClassificationScores) -> replies.RocCurve:
    return {"fpr": scores.roc.false_rate.tolist(), "tpr": scores.roc.true_rate.tolist(), "auc": scores.roc.area}


def _fairness(found: Fairness, labels: tuple[str, ...]) -> replies.Fairness:
    recall = found.recall
    return {
        "gap": _told(recall.gap),
        "low": _told(recall.gap_low),
        "high": _told(recall.gap_high),
        "ratio": _told(recall.ratio),
        "best": None if recall.best is None else labels[recall.best],
        "worst": None if recall.worst is None else labels[recall.worst],
        "equal_opportunity": _told(recall.gap),
        "predictive_parity": _told(found.precision.gap),
        "demographic_parity": None if found.predicted is None else _told(found.predicted.gap),
        "minimum": MINIMUM,
        "small": [labels[at] for at in np.flatnonzero(~recall.enough).tolist()],
    }


def _interval(ends: NDArray[np.float64]) -> replies.Interval:
    return _told(ends[0]), _told(ends[1])


def _all_told(values: NDArray[Any]) -> list[float | None]:
    return [_told(value) for value in values.tolist()]


def _told(value: float) -> float | None:
    """The number; null for what cannot be told."""
    return float(value) if isfinite(value) else None

"""Build the table of suspects that a detector hands back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Ids, Scores
from assay.detectors.detector import SUSPECTS
from assay.model.issue import IssueKind

NOBODY = -1
"""An id column's value where a suspect has no label, no prediction or no class."""


def suspects(
    kind: IssueKind,
    *,
    image: Ids,
    score: Scores,
    evidence: Sequence[Mapping[str, Any]],
    suggestion: Sequence[Mapping[str, Any] | None],
    annotation: Ids | None = None,
    prediction: Ids | None = None,
    category: NDArray[np.integer[Any]] | None = None,
) -> pa.Table:
    """The table of n suspects, in the columns of `SUSPECTS`: worst first, ties by image, label and prediction id.

    score : (n,) 0 worst to 1 clean; clipped to that range. evidence : n mappings with a `sentence`.
    annotation, prediction, category : (n,) ids, `NOBODY` where there is none; None where there are none at all.
    """
    n = len(image)
    nobody = np.full(n, NOBODY, np.int64)
    annotation = nobody if annotation is None else annotation
    prediction = nobody if prediction is None else prediction
    category = nobody if category is None else category
    score = np.clip(score, 0.0, 1.0)
    table = pa.table(
        {
            "kind": pa.repeat(kind.value, n),
            "image_id": pa.array(image, pa.int64()),
            "annotation_id": _ids(annotation),
            "prediction_id": _ids(prediction),
            "category_id": _ids(category),
            "score": pa.array(score, pa.float64()),
            "suggestion": pa.array([None if s is None else as_json(s) for s in suggestion], pa.string()),
            "evidence": pa.array([as_json(e) for e in evidence], pa.string()),
        }
    ).cast(SUSPECTS)
    return table.take(np.lexsort((prediction, annotation, image, score)))


def no_suspects() -> pa.Table:
    """The table of a detector that suspects nothing."""
    return SUSPECTS.empty_table()


def as_json(value: Mapping[str, Any]) -> str:
    """`value` as compact JSON; numbers are rounded to 4 digits, which is more than any of them carries."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(value: Any) -> Any:
    """Plain Python values; a number that is not finite becomes null, as JSON has no word for it."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(item) for item in value]
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return round(float(value), 4) if np.isfinite(value) else None
    return value


def _ids(values: NDArray[np.integer[Any]]) -> pa.Array:
    return pa.array(values, pa.int64(), mask=np.asarray(values) == NOBODY)

"""Labels or predictions as plain arrays, one row each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Boxes, Flags, Ids, Labels, Probabilities, Scores
from assay.geometry.boxes import are_whole_images


@dataclass(frozen=True, slots=True, eq=False)
class Objects:
    """n labels or n predictions.

    id, image : (n,). boxes : (n, 4), NaN for a whole image. category : (n,) class ids. ignored : (n,) crowd or
    ignored. whole : (n,) stands for a whole image. score : (n,) confidence, NaN for labels.
    probabilities : one row of `probabilities` per object, None when any object lacks them.
    """

    id: Ids
    image: Ids
    boxes: Boxes
    category: Labels
    crowd: Flags
    ignored: Flags
    whole: Flags
    score: Scores
    probabilities: Probabilities | None

    def __len__(self) -> int:
        return len(self.id)

    @property
    def has_probabilities(self) -> bool:
        """Whether there are objects and each has class probabilities."""
        return self.probabilities is not None

    @classmethod
    def of(cls, table: pa.Table) -> Objects:
        """The rows of an annotation or prediction table."""
        boxes = np.column_stack([_floats(table, name) for name in "xywh"])
        crowd = _flags(table, "is_crowd")
        return cls(
            id=table["id"].to_numpy(),
            image=table["image_id"].to_numpy(),
            boxes=boxes,
            category=table["category_id"].to_numpy(),
            crowd=crowd,
            ignored=crowd | _flags(table, "ignore"),
            whole=are_whole_images(boxes),
            score=_floats(table, "score") if "score" in table.column_names else np.full(len(table), np.nan),
            probabilities=_probabilities(table),
        )


def _floats(table: pa.Table, name: str) -> NDArray[np.float64]:
    values: NDArray[np.float64] = pc.fill_null(table[name], np.nan).to_numpy()
    return values


def _flags(table: pa.Table, name: str) -> Flags:
    values: Flags = table[name].to_numpy().astype(bool)
    return values


def _probabilities(table: pa.Table) -> Probabilities | None:
    """(n, k) class probabilities; None unless every row has a vector, all of one length."""
    if not len(table) or "probabilities" not in table.column_names or table["probabilities"].null_count:
        return None
    lengths = pc.list_value_length(table["probabilities"])
    least, most = pc.min_max(lengths).as_py().values()
    if least != most or not most:
        return None
    flat = pc.list_flatten(table["probabilities"]).to_numpy()
    rows: Probabilities = flat.astype(np.float64).reshape(len(table), most)
    return rows

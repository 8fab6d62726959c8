"""Counts what a writer could not carry over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.model.loss import Loss, LossReport

_EXAMPLES = 5


class LossTally:
    """Losses by code, in the order they were first met."""

    def __init__(self) -> None:
        self._losses: dict[str, Loss] = {}

    def add(self, code: str, message: str, names: Sequence[str]) -> None:
        """One loss for each name; nothing when there is none."""
        self._add(code, message, len(names), names[:_EXAMPLES])

    def add_objects(self, code: str, message: str, objects: pa.Table, where: NDArray[np.bool_]) -> None:
        """One loss for each object that the mask marks."""
        found = np.flatnonzero(where)
        rows = objects.select(["image_key", "reference_id"]).take(pa.array(found[:_EXAMPLES])).to_pylist()
        names = [
            f"{row['image_key']} #{row['reference_id']}" if row["reference_id"] else row["image_key"] for row in rows
        ]
        self._add(code, message, len(found), names)

    def add_images(self, code: str, message: str, images: pa.Table, where: NDArray[np.bool_]) -> None:
        """One loss for each image that the mask marks."""
        found = np.flatnonzero(where)
        self._add(code, message, len(found), images["file_name"].take(pa.array(found[:_EXAMPLES])).to_pylist())

    def report(self) -> LossReport:
        """All losses so far."""
        return LossReport(tuple(self._losses.values()))

    def _add(self, code: str, message: str, count: int, examples: Sequence[str]) -> None:
        if count:
            before = self._losses.get(code, Loss(code, message, 0))
            names = (*before.examples, *examples)[:_EXAMPLES]
            self._losses[code] = Loss(code, message, before.count + count, names)

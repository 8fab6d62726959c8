"""Views for tests of row metrics, from a few plain lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from assay.metrics.metric import Metric, Values
from assay.metrics.view import Images, Objects, View
from assay.model.category import Category
from assay.model.level import Level
from assay.testing.views import images_table, labels_table, predictions_table

Box = Sequence[float]
WHOLE = (np.nan,) * 4
"""The box of a label of a whole image."""

CLASSES = tuple(Category(at, 1, name, str(at)) for at, name in enumerate("abcdef"))


def view_of(
    image: Sequence[int],
    boxes: Sequence[Box],
    category: Sequence[int] | None = None,
    *,
    images: pa.Table | int | None = None,
    predictions: tuple[Sequence[int], Sequence[Box], Sequence[int], Sequence[float]] | None = None,
    **columns: Any,
) -> View:
    """Labels in `image`, with `boxes` and `category` (all 0 unless told), in images of 640 × 480 px."""
    count = images if isinstance(images, int) else 1 + max(image, default=0)
    table = images if isinstance(images, pa.Table) else images_table(count)
    rows = Images(table)
    place = np.array(boxes, float).reshape(-1, 4)
    labels = labels_table(image, place, [0] * len(image) if category is None else category, **columns)
    found = None if predictions is None else Objects.of(predictions_table(*predictions), rows)
    return View(rows, Objects.of(labels, rows), found, CLASSES)


def measured(metric: Metric, view: View, level: Level = Level.ANNOTATION) -> Values:
    """What a row metric gives."""
    assert metric.measure_rows is not None
    return metric.measure_rows(view, level=level)


def column(metric: Metric, view: View, name: str, level: Level = Level.ANNOTATION) -> list[float]:
    """One output of a row metric, as a list."""
    at = [output.name for output in metric.outputs].index(name)
    values = measured(metric, view, level).reshape(-1, len(metric.outputs))
    return [float(value) for value in values[:, at]]

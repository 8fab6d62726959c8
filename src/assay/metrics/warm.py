"""Compile the kernels of metrics before someone waits for them; see `evaluation/warm`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from assay.arrays import Boxes, Ids

_BOXES: Boxes = np.array([[0.0, 0.0, 4.0, 4.0], [2.0, 2.0, 6.0, 6.0]])
_OFFSETS: Ids = np.array([0, 2])
_ROWS: Ids = np.array([0, 1])
_CLASSES = np.array([0, 1], np.int32)
_EDGES, _STARTS = np.array([0, 4, 6, 8], np.int32), np.array([0, 2, 4])
_FRAMES = np.full((2, 2), 8)


def warm_metric_kernels(*, until: Callable[[], bool] = lambda: False) -> int:
    """Call every kernel once and return in how many steps, between which `until` is asked whether to stop."""
    done = 0
    for step in _steps():
        if until():
            break
        step()
        done += 1
    return done


def _pictures() -> None:
    """Every metric of pixels on one small picture."""
    from assay.metrics.builtin.pictures import PICTURE_METRICS
    from assay.metrics.picture import Picture

    picture = Picture.of(np.arange(640 * 9 * 3).astype(np.uint8).reshape(9, 640, 3))
    for metric in PICTURE_METRICS:
        if metric.measure_picture is not None:
            metric.measure_picture(picture)


def _maps() -> None:
    """A map and a line of a few vectors."""
    from assay.vectors.layout import layout
    from assay.vectors.neighbours import nearest
    from assay.vectors.order import look_alike_order

    vectors = np.eye(8, dtype=np.float32)
    near = nearest(vectors, count=4)
    layout(vectors, near)
    look_alike_order(vectors, near)


def _steps() -> Iterator[Callable[[], object]]:
    from assay.metrics.absence_kernel import count_together, highest_absences
    from assay.metrics.contradiction_kernel import contradictions
    from assay.metrics.mask_moment_kernel import mask_moments
    from assay.metrics.near_hashes import near_groups
    from assay.metrics.track_kernels import likeness_to_past
    from assay.metrics.union_kernels import box_unions, mask_unions

    yield _pictures
    yield _maps
    yield lambda: near_groups(_ROWS, radius=1)
    yield lambda: box_unions(_BOXES, _OFFSETS)
    yield lambda: mask_unions(_EDGES, _STARTS, _OFFSETS)
    yield lambda: mask_moments(_ROWS, _EDGES, _STARTS, _FRAMES, np.full(2, 4.0), _BOXES)
    yield lambda: highest_absences(_ROWS, _OFFSETS, count_together(_ROWS, _OFFSETS, 2))
    yield lambda: likeness_to_past(np.ones((2, 7)), _OFFSETS, 0.5)
    yield lambda: contradictions(_ROWS, _OFFSETS, _ROWS, np.array([0, 1, 2]), _BOXES, _CLASSES, 0.5, 10)

"""What is compiled ahead is what row metrics then call."""

from __future__ import annotations

import sys

import numpy as np
import pyarrow as pa
from numba.core.dispatcher import Dispatcher

from assay.evaluation.warm import warm_kernels
from assay.metrics.builtin.labels import LABEL_METRICS
from assay.metrics.builtin.tracks import TRACK_METRICS
from assay.metrics.warm import warm_metric_kernels
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import measured, view_of

RING = "[[10, 10, 50, 10, 50, 50, 10, 50]]"
MASK = '{"size": [480, 640], "counts": [0, 40, 307160]}'


def compiled_signatures() -> set[tuple[str, str]]:
    """Every kernel of ours that is compiled in this process, with the types it is compiled for."""
    return {
        (f"{module.__name__}.{name}", str(signature))
        for module in list(sys.modules.values())
        if getattr(module, "__name__", "").startswith("assay.")
        for name, value in list(vars(module).items())
        if isinstance(value, Dispatcher) and value.__module__ == module.__name__
        for signature in value.signatures
    }


def test_row_metrics_call_no_kernel_that_is_not_warm() -> None:
    assert warm_kernels() + warm_metric_kernels() > 10
    warm = compiled_signatures()
    images = images_table(4, file_name=[f"{at}.jpg" for at in range(4)], path=None)
    images = images.append_column("near_duplicate", pa.array([1, 1, None, 1], pa.int64()))
    images = images.append_column("phash", pa.array([5, 6, 7, 8], pa.int64()))
    view = view_of(
        [0, 0, 1, 1, 2, 3],
        [[10, 10, 40, 40]] * 6,
        [0, 1, 0, 0, 1, 0],
        images=images,
        predictions=([0], [[0, 0, 9, 9]], [0], [0.9]),
        segmentation=[RING, MASK, None, RING, MASK, None],
        rotation=[None, None, 0.5, None, None, 0.0],
        track_id=["a", "b", "c", "a", "b", "c"],
        keypoints=[[1, 1, 2]] * 6,
        area=np.full(6, 1600.0),
    )
    for metric in (*LABEL_METRICS, *TRACK_METRICS):
        for level in metric.levels if metric.measure_rows else ():
            measured(metric, view, level)
    assert {name for name, _ in compiled_signatures() - warm} == set()


def test_warming_stops_when_asked() -> None:
    assert warm_metric_kernels(until=lambda: True) == 0

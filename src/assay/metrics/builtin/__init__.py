"""The metrics that come with Assay, one file each. Adding one is a file, a test and a line in its folder."""

from __future__ import annotations

from assay.metrics.builtin.labels import LABEL_METRICS
from assay.metrics.builtin.neighbours import NEIGHBOUR_METRICS
from assay.metrics.builtin.pictures import PICTURE_METRICS
from assay.metrics.builtin.predictions import PREDICTION_METRICS
from assay.metrics.builtin.tracks import TRACK_METRICS
from assay.metrics.metric import Metric

BUILTIN: tuple[Metric, ...] = (
    *PICTURE_METRICS,
    *LABEL_METRICS,
    *TRACK_METRICS,
    *PREDICTION_METRICS,
    *NEIGHBOUR_METRICS,
)
"""In the order in which they are shown."""

"""Metrics of labels, and of images by their labels."""

from __future__ import annotations

from assay.metrics.builtin.labels.object_count import object_count
from assay.metrics.metric import Metric

LABEL_METRICS: tuple[Metric, ...] = (object_count,)
"""In the order in which they are shown."""

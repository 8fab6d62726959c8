"""Metrics of predictions, and of images by their predictions."""

from __future__ import annotations

from assay.metrics.metric import Metric

PREDICTION_METRICS: tuple[Metric, ...] = ()
"""In the order in which they are shown."""

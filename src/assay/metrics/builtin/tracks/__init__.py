"""Metrics of objects over the frames of a video."""

from __future__ import annotations

from assay.metrics.metric import Metric

TRACK_METRICS: tuple[Metric, ...] = ()
"""In the order in which they are shown."""

"""Metrics of pixels: of images, and of the crops of objects."""

from __future__ import annotations

from assay.metrics.builtin.pictures.brightness import brightness
from assay.metrics.metric import Metric

PICTURE_METRICS: tuple[Metric, ...] = (brightness,)
"""In the order in which they are shown."""

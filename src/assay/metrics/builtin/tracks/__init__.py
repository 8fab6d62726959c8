"""Metrics of objects over the frames of a video."""

from __future__ import annotations

from assay.metrics.builtin.tracks.frame_continuity import frame_continuity
from assay.metrics.builtin.tracks.interpolated import interpolated
from assay.metrics.builtin.tracks.shape_similarity import shape_similarity
from assay.metrics.builtin.tracks.steadiness import steadiness
from assay.metrics.builtin.tracks.track_motion import track_motion
from assay.metrics.builtin.tracks.track_visibility import track_visibility
from assay.metrics.builtin.tracks.unlabelled_frame import unlabelled_frame
from assay.metrics.metric import Metric

TRACK_METRICS: tuple[Metric, ...] = (
    steadiness,
    frame_continuity,
    track_visibility,
    shape_similarity,
    track_motion,
    interpolated,
    unlabelled_frame,
)
"""In the order in which they are shown."""

"""Metrics of labels, and of images by their labels."""

from __future__ import annotations

from assay.metrics.builtin.labels.absence_surprise import absence_surprise
from assay.metrics.builtin.labels.annotation_duplicate import annotation_duplicate
from assay.metrics.builtin.labels.annotation_time import annotation_time
from assay.metrics.builtin.labels.border_closeness import border_closeness
from assay.metrics.builtin.labels.border_truncated import border_truncated
from assay.metrics.builtin.labels.box_tightness import box_tightness
from assay.metrics.builtin.labels.class_conflict import class_conflict
from assay.metrics.builtin.labels.contradiction import contradiction
from assay.metrics.builtin.labels.geometry_flaws import geometry_flaws
from assay.metrics.builtin.labels.limb_surprise import limb_surprise
from assay.metrics.builtin.labels.missed_by_labels import missed_by_labels
from assay.metrics.builtin.labels.object_area import object_area
from assay.metrics.builtin.labels.object_aspect import object_aspect
from assay.metrics.builtin.labels.object_count import object_count
from assay.metrics.builtin.labels.object_density import object_density
from assay.metrics.builtin.labels.occluded_keypoints import occluded_keypoints
from assay.metrics.builtin.labels.outline_flaws import outline_flaws
from assay.metrics.builtin.labels.position_surprise import position_surprise
from assay.metrics.builtin.labels.shape_typicality import shape_typicality
from assay.metrics.builtin.labels.stray_keypoints import stray_keypoints
from assay.metrics.metric import Metric

LABEL_METRICS: tuple[Metric, ...] = (
    object_count,
    object_density,
    object_area,
    object_aspect,
    border_closeness,
    annotation_duplicate,
    class_conflict,
    annotation_time,
    geometry_flaws,
    outline_flaws,
    stray_keypoints,
    box_tightness,
    position_surprise,
    shape_typicality,
    absence_surprise,
    contradiction,
    missed_by_labels,
    occluded_keypoints,
    limb_surprise,
    border_truncated,
)
"""In the order in which they are shown."""

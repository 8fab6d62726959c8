"""Metrics of predictions, and of images by their predictions."""

from __future__ import annotations

from assay.metrics.builtin.predictions.calibration_gap import calibration_gap
from assay.metrics.builtin.predictions.chance_entropy import chance_entropy
from assay.metrics.builtin.predictions.chance_margin import chance_margin
from assay.metrics.builtin.predictions.chance_variance import chance_variance
from assay.metrics.builtin.predictions.confidence import confidence
from assay.metrics.builtin.predictions.disagreement import disagreement
from assay.metrics.builtin.predictions.edge_case import edge_case
from assay.metrics.builtin.predictions.flicker import flicker
from assay.metrics.builtin.predictions.label_box_quality import label_box_quality
from assay.metrics.builtin.predictions.label_overlap import label_overlap
from assay.metrics.builtin.predictions.least_confidence import least_confidence
from assay.metrics.builtin.predictions.mean_object_confidence import mean_object_confidence
from assay.metrics.builtin.predictions.mistakenness import mistakenness, possible_missing
from assay.metrics.builtin.predictions.model_disagreement import model_disagreement
from assay.metrics.builtin.predictions.object_label_quality import object_label_quality
from assay.metrics.builtin.predictions.overlooked import overlooked
from assay.metrics.builtin.predictions.pixel_quality import pixel_quality
from assay.metrics.builtin.predictions.prediction_loss import prediction_loss
from assay.metrics.builtin.predictions.votes import votes
from assay.metrics.metric import Metric

PREDICTION_METRICS: tuple[Metric, ...] = (
    confidence,
    least_confidence,
    chance_margin,
    chance_entropy,
    chance_variance,
    mean_object_confidence,
    votes,
    label_overlap,
    object_label_quality,
    label_box_quality,
    overlooked,
    mistakenness,
    possible_missing,
    disagreement,
    prediction_loss,
    calibration_gap,
    model_disagreement,
    pixel_quality,
    edge_case,
    flicker,
)
"""In the order in which they are shown."""

"""What the sure predictions of a run say of the labels that a view shows."""

from __future__ import annotations

import numpy as np

from assay.arrays import Flags
from assay.evaluation.candidates import Candidates, find_candidates
from assay.evaluation.label_quality import LabelQuality, label_quality
from assay.metrics.view import Objects, View
from assay.model.level import Level


def label_scores(view: View) -> LabelQuality:
    """ObjectLab's scores of labels, predictions and images (M46-M50); crowd and ignored labels have none."""
    labels, predictions = view.labels, view.objects(Level.PREDICTION)
    return label_quality(
        images=len(view.images),
        label_image=labels.image,
        label_boxes=labels.boxes,
        label_class=labels.category,
        label_ignored=_ignored(labels),
        pred_image=predictions.image,
        pred_boxes=predictions.boxes,
        pred_class=predictions.category,
        pred_score=predictions.score,
    )


def candidates(view: View) -> Candidates:
    """Labels and predictions that overlap, for matching them (M43-M45)."""
    labels, predictions = view.labels, view.objects(Level.PREDICTION)
    return find_candidates(
        label_image=labels.image,
        label_boxes=labels.boxes,
        label_class=labels.category,
        label_ignore=_ignored(labels),
        label_crowd=labels.crowd,
        pred_image=predictions.image,
        pred_boxes=predictions.boxes,
        pred_class=predictions.category,
        pred_score=predictions.score,
    )


def _ignored(labels: Objects) -> Flags:
    flags: Flags = labels.crowd | np.asarray(labels.rows.column("ignore"), np.bool_)
    return flags

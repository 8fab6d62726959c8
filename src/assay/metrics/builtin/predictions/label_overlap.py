"""How well a prediction sits on a label."""

from __future__ import annotations

import numpy as np

from assay.evaluation.overlaps import find_overlaps
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd


@row_metric(
    slug="label_overlap",
    version=1,
    title="Overlap with labels",
    levels=[Level.PREDICTION],
    outputs=[
        Output(
            "iou_same_class",
            title="IoU with its class",
            meaning="largest IoU with a label of its class, 0 when it touches none",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "iou_any_class",
            title="IoU with any class",
            meaning="largest IoU with a label of any class, 0 when it touches none",
            high=1.0,
            bad=BadEnd.LOW,
        ),
        Output(
            "size_difference",
            title="Size difference",
            meaning="ln of its area over that of the label it overlaps most: above 0 it is larger",
            low=None,
            bad=BadEnd.BOTH,
        ),
    ],
    needs=[Need.RUN, Need.LABELS],
    missing="It has no box; its size is compared only where it overlaps a label.",
)
def label_overlap(view: View, *, level: Level) -> Values:
    """The best overlap of a predicted box with the labels of its image, and how their sizes differ.

    What it measures
    ----------------
    The largest IoU with a label of the same class, and of any class, whatever the thresholds of an evaluation say and
    whoever else sits there; turned boxes as they lie, crowd regions by the share of the prediction that lies in them.
    The size difference is ln(area of the prediction / area of the label) for the label of the second.

    Why it matters
    --------------
    Where two large IoUs differ, the classes do: a wrong class, of the label or of the prediction. An IoU of .3 to .6
    is a box that sits badly. With masks of a foundation model imported as a run, it says how well labels follow them.

    When it misleads
    ----------------
    Masks are compared by their boxes. Objects in a crowd overlap labels of their neighbours.

    Example
    -------
    `iou_any_class > 0.7 and iou_same_class < 0.3` lists class disagreements that no threshold hides.

    Reference
    ---------
    M92 of the metric definitions.
    """
    labels, predictions = view.labels, view.objects(level)
    pairs = find_overlaps(
        label_image=labels.image,
        label_boxes=labels.boxes,
        label_crowd=labels.crowd,
        pred_image=predictions.image,
        pred_boxes=predictions.boxes,
        label_rotation=labels.rotation,
        pred_rotation=predictions.rotation,
    )
    same, best = np.zeros(len(predictions)), np.zeros(len(predictions))
    alike = pairs.only(labels.category[pairs.label] == predictions.category[pairs.prediction])
    np.maximum.at(same, alike.prediction, alike.iou)
    np.maximum.at(best, pairs.prediction, pairs.iou)
    size = np.full(len(predictions), np.nan)
    top = pairs.only(pairs.iou == best[pairs.prediction])
    areas = (predictions.boxes[:, 2] * predictions.boxes[:, 3], labels.boxes[:, 2] * labels.boxes[:, 3])
    with np.errstate(divide="ignore", invalid="ignore"):
        size[top.prediction] = np.log(areas[0][top.prediction] / areas[1][top.label])
    values = np.stack([same, best, np.where(np.isfinite(size), size, np.nan)], axis=1)
    values[np.isnan(predictions.boxes).any(axis=1)] = np.nan
    return values

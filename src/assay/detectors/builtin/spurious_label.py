"""Labels that the model cannot see."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.detectors.alike import share_in_groups, size_bands
from assay.detectors.detector import Need, detector
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.geometry.boxes import box_areas
from assay.model.issue import IssueKind, SuggestedAction

HARDLY_SEEN = 0.1
"""Support below which the model does not see a label: a prediction of 0.14 that fits well, or of 0.4 that half fits."""

EXPECTED_SHARE = 0.02
"""Share of labels taken to be of nothing before the model is asked."""

WORTH_A_LOOK = 0.05
"""A label is raised from this chance that nothing is there: most labels that a model cannot see are hard objects."""

MOST = 0.8
"""Chance that nothing is there when all speaks for it: a hard object leaves the same traces as no object."""

KIN = 20.0
"""How many labels of its kind a wider group counts as, so that a rare class is not judged by itself alone."""

FAINT = 1e-3
"""Support that is as good as none."""


@detector(
    slug="spurious_label",
    version=3,
    kind=IssueKind.SPURIOUS_LABEL,
    title="Labels the model cannot see",
    rule=f"No prediction supports the label by {HARDLY_SEEN} or more (confidence × overlap²), though the model sees "
    "most labels of that class and size.",
    needs={Need.RUN},
    whole_set=True,
)
def spurious_label(view: DatasetView) -> pa.Table:
    """Labels with no prediction under them, where the model would see an object if there were one.

    What it measures
    ----------------
    Support of a label: the highest s · IoU² over all predictions of its image, of any class, s the confidence; IoU is
    of pixels where both have a mask, so that what merely stands in the same box supports nothing.
    A label with support below 0.1 is hardly seen. How telling that is depends on what the model misses anyway:
    with r the share of labels hardly seen among those of the same class and similar size, and one label in fifty taken
    to be of nothing, the chance is 0.8 · 0.02 / (0.02 + r) · (1 - support / 0.1), and score = 1 - that chance. It
    leans on the whole set.

    Why it matters
    --------------
    A label on nothing teaches a detector to hallucinate and can never be found: measured recall sinks.

    When it misleads
    ----------------
    A run that was cut at a high confidence supports nothing faint: import predictions from 0.01 or lower.
    Objects that are truly hard (tiny, occluded, rare) come up among the first; they are worth a look, for they
    are what the model should learn next.

    Example
    -------
    "Labelled Vest; no prediction lies there, though the model sees 96 % of such labels." Suggested fix: delete
    the label.

    Reference
    ---------
    FiftyOne calls such labels possibly spurious; judging them by what the model misses anyway is our own.
    """
    labels = view.labels
    counted = np.flatnonzero(~labels.ignored & ~labels.whole)
    if not len(counted):
        return no_suspects()
    support, supporter = _support(view)
    seen = support[counted]
    missed = _missed_share(view, counted, seen < HARDLY_SEEN)
    chance = MOST * EXPECTED_SHARE / (EXPECTED_SHARE + missed) * np.maximum(0, 1 - seen / HARDLY_SEEN)
    raised = np.flatnonzero(chance >= WORTH_A_LOOK)
    rows = counted[raised]
    return suspects(
        IssueKind.SPURIOUS_LABEL,
        image=labels.image[rows],
        annotation=labels.id[rows],
        category=labels.category[rows],
        score=1 - chance[raised],
        evidence=[
            _evidence(view, label, float(support[label]), int(supporter[label]), float(share))
            for label, share in zip(rows.tolist(), missed[raised], strict=True)
        ],
        suggestion=[{"action": SuggestedAction.DELETE.value}] * len(rows),
    )


def _support(view: DatasetView) -> tuple[NDArray[np.float64], Ids]:
    """(n,) support of each label, and (n,) row of the prediction that gives it, -1 for none."""
    labels, predicted, pairs = view.labels, view.predicted, view.shape_overlaps
    given = predicted.score[pairs.prediction] * pairs.iou**2
    support = np.zeros(len(labels))
    np.maximum.at(support, pairs.label, given)
    supporter = np.full(len(labels), -1, np.int64)
    strongest = given == support[pairs.label]
    supporter[pairs.label[strongest]] = pairs.prediction[strongest]
    return support, supporter


def _missed_share(view: DatasetView, rows: Ids, hardly_seen: NDArray[np.bool_]) -> NDArray[np.float64]:
    """(r,) share of labels hardly seen among labels like each of `rows`: of its class and size."""
    labels = view.labels
    category, n = labels.category[rows], len(rows)
    overall = np.full(n, (hardly_seen.sum() + 1) / (n + 1))
    _, of_class = np.unique(category, return_inverse=True)
    by_class = share_in_groups(of_class, hardly_seen, prior=overall, weight=KIN)
    bands = size_bands(category, box_areas(labels.boxes[rows]))
    return share_in_groups(bands, hardly_seen, prior=by_class, weight=KIN)


def _evidence(view: DatasetView, label: int, support: float, supporter: int, missed: float) -> dict[str, Any]:
    name = view.class_names[int(view.labels.category[label])]
    evidence: dict[str, Any] = {"support": support, "seen_share": 1 - missed}
    if supporter < 0 or support < FAINT:
        seen = "no prediction lies there"
    else:
        confidence = float(view.predicted.score[supporter])
        seen = (
            f"the best prediction there has confidence {confidence:.2f} and fits by {(support / confidence) ** 0.5:.2f}"
        )
        evidence |= {"prediction_ids": [int(view.predicted.id[supporter])]}
    like = f"the model sees {100 * (1 - missed):.0f} % of labels of this class and size"
    return {"sentence": f"Labelled {name}; {seen}, and {like}.", **evidence}

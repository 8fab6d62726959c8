"""Images that are like no other."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from assay.detectors.detector import Need, detector
from assay.detectors.look_alikes import images_near
from assay.detectors.oddness import COUNT, FENCE, error_chances, loneliness
from assay.detectors.suspects import suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind, SuggestedAction
from assay.model.level import Level


@detector(
    slug="odd_image",
    version=1,
    kind=IssueKind.ODD_IMAGE,
    title="Images like no other",
    rule=f"The mean distance to the {COUNT} nearest images is more than {FENCE} times the spread between the quartiles "
    "above the upper one.",
    needs={Need.IMAGE_VECTORS},
    whole_set=True,
)
def odd_image(view: DatasetView) -> pa.Table:
    """Images that are far from all other images.

    What it measures
    ----------------
    The mean distance (1 - cosine of embeddings) to the ten nearest images, and how far that is above the upper quartile
    of all images, in spreads between the quartiles. From 2.5 spreads on an image is raised; its chance of being an
    error rises from 0.1 there to 0.6 at 8 spreads, for most odd images are rare, not wrong. Score = 1 - that chance.

    Why it matters
    --------------
    Pictures that came in by accident: screenshots, test charts, another camera, another task. And what is rare and
    right is what a model will fail on.

    When it misleads
    ----------------
    It sees what the embedding sees. A burst of near-duplicates of one accident is not lonely.

    Example
    -------
    "Farther from the images most like it than any fence: 0.71, where half of all images are within 0.32."

    Reference
    ---------
    Kuan, Mueller, "Back to the Basics: Revisiting Out-of-Distribution Detection Baselines", 2022 (neighbour distance);
    M24 and D1 of the metric definitions.
    """
    near = view.neighbours(Level.IMAGE, count=COUNT)
    lonely = loneliness(near)
    chance = error_chances(lonely, np.zeros(len(lonely), np.int64))
    rows = np.flatnonzero(chance)
    ids, middle = view.images["id"].to_numpy(), float(np.nanmedian(lonely)) if len(rows) else 0.0
    told = [
        {
            "sentence": f"Like no other image: {lonely[row]:.2f} from those most like it, where half of all images "
            f"are within {middle:.2f}.",
            "neighbours": images_near(view, near, row),
            "distance": lonely[row],
        }
        for row in rows.tolist()
    ]
    return suspects(
        IssueKind.ODD_IMAGE,
        image=ids[rows],
        score=1 - chance[rows],
        evidence=told,
        suggestion=[{"action": SuggestedAction.REMOVE_IMAGE.value}] * len(rows),
    )

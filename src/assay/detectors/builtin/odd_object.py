"""Labelled objects that are like no other of their class."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from assay.detectors.detector import Need, detector
from assay.detectors.look_alikes import labels_near
from assay.detectors.oddness import COUNT, FENCE, error_chances, loneliness
from assay.detectors.suspects import suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind
from assay.model.level import Level


@detector(
    slug="odd_object",
    version=1,
    kind=IssueKind.ODD_OBJECT,
    title="Objects like no other",
    rule=f"The mean distance to the {COUNT} objects most like it is more than {FENCE} times the spread between the "
    "quartiles above the upper one, among the labels of its class.",
    needs={Need.LABEL_VECTORS},
    whole_set=True,
)
def odd_object(view: DatasetView) -> pa.Table:
    """Labelled objects that look like nothing else in the set.

    What it measures
    ----------------
    The mean distance (1 - cosine of embeddings of the crops) to the ten objects most like it, of any class, and how far
    that is above the upper quartile of the labels of its class, in spreads between the quartiles; a class of fewer than
    20 labels is measured by all. From 2.5 spreads on a label is raised; its chance of being an error rises from 0.1
    there to 0.6 at 8 spreads. Score = 1 - that chance. Objects of another class that look ordinary are the work of
    `wrong_class`.

    Why it matters
    --------------
    Boxes on nothing, on several things at once, or on what belongs to no class at all.

    When it misleads
    ----------------
    Rare but right objects: rare poses, rare light. It sees what the embedding sees.

    Example
    -------
    "Labelled helmet, and like no other object: 0.80 from those most like it, where half of its class is within 0.41."

    Reference
    ---------
    Kuan, Mueller, "Back to the Basics: Revisiting Out-of-Distribution Detection Baselines", 2022 (neighbour distance);
    M24 and D1 of the metric definitions.
    """
    near, labels = view.neighbours(Level.ANNOTATION, count=COUNT), view.labels
    lonely = np.where(labels.ignored, np.nan, loneliness(near))
    chance = error_chances(lonely, labels.category.astype(np.int64))
    rows = np.flatnonzero(chance)
    rows = rows[np.isin(labels.category[rows], view.class_ids)]
    told = []
    for row in rows.tolist():
        category = int(labels.category[row])
        middle = float(np.nanmedian(lonely[labels.category == category]))
        told.append(
            {
                "sentence": f"Labelled {view.class_names[category]}, and like no other object: {lonely[row]:.2f} from "
                f"those most like it, where half of its class is within {middle:.2f}.",
                "neighbours": labels_near(view, near, row),
                "distance": lonely[row],
            }
        )
    return suspects(
        IssueKind.ODD_OBJECT,
        image=labels.image[rows],
        annotation=labels.id[rows],
        category=labels.category[rows],
        score=1 - chance[rows],
        evidence=told,
        suggestion=[None] * len(rows),
    )

"""What the labels nearest to a label are, told and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from assay.detectors.own_evidence import OwnEvidence
from assay.detectors.view import DatasetView
from assay.model.level import Level

SHOWN = 8
"""Look-alikes whose pictures are shown beside a suspect."""


def look_alikes(view: DatasetView, own: OwnEvidence, row: int) -> Mapping[str, Any]:
    """The nearest labels of the label at `row` of the evidence, as the key `neighbours` of a suspect's evidence."""
    rows = own.neighbours.rows[row, :SHOWN]
    known = rows >= 0
    labels = view.labels
    return {
        "level": Level.ANNOTATION.value,
        "ids": labels.id[rows[known]],
        "category_ids": labels.category[rows[known]],
        "distances": own.neighbours.distances[row, :SHOWN][known],
    }


def told_of(view: DatasetView, own: OwnEvidence, row: int, *, given: int) -> str:
    """How the look-alikes of a label are labelled, for a sentence: "8 of its 10 look-alikes are labelled iii"."""
    voters = own.voters[row][own.voters[row] >= 0]
    if not len(voters):
        return "nothing looks like it"
    classes, votes = np.unique(view.labels.category[voters], return_counts=True)
    agreeing = int(votes[classes == given].sum())
    top = int(votes.argmax())
    name = "so too" if classes[top] == given else view.class_names[int(classes[top])]
    if len(voters) == 1:
        return f"its only look-alike is labelled {name}"
    if classes[top] == given:
        return f"{agreeing} of its {len(voters)} look-alikes are labelled {name}"
    own_name = view.class_names[given]
    rest = f", {agreeing} {own_name}" if agreeing else f", none {own_name}"
    return f"{votes[top]} of its {len(voters)} look-alikes are labelled {name}{rest}"

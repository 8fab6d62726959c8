"""Look-alikes that are labelled differently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from assay.arrays import Flags, Ids
from assay.detectors.detector import Need, detector
from assay.detectors.own_evidence import crowded
from assay.detectors.suspects import no_suspects, suspects
from assay.detectors.view import DatasetView
from assay.model.issue import IssueKind, SuggestedAction
from assay.model.level import Level
from assay.statistics.groups import joined
from assay.vectors.own_chances import near_duplicates

COUNT = 30
"""Neighbours among which near-duplicates are looked for."""

MINORITY, TIE = 0.8, 0.5
"""Chance that a label is wrong where most near-duplicates agree on another class, and where none has a majority."""


@detector(
    slug="contradiction",
    version=1,
    kind=IssueKind.CONTRADICTION,
    title="Contradictions",
    rule="Near-duplicates of one another carry different classes; whoever is in the minority is raised.",
    needs={Need.LABEL_VECTORS},
    whole_set=True,
)
def contradiction(view: DatasetView) -> pa.Table:
    """Labels that contradict those of their near-duplicates.

    What it measures
    ----------------
    Labels whose embeddings are near-duplicates (distance up to 0.03, and up to 0.13 of the median distance of nearest
    labels) form groups; whole images and boxes apart. In a group with several classes each label that is not of its
    majority class is raised with a chance of 0.8 times the majority's share of the others; where the largest classes
    are even, every label with 0.5. Score = 1 - that chance.

    Why it matters
    --------------
    Two labels of one thing cannot both be right: no model is needed to tell, and no model can learn both.

    When it misleads
    ----------------
    Things that differ in a detail which the embedding does not see (a digit on a sign). Images with several
    whole-image labels are left out.

    Example
    -------
    "Labelled v, but 2 near-duplicates of it are labelled iv." Suggested fix where there is a majority: make it iv.

    Reference
    ---------
    M66 and M21 of the metric definitions; Barz, Denzler, "Do We Train on Test Data?", Journal of Imaging 6, 2020.
    """
    labels = view.labels
    judged = ~labels.ignored & ~crowded(labels) & np.isin(labels.category, view.class_ids)
    group = _groups(view, judged)
    numbers, size = np.unique(group[judged], return_counts=True)
    rows: list[int] = []
    told: list[Mapping[str, Any]] = []
    fixes: list[Mapping[str, Any] | None] = []
    chances: list[float] = []
    for number in numbers[size > 1].tolist():
        members = np.flatnonzero(judged & (group == number))
        classes, votes = np.unique(labels.category[members], return_counts=True)
        if len(classes) < 2:
            continue
        even = bool((votes == votes.max()).sum() > 1)
        most = int(classes[votes.argmax()])
        for row in members[even | (labels.category[members] != most)].tolist():
            rows.append(row)
            chances.append(TIE if even else MINORITY * votes.max() / (len(members) - 1))
            told.append(_told(view, row, members))
            fixes.append(None if even else {"action": SuggestedAction.RELABEL.value, "category_id": most})
    if not rows:
        return no_suspects()
    at = np.array(rows)
    return suspects(
        IssueKind.CONTRADICTION,
        image=labels.image[at],
        annotation=labels.id[at],
        category=labels.category[at],
        score=1 - np.array(chances),
        evidence=told,
        suggestion=fixes,
    )


def _groups(view: DatasetView, judged: Flags) -> Ids:
    """(labels,) a number per group of near-duplicates that are judged, boxes apart from whole images."""
    near = view.neighbours(Level.ANNOTATION, count=COUNT)
    row, other = near_duplicates(near)
    whole = view.labels.whole
    kept = judged[row] & judged[other] & (whole[row] == whole[other])
    return joined(row[kept], other[kept], count=len(judged))


def _told(view: DatasetView, row: int, members: Ids) -> Mapping[str, Any]:
    labels = view.labels
    given = int(labels.category[row])
    others = members[labels.category[members] != given]
    classes, votes = np.unique(labels.category[others], return_counts=True)
    named = [f"{count} labelled {view.class_names[int(c)]}" for c, count in zip(classes, votes, strict=True)]
    alone = "a near-duplicate of it is" if len(others) == 1 else "near-duplicates of it are:"
    what = (
        f"{alone} labelled {view.class_names[int(classes[0])]}" if len(others) == 1 else f"{alone} {', '.join(named)}"
    )
    return {
        "sentence": f"Labelled {view.class_names[given]}, but {what}.",
        "annotation_ids": labels.id[others[:8]],
        "image_ids": np.unique(labels.image[others[:8]]),
    }

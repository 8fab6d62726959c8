"""What a label is worth to a classifier that learns from it."""

from __future__ import annotations

import numpy as np

from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.vectors.neighbours import known_rows


@row_metric(
    slug="label_value",
    version=1,
    title="Value of a label",
    levels=[Level.ANNOTATION],
    outputs=[
        Output(
            "label_value",
            meaning="what it adds to a vote of nearest neighbours: 0.5 nothing, below it does harm",
            high=1.0,
            bad=BadEnd.LOW,
        )
    ],
    needs=[Need.LABELS, Need.EMBEDDINGS],
    missing="It has no embedding, or fewer than three labels have one.",
    whole_set=True,
)
def label_value(view: View, *, level: Level, neighbours: int = 10) -> Values:
    """How much a label helps a classifier by nearest neighbours to tell the others.

    What it measures
    ----------------
    Of each label the k = 10 nearest others, the i-th with mᵢ = 1 if it has its class and 0 else. The Shapley value of
    the i-th neighbour there is (mᵢ - mₖ) / k; φ of a label is the sum over all labels whose neighbour it is, divided by
    the number of labels. The value is 0.5 (φ + 1). Who is nobody's neighbour has 0.5.

    Why it matters
    --------------
    A label below 0.5 misleads the votes about those around it: it is wrong, or a hard case. Of two sets to label more
    like, the one of more value comes first.

    When it misleads
    ----------------
    φ shrinks as the set grows: compare values within a set, not of two sets. Labels in crowded places count in more
    votes. Ranks beyond k are taken to add nothing, as in cleanlab.

    Example
    -------
    `label_value < 0.5`, sorted by `label_value`, lists what does most harm.

    Reference
    ---------
    M71 of the metric definitions; Jia et al., "Efficient Task-Specific Data Valuation for Nearest Neighbor Algorithms",
    VLDB 2019, equations 18 and 19 with K* = K; `data_shapley_knn` of cleanlab 2.9 gives the same numbers.
    """
    known = known_rows(view.vectors(level))
    values: Values = np.full((len(view.ids(level)), 1), np.nan)
    count = min(neighbours, len(known) - 1)
    if count < 2:  # of one neighbour there is nothing to compare
        return values
    category = view.objects(level).category
    near = view.neighbours(level, count=count).rows[known]
    agrees = (category[near] == category[known, None]).astype(np.float64)
    given = np.bincount(near.ravel(), weights=(agrees - agrees[:, -1:]).ravel(), minlength=len(values))
    values[known, 0] = 0.5 * (given[known] / (count * len(known)) + 1)
    return values

"""How far the votes for one prediction contradict each other."""

from __future__ import annotations

import json

import numpy as np
import pyarrow.compute as pc

from assay.metrics.class_chances import Floats
from assay.metrics.metric import Need, Output, Values, row_metric
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd

VOTES = "votes"
"""The key of a prediction's own fields that holds its class vectors, one per pass of the model or per model."""


@row_metric(
    slug="votes",
    version=1,
    title="Disagreement of votes",
    levels=[Level.PREDICTION],
    outputs=[
        Output(
            "bald",
            title="BALD",
            meaning="bits that the votes disagree by, 0 when all say the same",
            unit="bit",
            bad=BadEnd.HIGH,
        ),
        Output(
            "variation_ratio",
            title="Variation ratio",
            meaning="share of the votes that vote for another class than most",
            high=1.0,
            bad=BadEnd.HIGH,
        ),
    ],
    needs=[Need.RUN],
    missing="The prediction has no class vectors among its own fields, as `votes`.",
)
def votes(view: View, *, level: Level) -> Values:
    """What the votes of a model, by dropout or of an ensemble, disagree about.

    What it measures
    ----------------
    A prediction may bring along a list of class vectors as its own field `votes`, one per pass with dropout or per
    member of an ensemble. BALD is H[mean p] - mean H[p] in bits: the part of the entropy that votes do not share.
    The variation ratio is the share of votes whose likeliest class is not that of most.

    Why it matters
    --------------
    Entropy cannot tell a hard image from a strange one; votes that contradict each other point at the strange one,
    from which a model learns most.

    When it misleads
    ----------------
    Few votes make it coarse: five votes know six values of the ratio.

    Example
    -------
    Votes [1, 0] and [0, 1] have a BALD of 1 bit and a variation ratio of 0.5.

    Reference
    ---------
    M87 of the metric definitions; Houlsby et al., "Bayesian active learning for classification", 2011; Gal et al.,
    "Deep Bayesian active learning with image data", 2017.
    """
    rows = view.objects(level).rows
    values = np.full((rows.num_rows, 2), np.nan)
    told = rows.column("attributes")
    has = np.flatnonzero(np.asarray(pc.fill_null(pc.match_substring(told, f'"{VOTES}"'), False)))  # noqa: FBT003
    for row, text in zip(has.tolist(), told.take(has).to_pylist(), strict=True):
        vectors = _vectors(json.loads(text).get(VOTES))
        if vectors is not None:
            values[row] = _bald(vectors), _variation_ratio(vectors)
    return values


def _vectors(told: object) -> Floats | None:
    """(votes, classes) rows that sum to 1; None where it is no such thing."""
    try:
        vectors = np.asarray(told, np.float64)
    except (TypeError, ValueError):
        return None
    if vectors.ndim != 2 or not vectors.size or not np.isfinite(vectors).all() or (vectors < 0).any():
        return None
    total = vectors.sum(axis=1, keepdims=True)
    return vectors / total if (total > 0).all() else None


def _entropy(chance: Floats) -> Floats:
    entropy: Floats = -(chance * np.log2(np.where(chance > 0, chance, 1.0))).sum(axis=-1)
    return entropy


def _bald(votes: Floats) -> float:
    return max(0.0, float(_entropy(votes.mean(axis=0)) - _entropy(votes).mean()))


def _variation_ratio(votes: Floats) -> float:
    count = np.bincount(votes.argmax(axis=1))
    return 1 - float(count.max() / len(votes))

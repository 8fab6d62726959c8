"""Edge cases: images that are rare and hard at once, the most so first, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.amounts import amount
from assay.arrays import Ids
from assay.model.level import Level
from assay.schema.scope import Scope
from assay.schema.statement import Statement
from assay.statistics.ranks import percentiles
from assay.store.snapshot import Snapshot
from assay.vectors.neighbours import nearest
from assay.workflows.explore.catalog import scope_of

LISTED = 100
"""How many edge cases are listed."""

_TELLING = 0.75  # a part of the ranking is a reason where it stands above so many of the others
_RARE = 0.2  # a class that more of the images hold is no reason
_NEIGHBOURS = 5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """An image that is rare and hard.

    score : rarity times hardness. rarity, hardness : the share of images that are less so, 0 to 1. reasons : sentences.
    """

    image_id: int
    score: float
    rarity: float
    hardness: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EdgeCases:
    """The edge cases of a dataset with a run, the most so first.

    images : how many were ranked. by_look, by_run : whether vectors of images and an evaluated run were there; without
    the one a rare class alone makes rare, and without the other nothing is hard, so that none is listed.
    """

    cases: tuple[EdgeCase, ...]
    images: int
    by_look: bool
    by_run: bool


def edge_cases(
    snapshot: Snapshot, *, dataset: str | int | None = None, run: str | int | None = None, limit: int = LISTED
) -> EdgeCases:
    """Images by rarity times hardness.

    Rare is what holds a class that few images hold, or looks unlike every other: the mean distance, 1 - cosine, to its
    five nearest. Hard is where the run erred: labels missed or of the wrong class and predictions on background, per
    label and prediction. All three become the share of images that lie below; rare is the larger of the first two.
    The list needs an evaluated run, and is the better for an embedding of images.

    Raises
    ------
    NotFound : there is no such dataset or run.
    """
    scope = scope_of(snapshot, dataset, run)
    ids = snapshot.rows("images", columns=["id"], where={"dataset_id": scope.dataset_id})["id"].to_numpy()
    looks = _unlikeness(snapshot, scope, ids)
    if scope.evaluation_id is None or not len(ids):
        return EdgeCases((), len(ids), looks is not None, by_run=False)
    held = _Classes.read(snapshot, scope, ids)
    errors = _Errors.read(snapshot, scope, ids)
    by_class, by_look = _below(held.bits), np.zeros(len(ids)) if looks is None else _below(looks)
    rarity, hardness = np.maximum(by_class, by_look), _below(np.where(errors.wrong > 0, errors.share, np.nan))
    score = rarity * hardness
    first = np.argsort(-score, kind="stable")[:limit]
    cases = [
        EdgeCase(
            int(ids[at]),
            float(score[at]),
            float(rarity[at]),
            float(hardness[at]),
            (
                *([held.reason(at)] if by_class[at] >= _TELLING and held.holding[at] <= _RARE * len(ids) else []),
                *([_look_reason(looks, by_look, at)] if looks is not None and by_look[at] >= _TELLING else []),
                *errors.reasons(at),
            ),
        )
        for at in first.tolist()
        if score[at] > 0
    ]
    return EdgeCases(tuple(cases), len(ids), looks is not None, by_run=True)


def _below(values: Floats) -> Floats:
    """(n,) share of the known values that lie below each; 0 where one is unknown."""
    known = np.isfinite(values)
    shares = np.zeros(len(values))
    shares[known] = percentiles(values[known])
    return shares


def _unlikeness(snapshot: Snapshot, scope: Scope, ids: Ids) -> Floats | None:
    """(n,) mean distance to the nearest others, NaN without a vector; None where images have no embedding."""
    embedding = snapshot.embedding(scope.dataset_id, Level.IMAGE)
    if embedding is None:
        return None
    known, vectors = snapshot.vectors(embedding)
    key = snapshot.vectors_version(embedding)
    near = snapshot.derived("unlikeness", key, (), lambda: nearest(vectors, count=_NEIGHBOURS).distances)
    unlike = np.full(len(ids), np.nan)
    if near.shape[1]:
        unlike[np.isin(ids, known)] = near.mean(axis=1)[np.isin(known, ids)]
    return unlike


def _look_reason(looks: Floats, share: Floats, at: int) -> str:
    return (
        f"Looks unlike the others: {looks[at]:.2f} from its nearest, more than {int(100 * share[at])} % of the images."
    )


@dataclass(frozen=True)
class _Classes:
    """The rarest class of each image: its bits log2(n / k), NaN without a label; its id; and how many (k) hold it."""

    bits: Floats
    names: dict[int, str]
    rarest: Ids
    holding: Ids

    @classmethod
    def read(cls, snapshot: Snapshot, scope: Scope, ids: Ids) -> _Classes:
        found = snapshot.query(Statement(_HELD, {"dataset": scope.dataset_id}))
        image, category = found["image_id"].to_numpy(), found["category_id"].to_numpy().astype(np.int64)
        _, at, holding = np.unique(category, return_inverse=True, return_counts=True)
        order = np.argsort(-holding[at], kind="stable")  # the rarest is written last, and stays
        rows = np.searchsorted(ids, image[order])
        rarest, count = np.full(len(ids), -1), np.zeros(len(ids), np.int64)
        rarest[rows], count[rows] = category[order], holding[at][order]
        with np.errstate(divide="ignore"):
            bits = np.where(count > 0, np.log2(len(ids) / np.maximum(count, 1)), np.nan)
        return cls(bits, {one.id: one.name for one in snapshot.categories(scope.dataset_id)}, rarest, count)

    def reason(self, at: int) -> str:
        count = int(self.holding[at])
        others = "no other image does" if count == 1 else f"only {count:,} images do"
        return f"Holds {self.names[int(self.rarest[at])]}: {others}."


@dataclass(frozen=True)
class _Errors:
    """(n,) labels and predictions of each image, and what the run got wrong of them."""

    labels: Ids
    missed: Ids
    confused: Ids
    background: Ids
    predictions: Ids

    @classmethod
    def read(cls, snapshot: Snapshot, scope: Scope, ids: Ids) -> _Errors:
        found = snapshot.query(Statement(_MET, {"evaluation": scope.evaluation_id}))
        rows = np.searchsorted(ids, found["image_id"].to_numpy()).clip(max=len(ids) - 1)
        known = ids[rows] == found["image_id"].to_numpy()

        def column(name: str) -> Ids:
            values = np.zeros(len(ids), np.int64)
            values[rows[known]] = found[name].to_numpy()[known]
            return values

        return cls(*map(column, ("labels", "missed", "confused", "background", "predictions")))

    @property
    def wrong(self) -> Ids:
        return self.missed + self.confused + self.background

    @property
    def share(self) -> Floats:
        """Of all labels and of the predictions without one, the share that is wrong."""
        share: Floats = self.wrong / np.maximum(self.labels + self.background, 1)
        return share

    def reasons(self, at: int) -> list[str]:
        labels, missed, confused = int(self.labels[at]), int(self.missed[at]), int(self.confused[at])
        background, predictions = int(self.background[at]), int(self.predictions[at])
        of = amount(labels, "object")
        return [
            *([f"The model missed {missed:,} of {of}."] if missed else []),
            *([f"The model gave {confused:,} of {of} another class."] if confused else []),
            *([f"On background: {background:,} of {amount(predictions, 'prediction')}."] if background else []),
        ]


_HELD = "SELECT DISTINCT image_id, category_id FROM annotations WHERE dataset_id = $dataset"

_MET = """
SELECT image_id, count(annotation_id) AS labels, count(prediction_id) AS predictions,
  count(*) FILTER (outcome = 'missed') AS missed, count(*) FILTER (outcome = 'confusion') AS confused,
  count(*) FILTER (outcome = 'background') AS background
FROM matches WHERE evaluation_id = $evaluation AND outcome != 'ignored' GROUP BY image_id
"""

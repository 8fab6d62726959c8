"""How unequal classes are, and what would even them out: counts, weights of a sampler, vectors between vectors."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import ChoiceInvalid, NotFound
from assay.model.level import Level
from assay.query.build import field
from assay.schema.statement import Statement
from assay.store.snapshot import Snapshot
from assay.vectors.between import between
from assay.workflows.health.facts import effective_classes, effective_number

SAMPLED = (Level.IMAGE, Level.ANNOTATION)
"""What a sampler draws: images (detection) or labels (crops, classification)."""

REPEAT_BELOW = 0.1
"""Classes in a smaller share of the images than this make their images be drawn more often."""


@dataclass(frozen=True, slots=True)
class ClassShare:
    """A class: its labels, the images that hold it, and what would bring it to the goal.

    share : of all labels. effective : what its labels are worth, (1 - b^n) / (1 - b), b = 0.999. weight : of one of its
    labels in a sampler or a loss, 1 / effective, the mean over all labels being 1; NaN without labels.
    change : labels to draw again (above 0) or to leave out (below), so that it has as many as the goal.
    query : lists its labels.
    """

    id: int
    name: str
    labels: int
    images: int
    share: float
    effective: float
    weight: float
    change: int
    query: str


@dataclass(frozen=True, slots=True)
class Balance:
    """How unequal the classes of a dataset are, the commonest first.

    goal : labels that each class would have. ratio : labels of the commonest class per label of the rarest that has
    any; NaN without labels. effective_classes : how many classes of equal size would be as mixed.
    """

    dataset: str
    classes: tuple[ClassShare, ...]
    goal: int
    ratio: float
    effective_classes: float


@dataclass(frozen=True, slots=True)
class MadeVectors:
    """What `write_vectors` wrote: how many vectors by class, and the classes of which none could be made."""

    made: dict[str, int]
    skipped: tuple[str, ...]


def class_balance(snapshot: Snapshot, *, dataset: str | int | None = None, goal: int | None = None) -> Balance:
    """The balance of a dataset; `goal` labels for each class, the median of the classes that have any when None.

    Raises
    ------
    NotFound : there is no such dataset.
    ChoiceInvalid : the goal is below 1.
    """
    if goal is not None and goal < 1:
        raise ChoiceInvalid(f"The goal must be at least 1 label, got {goal}.", hint="Leave it out for the median.")
    target = snapshot.dataset(dataset)
    categories = snapshot.categories(target.id)
    counted = {row["id"]: row for row in snapshot.query(Statement(_COUNTS, {"dataset": target.id})).to_pylist()}
    labels = np.array([counted.get(one.id, _NONE)["labels"] for one in categories], np.int64)
    some = labels[labels > 0]
    wanted = goal if goal is not None else int(np.median(some)) if len(some) else 0
    weights = label_weights(labels)
    classes = [
        ClassShare(
            one.id,
            one.name,
            int(count),
            counted.get(one.id, _NONE)["images"],
            float(count / max(labels.sum(), 1)),
            effective_number(int(count)),
            float(weight),
            wanted - int(count) if count else 0,
            str(field.label == one.name),
        )
        for one, count, weight in zip(categories, labels, weights, strict=True)
    ]
    ratio = float(some.max() / some.min()) if len(some) else float("nan")
    ordered = tuple(sorted(classes, key=lambda one: -one.labels))
    return Balance(target.name, ordered, wanted, ratio, effective_classes(labels.tolist()))


def label_weights(labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """(k,) weight of one label of each class, 1 / effective number; the mean over all labels is 1; NaN for no label.

    Cui et al., "Class-Balanced Loss Based on Effective Number of Samples", CVPR 2019.
    """
    worth = np.array([effective_number(int(count)) for count in labels])
    with np.errstate(divide="ignore"):
        inverse = np.where(labels > 0, 1 / worth, np.nan)
    total = np.nansum(inverse * labels)
    weights: NDArray[np.float64] = inverse * (labels.sum() / total) if total else inverse
    return weights


def sampler_weights(
    snapshot: Snapshot, level: Level, *, dataset: str | int | None = None
) -> tuple[Ids, NDArray[np.float64]]:
    """Ids of all images or labels, ascending, and the weight by which a sampler draws each; their mean is 1.

    A label has the weight of its class. An image has the repeat factor of its rarest class, max(1, sqrt(t / f)), f the
    share of the images that hold the class and t = 0.1 (Gupta, Dollar and Girshick, "LVIS", CVPR 2019); an image
    without labels 1.

    Raises
    ------
    ChoiceInvalid : `level` is neither of images nor of labels.
    """
    if level not in SAMPLED:
        raise ChoiceInvalid(f"A sampler draws no {level.value}s.", hint="Choose image or annotation.")
    balance = class_balance(snapshot, dataset=dataset)
    target = snapshot.dataset(dataset)
    rows = snapshot.rows("annotations", columns=["id", "image_id", "category_id"], where={"dataset_id": target.id})
    category = rows["category_id"].to_numpy()
    if level is Level.ANNOTATION:
        weight = _by_id({one.id: one.weight for one in balance.classes}, category)
        return rows["id"].to_numpy(), weight
    ids = snapshot.rows("images", columns=["id"], where={"dataset_id": target.id})["id"].to_numpy()
    factors = {one.id: max(1.0, (REPEAT_BELOW * len(ids) / max(one.images, 1)) ** 0.5) for one in balance.classes}
    weight = np.ones(len(ids))
    np.maximum.at(weight, np.searchsorted(ids, rows["image_id"].to_numpy()), _by_id(factors, category))
    return ids, weight / max(float(weight.mean()), 1e-12) if len(ids) else weight


def write_weights(snapshot: Snapshot, out: Path, level: Level, *, dataset: str | int | None = None) -> int:
    """Write `id, reference_id, weight` (and of images `file_name`) as CSV, a row per image or label; how many."""
    ids, weights = sampler_weights(snapshot, level, dataset=dataset)
    table, columns = (
        ("images", ["reference_id", "file_name"]) if level is Level.IMAGE else ("annotations", ["reference_id"])
    )
    rows = snapshot.take(table, ids, columns=columns)
    with out.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", *columns, "weight"])
        texts = [rows[name].to_pylist() for name in columns]
        writer.writerows(zip(ids.tolist(), *texts, np.round(weights, 6).tolist(), strict=True))
    return len(ids)


def write_vectors(
    snapshot: Snapshot, out: Path, *, dataset: str | int | None = None, goal: int | None = None, seed: int = 0
) -> MadeVectors:
    """Write vectors between those of each class that lacks labels, as .npz; never pictures.

    Arrays: `vectors` (m, d), `class_id` (m,), `first` and `second` (m,) ids of the labels whose vectors each lies
    between, `share` (m,) how far from the first. They serve a classifier on these very embeddings, and nothing else.

    Raises
    ------
    NotFound : the dataset has no embedding of its labels.
    """
    target = snapshot.dataset(dataset)
    embedding = snapshot.embedding(target.id, Level.ANNOTATION)
    if embedding is None:
        raise NotFound("The dataset has no embedding of its labels.", hint="Embed it first: `assay embed P`.")
    ids, vectors = snapshot.vectors(embedding)
    rows = snapshot.take("annotations", ids, columns=("id", "category_id"))
    live = np.isin(ids, rows["id"].to_numpy())
    ids, vectors, category = ids[live], vectors[live], rows["category_id"].to_numpy()
    lacking = [one for one in class_balance(snapshot, dataset=dataset, goal=goal).classes if one.change > 0]
    own = [np.flatnonzero(category == one.id) for one in lacking]
    parts = [between(vectors[at], count=one.change, seed=seed + one.id) for one, at in zip(lacking, own, strict=True)]
    with out.open("wb") as file:
        np.savez(
            file,
            vectors=np.concatenate([vectors[:0], *(part.vectors for part in parts)]),
            class_id=np.repeat([one.id for one in lacking], [len(part.first) for part in parts]).astype(np.int64),
            first=_joined([ids[at][part.first] for at, part in zip(own, parts, strict=True)]),
            second=_joined([ids[at][part.second] for at, part in zip(own, parts, strict=True)]),
            share=np.concatenate([np.empty(0), *(part.share for part in parts)]),
        )
    made = {one.name: len(part.first) for one, part in zip(lacking, parts, strict=True)}
    return MadeVectors(
        {name: count for name, count in made.items() if count}, tuple(n for n, c in made.items() if not c)
    )


def _joined(parts: Sequence[Ids]) -> Ids:
    return np.concatenate([np.empty(0, np.int64), *parts])


def _by_id(values: dict[int, float], ids: NDArray[np.int32]) -> NDArray[np.float64]:
    """(n,) the value of each id."""
    known = np.array(sorted(values))
    return np.array([values[id] for id in known.tolist()])[np.searchsorted(known, ids)] if len(ids) else np.empty(0)


_NONE = {"labels": 0, "images": 0}

_COUNTS = """
SELECT category_id AS id, count(*) AS labels, count(DISTINCT image_id) AS images
FROM annotations WHERE dataset_id = $dataset GROUP BY category_id
"""

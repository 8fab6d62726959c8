"""What a dataset's own labels say of each label, by how the labelled things look: no model needed (G6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Probabilities
from assay.detectors.objects import Objects
from assay.statistics.groups import joined
from assay.vectors.neighbours import Neighbours, Vectors, known_rows
from assay.vectors.own_chances import near_duplicates, own_chances, voters

LEAST_OF_CLASS = 5
"""A class of fewer labels cannot be learned: its labels are neither judged nor suggested."""


@dataclass(frozen=True, slots=True, eq=False)
class OwnEvidence:
    """m labels that have a vector, by id, and what the others say of them.

    label : (m,) rows of the labels. chances : (m, k) of each class, in the order of class ids; they were found without
    the label itself and without its near-duplicates. neighbours : rows of the labels nearest to each, the nearest
    first, -1 for none. voters : those of them that are no near-duplicates and vote on its class.
    """

    label: Ids
    chances: Probabilities
    neighbours: Neighbours
    voters: Ids


def own_evidence(labels: Objects, looks: tuple[Vectors, Neighbours], *, class_ids: Ids) -> OwnEvidence | None:
    """The evidence of labels of boxes, and that of labels of whole images, each from its own kind.

    looks : a vector for each label, and the neighbours of each among the labels. None where neither kind has enough
    labels of two classes to learn from.
    """
    parts = [_of_kind(labels, looks, class_ids, kind) for kind in (~labels.whole, labels.whole & ~crowded(labels))]
    found = [part for part in parts if part is not None]
    if not found:
        return None
    label = np.concatenate([part.label for part in found])
    order = np.argsort(labels.id[label])
    return OwnEvidence(
        label=label[order],
        chances=np.concatenate([part.chances for part in found])[order],
        neighbours=Neighbours(
            np.concatenate([part.neighbours.rows for part in found])[order],
            np.concatenate([part.neighbours.distances for part in found])[order],
        ),
        voters=np.concatenate([part.voters for part in found])[order],
    )


def crowded(labels: Objects) -> Flags:
    """(n,) labels of an image that has several whole-image labels, where another class is no contradiction."""
    whole, place = np.unique(labels.image[labels.whole & ~labels.ignored], return_inverse=True)
    several: Flags = labels.whole & np.isin(labels.image, whole[np.bincount(place, minlength=len(whole)) > 1])
    return several


def _of_kind(labels: Objects, looks: tuple[Vectors, Neighbours], class_ids: Ids, kind: Flags) -> OwnEvidence | None:
    """The evidence of the labels of `kind` alone."""
    vectors, neighbours = looks
    rows = known_rows(vectors)
    rows = rows[kind[rows] & ~labels.ignored[rows] & np.isin(labels.category[rows], class_ids)]
    rows = rows[np.argsort(labels.id[rows])]
    y = np.searchsorted(class_ids, labels.category[rows])
    enough = np.bincount(y, minlength=len(class_ids)) >= LEAST_OF_CLASS
    rows, y = rows[enough[y]], y[enough[y]]
    classes, y = np.unique(y, return_inverse=True)
    near = _among(neighbours, rows, len(labels))
    group = joined(*near_duplicates(near), count=len(rows))
    found = own_chances(vectors[rows], y, count=len(classes), neighbours=near, group=group)
    if found is None:
        return None
    chances = np.zeros((len(rows), len(class_ids)))
    chances[:, classes] = found
    return OwnEvidence(
        rows, chances, Neighbours(_named(near.rows, rows), near.distances), _named(voters(near, group), rows)
    )


def _among(neighbours: Neighbours, rows: Ids, count: int) -> Neighbours:
    """Neighbours of the `rows`, as places among them, those that are not among them left out at the end."""
    place = np.full(count + 1, -1)
    place[rows] = np.arange(len(rows))
    at = place[neighbours.rows[rows]]
    order = np.argsort(at < 0, axis=1, kind="stable")
    at, apart = np.take_along_axis(at, order, 1), np.take_along_axis(neighbours.distances[rows], order, 1)
    return Neighbours(at, np.where(at >= 0, apart, np.nan))


def _named(places: Ids, rows: Ids) -> Ids:
    named: NDArray[np.int64] = np.where(places >= 0, rows[places], -1)
    return named

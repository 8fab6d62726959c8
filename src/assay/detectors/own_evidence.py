"""What a dataset's own labels say of each label, by how the labelled things look: no model needed (G6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Probabilities
from assay.detectors.objects import Objects
from assay.statistics.groups import joined
from assay.vectors.neighbours import Neighbours, Vectors, known_rows
from assay.vectors.own_chances import Lesson, ballots_of, near_duplicates, own_chances, voters
from assay.vectors.since import Since

LEAST_OF_CLASS = 5
"""A class of fewer labels cannot be learned: its labels are neither judged nor suggested."""


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """What the labels of one kind, boxes or whole images, taught a search, and what was said of each of them.

    label : (m,) their ids, ascending. classes : (c,) ids of the classes that were learned, ascending. given : (m,) the
    class of each, a place among them. chances : (m, c). ballots : (m, voters) such places, see `ballots_of`.
    lesson : with the fold of each label.
    """

    label: Ids
    classes: Ids
    given: Ids
    chances: Probabilities
    ballots: Ids
    lesson: Lesson


@dataclass(frozen=True, slots=True, eq=False)
class OwnEvidence:
    """m labels that have a vector, by id, and what the others say of them.

    label : (m,) rows of the labels. chances : (m, k) of each class, in the order of class ids; they were found without
    the label itself and without its near-duplicates. neighbours : rows of the labels nearest to each, the nearest
    first, -1 for none. voters : those of them that are no near-duplicates and vote on its class.
    taught : by whether of whole images, what labels taught, where there were enough.
    """

    label: Ids
    chances: Probabilities
    neighbours: Neighbours
    voters: Ids
    taught: Mapping[bool, Taught]


def own_evidence(labels: Objects, looks: tuple[Vectors, Neighbours], *, class_ids: Ids) -> OwnEvidence | None:
    """The evidence of labels of boxes, and that of labels of whole images, each from its own kind.

    looks : a vector for each label, and the neighbours of each among the labels. None where neither kind has enough
    labels of two classes to learn from.
    """
    parts = []
    for is_whole, kind in _kinds(labels):
        peers = _Peers.of(labels, looks, kind, classes=_learnable(labels, looks[0], kind, class_ids))
        found = own_chances(
            looks[0][peers.rows], peers.given, count=len(peers.classes), ballots=peers.ballots, group=peers.group
        )
        if found is not None:
            chances, lesson = found
            taught = Taught(labels.id[peers.rows], peers.classes, peers.given, chances, peers.ballots, lesson)
            parts.append(_Part(peers, np.arange(len(peers.rows)), chances, is_whole, taught))
    return _together(labels, parts, class_ids)


def own_evidence_since(
    labels: Objects,
    looks: tuple[Vectors, Neighbours],
    *,
    class_ids: Ids,
    taught: Mapping[bool, Taught],
    since: Since,
) -> OwnEvidence | None:
    """The evidence after some labels were edited, by what labels `taught` a search; nothing is learned anew.

    A label that is asked about is judged by that and by its neighbours as they are and are labelled now: where neither
    they nor its vector changed it is what the search said, to the last bit. Another has what the search said of it, and
    none where its vector changed. since : of the labels.
    """
    parts = []
    for is_whole, kind in _kinds(labels):
        if is_whole in taught:
            then = taught[is_whole]
            peers = _Peers.of(labels, looks, kind, classes=then.classes)
            parts.append(_Part(peers, *_judged_by(then, peers, labels.id, looks[0], since), is_whole, then))
    return _together(labels, parts, class_ids)


def crowded(labels: Objects) -> Flags:
    """(n,) labels of an image that has several whole-image labels, where another class is no contradiction."""
    whole, place = np.unique(labels.image[labels.whole & ~labels.ignored], return_inverse=True)
    several: Flags = labels.whole & np.isin(labels.image, whole[np.bincount(place, minlength=len(whole)) > 1])
    return several


@dataclass(frozen=True, slots=True, eq=False)
class _Peers:
    """m labels of one kind and of classes that can be learned, by id, which judge each other.

    rows : (m,) of the labels. given : (m,) places among the `classes`. near : places among the m. group : (m,) of
    near-duplicates. voters : (m, voters) places among the m. ballots : what they vote.
    """

    rows: Ids
    classes: Ids
    given: Ids
    near: Neighbours
    group: Ids
    voters: Ids
    ballots: Ids

    @classmethod
    def of(cls, labels: Objects, looks: tuple[Vectors, Neighbours], kind: Flags, *, classes: Ids) -> Self:
        """The labels of `kind` that have a vector and are of one of the classes."""
        rows = _seen(labels, looks[0], kind, classes)
        given = np.searchsorted(classes, labels.category[rows])
        near = _among(looks[1], rows, len(labels))
        group = joined(*near_duplicates(near), count=len(rows))
        chosen = voters(near, group)
        return cls(rows, classes, given, near, group, chosen, ballots_of(given, chosen))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Evidence of some of the peers: places among them, and (p, c) chances."""

    peers: _Peers
    places: Ids
    chances: Probabilities
    is_whole: bool
    taught: Taught


def _judged_by(then: Taught, peers: _Peers, ids: Ids, vectors: Vectors, since: Since) -> tuple[Ids, Probabilities]:
    """Places of the peers of whom something is known, and (p, c) what."""
    label, asked, same = ids[peers.rows], since.asked[peers.rows], since.same[peers.rows]
    at = np.searchsorted(then.label, label).clip(max=len(then.label) - 1)
    was = then.label[at] == label
    stands = was & same
    told = stands & (~asked | (peers.ballots == then.ballots[at]).all(axis=1))
    chances = np.full((len(label), len(then.classes)), np.nan)
    chances[told] = then.chances[at[told]]
    voted = np.flatnonzero(stands & ~told)
    chances[voted] = then.lesson.with_votes(then.chances[at[voted]], then.ballots[at[voted]], peers.ballots[voted])
    anew = np.flatnonzero(asked & ~stands)
    if len(anew):
        fold = np.where(was, then.lesson.fold[at], 0)  # a label that is new was shown to no part
        of_group = np.full(len(label), -1)
        of_group[peers.group[stands]] = fold[stands]
        fold = np.where(of_group[peers.group] < 0, fold, of_group[peers.group])
        chances[anew] = then.lesson.chances(vectors[peers.rows[anew]], peers.ballots[anew], fold=fold[anew])
    known = np.flatnonzero(stands | asked)
    return known, chances[known]


def _together(labels: Objects, parts: list[_Part], class_ids: Ids) -> OwnEvidence | None:
    """The evidence of both kinds, by id."""
    parts = [part for part in parts if len(part.places)]
    if not parts:
        return None
    label = np.concatenate([part.peers.rows[part.places] for part in parts])
    chances = np.zeros((len(label), len(class_ids)))
    order, start = np.argsort(labels.id[label]), 0
    for part in parts:
        chances[start : start + len(part.places), np.searchsorted(class_ids, part.peers.classes)] = part.chances
        start += len(part.places)
    near = [_named(part.peers.near.rows[part.places], part.peers.rows) for part in parts]
    apart = [part.peers.near.distances[part.places] for part in parts]
    chosen = [_named(part.peers.voters[part.places], part.peers.rows) for part in parts]
    return OwnEvidence(
        label=label[order],
        chances=chances[order],
        neighbours=Neighbours(np.concatenate(near)[order], np.concatenate(apart)[order]),
        voters=np.concatenate(chosen)[order],
        taught={part.is_whole: part.taught for part in parts},
    )


def _kinds(labels: Objects) -> Iterator[tuple[bool, Flags]]:
    """Whether of whole images, and which labels."""
    yield False, ~labels.whole
    yield True, labels.whole & ~crowded(labels)


def _learnable(labels: Objects, vectors: Vectors, kind: Flags, class_ids: Ids) -> Ids:
    """Ids of the classes of which there are labels enough."""
    classes, count = np.unique(labels.category[_seen(labels, vectors, kind, class_ids)], return_counts=True)
    enough: Ids = classes[count >= LEAST_OF_CLASS].astype(np.int64)
    return enough


def _seen(labels: Objects, vectors: Vectors, kind: Flags, classes: Ids) -> Ids:
    """Rows of the labels of `kind` that count, are of one of the classes and have a vector, by id."""
    rows = known_rows(vectors)
    rows = rows[kind[rows] & ~labels.ignored[rows] & np.isin(labels.category[rows], classes)]
    return rows[np.argsort(labels.id[rows])]


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

"""Leaks between segments of kind split: an image in two of them, or look-alikes in both (B16, D8)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assay.arrays import Ids
from assay.model.level import Level
from assay.model.segment import Segment
from assay.model.segment_kind import SegmentKind
from assay.schema.field import quote_text
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask, ids_of

GROUPS = {
    "same_pixels": "have the same pixels as one of it",
    "near_duplicate": "look almost the same as one of it",
    "near_duplicate_embedding": "mean almost the same as one of it",
}
"""The metrics that number groups of images, the surest first, and what a member of a group has in common with it."""

_LISTED = 500


@dataclass(frozen=True, slots=True)
class Leak:
    """Images of one split that give away images of another.

    other : the other split. words : in what way. images : how many of this one. query : lists them, the first
    groups of very many.
    """

    other: str
    words: str
    images: int
    query: str


def split_leaks(snapshot: Snapshot, segment: Segment) -> tuple[Leak, ...]:
    """What leaks between a split and every other, the surest ways first.

    A group of `same_pixels`, `near_duplicate` or `near_duplicate_embedding` leaks when it has images in both. Ways
    whose metric was not measured tell nothing. An image that leaks in a surer way is not told again.
    """
    own = _images(snapshot, segment)
    others = [
        other
        for other in snapshot.segments(segment.dataset_id)
        if other.kind is SegmentKind.SPLIT and other.id != segment.id
    ]
    return tuple(leak for other in others for leak in _between(snapshot, segment, own, other))


def _between(snapshot: Snapshot, segment: Segment, own: Ids, other: Segment) -> list[Leak]:
    theirs = _images(snapshot, other)
    listed = f"segment = {quote_text(segment.name)}"
    both = np.intersect1d(own, theirs)
    leaks = [(both, "are in both", f"{listed} and segment = {quote_text(other.name)}")]
    told = both
    measured = {column.name for column in snapshot.metric_columns(segment.dataset_id) if column.level is Level.IMAGE}
    for name, words in GROUPS.items():
        if name not in measured:
            continue
        groups = _groups(snapshot, name, own)
        shared = np.intersect1d(groups[groups >= 0], _groups(snapshot, name, theirs))
        fresh = np.setdiff1d(own[np.isin(groups, shared)], told)
        told = np.union1d(told, fresh)
        meant = ", ".join(map(str, shared[:_LISTED].tolist()))
        leaks.append((fresh, words, f"{listed} and {name} in ({meant})"))
    return [Leak(other.name, words, len(ids), query) for ids, words, query in leaks if len(ids)]


def _images(snapshot: Snapshot, segment: Segment) -> Ids:
    text = f"segment = {quote_text(segment.name)}"
    return ids_of(ask(snapshot, text, level=Level.IMAGE, dataset=segment.dataset_id))


def _groups(snapshot: Snapshot, name: str, images: Ids) -> Ids:
    """(n,) the group of each image; -1 for those in none."""
    numbers: Ids = snapshot.take("images", images, columns=(name,))[name].fill_null(-1).to_numpy().astype(np.int64)
    return numbers

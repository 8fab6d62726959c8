"""Chunks: parts of a review that one sitting holds, so that two people never look at the same items (V3.12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assay.arrays import Ids
from assay.errors import ChoiceInvalid
from assay.model.review import Review, Reviewer
from assay.store.id_ranges import distinct
from assay.store.reviews import Chunk
from assay.store.store import Store
from assay.workflows.reviews.items import items_of
from assay.workflows.reviews.state import NO_IDS, review_state

SIZE = 500
"""Items of a chunk: ten screens or so, a few minutes."""

LARGEST = 100_000

LEASE_MS = 30 * 60_000
"""A chunk is given to others when its sitting said nothing for so long."""

_RENEWED_MS = 60_000  # a lease is made longer at most once a minute: it is a transaction of its own


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """The chunk of a sitting: its items in the order to look at them, its number and how many there are about.

    `number` is None where nothing is left to take.
    """

    ids: Ids
    number: int | None
    of: int
    until: int


def claim_chunk(store: Store, review: Review, *, by: Reviewer, now: int, size: int = SIZE) -> Claim:
    """The chunk that this sitting holds, if any of it is left, else the next items that nobody looked at or holds.

    There are at most `size` of these, and they go by class. `now` is ms since 1970; the lease ends half an hour later,
    unless the sitting says something.

    Raises
    ------
    ChoiceInvalid : the size is not in 1..100000.
    """
    if not 1 <= size <= LARGEST:
        raise ChoiceInvalid(f"A chunk has 1 to {LARGEST:,} items, got {size:,}.", hint=f"{SIZE} are a good start.")
    snapshot = store.snapshot()
    items = items_of(snapshot, review)
    in_order = items.ids[np.argsort(items.classes, kind="stable")]
    later = 0

    def choose(chunks: Sequence[Chunk]) -> Chunk | None:
        nonlocal later
        stands = review_state(store.reviews.log(review.id), snapshot.applications(review.id))
        held = [chunk for chunk in chunks if chunk.until > now]
        taken = _ids_of([chunk for chunk in held if chunk.by != by])
        left = in_order[~np.isin(in_order, distinct(stands.looked_at, taken))]
        mine = next((chunk for chunk in held if chunk.by == by and np.isin(chunk.ids, left).any()), None)
        chosen = np.sort(left[:size]) if mine is None else mine.ids
        later = len(np.setdiff1d(left, chosen))
        number = len(chunks) + 1 if mine is None else mine.number
        return Chunk(number, by, now + LEASE_MS, chosen) if len(chosen) else None

    chunk = store.reviews.take_chunk(review.id, choose)
    chunks = len(store.reviews.chunks(review.id))
    if chunk is None:
        return Claim(NO_IDS, None, chunks, now)
    return Claim(in_order[np.isin(in_order, chunk.ids)], chunk.number, chunks + -(-later // size), chunk.until)


def chunk_of(store: Store, review: Review, *, by: Reviewer, now: int) -> Chunk | None:
    """The newest chunk that a sitting holds."""
    held = [chunk for chunk in store.reviews.chunks(review.id) if chunk.by == by and chunk.until > now]
    return held[-1] if held else None


def renew_chunk(store: Store, review_id: int, *, by: Reviewer, now: int) -> None:
    """The sitting is at work: what it holds is its own for another half an hour."""
    until = now + LEASE_MS
    chunks = store.reviews.chunks(review_id)
    if any(chunk.by == by and now < chunk.until < until - _RENEWED_MS for chunk in chunks):
        store.reviews.lease(review_id, by, now=now, until=until)


def release_chunk(store: Store, review_id: int, *, by: Reviewer, now: int) -> None:
    """The sitting is over: what it holds, and nobody looked at, is for others."""
    store.reviews.lease(review_id, by, now=now, until=now)


def _ids_of(chunks: Sequence[Chunk]) -> Ids:
    return np.concatenate([NO_IDS, *(chunk.ids for chunk in chunks)])

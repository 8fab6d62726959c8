"""What is near what after a few vectors changed, from what was near what before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from assay.arrays import Flags, Ids
from assay.vectors.all_pairs import Neighbours, Vectors, known_rows, nearest_to

_BLOCK = 1 << 22  # comparisons at a time


@dataclass(frozen=True, slots=True, eq=False)
class Since:
    """n rows as they are now, held against those of an earlier moment.

    then : (n,) place among the rows of then, -1 for none. same : (n,) the vector is that of then. asked : (n,) rows of
    which is to be told what is true now; of the others it is enough to know what was.
    """

    then: Ids
    same: Flags
    asked: Flags

    @classmethod
    def of(cls, then: tuple[Ids, Ids], now: tuple[Ids, Ids], *, asked: Flags) -> Self:
        """Rows `now` in any order, held against those of `then`, ascending: ids, and what each vector was made of."""
        (old, old_keys), (ids, keys) = then, now
        place = np.searchsorted(old, ids).clip(max=max(0, len(old) - 1))
        known = old[place] == ids if len(old) else np.zeros(len(ids), bool)
        at = np.where(known, place, -1)
        return cls(at, known & (old_keys[place] == keys) if len(old) else known, asked)

    def places(self, count: int) -> Ids:
        """(count + 1,) where each of the `count` rows of then is now, -1 if it is gone or has another vector."""
        found = np.full(count + 1, -1)
        found[self.then[self.same]] = np.flatnonzero(self.same)
        return found


def neighbours_since(then: Neighbours, since: Since, vectors: Vectors) -> Neighbours:
    """The neighbours of each row, from what they were `then` (places among the rows of then).

    Rows that are asked about have those that `nearest_to` finds, or those of then, where these still are the nearest.
    Rows that are not have those of then that are still there, or none. vectors : (n, d) those of now.
    """
    n, count = len(since.then), then.rows.shape[1]
    rows, distances = np.full((n, count), -1), np.full((n, count), np.nan)
    old = since.then[since.same]
    were = then.rows[old]
    now = since.places(len(then.rows))[were]
    order = np.argsort(now < 0, axis=1, kind="stable")
    rows[since.same] = np.take_along_axis(now, order, axis=1)
    distances[since.same] = np.take_along_axis(np.where(now >= 0, then.distances[old], np.nan), order, axis=1)
    stirred = np.ones(n, bool)
    stirred[since.same] = ((now < 0) & (were >= 0)).any(axis=1)
    known = np.zeros(n, bool)
    known[known_rows(vectors)] = True
    calm = np.flatnonzero(since.asked & known & ~stirred)
    stirred[calm] = _gain(vectors, calm, np.flatnonzero(known & ~since.same), distances[calm, -1])
    anew = np.flatnonzero(since.asked & known & stirred)
    if len(anew):
        rows[anew], distances[anew], _ = nearest_to(vectors, anew, count=count)
    return Neighbours(rows, distances, then.recall)


def _gain(vectors: Vectors, rows: Ids, fresh: Ids, within: Vectors) -> Flags:
    """(m,) which of `rows` have one of the `fresh` rows nearer than `within` (m,), NaN for any distance."""
    found = np.zeros(len(rows), bool)
    step = max(1, _BLOCK // max(1, len(fresh)))
    for start in range(0, len(rows) if len(fresh) else 0, step):
        part = slice(start, start + step)
        apart = 1 - (vectors[rows[part]] @ vectors[fresh].T).max(axis=1)
        found[part] = ~(apart > within[part])
    return found

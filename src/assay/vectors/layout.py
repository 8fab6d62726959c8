"""A map: places in two dimensions for vectors, such that neighbours are neighbours."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.layout_kernel import Pairs, Rows32, any_others, both_ways, half_near, step_rows
from assay.vectors.neighbours import Neighbours, Vectors, known_rows
from assay.vectors.project import Points, principal

STEPS = 300
CANDIDATES = 30
"""How many neighbours of each row are looked at; 10 of them are kept."""

_NEAR, _HALF, _FAR = 10, 5, 20
_DRAWN = 6
_COMPARED_IN = 32  # dimensions
_SPREAD = 1e-2
_THREADS = min(4, os.cpu_count() or 1)


def layout(
    vectors: Vectors,
    neighbours: Neighbours,
    *,
    seed: int = 0,
    advance: Callable[[int, Points], None] = lambda step, places: None,
) -> Points:
    """(n, 2) a place for each vector, the centre of all at 0; rows of NaN have none. The same for the same `seed`.

    PaCMAP: each row is pulled at by its 10 nearest (of `neighbours`, which hold 30 or more if there are as many;
    distances are scaled by how dense the set is on both sides), and by 5 rows that are half near; 20 others push it
    off. The weights go from the shape of the whole to that of the small over `STEPS` steps of Adam, from PCA on.

    advance : is told each step and the places so far.

    Reference: Y. Wang, H. Huang, C. Rudin, Y. Shaposhnik, Understanding How Dimension Reduction Tools Work, JMLR 2021.
    """
    known = known_rows(vectors)
    places = np.full((len(vectors), 2), np.nan, np.float32)
    if len(known):
        points = principal(vectors[known], count=_COMPARED_IN)
        pairs = _pairs(points, _among(neighbours, known, len(vectors)), seed)
        found = _settled(points[:, :2], pairs, advance)
        places[known] = found - found.mean(axis=0)
    return places


def _among(neighbours: Neighbours, known: Ids, count: int) -> Neighbours:
    """The neighbours of the rows `known`, counted among these."""
    place = np.full(count + 1, -1)  # the last one is for no neighbour
    place[known] = np.arange(len(known))
    return Neighbours(place[neighbours.rows[known]], neighbours.distances[known])


def _pairs(points: Points, neighbours: Neighbours, seed: int) -> Pairs:
    near = _nearest_scaled(neighbours)
    return (
        both_ways(near),
        both_ways(half_near(points, min(_HALF, len(points) - 1), _DRAWN, seed)),
        both_ways(any_others(near, min(_FAR, len(points) - 1), seed)),
    )


def _nearest_scaled(neighbours: Neighbours) -> Rows32:
    """(n, <= 10) the nearest by squared distance over the usual one around both; -1 where there are not so many."""
    rows, squared = neighbours.rows[:, :CANDIDATES], 2 * neighbours.distances[:, :CANDIDATES]
    around = np.sqrt(squared[:, 3:6])
    usual = np.maximum(np.nan_to_num(around).mean(axis=1), 1e-6) if around.size else np.ones(len(rows))
    scaled = np.where(rows < 0, np.inf, squared / usual[:, None] / usual[rows])
    order = np.argsort(scaled, axis=1, kind="stable")[:, :_NEAR]
    near: Rows32 = np.take_along_axis(rows, order, axis=1).astype(np.int32)
    return near


def _settled(start: Points, pairs: Pairs, advance: Callable[[int, Points], None]) -> Points:
    """(n, 2) the places after all steps. Each step moves every row from where all were, so that threads agree."""
    places = start * np.float32(_SPREAD / max(float(np.abs(start).max(initial=0)), 1e-12))
    fresh, memory = np.empty_like(places), np.zeros((len(places), 4), np.float32)
    ends = np.linspace(0, len(places), _THREADS + 1).astype(int).tolist()
    parts = list(pairwise(ends))
    with ThreadPoolExecutor(_THREADS, thread_name_prefix="map") as pool:
        for step in range(1, STEPS + 1):
            told = (step, pairs, _weights(step), (places, fresh, memory))
            for done in [pool.submit(step_rows, part, *told) for part in parts]:
                done.result()
            places, fresh = fresh, places
            advance(step, places)
    return places


def _weights(step: int) -> NDArray[np.float32]:
    """Of the near, the half near and the far, in the three phases of PaCMAP."""
    whole, middle = STEPS // 5, 2 * STEPS // 5
    if step <= whole:
        left = (whole - step) / whole
        return np.array([2, 1000 * left + 3 * (1 - left), 1], np.float32)
    return np.array([3, 3, 1] if step <= middle else [1, 0, 1], np.float32)

"""Groups of places that lie densely, and what lies between them."""

from __future__ import annotations

import numpy as np

from assay.arrays import Ids
from assay.vectors.project import Points

FITTED = 20_000
"""Up to so many places clusters are found among all; of more, among as many that are evenly taken."""

_NOISE = -1
_CORE = 5


def dense_clusters(places: Points, *, least: int) -> Ids:
    """(n,) the cluster of each place, 0 the largest, of equals the one with the lower row; -1 for none.

    HDBSCAN with excess of mass: a cluster is where places are denser than around them, with `least` of them or more.
    Of more than `FITTED` places some are clustered, with a share of `least`; each other takes after the nearest of
    these. A row of NaN has no cluster.

    Reference: R. Campello, D. Moulavi, J. Sander, Density-Based Clustering Based on Hierarchical Density Estimates,
    2013; by scikit-learn.
    """
    from sklearn.cluster import HDBSCAN  # scikit-learn takes a second to import

    clusters = np.full(len(places), _NOISE)
    known = np.flatnonzero(np.isfinite(places).all(axis=1))
    step = max(1, -(-len(known) // FITTED))
    some = known[::step]
    smallest = max(_CORE, round(least / step))
    if len(some) <= smallest:
        return clusters
    model = HDBSCAN(min_cluster_size=smallest, min_samples=_CORE, copy=True)
    found = model.fit_predict(places[some]).astype(np.int64)
    if step > 1:
        found = found[_nearest_of(places[some], places[known])]
    clusters[known] = found
    return _by_size(clusters)


def _nearest_of(some: Points, places: Points) -> Ids:
    """(n,) the row of `some` that is nearest to each of `places`."""
    from sklearn.neighbors import KDTree

    nearest: Ids = KDTree(some).query(places, return_distance=False)[:, 0]
    return nearest


def _by_size(clusters: Ids) -> Ids:
    """The same clusters numbered by size, the largest 0."""
    kept = clusters >= 0
    if not kept.any():
        return clusters
    _, first, code, size = np.unique(clusters[kept], return_index=True, return_inverse=True, return_counts=True)
    number = np.empty(len(size), np.int64)
    number[np.lexsort((first, -size))] = np.arange(len(size))
    ordered = clusters.copy()
    ordered[kept] = number[code]
    return ordered

"""Clusters of vectors."""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.vectors.neighbours import Vectors

_SEED = 0


class Clusters(NamedTuple):
    """Which cluster each vector is in, (n,) from 0, and (n,) its Euclidean distance to the centre of it."""

    cluster: Ids
    distance: NDArray[np.float64]


def k_means(vectors: Vectors, *, count: int) -> Clusters:
    """Lloyd's k-means from one seeded k-means++ start; at most `count` clusters, fewer of fewer distinct vectors.

    vectors : (n, d) with n >= count >= 1, none of NaN.
    """
    from sklearn.cluster import KMeans  # scikit-learn takes a second to import
    from sklearn.exceptions import ConvergenceWarning

    model = KMeans(count, n_init=1, random_state=_SEED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # fewer distinct vectors than clusters
        cluster = model.fit_predict(vectors)
    return Clusters(cluster.astype(np.int64), model.transform(vectors).min(axis=1).astype(np.float64))

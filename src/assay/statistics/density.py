"""How probable points are among their like: a Gaussian copula whose margins are kernel densities."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.statistics.ranks import normal_scores

Floats = NDArray[np.float64]

_BINS = 512
_REACH = 4.0
_LEAST_WIDTH = 1e-3


def surprise(points: Floats) -> Floats:
    """(n,) minus the logarithm, in nats, of the density of each of `points` (n, d) among them all.

    log f(x) = sum of log f_i(x_i) + log c(u): f_i is the density of one number alone, by Gaussian kernels of
    Silverman's width; c is the Gaussian copula with the correlation R of the normal scores g,
    log c = -(log |R| + g' (R⁻¹ - 1) g) / 2. R leans on the identity as if by four more points, so that it has an
    inverse whatever the points.
    """
    alone = np.sum([_log_density(column) for column in points.T], axis=0)
    scores = np.stack([normal_scores(column) for column in points.T], axis=1)
    spread = np.maximum(scores.std(axis=0), 1e-12)
    count, size = points.shape
    together = (scores / spread).T @ (scores / spread)
    correlation = (together + 4 * np.eye(size)) / (count + 4)
    excess = np.linalg.inv(correlation) - np.eye(size)
    copula = -(np.linalg.slogdet(correlation)[1] + np.einsum("ni,ij,nj->n", scores, excess, scores)) / 2
    surprises: Floats = -(alone + copula)
    return surprises


def _log_density(values: Floats) -> Floats:
    """(n,) logarithm of the kernel density at each value, from values counted in bins."""
    width = _kernel_width(values)
    low, high = values.min() - _REACH * width, values.max() + _REACH * width
    step = (high - low) / (_BINS - 1)
    place = (values - low) / step
    first = np.minimum(place.astype(np.int64), _BINS - 2)
    share = place - first
    mass = np.bincount(first, 1 - share, minlength=_BINS) + np.bincount(first + 1, share, minlength=_BINS)
    reach = int(np.ceil(_REACH * width / step))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) * step / width) ** 2)
    density = np.convolve(mass, kernel / kernel.sum(), mode="full")[reach : reach + _BINS] / (len(values) * step)
    logs: Floats = np.log(density[first] * (1 - share) + density[first + 1] * share)
    return logs


def _kernel_width(values: Floats) -> float:
    """Silverman's rule: 0.9 n^-1/5 times the smaller of the standard deviation and the quartiles' distance / 1.34."""
    quartiles = np.subtract(*np.quantile(values, [0.75, 0.25])) / 1.34
    spread = min(values.std(), quartiles) or values.std()
    return max(float(0.9 * spread * len(values) ** -0.2), _LEAST_WIDTH)

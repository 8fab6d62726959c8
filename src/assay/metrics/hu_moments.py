"""Hu's seven moments: numbers of a shape that moving, turning and scaling it do not change.

M.-K. Hu, "Visual Pattern Recognition by Moment Invariants", 1962. Raw moments are ordered m00, m10, m01, m20, m11,
m02, m30, m21, m12, m03, where m(pq) is the integral of x^p y^q over the shape.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids

Floats = NDArray[np.float64]


def ring_moments(points: Floats, starts: Ids) -> Floats:
    """(r, 10) raw moments of rings of corners, `points[starts[i]:starts[i + 1]]`, whichever way round they run.

    By Green's theorem each is a sum over the edges. Rings of no area have moments of 0.
    """
    ring, following = _edges(starts)
    (x, y), (u, v) = points.T, points[following].T
    cross = x * v - u * y
    terms = (
        cross / 2,
        cross * (x + u) / 6,
        cross * (y + v) / 6,
        cross * (x * x + x * u + u * u) / 12,
        cross * (x * (2 * y + v) + u * (y + 2 * v)) / 24,
        cross * (y * y + y * v + v * v) / 12,
        cross * (x + u) * (x * x + u * u) / 20,
        cross * (x * x * (3 * y + v) + 2 * x * u * (y + v) + u * u * (y + 3 * v)) / 60,
        cross * (y * y * (3 * x + u) + 2 * y * v * (x + u) + v * v * (x + 3 * u)) / 60,
        cross * (y + v) * (y * y + v * v) / 20,
    )
    sums = np.stack([np.bincount(ring, term, minlength=len(starts) - 1) for term in terms], axis=1)
    return np.asarray(sums * np.where(sums[:, :1] < 0, -1.0, 1.0), np.float64)


def hu_moments(moments: Floats) -> Floats:
    """(n, 7) Hu's moments from raw ones (n, 10); NaN for a shape of no area."""
    m00, m10, m01, m20, m11, m02, m30, m21, m12, m03 = np.where(moments[:, :1] > 0, moments, np.nan).T
    x, y = m10 / m00, m01 / m00
    second, third = m00**2, m00**2.5
    n20, n11, n02 = (m20 - x * m10) / second, (m11 - x * m01) / second, (m02 - y * m01) / second
    n30 = (m30 - 3 * x * m20 + 2 * x * x * m10) / third
    n21 = (m21 - 2 * x * m11 - y * m20 + 2 * x * x * m01) / third
    n12 = (m12 - 2 * y * m11 - x * m02 + 2 * y * y * m10) / third
    n03 = (m03 - 3 * y * m02 + 2 * y * y * m01) / third
    a, b, c, d = n30 + n12, n21 + n03, n30 - 3 * n12, 3 * n21 - n03
    return np.stack(
        (
            n20 + n02,
            (n20 - n02) ** 2 + 4 * n11**2,
            c**2 + d**2,
            a**2 + b**2,
            c * a * (a**2 - 3 * b**2) + d * b * (3 * a**2 - b**2),
            (n20 - n02) * (a**2 - b**2) + 4 * n11 * a * b,
            d * a * (a**2 - 3 * b**2) - c * b * (3 * a**2 - b**2),
        ),
        axis=1,
    )


def _edges(starts: Ids) -> tuple[Ids, Ids]:
    """(m,) ring of each corner, and (m,) the corner that follows on it around its ring."""
    corners = np.diff(starts)
    following = np.arange(1, starts[-1] + 1)
    following[starts[1:][corners > 0] - 1] = starts[:-1][corners > 0]
    return np.repeat(np.arange(len(corners)), corners), following

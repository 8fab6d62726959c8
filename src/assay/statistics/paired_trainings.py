"""Whether one set of labels teaches better than another: paired trainings, asked of the same test items (E19).

Both sides are trained R times, each time on the same random half of the training images, and asked of the same test
items; every second half is what the one before it left out. How far a training moves with the images that it was
taught, and so how far it would have moved had other images been edited, follows from the two halves of a pair: what
depends on which images were drawn has the opposite sign in them, and noise of the training has not (complementary half
samples: McCarthy, "Pseudo-replication: half samples", Review of the International Statistical Institute 37, 1969). This
part is *not* divided by R: an edit that helps by luck of where it fell shall not seem to help because it was asked
more often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.statistics.intervals import normal_quantile

FEWEST_REPEATS = 6
"""Repeats below which no interval is told: fewer say nothing of how far a training moves."""

FEWEST_GROUPS = 10
"""Test images below which no interval is told: they may all agree by chance."""

Wrong = NDArray[np.bool_]
"""(R, n) whether the training of a repeat errs on a test item."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Errors before and after, and how far they fell.

    items : test items. before, after : share of them that a training errs on, mean over the repeats; NaN without items.
    gain : before - after, above 0 where it is better now. low, high : its interval, NaN where too few images tell.
    """

    items: int
    before: float
    after: float
    low: float
    high: float

    @property
    def gain(self) -> float:
        """By how much the error fell."""
        return self.before - self.after

    @property
    def is_better(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0

    @property
    def is_worse(self) -> bool:
        """Whether the whole interval lies below 0."""
        return self.high < 0


def paired_effect(before: Wrong, after: Wrong, groups: Ids, *, level: float = 0.95) -> Effect:
    """The effect on test items (R, n), whose images are `groups` (n,); items of one image stand and fall together.

    With m the mean of before - after over all, the interval is m ± t·√(V + U). V is of the training images: with p the
    means and q the halved differences of J = R/2 pairs of repeats, Q = Σq²/J and P = s²(p),
    V = max(Q - P, Q/2) + P/J (Q/2 for where noise hides the rest). U is of the G test images:
    G/(G - 1)·Σ_g(Σ_{i in g}(dᵢ - m))²/n², dᵢ the mean over repeats. t has
    (V + U)²/(Q²/J + P²/(J - 1) + U²/(G - 1)) degrees of freedom, 4 at least (Satterthwaite, "An Approximate
    Distribution of Estimates of Variance Components", Biometrics 2, 1946).
    """
    repeats, items = before.shape
    if not items or not repeats:
        return Effect(items, *(float("nan"),) * 4)
    first, second = float(before.mean()), float(after.mean())
    difference = before.astype(np.float64) - after
    found, place = np.unique(groups, return_inverse=True)
    of_images = len(found)
    if repeats < FEWEST_REPEATS or of_images < FEWEST_GROUPS:
        return Effect(items, first, second, float("nan"), float("nan"))
    sums = np.bincount(place, difference.mean(axis=0) - difference.mean(), minlength=of_images)
    tested = of_images / (of_images - 1) * float((sums**2).sum()) / items**2
    half = _half_width(difference.mean(axis=1), tested, tested**2 / (of_images - 1), level=level)
    return Effect(items, first, second, first - second - half, first - second + half)


def seen_effect(before: NDArray[Any], after: NDArray[Any], *, level: float = 0.95) -> Effect:
    """The effect where only the error of each repeat (R,) is known: the interval is for these test items alone."""
    first, second = float(np.mean(before)), float(np.mean(after))
    repeats = len(before)
    if repeats < FEWEST_REPEATS:
        return Effect(0, first, second, float("nan"), float("nan"))
    half = _half_width(np.subtract(before, after), 0.0, 0.0, level=level)
    return Effect(0, first, second, first - second - half, first - second + half)


def random_halves(groups: Ids, *, repeats: int, seed: int = 0) -> NDArray[np.bool_]:
    """(repeats, n) which items each repeat is taught: those of a random half of the images `groups` (n,).

    Every second half is what the one before it left out.
    """
    found, place = np.unique(groups, return_inverse=True)
    random = np.random.default_rng(seed)
    drawn = np.empty((repeats, len(found)), np.bool_)
    for repeat in range(repeats):
        is_second = repeat % 2
        drawn[repeat] = ~drawn[repeat - 1] if is_second else random.permutation(len(found)) < (len(found) + 1) // 2
    halves: NDArray[np.bool_] = drawn[:, place]
    return halves


def student_quantile(level: float, freedom: float) -> float:
    """How many standard errors about the mean hold `level` of Student's t; to 0.3 % from 4 degrees of freedom on.

    The expansion about the normal quantile, Abramowitz & Stegun, "Handbook of Mathematical Functions", 26.7.5.
    """
    z, n = normal_quantile(level), freedom
    terms = (
        (z**3 + z) / (4 * n),
        (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2),
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3),
    )
    return z + sum(terms)


def _half_width(gains: NDArray[Any], tested: float, unsure: float, *, level: float) -> float:
    """Half the interval of the mean of `gains` (R,), two to a pair; `tested` is U, and `unsure` U² by its freedom."""
    first, second = np.asarray(gains[: len(gains) // 2 * 2], np.float64).reshape(-1, 2).T
    pairs = len(first)
    apart = float((((first - second) / 2) ** 2).mean())
    noise = float(((first + second) / 2).var(ddof=1))
    variance = max(apart - noise, apart / 2) + noise / pairs + tested
    if variance <= 0:
        return 0.0
    freedom = max(4.0, variance**2 / (apart**2 / pairs + noise**2 / (pairs - 1) + unsure))
    return float(student_quantile(level, freedom) * np.sqrt(variance))

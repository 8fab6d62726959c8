"""Laws of the search for near hashes, and of resizing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assay.errors import ArrayError
from assay.metrics import near_hashes
from assay.metrics.near_hashes import near_groups, near_pairs
from assay.metrics.resample import Filter, resample


@st.composite
def hashes(draw: st.DrawFn) -> NDArray[np.int64]:
    """Some that are equal, some a few bits apart, some unrelated."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    seeds = rng.integers(-(2**63), 2**63 - 1, draw(st.integers(1, 30)), dtype=np.int64).view(np.uint64)
    chosen = seeds[rng.integers(0, len(seeds), draw(st.integers(0, 80)))]
    for _ in range(draw(st.integers(0, 12))):
        chosen ^= np.where(
            rng.random(len(chosen)) < 0.6, np.uint64(1) << rng.integers(0, 64, len(chosen), np.uint64), 0
        )
    return chosen.view(np.int64)


def distances(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """(n, n) differing bits of each with each."""
    bits = np.unpackbits(values.view(np.uint8).reshape(len(values), 8), axis=1)
    differing: NDArray[np.int64] = (bits[:, None] != bits[None]).sum(axis=2)
    return differing


@settings(max_examples=30)
@given(hashes(), st.integers(0, 64))
def test_every_pair_within_the_radius_is_found_once_and_no_other(values: NDArray[np.int64], radius: int) -> None:
    """M20: exact against comparing each with each."""
    expected = np.argwhere(np.triu(distances(values) <= radius, 1)).reshape(-1, 2)
    with pytest.MonkeyPatch.context() as patch:
        for few in (0, 1024):
            patch.setattr(near_hashes, "_FEW", few)
            assert np.array_equal(near_pairs(values, radius=radius), expected)


@given(hashes(), st.integers(0, 64))
def test_groups_are_what_the_pairs_join(values: NDArray[np.int64], radius: int) -> None:
    reach = distances(values) <= radius
    for _ in range(8):  # squared: paths of up to 256 steps
        reach = (reach.astype(int) @ reach.astype(int)) > 0
    groups = near_groups(values, radius=radius)
    assert np.array_equal(groups[:, None] == groups[None], reach)


def test_a_million_equal_hashes_are_one_group() -> None:
    """Memory stays bounded: no list of pairs is made of them."""
    assert np.unique(near_groups(np.full(1_000_000, 7, np.int64), radius=4)).size == 1


@pytest.mark.parametrize("radius", [-1, 65])
def test_a_radius_counts_bits(radius: int) -> None:
    with pytest.raises(ArrayError, match="radius"):
        near_pairs(np.zeros(3, np.int64), radius=radius)
    with pytest.raises(ArrayError, match="int64"):
        near_groups(np.zeros(3), radius=1)  # type: ignore[arg-type]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1, 5), st.integers(0, 2**32))
def test_by_area_an_enlargement_by_whole_pixels_comes_back(height: int, width: int, times: int, seed: int) -> None:
    """X21: a picture and its enlargement are one."""
    grey = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    large = grey.repeat(times, axis=0).repeat(times, axis=1)
    assert np.array_equal(resample(large, width, height, by=Filter.AREA), grey)
    assert np.array_equal(resample(grey, width * times, height * times, by=Filter.AREA), large)


@given(st.integers(1, 50), st.integers(1, 50), st.integers(1, 70), st.integers(1, 70), st.sampled_from(Filter))
def test_one_tone_stays_one_tone(height: int, width: int, rows: int, columns: int, by: Filter) -> None:
    assert (resample(np.full((height, width), 77, np.uint8), columns, rows, by=by) == 77).all()

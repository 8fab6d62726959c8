"""Laws of outlines: filled by the even-odd rule they are the mask again, to the pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from pycocotools import mask as coco_mask

from assay.errors import ArrayError
from assay.geometry.outlines import decode_rle, mask_outlines, outlines

masks = arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12)))


def filled(rings: list[list[float]], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Even-odd: each upright edge turns over all pixels to its right."""
    inside = np.zeros(shape, np.bool_)
    for ring in rings:
        points = np.array(ring).reshape(-1, 2)
        for (x, y), (_, next_y) in zip(points, np.roll(points, -1, axis=0), strict=True):
            low, high = sorted((int(y), int(next_y)))
            inside[low:high, int(x) :] ^= True
    return inside


@given(masks)
def test_filled_outlines_are_the_mask(mask: NDArray[np.bool_]) -> None:
    assert np.array_equal(filled(outlines(mask), mask.shape), mask)


@given(masks)
def test_outlines_run_along_pixel_edges_and_turn_at_each_corner(mask: NDArray[np.bool_]) -> None:
    for ring in outlines(mask):
        points = np.array(ring).reshape(-1, 2)
        steps = np.roll(points, -1, axis=0) - points
        assert ((steps == 0).sum(axis=1) == 1).all()  # along one axis, and not of length 0
        assert ((steps[:, 0] == 0) != np.roll(steps[:, 0] == 0, 1)).all()  # across, down, across…


@given(masks)
def test_run_lengths_are_read_as_their_authority_writes_them(mask: NDArray[np.bool_]) -> None:
    """Both spellings of COCO: compressed text (pycocotools) and plain counts."""
    height, width = mask.shape
    compressed = coco_mask.encode(np.asfortranarray(mask.astype(np.uint8)))
    compressed["counts"] = compressed["counts"].decode()
    assert np.array_equal(decode_rle(compressed), mask)
    flat = mask.T.ravel()
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flat, [False]]).astype(int)))
    runs = np.diff(np.concatenate([[0], edges[: len(edges)], [flat.size]])).tolist()
    assert np.array_equal(decode_rle({"size": [height, width], "counts": runs}), mask)
    assert mask_outlines(compressed) == outlines(mask)


@pytest.mark.parametrize(
    "rle",
    [
        {},
        {"size": [2, 2]},
        {"size": [2], "counts": [4]},
        {"size": [2, 2], "counts": [3]},
        {"size": [2, 2], "counts": [5, -1]},
        {"size": ["wide", 2], "counts": [4]},
        {"size": [100_000, 100_000], "counts": [10_000_000_000]},  # ten gigabytes of nothing
        {"size": [2, 2], "counts": 4},
        {"size": [2, 2], "counts": "4P"},  # cut short: another group should follow
        {"size": [2, 2], "counts": "é"},
        {"size": [2, 2], "counts": "o" * 100},
    ],
)
def test_what_is_no_mask_is_refused(rle: dict[str, object]) -> None:
    with pytest.raises(ArrayError, match="no run-length mask"):
        mask_outlines(rle)


def test_a_hole_is_an_outline_of_its_own() -> None:
    mask = np.ones((5, 5), np.bool_)
    mask[2, 2] = False
    assert sorted(map(len, outlines(mask))) == [8, 8]

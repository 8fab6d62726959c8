"""Run-length masks held against pycocotools and against their pixels (F11)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as masks

from assay.errors import ArrayError
from assay.evaluation.shape_overlaps import mask_overlap
from assay.geometry.run_length_kernels import shared_pixels
from assay.geometry.run_lengths import RunLengths, run_lengths

PIXELS = arrays(np.uint8, st.tuples(st.integers(1, 9), st.integers(1, 9)), elements=st.integers(0, 1))
HEIGHT, WIDTH = 12, 15
SAME_FRAME = arrays(np.uint8, (HEIGHT, WIDTH), elements=st.integers(0, 1))
RINGS = st.lists(
    st.lists(st.integers(-2, 17), min_size=6, max_size=12).filter(lambda ring: len(ring) % 2 == 0), max_size=3
)


def encoded(pixels: np.ndarray, *, packed: bool = True) -> str:
    """The pixels as COCO writes them: run lengths as text, or as a list."""
    if packed:
        mask = masks.encode(np.asfortranarray(pixels))
        return json.dumps({"size": mask["size"], "counts": mask["counts"].decode()})
    flat = pixels.ravel(order="F")
    ends = np.flatnonzero(np.diff(flat)) + 1
    runs = np.diff([0, *ends, len(flat)]).tolist()
    return json.dumps({"size": list(pixels.shape), "counts": [0, *runs] if flat[0] else runs})


def read(*texts: str, frame: tuple[int, int] = (HEIGHT, WIDTH)) -> RunLengths:
    return run_lengths(texts, np.array([frame] * len(texts)))


def pixels_of(mask: RunLengths, at: int = 0) -> np.ndarray:
    height, width = mask.frames[at]
    flat = np.zeros(height * width, np.uint8)
    edges = mask.edges[mask.starts[at] : mask.starts[at + 1]]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        flat[first:last] = 1
    return flat.reshape((height, width), order="F")


@given(PIXELS, st.booleans())
def test_a_mask_is_read_to_its_pixels(pixels: np.ndarray, packed: bool) -> None:
    mask = read(encoded(pixels, packed=packed))
    assert (pixels_of(mask) == pixels).all()
    assert mask.areas[0] == pixels.sum()
    there = np.argwhere(pixels)
    low, high = (there.min(axis=0), there.max(axis=0) + 1) if len(there) else (np.zeros(2), np.zeros(2))
    assert mask.bounds[0].tolist() == [low[1], low[0], high[1] - low[1], high[0] - low[0]]


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # of pycocotools
@given(RINGS)
def test_polygons_are_drawn_as_pycocotools_draws_them(rings: list[list[int]]) -> None:
    mask = read(json.dumps(rings))
    expected: Any = np.zeros((HEIGHT, WIDTH), np.uint8)
    if rings:
        expected = masks.decode(masks.merge(masks.frPyObjects(rings, HEIGHT, WIDTH)))
    assert (pixels_of(mask) == expected).all()


@given(SAME_FRAME, SAME_FRAME)
def test_two_masks_share_the_pixels_that_both_set(first: np.ndarray, second: np.ndarray) -> None:
    mask = read(encoded(first), encoded(second))
    begin, middle, end = mask.starts.tolist()
    assert shared_pixels(mask.edges, begin, middle, mask.edges, middle, end) == (first & second).sum()
    for is_crowd in (False, True):
        expected = masks.iou(
            [masks.encode(np.asfortranarray(first))], [masks.encode(np.asfortranarray(second))], [is_crowd]
        )
        assert mask_overlap(0, 1, mask.packed(), mask.packed(), is_crowd) == expected[0, 0]


def test_masks_of_two_frames_do_not_overlap() -> None:
    mask = read(encoded(np.ones((4, 4), np.uint8)), encoded(np.ones((4, 5), np.uint8)))
    assert mask_overlap(0, 1, mask.packed(), mask.packed(), False) == 0


@pytest.mark.parametrize(
    "text",
    [
        '{"size": [2, 2], "counts": [0, 5]}',
        '{"size": [2, 2], "counts": "9"}',
        '{"size": [2, 2], "counts": "P"}',
        '{"size": [2, 2]}',
        "7",
        "{",
    ],
)
def test_what_is_no_mask_is_refused(text: str) -> None:
    with pytest.raises(ArrayError):
        read(text)

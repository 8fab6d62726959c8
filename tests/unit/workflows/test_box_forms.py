"""Boxes whose numbers are something else than they seem (X2): told from a whole file, read right when asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from assay.formats.tables import object_table
from assay.model.reading import BoxForm
from assay.workflows.imports.box_fit import LEAST_ROWS, BoxFit
from assay.workflows.imports.box_forms import as_read
from assay.workflows.imports.object_rows import Frames, KnownImages

Boxes: TypeAlias = NDArray[np.float64]
SIZES = {"wide": (640, 480), "tall": (360, 800), "square": (500, 500)}
IMAGES = KnownImages(
    pa.array(list(SIZES)),
    Frames(np.arange(3), *(np.array(side, np.float64) for side in zip(*SIZES.values(), strict=True))),
)


def _spoilt(boxes: Boxes, form: BoxForm, sides: Boxes) -> Boxes:
    """Boxes (n, 4) of x, y, width, height in pixels, written in a form; `sides` (n, 2) are those of their images."""
    if form.is_normalised:
        boxes = boxes / np.tile(sides, 2)
    if form is BoxForm.SWAPPED:
        return boxes / np.tile(sides, 2) * np.tile(sides[:, ::-1], 2)
    x, y, w, h = boxes.T
    written: dict[str, tuple[Boxes, ...]] = {
        "xywh": (x, y, w, h),
        "xyxy": (x, y, x + w, y + h),
        "cxcywh": (x + w / 2, y + h / 2, w, h),
        "yxhw": (y, x, h, w),
        "yxyx": (y, x, y + h, x + w),
    }
    return np.column_stack(written[form.order])


def _records(boxes: Boxes, names: list[str]) -> pa.Table:
    columns = {name: pa.array(np.ascontiguousarray(boxes[:, at])) for at, name in enumerate("xywh")}
    keys = {"image_key": names, "category_key": "1", "kind": "box", "row": np.arange(len(names), dtype=np.int32)}
    return object_table(len(names), {**columns, **keys}, file="p.json")


def _good(seed: int, *, count: int = 300, names: tuple[str, ...] = ("wide", "tall")) -> tuple[Boxes, list[str], Boxes]:
    """Boxes of many sizes that lie in their images, the names and the sides of these."""
    rng = np.random.default_rng(seed)
    chosen = [names[at] for at in rng.integers(0, len(names), count)]
    sides = np.array([SIZES[name] for name in chosen], np.float64)
    size = sides * rng.uniform(0.03, 0.6, (count, 2))
    return np.column_stack([rng.uniform(0, 1, (count, 2)) * (sides - size), size]), chosen, sides


def _better(boxes: Boxes, names: list[str], read_as: BoxForm = BoxForm.XYWH) -> BoxForm | None:
    evidence = BoxFit(read_as)
    records = _records(boxes, names)
    for start in range(0, len(names), 100):
        evidence.see(records.slice(start, 100), IMAGES)
    return evidence.better


_TOLD = [form for form in BoxForm if form not in {BoxForm.XYWH, BoxForm.SWAPPED}]


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(_TOLD))
def test_boxes_in_another_form_are_told_by_how_they_fit(seed: int, form: BoxForm) -> None:
    boxes, names, sides = _good(seed)
    found = _better(_spoilt(boxes, form, sides), names)
    # Two shares of a square may be read either way round: fit cannot tell x from y there.
    either = {form, BoxForm.NORMALISED_XYXY} if form is BoxForm.NORMALISED_YXYX else {form}
    assert found in either


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_sides_multiplied_the_wrong_way_round_are_told_as_lying_on_their_side(seed: int) -> None:
    """X2: `width, height = image.shape[:2]`. Labels tell this from y, x, height, width; fit alone cannot."""
    boxes, names, sides = _good(seed)
    assert _better(_spoilt(boxes, BoxForm.SWAPPED, sides), names) is BoxForm.YXHW


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(list(BoxForm)))
def test_boxes_read_in_their_own_form_are_let_be(seed: int, form: BoxForm) -> None:
    boxes, names, sides = _good(seed, names=tuple(SIZES))
    assert _better(_spoilt(boxes, form, sides), names, read_as=form) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda boxes: boxes + np.array([-3, -3, 6, 6]),  # a detector that does not cut at the border
        lambda boxes: boxes * np.array([1, 1, 0.02, 0.02]),  # boxes of a few pixels
        lambda boxes: np.vstack([boxes[:-3], boxes[:3] * 9]),  # some that are plainly wrong
    ],
)
def test_what_good_detectors_do_is_not_told(change: Callable[[Boxes], Boxes]) -> None:
    boxes, names, _ = _good(1)
    assert _better(change(boxes), names) is None


def test_few_boxes_and_unknown_sizes_tell_nothing() -> None:
    boxes, names, sides = _good(2, count=LEAST_ROWS - 1)
    assert _better(_spoilt(boxes, BoxForm.XYXY, sides), names) is None
    boxes, names, sides = _good(2)
    assert _better(_spoilt(boxes, BoxForm.XYXY, sides), ["unknown"] * len(names)) is None


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.sampled_from(list(BoxForm)))
def test_reading_in_a_form_undoes_writing_in_it(seed: int, form: BoxForm) -> None:
    boxes, names, sides = _good(seed, count=20, names=tuple(SIZES))
    read = as_read(_records(_spoilt(boxes, form, sides), names), form, IMAGES)
    found = np.column_stack([read[name].to_numpy() for name in "xywh"])
    shares = read["normalised"].to_numpy()[:, None]
    np.testing.assert_allclose(np.where(shares, found * np.tile(sides, 2), found), boxes, atol=1e-9)


def test_only_plain_boxes_are_read_anew() -> None:
    """An outline has its box from the outline, and a reader that knows its shares says so."""
    records = _records(np.array([[1.0, 2, 3, 4]] * 3), ["wide"] * 3)
    records = records.set_column(records.schema.get_field_index("kind"), "kind", pa.array(["box", "mask", "box"]))
    at = records.schema.get_field_index("normalised")
    records = records.set_column(at, "normalised", pa.array([False, False, True]))
    read = as_read(records, BoxForm.XYXY, IMAGES)
    assert read["w"].to_pylist() == [2, 3, 3]
    assert read["normalised"].to_pylist() == [False, False, True]

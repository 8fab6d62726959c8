"""What the four numbers of the boxes of a prediction file are, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.model.reading import BoxForm
from assay.model.shape import ShapeKind
from assay.workflows.imports.object_rows import KnownImages

Numbers: TypeAlias = NDArray[np.float64]
Corners: TypeAlias = tuple[Numbers, Numbers, Numbers, Numbers]

_CORNERS: dict[str, Callable[[Numbers, Numbers, Numbers, Numbers], Corners]] = {
    "xywh": lambda a, b, c, d: (a, b, a + c, b + d),
    "xyxy": lambda a, b, c, d: (a, b, c, d),
    "cxcywh": lambda a, b, c, d: (a - c / 2, b - d / 2, a + c / 2, b + d / 2),
    "yxhw": lambda a, b, c, d: (b, a, b + d, a + c),
    "yxyx": lambda a, b, c, d: (b, a, d, c),
}
"""x1, y1, x2, y2 of four numbers in each order."""

WORDS = {
    BoxForm.XYWH: "x, y, width, height",
    BoxForm.XYXY: "two corners x1, y1, x2, y2",
    BoxForm.CXCYWH: "centre, width, height",
    BoxForm.YXHW: "y, x, height, width",
    BoxForm.YXYX: "two corners y1, x1, y2, x2",
    BoxForm.SWAPPED: "x, y, width, height, scaled by height and width swapped",
    BoxForm.NORMALISED: "shares of the image's size, x, y, width, height",
    BoxForm.NORMALISED_XYXY: "shares of the image's size, x1, y1, x2, y2",
    BoxForm.NORMALISED_CXCYWH: "shares of the image's size, centre, width, height",
    BoxForm.NORMALISED_YXYX: "shares of the image's size, y1, x1, y2, x2",
}
"""What each form is in words."""


def as_read(objects: pa.Table, form: BoxForm, images: KnownImages) -> pa.Table:
    """Object records whose plain boxes are read in `form`: x, y, w, h, in shares where the form has them."""
    if form is BoxForm.XYWH:
        return objects
    x1, y1, x2, y2 = _CORNERS[form.order](*numbers_of(objects))
    made = {"x": x1, "y": y1, "w": x2 - x1, "h": y2 - y1}
    if form is BoxForm.SWAPPED:
        width, height = sides_of(objects, images)
        made = {"x": x1 / height, "y": y1 / width, "w": made["w"] / height, "h": made["h"] / width}
    shares = form.is_normalised or form is BoxForm.SWAPPED
    columns: dict[str, pa.Array] = {name: pa.array(values) for name, values in made.items()}
    columns["normalised"] = pa.repeat(pa.scalar(shares), objects.num_rows)
    plain = pa.array(are_plain(objects))
    for name, values in columns.items():
        at = objects.schema.get_field_index(name)
        kept = pc.if_else(plain, values, objects[name].combine_chunks())
        objects = objects.set_column(at, objects.schema.field(at), kept)
    return objects


def corners(numbers: Numbers, form: BoxForm, width: Numbers, height: Numbers) -> Corners:
    """x1, y1, x2, y2 in pixels, (n,) each, of boxes (4, n) in a form; `width` and `height` (n,) of their images."""
    x1, y1, x2, y2 = _CORNERS[form.order](*numbers)
    if form.is_normalised:
        return x1 * width, y1 * height, x2 * width, y2 * height
    if form is BoxForm.SWAPPED:
        across, down = width / height, height / width
        return x1 * across, y1 * down, x2 * across, y2 * down
    return x1, y1, x2, y2


def are_plain(objects: pa.Table) -> NDArray[np.bool_]:
    """(n,) which records are boxes in the numbers of the file: no outline made them, and no share is told."""
    boxes = pc.and_(pc.equal(objects["kind"], ShapeKind.BOX.value), pc.invert(objects["normalised"]))
    return np.asarray(boxes)


def numbers_of(objects: pa.Table) -> Numbers:
    """(4, n) the four numbers of each record, NaN where it has none."""
    return np.stack([pc.fill_null(objects[name], np.nan).to_numpy() for name in ("x", "y", "w", "h")])


def sides_of(objects: pa.Table, images: KnownImages) -> tuple[Numbers, Numbers]:
    """(n,) width and height of each record's image, NaN where the image or its size is unknown."""
    at = images_of(objects, images)
    return np.append(images.frames.widths, np.nan)[at], np.append(images.frames.heights, np.nan)[at]


def images_of(objects: pa.Table, images: KnownImages) -> NDArray[np.int64]:
    """(n,) where the image of each record stands among the known ones, -1 for none."""
    at = pc.fill_null(pc.index_in(objects["image_key"].combine_chunks(), value_set=images.keys), -1)
    return np.asarray(at, dtype=np.int64)

"""What the four numbers of the boxes of a prediction file are: as a person says, and as they look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.model.problem import RowProblem
from assay.model.reading import BoxForm
from assay.model.shape import ShapeKind
from assay.workflows.object_rows import KnownImages

Numbers: TypeAlias = NDArray[np.float64]
Corners: TypeAlias = tuple[Numbers, Numbers, Numbers, Numbers]

LEAST_ROWS = 20
"""Fewer boxes tell nothing about their file."""

LEAST_MISFIT = 0.02
"""A smaller share of boxes that stand out of their images is what detectors do."""

CLEARLY = 10
"""So many times fewer boxes must misfit in another form before it is suggested."""

_SMALL = 16  # pixels: an image no larger may well hold a box of one pixel

_CORNERS: dict[str, Callable[[Numbers, Numbers, Numbers, Numbers], Corners]] = {
    "xywh": lambda a, b, c, d: (a, b, a + c, b + d),
    "xyxy": lambda a, b, c, d: (a, b, c, d),
    "cxcywh": lambda a, b, c, d: (a - c / 2, b - d / 2, a + c / 2, b + d / 2),
    "yxhw": lambda a, b, c, d: (b, a, b + d, a + c),
    "yxyx": lambda a, b, c, d: (b, a, d, c),
}
"""x1, y1, x2, y2 of four numbers in each order."""

_WORDS = {
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


def as_read(objects: pa.Table, form: BoxForm, images: KnownImages) -> pa.Table:
    """Object records whose plain boxes are read in `form`: x, y, w, h, in shares where the form has them."""
    if form is BoxForm.XYWH:
        return objects
    plain = _plain(objects)
    x1, y1, x2, y2 = _CORNERS[form.order](*_numbers(objects))
    made = {"x": x1, "y": y1, "w": x2 - x1, "h": y2 - y1}
    if form is BoxForm.SWAPPED:
        width, height = _sides(objects, images)
        made = {"x": x1 / height, "y": y1 / width, "w": made["w"] / height, "h": made["h"] / width}
    shares = form.is_normalised or form is BoxForm.SWAPPED
    columns: dict[str, pa.Array] = {name: pa.array(values) for name, values in made.items()}
    columns["normalised"] = pa.repeat(pa.scalar(shares), objects.num_rows)
    for name, values in columns.items():
        at = objects.schema.get_field_index(name)
        kept = pc.if_else(pa.array(plain), values, objects[name].combine_chunks())
        objects = objects.set_column(at, objects.schema.field(at), kept)
    return objects


class BoxEvidence:
    """How the plain boxes of a file fit into their images in each form, gathered batch by batch."""

    def __init__(self, read_as: BoxForm) -> None:
        self._read_as = read_as
        self._rows = 0
        self._misfits = dict.fromkeys(BoxForm, 0)

    def see(self, objects: pa.Table, images: KnownImages) -> None:
        """Take note of the boxes of records, their numbers as the file has them."""
        width, height = _sides(objects, images)
        numbers = np.stack(_numbers(objects))
        seen = _plain(objects) & np.isfinite(width) & np.isfinite(height) & np.isfinite(numbers).all(axis=0)
        numbers, width, height = numbers[:, seen], width[seen], height[seen]
        self._rows += len(width)
        tiny = (np.abs(numbers).max(axis=0, initial=0) <= 1) & (np.minimum(width, height) > _SMALL)
        for form in BoxForm:
            fits = _fit(numbers, form, width, height)
            self._misfits[form] += int(np.count_nonzero(~fits | (tiny & (not form.is_normalised))))

    @property
    def better(self) -> BoxForm | None:
        """The form in which clearly more boxes fit than in the one they were read in; None when there is none."""
        misfit = self._misfits[self._read_as]
        best = min(BoxForm, key=self._misfits.__getitem__)
        clear = misfit >= LEAST_MISFIT * self._rows and self._misfits[best] * CLEARLY <= misfit
        return best if self._rows >= LEAST_ROWS and misfit and clear else None

    def told(self, file: str) -> list[RowProblem]:
        """What a person should know about the boxes of the file; nothing when they fit."""
        form = self.better
        if form is None:
            return []
        message = (
            f"Of {self._rows:,} boxes {self._share(self._read_as)} do not fit into their images when read as "
            f"{_WORDS[self._read_as]}, {self._share(form)} when read as {_WORDS[form]}. Nothing was changed: "
            f"if they are so, import again with boxes as `{form}`{_OR.get(form, '')}."
        )
        return [RowProblem(file, "the whole file", "box-form", message, skipped=False)]

    def _share(self, form: BoxForm) -> str:
        return f"{self._misfits[form] / self._rows:.1%}"


_OR = {BoxForm.YXHW: f", or as `{BoxForm.SWAPPED}` if shares were multiplied by height and width the wrong way round"}
"""Forms that no fit can tell from another: both fit the image lain on its side."""


def _fit(numbers: Numbers, form: BoxForm, width: Numbers, height: Numbers) -> NDArray[np.bool_]:
    """(n,) whether boxes (4, n) in a form lie within their images, give or take a pixel and a hundredth."""
    x1, y1, x2, y2 = _CORNERS[form.order](*numbers)
    across, down = (height, width) if form is BoxForm.SWAPPED else (width, height)
    slack_x, slack_y = 1 + 0.01 * across, 1 + 0.01 * down
    if form.is_normalised:
        x1, x2, y1, y2 = x1 * width, x2 * width, y1 * height, y2 * height
    inside = (x1 >= -slack_x) & (y1 >= -slack_y) & (x2 <= across + slack_x) & (y2 <= down + slack_y)
    return np.asarray(inside & (x2 >= x1) & (y2 >= y1))


def _plain(objects: pa.Table) -> NDArray[np.bool_]:
    """(n,) which records are boxes in the numbers of the file: no outline made them, and no share is told."""
    boxes = pc.and_(pc.equal(objects["kind"], ShapeKind.BOX.value), pc.invert(objects["normalised"]))
    return np.asarray(boxes)


def _numbers(objects: pa.Table) -> Corners:
    """The four numbers of each record, (n,) each, NaN where it has none."""
    x, y, w, h = (pc.fill_null(objects[name], np.nan).to_numpy() for name in ("x", "y", "w", "h"))
    return x, y, w, h


def _sides(objects: pa.Table, images: KnownImages) -> tuple[Numbers, Numbers]:
    """(n,) width and height of each record's image, NaN where the image or its size is unknown."""
    at = np.asarray(pc.fill_null(pc.index_in(objects["image_key"].combine_chunks(), value_set=images.keys), -1))
    return np.append(images.frames.widths, np.nan)[at], np.append(images.frames.heights, np.nan)[at]

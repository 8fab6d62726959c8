"""Turn object records into rows of the annotations or predictions table, bad rows left out and reported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.records import Records
from assay.geometry.masks import mask_areas
from assay.geometry.polygons import polygon_areas
from assay.model.shape import ShapeKind
from assay.workflows.imports.merge_rows import ordinals
from assay.workflows.imports.problems import Problems

OUTSIDE_BY = 1.0
"""A box may stand out of its image by this many pixels before it is reported: sources round."""


FARTHEST = 1e9
"""No number of a box is larger, in pixels or shares: squares of such numbers are still exact enough to compare."""


@dataclass(frozen=True, slots=True)
class Frames:
    """Images as objects see them: ids (n,), widths and heights (n,) of their frames, NaN where unknown."""

    ids: NDArray[np.int64]
    widths: NDArray[np.float64]
    heights: NDArray[np.float64]

    def take(self, at: NDArray[np.integer[Any]]) -> Frames:
        """The frames at these indices."""
        return Frames(self.ids[at], self.widths[at], self.heights[at])

    def __add__(self, other: Frames) -> Frames:
        return Frames(
            np.concatenate([self.ids, other.ids]),
            np.concatenate([self.widths, other.widths]),
            np.concatenate([self.heights, other.heights]),
        )


@dataclass(frozen=True, slots=True)
class KnownImages:
    """The images that objects may refer to: `keys[i]` names the image `frames` describes at i."""

    keys: pa.Array
    frames: Frames

    @classmethod
    def none(cls) -> KnownImages:
        """No image at all."""
        return cls(pa.array([], pa.string()), Frames(np.empty(0, np.int64), np.empty(0), np.empty(0)))

    def append(self, keys: pa.Array, frames: Frames) -> KnownImages:
        """These images and more."""
        return KnownImages(pa.concat_arrays([self.keys, keys]), self.frames + frames)


def object_rows(batch: Records, images: KnownImages, categories: Mapping[str, int], *, problems: Problems) -> pa.Table:
    """Rows with the columns that labels and predictions share (less `id`, `dataset_id`), `score` and `probabilities`.

    Objects of unknown images and classes, with numbers that are not finite, or with shares of an image whose
    size is unknown are left out and reported; boxes that stand out of their image, and masks that are not of
    its size, are kept and reported.
    """
    incoming = _Incoming.of(batch.objects, images, categories)
    incoming = _in_pixels(incoming.take(_keep(batch, incoming, problems)))
    _report_outside(batch, incoming, problems)
    _report_mask_sizes(batch, incoming, problems)
    rows, numbers, whole = incoming.rows, incoming.numbers, incoming.whole
    image_ids = images.frames.ids[incoming.at_image]
    class_ids = np.fromiter(categories.values(), dtype=np.int32, count=len(categories))
    return pa.table(
        {
            "image_id": image_ids,
            "reference_id": _reference_ids(rows.column("reference_id"), image_ids),
            "category_id": class_ids[incoming.at_class],
            "kind": rows.column("kind"),
            **{name: pa.array(values, mask=whole) for name, values in numbers.items()},
            "area": pc.coalesce(rows.column("area"), _areas(rows, numbers, whole)),
            **{name: rows.column(name) for name in _AS_THEY_ARE},
        }
    )


def _areas(rows: pa.Table, numbers: Mapping[str, NDArray[np.float64]], whole: NDArray[np.bool_]) -> pa.Array:
    """(n,) px² that each shape covers: the corners of a polygon, the pixels of a mask, else the box; NULL for images.

    Shapes whose area the source states are taken for boxes, as nobody asks.
    """
    areas = numbers["w"] * numbers["h"]
    asked = pc.and_(rows.column("area").is_null(), rows.column("segmentation").is_valid())
    for kind, measured in ((ShapeKind.POLYGON, polygon_areas), (ShapeKind.MASK, mask_areas)):
        at = np.flatnonzero(pc.and_(asked, pc.equal(rows.column("kind"), kind.value)))
        if len(at):
            areas[at] = measured([json.loads(text) for text in rows.column("segmentation").take(at).to_pylist()])
    return pa.array(areas, mask=whole | ~np.isfinite(areas))


_AS_THEY_ARE = (
    "rotation",
    "segmentation",
    "keypoints",
    "track_id",
    "is_crowd",
    "ignore",
    "attributes",
    "score",
    "probabilities",
)


@dataclass(frozen=True, slots=True)
class _Incoming:
    """Object records under way, (n,) each: where image and class stand (-1 unknown), the box, the image's size."""

    rows: pa.Table
    at_image: NDArray[np.int64]
    at_class: NDArray[np.int64]
    numbers: Mapping[str, NDArray[np.float64]]
    whole: NDArray[np.bool_]
    width: NDArray[np.float64]
    height: NDArray[np.float64]

    @classmethod
    def of(cls, objects: pa.Table, images: KnownImages, categories: Mapping[str, int]) -> _Incoming:
        at_image = _index(objects.column("image_key"), images.keys)
        sizes = [np.append(values, np.nan) for values in (images.frames.widths, images.frames.heights)]
        return cls(
            objects,
            at_image,
            _index(objects.column("category_key"), pa.array(list(categories), pa.string())),
            {name: pc.fill_null(objects.column(name), np.nan).to_numpy() for name in ("x", "y", "w", "h")},
            np.asarray(pc.equal(objects.column("kind"), ShapeKind.WHOLE_IMAGE.value)),
            sizes[0][at_image],
            sizes[1][at_image],
        )

    def take(self, keep: NDArray[np.bool_]) -> _Incoming:
        """The rows where the mask is set."""
        if keep.all():
            return self
        return _Incoming(
            self.rows.filter(pa.array(keep)),
            self.at_image[keep],
            self.at_class[keep],
            {name: values[keep] for name, values in self.numbers.items()},
            self.whole[keep],
            self.width[keep],
            self.height[keep],
        )


def _index(keys: pa.ChunkedArray, known: pa.Array) -> NDArray[np.int64]:
    at = pc.fill_null(pc.index_in(keys.combine_chunks(), value_set=known), -1)
    return np.asarray(at, dtype=np.int64)


def _keep(batch: Records, incoming: _Incoming, problems: Problems) -> NDArray[np.bool_]:
    """Which rows can be taken; the others are reported, each once, with the first reason that holds."""
    objects, numbers, whole = incoming.rows, incoming.numbers, incoming.whole
    finite = whole | np.logical_and.reduce([np.isfinite(values) for values in numbers.values()])
    far = ~whole & np.logical_or.reduce([np.abs(values) > FARTHEST for values in numbers.values()])
    sizeless = np.asarray(objects.column("normalised")) & ~np.isfinite(incoming.width) & ~whole
    reasons = (
        ("unknown-image", incoming.at_image < 0, lambda i: f"Image {objects['image_key'][i]} is not in the dataset."),
        (
            "unknown-class",
            incoming.at_class < 0,
            lambda i: f"Class {objects['category_key'][i]} is not in the dataset.",
        ),
        ("not-finite", ~finite, lambda i: f"The box has {_box_words(numbers, i)}; four finite numbers are needed."),
        ("out-of-range", far, lambda i: f"The box has {_box_words(numbers, i)}; no image is that large."),
        ("size-unknown", sizeless, lambda i: "The box is in shares of an image whose size is unknown."),
    )
    keep = np.ones(objects.num_rows, dtype=np.bool_)
    for code, bad, say in reasons:
        problems.add_rows(objects, bad & keep, place=batch.object_place, code=code, say=say, skipped=True)
        keep &= ~bad
    return keep


def _in_pixels(incoming: _Incoming) -> _Incoming:
    """Boxes and polygons that are shares of the image, in pixels."""
    rows, width, height = incoming.rows, incoming.width, incoming.height
    shares = np.asarray(rows.column("normalised"))
    if not shares.any():
        return incoming
    sizes = {"x": width, "w": width, "y": height, "h": height}
    numbers = {name: np.where(shares, values * sizes[name], values) for name, values in incoming.numbers.items()}
    shaped = shares & rows.column("segmentation").combine_chunks().is_valid().to_numpy(zero_copy_only=False)
    if shaped.any():
        texts = rows.column("segmentation").to_pylist()
        for index in np.flatnonzero(shaped):
            scale = (float(width[index]), float(height[index]))
            rings = json.loads(texts[index])
            texts[index] = json.dumps([[value * scale[i % 2] for i, value in enumerate(ring)] for ring in rings])
        at = rows.schema.get_field_index("segmentation")
        rows = rows.set_column(at, "segmentation", pa.array(texts, pa.string()))
    return replace(incoming, rows=rows, numbers=numbers)


def _report_outside(batch: Records, incoming: _Incoming, problems: Problems) -> None:
    numbers, width, height = incoming.numbers, incoming.width, incoming.height
    x, y, w, h = (numbers[name] for name in ("x", "y", "w", "h"))
    with np.errstate(invalid="ignore"):
        outside = (x < -OUTSIDE_BY) | (y < -OUTSIDE_BY) | (x + w > width + OUTSIDE_BY) | (y + h > height + OUTSIDE_BY)
        empty = (w <= 0) | (h <= 0)

    def say_outside(index: int) -> str:
        frame = f"{width[index]:.0f} x {height[index]:.0f}"
        return f"The box {_box_words(numbers, index)} stands out of its {frame} image. It is kept as it is."

    def say_empty(index: int) -> str:
        return f"The box {_box_words(numbers, index)} has no area. It is kept as it is."

    for code, bad, say in (("box-outside", outside & ~empty, say_outside), ("box-empty", empty, say_empty)):
        problems.add_rows(
            incoming.rows, bad & ~incoming.whole, place=batch.object_place, code=code, say=say, skipped=False
        )


_MASK_SIZE = r'"size": ?\[(?P<height>\d+), ?(?P<width>\d+)\]'


def _report_mask_sizes(batch: Records, incoming: _Incoming, problems: Problems) -> None:
    """Report masks that are not of the size of their image: their pixels lie elsewhere than the source meant."""
    if not pc.any(pc.equal(incoming.rows.column("kind"), ShapeKind.MASK.value)).as_py():
        return
    stated = pc.extract_regex(incoming.rows.column("segmentation"), pattern=_MASK_SIZE).combine_chunks()
    height, width = (
        pc.fill_null(pc.cast(pc.struct_field(stated, side), pa.float64()), np.nan).to_numpy()
        for side in ("height", "width")
    )
    with np.errstate(invalid="ignore"):
        other = (abs(width - incoming.width) > 0) | (abs(height - incoming.height) > 0)

    def say(index: int) -> str:
        frame = f"{incoming.width[index]:.0f} x {incoming.height[index]:.0f}"
        return f"The mask is {width[index]:.0f} x {height[index]:.0f}, its image {frame}. It is kept as it is."

    problems.add_rows(incoming.rows, other, place=batch.object_place, code="mask-size", say=say, skipped=False)


def _box_words(numbers: Mapping[str, NDArray[np.float64]], index: int) -> str:
    return ", ".join(f"{name} {values[index]:g}" for name, values in numbers.items())


def _reference_ids(stated: pa.ChunkedArray, image_ids: NDArray[np.int64]) -> pa.Array:
    """The source's identifiers; `#n` for the n-th row without one of each image."""
    stated_array = stated.combine_chunks()
    missing = stated_array.is_null().to_numpy(zero_copy_only=False)
    if not missing.any():
        return stated_array
    numbered = np.zeros(len(missing), dtype=np.int64)
    numbered[missing] = ordinals(image_ids[missing])
    names = pc.binary_join_element_wise("#", pc.cast(pa.array(numbered), pa.string()), "")
    return pc.coalesce(stated_array, names)

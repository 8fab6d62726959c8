"""What can be told of a COCO file only when all of it was read: references, repeated ids, box convention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.problems import ProblemLog
from assay.model.shape import ShapeKind

_HUGE = 1e300  # two of them can be added
_MANY = 20
_SOME = 0.1  # boxes in corners stand out of the image about every second time, true ones hardly ever


def distinct_images(images: pa.Table, problems: ProblemLog) -> tuple[pa.Table, dict[str, str]]:
    """Each image once; and for a file that stands under two ids, the second id with the first.

    A repeated id is left out. A repeated file name is merged: its labels go to the first image of that name.
    """
    repeated = later_ones(images["key"])
    for index in np.flatnonzero(repeated).tolist():
        row, key = images["row"][index].as_py(), images["key"][index].as_py()
        problems.skip(f"$.images[{row}]", "duplicate-id", f"The image id {key} was already given to another image.")
    images = images.filter(pa.array(~repeated))
    twice = later_ones(images["file_name"])
    if not twice.any():
        return images, {}
    first = dict(zip(reversed(images["file_name"].to_pylist()), reversed(images["key"].to_pylist()), strict=True))
    aliases: dict[str, str] = {}
    for index in np.flatnonzero(twice).tolist():
        name, key, row = (images[column][index].as_py() for column in ("file_name", "key", "row"))
        aliases[key] = first[name]
        message = f"{name!r} is also image {first[name]}: its labels are read as labels of that one."
        problems.keep(f"$.images[{row}]", "duplicate-image", message)
    return images.filter(pa.array(~twice)), aliases


def known_objects(objects: pa.Table, images: pa.Array, categories: Sequence[str], problems: ProblemLog) -> pa.Table:
    """The objects whose image and class the file declares; the others are reported."""
    has_image = _flags(pc.is_in(objects["image_key"], value_set=images))
    has_class = _flags(pc.is_in(objects["category_key"], value_set=pa.array(categories, pa.string())))
    known = has_image & has_class
    for index in np.flatnonzero(~known).tolist():
        member = "category_id" if has_image[index] else "image_id"
        key = objects["category_key" if has_image[index] else "image_key"][index].as_py()
        code, list_name = ("unknown-class", "categories") if has_image[index] else ("unknown-image", "images")
        place = f"$.annotations[{objects['row'][index].as_py()}].{member}"
        problems.skip(place, code, f"`{list_name}` has no {key}.")
    return objects if known.all() else objects.filter(pa.array(known))


def distinct_objects(objects: pa.Table, problems: ProblemLog) -> pa.Table:
    """Each label id once; later labels of the same id are reported and left out."""
    repeated = later_ones(objects["reference_id"])
    for index in np.flatnonzero(repeated).tolist():
        place = f"$.annotations[{objects['row'][index].as_py()}].id"
        problems.skip(place, "duplicate-id", f"The label id {objects['reference_id'][index].as_py()} was already used.")
    return objects.filter(pa.array(~repeated)) if repeated.any() else objects


def placed_objects(objects: pa.Table, problems: ProblemLog) -> pa.Table:
    """Leave out labels without any shape, unless no label of the file has one: then they speak of whole images."""
    whole = _flags(pc.equal(objects["kind"], ShapeKind.WHOLE_IMAGE.value))
    if not whole.any() or whole.all():
        return objects
    for index in np.flatnonzero(whole).tolist():
        place = f"$.annotations[{objects['row'][index].as_py()}]"
        problems.skip(place, "missing-key", "The row has no `bbox` and no other shape to make one from.")
    return objects.filter(pa.array(~whole))


def tell_box_convention(objects: pa.Table, images: pa.Table, problems: ProblemLog) -> None:
    """Report boxes that look like corners or like shares of the image instead of x, y, width, height in pixels."""
    place = pc.index_in(objects["image_key"], value_set=images["key"].combine_chunks())
    sizes = images.select(["width", "height"]).take(place)
    x, y, w, h = (np.minimum(_floats(objects[name]), _HUGE) for name in "xywh")
    width, height = _floats(sizes["width"]), _floats(sizes["height"])
    given = ~np.isnan(x)
    if given.sum() < _MANY:
        return
    if np.nanmax(np.maximum(x + w, y + h)) <= 2 and np.nanmax(np.maximum(w, h)) <= 1:
        _tell(problems, "shares of the image's width and height (0 to 1)")
        return
    outside = (x + w > width + 1) | (y + h > height + 1)
    if (outside[given].mean() > _SOME) and bool(np.all((w > x)[given] & (h > y)[given])):
        _tell(problems, "corners x1, y1, x2, y2")


def _tell(problems: ProblemLog, looks_like: str) -> None:
    message = f"Boxes are read as x, y, width, height in pixels, as COCO says, but these look like {looks_like}."
    problems.keep("$.annotations", "box-convention", message)


def later_ones(column: pa.ChunkedArray) -> NDArray[np.bool_]:
    """(n,) which values stand earlier in the column already; NULL never does."""
    encoded = column.combine_chunks().dictionary_encode()
    repeated = np.zeros(len(encoded), dtype=np.bool_)
    if len(encoded.dictionary) + column.null_count == len(encoded):
        return repeated
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    repeated[:] = True
    repeated[np.unique(codes, return_index=True)[1]] = False
    repeated[codes < 0] = False
    return repeated


def _flags(column: Any) -> NDArray[np.bool_]:
    array: NDArray[np.bool_] = np.asarray(column.to_numpy(), dtype=np.bool_)
    return array


def _floats(column: Any) -> NDArray[np.float64]:
    array: NDArray[np.float64] = np.asarray(column.to_numpy(), dtype=np.float64)
    return array

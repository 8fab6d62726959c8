"""All batches of an export together, as a writer needs them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.records import Records, no_images, no_objects
from assay.model.category import CategoryRecord
from assay.schema.records import IMAGE_RECORDS, OBJECT_RECORDS


@dataclass(frozen=True, slots=True)
class Gathered:
    """Every image and object of an export. `image_of` (n,) is the row of each object's image, -1 for none."""

    images: pa.Table
    objects: pa.Table
    categories: tuple[CategoryRecord, ...]
    extra: str | None
    image_of: NDArray[np.int64]

    def only(self, where: NDArray[np.bool_]) -> Gathered:
        """The same with those objects that the mask marks."""
        return replace(self, objects=self.objects.filter(pa.array(where)), image_of=self.image_of[where])

    def marks(self, condition: Any) -> NDArray[np.bool_]:
        """A condition on columns as a mask; NULL counts as no."""
        mask: NDArray[np.bool_] = np.asarray(pc.fill_null(condition, fill_value=False).to_numpy(), dtype=np.bool_)
        return mask

    def sizes(self) -> NDArray[np.float64]:
        """(n, 2) width and height of each object's image as the records state them; NaN where they do not."""
        stated = np.column_stack([np.asarray(self.images[name].to_numpy(), np.float64) for name in ("width", "height")])
        return np.vstack([stated, [np.nan, np.nan]])[self.image_of]  # -1 is the last row


def gather(batches: Iterable[Records]) -> Gathered:
    """All batches as one."""
    images, objects = [no_images()], [no_objects()]
    categories: dict[str, CategoryRecord] = {}
    extra: str | None = None
    for batch in batches:
        images.append(batch.images.cast(IMAGE_RECORDS.arrow))
        objects.append(batch.objects.cast(OBJECT_RECORDS.arrow))
        categories |= {category.key: category for category in batch.categories}
        extra = extra or batch.extra
    every = pa.concat_tables(images).unify_dictionaries().combine_chunks()
    rows = pa.concat_tables(objects).unify_dictionaries().combine_chunks()
    found = pc.fill_null(pc.index_in(rows["image_key"], value_set=every["key"].combine_chunks()), -1)
    return Gathered(every, rows, tuple(categories.values()), extra, np.asarray(found, dtype=np.int64))


def in_pixels(gathered: Gathered) -> Gathered:
    """The same with all coordinates in pixels; objects in shares of an image of unknown size are left out."""
    shares = gathered.marks(gathered.objects["normalised"])
    if not shares.any():
        return gathered
    gathered = gathered.only(~(shares & np.isnan(gathered.sizes()).any(axis=1)))
    return _scaled(gathered, np.where(gathered.marks(gathered.objects["normalised"])[:, None], gathered.sizes(), 1.0))


def in_shares(gathered: Gathered) -> Gathered:
    """The same with all coordinates in shares of the image; objects of images of unknown size are left out."""
    shares = gathered.marks(gathered.objects["normalised"])
    if shares.all():
        return gathered
    gathered = gathered.only(shares | np.isfinite(gathered.sizes()).all(axis=1))
    shares = gathered.marks(gathered.objects["normalised"])
    return _scaled(gathered, np.where(shares[:, None], 1.0, 1 / gathered.sizes()))


def _scaled(gathered: Gathered, factors: NDArray[np.float64]) -> Gathered:
    objects = gathered.objects
    for name, axis in (("x", 0), ("y", 1), ("w", 0), ("h", 1)):
        place = objects.schema.get_field_index(name)
        scaled = pc.multiply(objects[name], pa.array(factors[:, axis]))
        objects = objects.set_column(place, objects.schema.field(place), scaled)
    texts = objects["segmentation"].to_pylist()
    if any(texts):
        place = objects.schema.get_field_index("segmentation")
        rings = [_scaled_rings(text, factor) for text, factor in zip(texts, factors.tolist(), strict=True)]
        objects = objects.set_column(place, objects.schema.field(place), pa.array(rings, pa.string()))
    return replace(gathered, objects=objects)


def _scaled_rings(text: str | None, factor: list[float]) -> str | None:
    """Polygons in JSON with each x and y scaled; masks are in pixels always."""
    if text is None or factor == [1.0, 1.0]:
        return text
    rings = orjson.loads(text)
    if not isinstance(rings, list):
        return text
    return orjson.dumps([[value * factor[place % 2] for place, value in enumerate(ring)] for ring in rings]).decode()

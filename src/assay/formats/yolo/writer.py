"""Writes YOLO datasets that a trainer takes as they are: `data.yaml`, copies of the images, label files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.formats.gathered import Gathered, gather, in_shares
from assay.formats.kept import said_of_the_set
from assay.formats.losses import LossTally
from assay.formats.output import copy_image, new_folder, whole_file
from assay.formats.records import Records
from assay.formats.yolo.outline import joined_rings
from assay.formats.yolo.places import YoloPlaces
from assay.model.category import CategoryRecord
from assay.model.loss import LossReport, Written
from assay.model.shape import ShapeKind

_SEEN = 1e-5  # a share smaller than this is rounding, not a box that stands out of its image


class YoloWriter:
    """YOLO dataset: a folder with `data.yaml`, `images/` and `labels/` per split.

    Images are copied. A name that has an `images` folder in it already keeps its place, so that a set that was
    read from YOLO is laid out as it was.
    """

    name = "yolo"
    title = "YOLO dataset (data.yaml, images/, labels/)"

    def losses(self, batches: Iterable[Records]) -> LossReport:
        """What YOLO cannot carry: crowds, masks, keypoints, ids, attributes, what stands out of the image."""
        return _losses(gather(batches)).report()

    def write(self, batches: Iterable[Records], out: Path) -> Written:
        """Write the folder; `data.yaml` comes last, so that it is there only when all of it is."""
        new_folder(out)
        gathered = gather(batches)
        report = _losses(gathered).report()
        gathered = in_shares(gathered.only(_written(gathered)))
        places = YoloPlaces.of(gathered.images)
        lines = _lines(gathered, class_numbers(gathered.categories))
        copies = 0
        for place, source in enumerate(gathered.images["path"].to_pylist()):
            with whole_file(out / places.labels[place]) as file:
                file.write("".join(f"{line}\n" for line in lines.get(place, ())).encode())
            if source is not None and Path(source).is_file():
                copy_image(source, out / places.images[place])
                copies += 1
        for name, text in places.lists().items():
            with whole_file(out / name) as file:
                file.write(text.encode())
        with whole_file(out / "data.yaml") as file:
            file.write(places.config(_names(gathered.categories)).encode())
        return Written(copies, sum(map(len, lines.values())), report)


def class_numbers(categories: Sequence[CategoryRecord]) -> dict[str, int]:
    """The number of each class key: its own when the keys are 0 to n-1, else their order."""
    own = {category.key: int(category.key) for category in categories if category.key.isdecimal()}
    if sorted(own.values()) == list(range(len(categories))):
        return own
    return {category.key: number for number, category in enumerate(categories)}


def _names(categories: Sequence[CategoryRecord]) -> list[str]:
    numbers = class_numbers(categories)
    return [category.name for category in sorted(categories, key=lambda category: numbers[category.key])]


def _written(gathered: Gathered) -> NDArray[np.bool_]:
    """Which objects get a line."""
    objects = gathered.objects
    shaped = gathered.marks(pc.is_valid(objects["x"])) & ~gathered.marks(objects["is_crowd"])
    return shaped & (gathered.image_of >= 0) & ~_sizeless(gathered)


def _sizeless(gathered: Gathered) -> NDArray[np.bool_]:
    shares = gathered.marks(gathered.objects["normalised"])
    shaped = gathered.marks(pc.is_valid(gathered.objects["x"])) & (gathered.image_of >= 0)
    return shaped & ~shares & ~np.isfinite(gathered.sizes()).all(axis=1)


def _lines(gathered: Gathered, numbers: dict[str, int]) -> dict[int, list[str]]:
    """The lines of each image, by its row."""
    boxes, _ = _clipped(gathered)
    rows = gathered.objects.select(["category_key", "kind", "segmentation"]).to_pylist()
    lines: dict[int, list[str]] = {}
    for place, row, box in zip(gathered.image_of.tolist(), rows, boxes.tolist(), strict=True):
        if box[2] <= 0 or box[3] <= 0:
            continue
        shape = _outline(row["segmentation"]) if row["kind"] == ShapeKind.POLYGON else None
        if shape is None:
            x, y, w, h = box
            shape = [min(max(value, 0.0), 1.0) for value in (x + w / 2, y + h / 2, w, h)]
        lines.setdefault(place, []).append(" ".join((str(numbers[row["category_key"]]), *map(_number, shape))))
    return lines


def _outline(segmentation: str | None) -> list[float] | None:
    """The points of a polygon inside the image; None when they make none."""
    rings = orjson.loads(segmentation) if segmentation else []
    rings = [ring for ring in rings if len(ring) >= 6] if isinstance(rings, list) else []
    return np.clip(joined_rings(rings), 0, 1).tolist() if rings else None


def _clipped(gathered: Gathered) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """(n, 4) the boxes inside their images, in shares; and which of them stood out."""
    columns = [np.asarray(gathered.objects[name].to_numpy(), dtype=np.float64) for name in "xywh"]
    x, y, w, h = columns
    left, top = np.clip(x, 0, 1), np.clip(y, 0, 1)
    right, bottom = np.clip(x + w, 0, 1), np.clip(y + h, 0, 1)
    outside = np.maximum(np.maximum(left - x, top - y), np.maximum(x + w - right, y + h - bottom)) > _SEEN
    cut = np.column_stack([left, top, right - left, bottom - top])
    return np.where(outside[:, None], cut, np.column_stack([x, y, w, h])), outside


def _number(value: float) -> str:
    """A share with as many digits as it needs, ten at most: an error below a millionth of a pixel."""
    return f"{value:.10f}".rstrip("0").rstrip(".")


def _losses(gathered: Gathered) -> LossTally:
    tally, objects = LossTally(), gathered.objects
    tally.add_objects(
        "unknown-image", "Labels of images that are not exported are left out.", objects, gathered.image_of < 0
    )
    message = "Labels of images whose size is unknown are left out."
    tally.add_objects("unknown-size", message, objects, _sizeless(gathered))
    crowd = gathered.marks(objects["is_crowd"])
    tally.add_objects("crowd", "YOLO has no crowd regions: left out.", objects, crowd)
    whole = gathered.marks(pc.equal(objects["kind"], ShapeKind.WHOLE_IMAGE.value))
    tally.add_objects("whole-image", "YOLO detection has no labels of whole images: left out.", objects, whole)
    written = gathered.only(_written(gathered))
    _shape_losses(tally, written)
    _member_losses(tally, written)
    _image_losses(tally, gathered)
    return tally


def _shape_losses(tally: LossTally, written: Gathered) -> None:
    objects = written.objects
    for kind, message in (
        (ShapeKind.MASK, "YOLO has no pixel masks: written as boxes."),
        (ShapeKind.KEYPOINTS, "Keypoints are not written: only their boxes are."),
        (ShapeKind.ROTATED_BOX, "Rotated boxes are written unrotated."),
    ):
        tally.add_objects(kind.value, message, objects, written.marks(pc.equal(objects["kind"], kind.value)))
    parts = written.marks(pc.equal(objects["kind"], ShapeKind.POLYGON.value))
    parts[parts] = [_has_parts(text) for text in objects["segmentation"].filter(pa.array(parts)).to_pylist()]
    tally.add_objects("parts", "Polygons of several parts are joined into one outline.", objects, parts)
    shares = in_shares(written)
    boxes, outside = _clipped(shares)
    empty = np.asarray((boxes[:, 2:] <= 0).any(axis=1), dtype=np.bool_)
    tally.add_objects("empty", "Boxes without area inside the image are left out.", shares.objects, empty)
    cut = outside & ~empty
    tally.add_objects("outside", "Boxes that stand out of the image are cut off.", shares.objects, cut)


def _has_parts(segmentation: str | None) -> bool:
    return segmentation is not None and segmentation.count("[") > 2


def _member_losses(tally: LossTally, written: Gathered) -> None:
    for column, code, message in (
        ("reference_id", "ids", "YOLO labels have no ids."),
        ("attributes", "attributes", "YOLO labels have no attributes."),
        ("track_id", "track", "YOLO labels have no track ids."),
        ("score", "score", "YOLO labels have no score."),
    ):
        tally.add_objects(code, message, written.objects, written.marks(pc.is_valid(written.objects[column])))
    message = "YOLO labels have no ignore flag: written as plain labels."
    tally.add_objects("ignore", message, written.objects, written.marks(written.objects["ignore"]))


def _image_losses(tally: LossTally, gathered: Gathered) -> None:
    images = gathered.images
    for columns, code, message in (
        (("foreign_id",), "image-ids", "YOLO images have no ids but their names."),
        (("metadata", "extra"), "metadata", "YOLO images have no metadata."),
    ):
        given = np.any([gathered.marks(pc.is_valid(images[column])) for column in columns], axis=0)
        tally.add_images(code, message, images, given)
    missing = np.array(
        [path is None or not Path(path).is_file() for path in images["path"].to_pylist()], dtype=np.bool_
    )
    tally.add_images("missing-file", "No image file was found to copy: only its labels are written.", images, missing)
    places = YoloPlaces.of(images)
    tally.add("moved", "Images whose name was taken already got another.", places.renamed)
    named = [category.name for category in gathered.categories if category.extra]
    tally.add("class-extra", "YOLO classes have a name only.", named)
    message = "YOLO keeps nothing of what is said of the set as a whole."
    tally.add("set-extra", message, said_of_the_set(gathered.extra))

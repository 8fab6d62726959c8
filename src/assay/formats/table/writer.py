"""Writes tables of labels: one row per label, and one for an image without labels."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray
from pyarrow import parquet

from assay.formats.gathered import Gathered, gather, in_pixels
from assay.formats.json_text import object_of, to_json
from assay.formats.kept import said_of_the_set
from assay.formats.losses import LossTally
from assay.formats.output import file_place, whole_file
from assay.formats.records import Records
from assay.formats.splits import split_told
from assay.formats.table.columns import PEOPLE, sign_columns
from assay.formats.table.file import SUFFIXES
from assay.model.loss import LossReport, Written
from assay.model.shape import ShapeKind
from assay.schema.own_fields import SECONDS

_BOX = ("x", "y", "w", "h")
_COLUMNS = ("path", "label", *_BOX, "split", *PEOPLE)


class TableWriter:
    """Table of labels: `path`, `label`, box as `x`, `y`, `w`, `h`, who made it, `split`, and a column per metadata key.

    `out` is a `.csv` or `.parquet` file, or a folder that gets a `labels.csv`. An image without labels has one row
    with an empty label, a class of a whole image no box. Numbers keep all their digits.
    """

    name = "table"
    title = "Table of labels (CSV or Parquet)"

    def losses(self, batches: Iterable[Records]) -> LossReport:
        """What a table cannot carry: outlines, attributes, keys that are no metadata."""
        return _losses(gather(batches)).report()

    def write(self, batches: Iterable[Records], out: Path) -> Written:
        """Write the file, whole or not at all; return what was lost."""
        gathered = gather(batches)
        place = file_place(out, "labels.csv", SUFFIXES)
        table = _table(gathered, place.name)
        with whole_file(place) as file:
            if place.suffix.lower() in (".parquet", ".pq"):
                parquet.write_table(table, file)
            else:
                delimiter = "\t" if place.suffix.lower() == ".tsv" else ","
                file.write(_csv(table, delimiter))
        return Written(gathered.images.num_rows, int(_written(gathered).sum()), _losses(gathered).report())


def _table(gathered: Gathered, file: str) -> pa.Table:
    labels = in_pixels(gathered.only(_written(gathered)))
    bare = np.setdiff1d(np.arange(labels.images.num_rows), labels.image_of)
    at_image = np.concatenate([labels.image_of, bare])
    at_label = np.concatenate([np.arange(len(labels.image_of)), np.full(len(bare), -1)])
    order = np.argsort(at_image, kind="stable")
    image = pa.array(at_image[order])
    label = pa.array(at_label[order], mask=at_label[order] < 0)
    told = {"path": labels.images["file_name"].take(image)}
    told |= {name: column.take(label) for name, column in _label_columns(labels).items()}
    of_images = _image_columns(labels.images, file, signed=any(name in PEOPLE for name in told))
    told |= {name: column.take(image) for name, column in of_images.items()}
    return pa.table(told)


def _label_columns(labels: Gathered) -> dict[str, Any]:
    """Classes by name, and boxes where there are any."""
    names = {category.key: category.name for category in labels.categories}
    keys = labels.objects["category_key"].to_pylist()
    columns: dict[str, Any] = {"label": pa.array([names.get(key, key) for key in keys], pa.string())}
    has_boxes = labels.objects["x"].null_count < labels.objects.num_rows
    boxes = {name: labels.objects[name] for name in _BOX} if has_boxes else {}
    said = _said(labels)
    return columns | boxes | {name: _column([row.get(name) for row in said]) for name in _signs(said)}


def _said(labels: Gathered) -> list[dict[str, Any]]:
    return [object_of(text) for text in labels.objects["attributes"].to_pylist()]


def _signs(said: Iterable[Mapping[str, Any]]) -> list[str]:
    """The attributes that a table carries, as they are read back: who made labels, and how long it took."""
    names = dict.fromkeys(name for row in said for name in row if name in (*PEOPLE, *SECONDS))
    return list(sign_columns(list(names)))


def _image_columns(images: pa.Table, file: str, *, signed: bool) -> dict[str, Any]:
    """Splits where there are any, or names tell some, and a column per key of the metadata; one of ours gets a `_`."""
    metadata = [object_of(text) for text in images["metadata"].to_pylist()]
    keys = dict.fromkeys(key for row in metadata for key in row)
    taken = {*_COLUMNS, *SECONDS} if signed else {*_COLUMNS}
    told = any(split_told(path, file) for path in images["file_name"].to_pylist())
    splits = {"split": images["split"]} if told or images["split"].null_count < images.num_rows else {}
    return splits | {f"{key}_" if key in taken else key: _column([row.get(key) for row in metadata]) for key in keys}


def _column(values: list[Any]) -> pa.Array:
    """The values as one column; as text where they are of several types or nested."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) <= 1 and not kinds & {list, dict}:
        return pa.array(values)
    if kinds <= {int, float}:
        return pa.array(values, pa.float64())
    return pa.array([value if value is None or isinstance(value, str) else to_json(value).decode() for value in values])


def _csv(table: pa.Table, delimiter: str) -> bytes:
    buffer = io.BytesIO()
    options = arrow_csv.WriteOptions(delimiter=delimiter, quoting_style="needed")
    arrow_csv.write_csv(table, buffer, options)
    return buffer.getvalue()


def _written(gathered: Gathered) -> NDArray[np.bool_]:
    """Which objects get a row."""
    crowd = gathered.marks(gathered.objects["is_crowd"])
    return (gathered.image_of >= 0) & ~crowd & ~_shapeless(gathered) & ~_sizeless(gathered)


def _shapeless(gathered: Gathered) -> NDArray[np.bool_]:
    whole = gathered.marks(pc.equal(gathered.objects["kind"], ShapeKind.WHOLE_IMAGE.value))
    return ~whole & gathered.marks(pc.is_null(gathered.objects["x"]))


def _sizeless(gathered: Gathered) -> NDArray[np.bool_]:
    return gathered.marks(gathered.objects["normalised"]) & ~np.isfinite(gathered.sizes()).all(axis=1)


def _losses(gathered: Gathered) -> LossTally:
    tally, objects = LossTally(), gathered.objects
    for code, message, where in (
        ("unknown-image", "Labels of images that are not exported are left out.", gathered.image_of < 0),
        ("crowd", "The table has no crowd regions: left out.", gathered.marks(objects["is_crowd"])),
        ("shape", "Labels without a box are left out.", _shapeless(gathered)),
        ("unknown-size", "Labels in shares of an image of unknown size are left out.", _sizeless(gathered)),
    ):
        tally.add_objects(code, message, objects, where)
    _label_losses(tally, gathered.only(_written(gathered)))
    _image_losses(tally, gathered)
    return tally


def _label_losses(tally: LossTally, labels: Gathered) -> None:
    objects = labels.objects
    for kind, message in (
        (ShapeKind.POLYGON, "The table has no outlines: written as boxes."),
        (ShapeKind.MASK, "The table has no pixel masks: written as boxes."),
        (ShapeKind.KEYPOINTS, "Keypoints are not written: only their boxes are."),
        (ShapeKind.ROTATED_BOX, "Rotated boxes are written unrotated."),
    ):
        tally.add_objects(kind.value, message, objects, labels.marks(pc.equal(objects["kind"], kind.value)))
    for column, code, message in (
        ("reference_id", "ids", "The table has no ids of labels."),
        ("track_id", "track", "The table has no track ids."),
        ("score", "score", "The table has no scores."),
    ):
        tally.add_objects(code, message, objects, labels.marks(pc.is_valid(objects[column])))
    said = _said(labels)
    signs = _signs(said)
    more = np.array([any(name not in signs for name in row) for row in said], np.bool_)
    message = "The table has no attributes of labels beside who made them and how long it took."
    tally.add_objects("attributes", message, objects, more)
    message = "The table has no ignore flag: written as plain labels."
    tally.add_objects("ignore", message, objects, labels.marks(objects["ignore"]))


def _image_losses(tally: LossTally, gathered: Gathered) -> None:
    images = gathered.images
    given = np.any([gathered.marks(pc.is_valid(images[column])) for column in ("foreign_id", "extra")], axis=0)
    tally.add_images("image-ids", "The table has no ids of images and no keys beside metadata.", images, given)
    named = [category.name for category in gathered.categories if category.extra]
    tally.add("class-extra", "The table keeps the name of a class only.", named)
    tally.add(
        "set-extra", "The table keeps nothing of what is said of the set as a whole.", said_of_the_set(gathered.extra)
    )

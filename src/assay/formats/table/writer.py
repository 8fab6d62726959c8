"""Writes tables of labels: one row per image and class."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from pyarrow import parquet

from assay.formats.gathered import Gathered, gather
from assay.formats.json_text import object_of, to_json
from assay.formats.kept import said_of_the_set
from assay.formats.losses import LossTally
from assay.formats.output import file_place, whole_file
from assay.formats.records import Records
from assay.formats.table.file import SUFFIXES
from assay.model.loss import LossReport
from assay.model.shape import ShapeKind

_COLUMNS = ("path", "label", "split")


class TableWriter:
    """Table of labels: `path`, `label`, `split`, and a column per key of the images' metadata.

    `out` is a `.csv` or `.parquet` file, or a folder that gets a `labels.csv`. An image without a label has an
    empty one.
    """

    name = "table"
    title = "Table of labels (CSV or Parquet)"

    def losses(self, batches: Iterable[Records]) -> LossReport:
        """What a table cannot carry: boxes, attributes, keys that are no metadata."""
        return _losses(gather(batches)).report()

    def write(self, batches: Iterable[Records], out: Path) -> LossReport:
        """Write the file, whole or not at all; return what was lost."""
        gathered = gather(batches)
        place = file_place(out, "labels.csv", SUFFIXES)
        table = _table(gathered)
        with whole_file(place) as file:
            if place.suffix.lower() in (".parquet", ".pq"):
                parquet.write_table(table, file)
            else:
                delimiter = "\t" if place.suffix.lower() == ".tsv" else ","
                file.write(_csv(table, delimiter))
        return _losses(gathered).report()


def _table(gathered: Gathered) -> pa.Table:
    names = {category.key: category.name for category in gathered.categories}
    labels = gathered.only(_labels(gathered))
    of_image: dict[int, list[str]] = {}
    for place, key in zip(labels.image_of.tolist(), labels.objects["category_key"].to_pylist(), strict=True):
        of_image.setdefault(place, []).append(names.get(key, key))
    rows = list(_rows(gathered, of_image))
    keys = list(dict.fromkeys(key for row in rows for key in row))
    columns = [key for key in (*_COLUMNS, *keys) if key in keys or key != "split"]
    columns = list(dict.fromkeys(columns))
    return pa.table({column: _column([row.get(column) for row in rows]) for column in columns})


def _rows(gathered: Gathered, of_image: dict[int, list[str]]) -> Iterator[dict[str, Any]]:
    images = gathered.images.select(["file_name", "split", "metadata"]).to_pylist()
    for place, image in enumerate(images):
        metadata = object_of(image["metadata"])
        fixed = {"split": image["split"]} if image["split"] is not None else {}
        for label in of_image.get(place, [None]):
            yield {"path": image["file_name"], "label": label, **fixed, **_free_keys(metadata)}


def _free_keys(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key if key not in _COLUMNS else f"{key}_": value for key, value in metadata.items()}


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


def _labels(gathered: Gathered) -> Any:
    whole = gathered.marks(pc.equal(gathered.objects["kind"], ShapeKind.WHOLE_IMAGE.value))
    return whole & (gathered.image_of >= 0)


def _losses(gathered: Gathered) -> LossTally:
    tally, objects = LossTally(), gathered.objects
    whole = gathered.marks(pc.equal(objects["kind"], ShapeKind.WHOLE_IMAGE.value))
    tally.add_objects(
        "boxes", "The table has classes of whole images only: other labels are left out.", objects, ~whole
    )
    labels = gathered.only(_labels(gathered))
    for column, code, message in (
        ("reference_id", "ids", "The table has no ids of labels."),
        ("attributes", "attributes", "The table has no attributes of labels."),
        ("score", "score", "The table has no scores."),
    ):
        tally.add_objects(code, message, labels.objects, labels.marks(pc.is_valid(labels.objects[column])))
    images = gathered.images
    given = np.any([gathered.marks(pc.is_valid(images[column])) for column in ("foreign_id", "extra")], axis=0)
    tally.add_images("image-ids", "The table has no ids of images and no keys beside metadata.", images, given)
    named = [category.name for category in gathered.categories if category.extra]
    tally.add("class-extra", "The table keeps the name of a class only.", named)
    tally.add(
        "set-extra", "The table keeps nothing of what is said of the set as a whole.", said_of_the_set(gathered.extra)
    )
    return tally

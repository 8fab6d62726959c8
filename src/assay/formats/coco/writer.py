"""Writes COCO datasets: original ids, every key that was read, one row per line."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import orjson
import pyarrow.compute as pc

from assay.formats.coco.rows import distinct_ids, image_rows, object_rows
from assay.formats.coco.spelling import Spelling, is_number_text
from assay.formats.gathered import Gathered, gather, in_pixels
from assay.formats.json_text import to_json
from assay.formats.kept import SPELLING, kept_members
from assay.formats.losses import LossTally
from assay.formats.output import file_place, whole_file
from assay.formats.records import Records
from assay.model.category import CategoryRecord
from assay.model.loss import LossReport, Written
from assay.model.shape import ShapeKind

_LISTS = ("images", "annotations", "categories")


class CocoWriter:
    """COCO dataset: one JSON file. `out` is the file, or a folder that gets an `instances.json`."""

    name = "coco"
    title = "COCO dataset (JSON)"

    def losses(self, batches: Iterable[Records]) -> LossReport:
        """What COCO cannot carry: rotation, scores, labels of whole images beside boxes."""
        return _losses(gather(batches)).report()

    def write(self, batches: Iterable[Records], out: Path) -> Written:
        """Write the file, whole or not at all; return what was lost."""
        gathered = gather(batches)
        report = _losses(gathered).report()
        gathered = _carried(gathered)
        extra = kept_members(gathered.extra)
        spelling = Spelling.of(extra)
        image_ids, _ = distinct_ids(gathered.images["foreign_id"].to_pylist(), "images", spelling)
        ids, _ = distinct_ids(gathered.objects["reference_id"].to_pylist(), "annotations", spelling)
        category_ids = class_ids(gathered.categories, spelling)
        of_objects = [image_ids[place] for place in gathered.image_of.tolist()]
        lists: dict[str, Iterable[Any]] = {
            "images": image_rows(gathered.images, image_ids),
            "annotations": object_rows(gathered.objects, ids, of_objects, category_ids, spelling=spelling),
            "categories": (_category(category, category_ids) for category in gathered.categories),
        }
        with whole_file(file_place(out, "instances.json", (".json",))) as file:
            _write_members(file, {key: value for key, value in extra.items() if key not in (*_LISTS, SPELLING)}, lists)
        return Written(gathered.images.num_rows, gathered.objects.num_rows, report)


def class_ids(categories: Iterable[CategoryRecord], spelling: Spelling) -> dict[str, int | str]:
    """The COCO id of each class key: its own where it is a number (or was a text in a COCO file), else a new number.

    A class that came from elsewhere, a folder or a second file that numbers classes otherwise, is called by its name.
    New numbers are above the others, and start at 1.
    """
    given = list(categories)
    own = {
        category.key: spelling.identifier(category.key, "categories")
        for category in given
        if is_number_text(category.key) or not _is_called_by_name(category)
    }
    taken = (int(category.key) for category in given if is_number_text(category.key))
    free = count(max(max(taken, default=0), 0) + 1)
    return {category.key: own[category.key] if category.key in own else next(free) for category in given}


def _is_called_by_name(category: CategoryRecord) -> bool:
    """Whether the key is the name, alone or behind a number that another class has (`3:helmet`)."""
    number, _, name = category.key.partition(":")
    return category.key == category.name or (name == category.name and is_number_text(number))


def write_rows(file: BinaryIO, rows: Iterable[Any]) -> None:
    """A JSON list with one row per line."""
    file.write(b"[")
    separator = b"\n"
    for row in rows:
        file.write(separator + _row(row))
        separator = b",\n"
    file.write(b"\n]")


def _row(row: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(row)
    except TypeError:  # a number of more than 64 bits, beside an outline that is text already
        outline = row.get("segmentation")
        return to_json({**row, "segmentation": orjson.loads(outline.contents)} if outline else row)


def _write_members(file: BinaryIO, extra: dict[str, Any], lists: dict[str, Iterable[Any]]) -> None:
    file.write(b"{\n")
    for key, value in extra.items():
        file.write(orjson.dumps(key) + b": " + to_json(value) + b",\n")
    separator = b""
    for key, rows in lists.items():
        file.write(separator + orjson.dumps(key) + b": ")
        write_rows(file, rows)
        separator = b",\n"
    file.write(b"\n}\n")


def _category(category: CategoryRecord, ids: dict[str, int | str]) -> dict[str, Any]:
    return {"id": ids[category.key], "name": category.name, **kept_members(category.extra)}


def _carried(gathered: Gathered) -> Gathered:
    """What can be written: objects of images that are there, in pixels; whole images only where nothing else is."""
    gathered = in_pixels(gathered.only(gathered.image_of >= 0))
    return gathered.only(~_lone_whole(gathered))


def _lone_whole(gathered: Gathered) -> Any:
    """Labels of whole images in a set that also has shapes: a COCO reader takes them for broken boxes."""
    whole = gathered.marks(pc.equal(gathered.objects["kind"], ShapeKind.WHOLE_IMAGE.value))
    return whole & (not whole.all())


def _losses(gathered: Gathered) -> LossTally:
    tally, objects = LossTally(), gathered.objects
    tally.add_objects(
        "unknown-image", "Labels of images that are not exported are left out.", objects, gathered.image_of < 0
    )
    sizeless = gathered.marks(objects["normalised"]) & np.isnan(gathered.sizes()).any(axis=1)
    message = "Labels in shares of an image whose size is unknown are left out."
    tally.add_objects("unknown-size", message, objects, sizeless & (gathered.image_of >= 0))
    message = "COCO labels have a shape: labels of whole images are left out."
    tally.add_objects("whole-image", message, objects, _lone_whole(gathered))
    rotated = gathered.marks(pc.equal(objects["kind"], ShapeKind.ROTATED_BOX.value))
    tally.add_objects("rotation", "COCO has no rotated boxes: written as polygons of their corners.", objects, rotated)
    scored = gathered.marks(pc.is_valid(objects["score"])) | gathered.marks(pc.is_valid(objects["probabilities"]))
    tally.add_objects("score", "COCO labels have no score or probabilities.", objects, scored)
    spelling = Spelling.of(kept_members(gathered.extra))
    for member, column in (("images", gathered.images["foreign_id"]), ("annotations", objects["reference_id"])):
        _, replaced = distinct_ids(column.to_pylist(), member, spelling)
        tally.add(f"renumbered-{member}", f"Ids of {member} that were used twice are replaced by new ones.", replaced)
    return tally

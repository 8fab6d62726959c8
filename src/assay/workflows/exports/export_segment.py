"""What is in a segment, item by item: as CSV, as JSON, or as a zip of crops with that JSON."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.arrays import Ids
from assay.errors import MediaError
from assay.media.crop import crop_window, cut
from assay.media.decode import decode
from assay.media.locate import locate
from assay.media.orientation import Pixels
from assay.model.level import Level
from assay.model.segment import ITEM_LEVELS, Segment
from assay.query.compile import PARENT_KEYS
from assay.schema.fields import LEVEL_TABLES
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask, ids_of
from assay.workflows.image_places import places, upright
from assay.workflows.segments.segments import count_items, facts_of

CROP_SIDE = 256
"""The longer side of a crop, in pixels."""

_CONTEXT = 0.25
_BOX = ("x", "y", "w", "h")
_SUFFIX = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


class ItemsForm(StrEnum):
    """How items are written.

    CSV  one row each.  JSON  with what the segment is.  CROPS  a zip of that JSON and a crop of each item.
    """

    CSV = "csv"
    JSON = "json"
    CROPS = "crops"


@dataclass(frozen=True)
class Listing:
    """The items of a segment at one moment: rows with `level`, `id`, where it lies, its class, `error` and `done`."""

    snapshot: Snapshot
    segment: Segment
    rows: pa.Table


def list_items(snapshot: Snapshot, segment: Segment) -> Listing:
    """What is in the segment: the items of a frozen one, what the query of a live one lists.

    Boxes are in pixels of the displayed image; those of whole images are NULL.
    """
    if segment.query is not None:
        opens = facts_of(segment, count_items(snapshot, [segment]).get(segment.id)).opens
        ids = ids_of(ask(snapshot, opens.text, level=opens.level, dataset=segment.dataset_id))
        parts = [_rows(snapshot, opens.level, ids)]
    else:
        items = snapshot.rows("segment_items", where={"segment_id": segment.id})
        parts = [
            _rows(snapshot, level, items[PARENT_KEYS[level]].drop_null().to_numpy(), items) for level in ITEM_LEVELS
        ]
    return Listing(snapshot, segment, pa.concat_tables(parts, promote_options="default").combine_chunks())


def write_items(listing: Listing, form: ItemsForm) -> Iterator[bytes]:
    """The items in a form, in pieces: nothing of it has to lie in memory or on disk as a whole."""
    return _WRITE[form](listing)


def file_name(segment: Segment, form: ItemsForm) -> str:
    """What the file of a segment is called."""
    stem = re.sub(r"[^\w.-]+", "-", segment.name).strip("-.") or "segment"
    return f"{stem}.{'zip' if form is ItemsForm.CROPS else form.value}"


def _rows(snapshot: Snapshot, level: Level, ids: Ids, items: pa.Table | None = None) -> pa.Table:
    objects = snapshot.take(LEVEL_TABLES[level].name, ids)
    image_ids = objects["id" if level is Level.IMAGE else "image_id"].to_numpy()
    unique, at = np.unique(image_ids, return_inverse=True)
    images = snapshot.take("images", unique)
    columns: dict[str, Any] = {
        "level": pa.array([level.value] * objects.num_rows, pa.string()),
        "id": objects["id"],
        "image_id": image_ids,
        "file_name": images["file_name"].take(pa.array(at)),
        "split": images["split"].take(pa.array(at)),
    }
    if level is not Level.IMAGE:
        columns["label"] = _class_names(snapshot, objects)
        boxes = np.stack([objects[name].cast(pa.float64()).fill_null(np.nan).to_numpy() for name in _BOX], axis=1)
        shown = upright(boxes, at, images)
        columns |= {name: pa.array(shown[:, place], from_pandas=True) for place, name in enumerate(_BOX)}
        if level is Level.PREDICTION:
            columns["score"] = objects["score"]
    if items is not None:
        own = items.filter(pc.is_valid(items[PARENT_KEYS[level]]))
        place = pc.index_in(objects["id"], value_set=own[PARENT_KEYS[level]].combine_chunks())
        columns |= {name: own[name].take(place) for name in ("error", "done")}
    return pa.table(columns)


def _class_names(snapshot: Snapshot, objects: pa.Table) -> pa.Array:
    dataset_ids = objects["dataset_id"].unique().to_pylist()
    categories = [category for id_ in dataset_ids for category in snapshot.categories(id_)]
    ids = pa.array([category.id for category in categories], pa.int32())
    names = pa.array([category.name for category in categories], pa.string())
    return names.take(pc.index_in(objects["category_id"].combine_chunks(), value_set=ids))


def _csv(listing: Listing) -> Iterator[bytes]:
    for number, batch in enumerate(listing.rows.to_batches(max_chunksize=5_000) or [listing.rows]):
        text = io.StringIO()
        writer = csv.DictWriter(text, listing.rows.column_names, lineterminator="\n")
        if number == 0:
            writer.writeheader()
        writer.writerows(batch.to_pylist())
        yield text.getvalue().encode()


def _json(listing: Listing) -> Iterator[bytes]:
    yield json.dumps(_about(listing), ensure_ascii=False, indent=1).removesuffix("\n}").encode()
    yield b',\n "items": ['
    before = "\n  "
    for batch in listing.rows.to_batches(max_chunksize=5_000):
        lines = [json.dumps(_filled(row), ensure_ascii=False) for row in batch.to_pylist()]
        yield (before + ",\n  ".join(lines)).encode()
        before = ",\n  "
    yield b"\n ]\n}\n"


def _about(listing: Listing) -> dict[str, Any]:
    segment = listing.segment
    return {
        "segment": segment.name,
        "kind": segment.kind.value,
        "fields": dict(segment.fields),
        "state": segment.state.value,
        "assignee": segment.assignee,
        "description": segment.description,
        "query": None if segment.query is None else segment.query.text,
        "comments": [
            {"author": comment.author, "at": comment.at.isoformat(), "text": comment.text}
            for comment in listing.snapshot.segment_comments(segment.id)
        ],
    }


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _crops(listing: Listing) -> Iterator[bytes]:
    out = _Pieces()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("items.json", b"".join(_json(listing)), zipfile.ZIP_DEFLATED)
        problems = []
        for row, crop in _cut(listing):
            if isinstance(crop, MediaError):
                problems.append(f"{row['level']} {row['id']} of {row['file_name']}: {crop.message}")
            else:
                archive.writestr(*crop)
            yield out.taken()
        if problems:
            archive.writestr("problems.txt", "\n".join(problems) + "\n", zipfile.ZIP_DEFLATED)
    yield out.taken()


def _cut(listing: Listing) -> Iterator[tuple[dict[str, Any], tuple[str, bytes] | MediaError]]:
    """Each item with its crop as name and bytes, or why there is none; each image is decoded once."""
    rows = listing.rows.sort_by([("image_id", "ascending")])
    roots, held = listing.snapshot.roots(), -1
    pixels: Pixels | MediaError = MediaError("There is no file.")
    for batch in rows.to_batches(max_chunksize=1_000):
        files = _files(listing.snapshot, batch, roots)
        for row in batch.to_pylist():
            if row["image_id"] != held:
                held, pixels = row["image_id"], _decoded(*files[row["image_id"]])
            yield row, pixels if isinstance(pixels, MediaError) else _crop(row, pixels)


def _files(snapshot: Snapshot, batch: pa.RecordBatch, roots: dict[int, Path]) -> dict[int, tuple[Path | None, str]]:
    images = snapshot.take("images", np.unique(batch["image_id"].to_numpy()))
    return dict(zip(images["id"].to_pylist(), places(images, roots), strict=True))


def _decoded(root: Path | None, path: str) -> Pixels | MediaError:
    if root is None:
        return MediaError("No file was found for it.")
    try:
        return decode(locate(root, path))
    except MediaError as error:
        return error


def _crop(row: dict[str, Any], pixels: Pixels) -> tuple[str, bytes]:
    """A name that says what is on it, and the picture."""
    height, width = pixels.shape[:2]
    box = None if row.get("x") is None else (row["x"], row["y"], row["w"], row["h"])
    picture = cut(pixels, crop_window(box, width, height, context=_CONTEXT), size=CROP_SIDE)
    folder = re.sub(r"[^\w.-]+", "-", row.get("label") or "images").strip("-.") or "class"
    stem = re.sub(r"[^\w.-]+", "-", Path(row["file_name"]).stem).strip("-.") or "image"
    return f"{folder}/{stem}-{row['level']}-{row['id']}{_SUFFIX[picture.media_type]}", picture.body


class _Pieces(io.RawIOBase):
    """What a zip writes, handed on piece by piece; it cannot be sought in, so that sizes follow their files."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: Any) -> int:
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since the last time."""
        piece = bytes(self._held)
        self._held.clear()
        return piece


_WRITE: dict[ItemsForm, Callable[[Listing], Iterator[bytes]]] = {
    ItemsForm.CSV: _csv,
    ItemsForm.JSON: _json,
    ItemsForm.CROPS: _crops,
}

"""The classes and images that a result file declares beside its predictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from assay.formats.coco.mending import as_identifier
from assay.formats.json_stream import Chunk
from assay.formats.records import no_images
from assay.formats.tables import image_table
from assay.model.category import CategoryRecord

_MOST_PIXELS = (1 << 31) - 1


class Declared:
    """`categories` as COCO has them, or `classes` as a list of names: the order of the class vectors; and `images`.

    Categories stand in order of their numbers, since that is what models count by; names in the order given. What
    is not as it should be is passed over: the predictions do not need it.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._classes: dict[str, CategoryRecord] = {}
        self._images: dict[str, dict[str, Any]] = {}

    def see(self, member: str, value: Any) -> None:
        """Take note of a member of the file; others than the three are let pass."""
        if member in {"classes", "categories"}:
            for row in _rows(value):
                self._add_class(row)
        elif member == "images":
            for row in _rows(value):
                self._add_image(row)

    def _add_class(self, row: Any) -> None:
        if isinstance(row, str) and row:
            self._classes.setdefault(row, CategoryRecord(row, row))
        elif isinstance(row, dict) and (key := as_identifier(row.get("id"))) is not None:
            name = row.get("name")
            self._classes.setdefault(str(key), CategoryRecord(str(key), name if isinstance(name, str) else str(key)))

    def _add_image(self, row: Any) -> None:
        if isinstance(row, dict) and (key := as_identifier(row.get("id"))) is not None:
            name = row.get("file_name")
            sides = {side: row.get(side) for side in ("width", "height")}
            self._images[str(key)] = {
                "file_name": name if isinstance(name, str) and name else str(key),
                **{side: px if type(px) is int and 0 < px <= _MOST_PIXELS else None for side, px in sides.items()},
            }

    @property
    def classes(self) -> tuple[CategoryRecord, ...]:
        """The classes in the order of the class vectors; none when the file declares none."""
        found = list(self._classes.values())
        if all(record.key.isdecimal() for record in found):
            found.sort(key=lambda record: int(record.key))
        return tuple(found)

    @property
    def images(self) -> pa.Table:
        """Image records: by which key the file names which picture, and how large it says that it is."""
        if not self._images:
            return no_images()
        columns: dict[str, Any] = {
            name: [image[name] for image in self._images.values()] for name in ("file_name", "width", "height")
        }
        keys = list(self._images)
        columns |= {"key": keys, "foreign_id": keys, "row": range(len(keys))}
        return image_table(len(keys), columns, file=self._file)


def _rows(value: Any) -> Iterator[Any]:
    """The rows of a list of the file; none of anything else."""
    for chunk in value if isinstance(value, Iterable) else ():
        yield from chunk.rows if isinstance(chunk, Chunk) else ()

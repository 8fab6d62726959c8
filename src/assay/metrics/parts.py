"""What was measured of pictures, on disk: files of rows, known by content, so that nothing is measured twice.

A part is an Arrow file with one row per image or crop. Its name says nothing; a row is found by its `key`, made of the
digest of the file and the box, and its columns are named by metric, version and parameters. So a run that was killed
goes on where it was, a repeated one finds everything, and all parts may be deleted at any time.
"""

from __future__ import annotations

import json
import math
import os
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import ipc

from assay.arrays import Boxes, Flags
from assay.metrics.metric import Output
from assay.metrics.plan import Step
from assay.model.metric import MetricType
from assay.schema.metric_fields import ARROW_TYPES

KEY = pa.binary(48)
MANY_PARTS = 16
"""So many parts of one plan are merged at the end of a run."""

_WHOLE_IMAGE = b"\xff" * 32
_EMPTY_KEY = b"\0" * 48  # of a file that cannot be read: it is looked for in vain


def image_key(digest: str | None, path: str) -> bytes:
    """By what the values of a whole image are known: its content, and its ending, which tells of file health too."""
    return _EMPTY_KEY if digest is None else _content(digest, path) + _WHOLE_IMAGE


def crop_keys(digest: str | None, path: str, boxes: Boxes) -> list[bytes]:
    """By what the values of crops are known: the image's content, and the box."""
    if digest is None:
        return [_EMPTY_KEY] * len(boxes)
    content, packed = _content(digest, path), np.ascontiguousarray(boxes, dtype="<f8").tobytes()
    return [content + packed[at : at + 32] for at in range(0, len(packed), 32)]


def column_of(step: Step, output: Output) -> str:
    """The column of a part in which an output of a step stands."""
    return f"{step.key}:{output.name}"


def typed(values: Sequence[float], kind: MetricType) -> pa.Array:
    """Numbers as a column; NaN in a column of anything but numbers is NULL, and whole numbers keep all 64 bits."""
    if kind is MetricType.NUMBER:
        return pa.array(values, pa.float64())
    if kind is MetricType.FLAG:
        return pa.array([None if math.isnan(value) else bool(value) for value in values], pa.bool_())
    return pa.array([None if math.isnan(value) else _signed(int(value)) for value in values], pa.int64())


@dataclass
class PartRows:
    """The rows of a part in the making; `steps` are those of images, `crop_steps` those of crops."""

    steps: Sequence[Step]
    crop_steps: Sequence[Step]
    keys: list[bytes] = field(default_factory=list)
    stamps: list[str | None] = field(default_factory=list)
    digests: list[str | None] = field(default_factory=list)
    failures: list[str | None] = field(default_factory=list)
    images: list[Sequence[float]] = field(default_factory=list)
    crops: list[Sequence[float]] = field(default_factory=list)

    def add_image(
        self, key: bytes, values: Sequence[float], *, stamp: str, digest: str, failures: Mapping[str, str]
    ) -> None:
        """A row of an image. All images are to be added before the first crop."""
        self._add(key, stamp, digest, failures)
        self.images.append(values)

    def add_crop(self, key: bytes, values: Sequence[float], failures: Mapping[str, str]) -> None:
        """A row of a crop."""
        self._add(key, None, None, failures)
        self.crops.append(values)

    def _add(self, key: bytes, stamp: str | None, digest: str | None, failures: Mapping[str, str]) -> None:
        self.keys.append(key)
        self.stamps.append(stamp)
        self.digests.append(digest)
        self.failures.append(json.dumps(dict(failures)) if failures else None)

    def write(self, folder: Path) -> None:
        """Write the part; it is there whole, or not at all."""
        table = pa.table({**self._known_by(), **self._values()}).replace_schema_metadata(
            {
                "images": json.dumps([step.key for step in self.steps]),
                "crops": json.dumps([step.key for step in self.crop_steps]),
            }
        )
        write_part(folder, [table])

    def _known_by(self) -> dict[str, pa.Array]:
        return {
            "key": pa.array(self.keys, KEY),
            "stamp": pa.array(self.stamps, pa.string()),
            "digest": pa.array(self.digests, pa.string()),
            "failures": pa.array(self.failures, pa.string()),
        }

    def _values(self) -> dict[str, pa.Array]:
        columns: dict[str, pa.Array] = {}
        images, crops = _columns(self.images, self.steps), _columns(self.crops, self.crop_steps)
        for name, kind in {**_kinds(self.steps), **_kinds(self.crop_steps)}.items():
            parts = (images.get(name), crops.get(name))
            counts = (len(self.images), len(self.crops))
            columns[name] = pa.concat_arrays(
                [
                    pa.nulls(count, ARROW_TYPES[kind]) if part is None else typed(part, kind)
                    for part, count in zip(parts, counts, strict=True)
                ]
            )
        return columns


def write_part(folder: Path, tables: Iterable[pa.Table]) -> None:
    """Write tables of one schema as one part."""
    folder.mkdir(parents=True, exist_ok=True)
    name = uuid.uuid4().hex
    partial = folder / f"{name}.partial"
    writer = None
    with pa.OSFile(str(partial), "wb") as file:
        for table in tables:
            writer = writer or ipc.new_file(file, table.schema)
            writer.write_table(table)
        if writer is not None:
            writer.close()
    os.replace(partial, folder / f"{name}.arrow")


@dataclass(frozen=True, eq=False)
class Found:
    """What parts know of some keys, n of them.

    columns : name of a part's column -> its (n,) values. has : step's key -> (n,) which were measured.
    failures : row -> slug -> why it could not be measured.
    """

    columns: Mapping[str, pa.Array]
    has: Mapping[str, Flags]
    failures: Mapping[int, Mapping[str, str]]


class Parts:
    """All parts of a folder as they are now, read where they lie."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._plans: dict[tuple[str, str], list[tuple[Path, pa.Table]]] = {}
        for path in sorted(folder.glob("*.arrow")) if folder.is_dir() else ():
            table = _open(path)
            if table is not None:
                told = table.schema.metadata
                self._plans.setdefault((told[b"images"].decode(), told[b"crops"].decode()), []).append((path, table))

    def digests(self, stamps: Sequence[str]) -> list[str | None]:
        """The digests of files by their stamps: place, size and time of change; None for those not known."""
        asked = pa.array(stamps, pa.string())
        found = pa.nulls(len(asked), pa.string())
        for table in self._tables():
            images = table.filter(pc.is_valid(table["stamp"]))
            at = pc.index_in(asked, value_set=images["stamp"].combine_chunks())
            found = pc.coalesce(found, images["digest"].combine_chunks().take(at))
        return list(found.to_pylist())

    def find(self, keys: Sequence[bytes], steps: Sequence[Step], *, crops: bool) -> Found:
        """What is known of these keys by these steps."""
        asked = pa.array(keys, KEY)
        columns = {
            column_of(step, output): pa.nulls(len(asked), ARROW_TYPES[output.type])
            for step in steps
            for output in step.metric.outputs
        }
        has = {step.key: np.zeros(len(asked), np.bool_) for step in steps}
        failures: dict[int, dict[str, str]] = {}
        for (of_images, of_crops), parts in self._plans.items():
            known = set(json.loads(of_crops if crops else of_images))
            here = [step for step in steps if step.key in known]
            if not here:
                continue
            table = pa.concat_tables([table for _, table in parts])
            at = pc.index_in(asked, value_set=table["key"].combine_chunks())
            for step in here:
                has[step.key] |= np.asarray(at.is_valid())
                for output in step.metric.outputs:
                    name = column_of(step, output)
                    columns[name] = pc.coalesce(columns[name], table[name].combine_chunks().take(at))
            _note(failures, table["failures"].combine_chunks().take(at), {step.metric.slug for step in here})
        return Found(columns, has, failures)

    def merge(self) -> None:
        """Make one part of those of one plan, where there are many: the next run opens fewer files."""
        for parts in self._plans.values():
            if len(parts) >= MANY_PARTS:
                write_part(self._folder, (table for _, table in parts))
                for path, _ in parts:
                    path.unlink(missing_ok=True)

    def _tables(self) -> list[pa.Table]:
        return [pa.concat_tables([table for _, table in parts]) for parts in self._plans.values()]


def _note(failures: dict[int, dict[str, str]], texts: pa.Array, slugs: set[str]) -> None:
    for row in np.flatnonzero(np.asarray(texts.is_valid())).tolist():
        told = {slug: why for slug, why in json.loads(texts[row].as_py()).items() if slug in slugs}
        if told:
            failures.setdefault(row, {}).update(told)


def _open(path: Path) -> pa.Table | None:
    """A part, in memory only where it is looked at; None where it cannot be read, as if it were not there."""
    try:
        with pa.memory_map(str(path)) as file:
            return ipc.open_file(file).read_all()
    except (OSError, pa.ArrowInvalid):
        return None


def _content(digest: str, path: str) -> bytes:
    return blake2b(f"{digest}{os.path.splitext(path)[1].lower()}".encode(), digest_size=16).digest()


def _kinds(steps: Sequence[Step]) -> dict[str, MetricType]:
    return {column_of(step, output): output.type for step in steps for output in step.metric.outputs}


def _columns(rows: Sequence[Sequence[float]], steps: Sequence[Step]) -> dict[str, Sequence[Any]]:
    names = list(_kinds(steps))
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else {}


def _signed(value: int) -> int:
    """A number of 64 bits as the signed one of the same bits."""
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value

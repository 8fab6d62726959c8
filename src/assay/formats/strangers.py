"""Formats that people bring and Assay does not read: how each is told, and what would do instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assay.amounts import listed
from assay.formats.packed import open_source
from assay.formats.table.file import is_table, sample

_HEAD = 1 << 14
_FEW = 8


@dataclass(frozen=True, slots=True)
class Stranger:
    """`what` stands there, in a few words, and what to do with it."""

    what: str
    remedy: str


def stranger(source: Path) -> Stranger | None:
    """What a file is that no reader knows; None when that cannot be told either."""
    if not source.is_file():
        return None
    if is_table(source):
        return _table(source)
    with open_source(source) as file:
        head = file.read(_HEAD)
    return next((known for is_so, known in _KNOWN if is_so(source.suffix.lower(), head)), None)


def _table(source: Path) -> Stranger | None:
    rows = sample(source)
    if rows is None:
        return None
    names = [f"`{name}`" for name in rows.column_names]
    return Stranger(
        f"a table with the columns {listed(names, _FEW)}",
        "The first line names the columns: `path` of the image, `label`, for boxes `x`, `y`, `w`, `h` or `xmin`, "
        "`ymin`, `xmax`, `ymax`; of predictions `path` and one column per class, or `label` and `score`.",
    )


def _ends(*suffixes: str) -> Callable[[str, bytes], bool]:
    return lambda suffix, head: suffix in suffixes


def _begins(*starts: bytes) -> Callable[[str, bytes], bool]:
    return lambda suffix, head: head.startswith(starts)


def _says(pattern: bytes) -> Callable[[str, bytes], bool]:
    found = re.compile(pattern, re.DOTALL)
    return lambda suffix, head: found.search(head) is not None


_AS_TABLE = "Write a CSV or Parquet with a column `path` and a `label`; boxes go into `x`, `y`, `w`, `h`."
_AS_PREDICTIONS = "Write COCO results (JSON), or a CSV or Parquet with a column `path` and one column per class."

_KNOWN: tuple[tuple[Callable[[str, bytes], bool], Stranger], ...] = (
    (_ends(".xlsx", ".xls", ".ods"), Stranger("a workbook", "Save its sheet as CSV.")),
    *(
        (_begins(start), Stranger(f"a file that {by} has packed", "Unpack it and name what it holds."))
        for start, by in ((b"PK", "zip"), (b"BZh", "bzip2"), (b"7z", "7-Zip"), (b"\xfd7zXZ", "xz"), (b"Rar!", "RAR"))
    ),
    (
        _ends(".pkl", ".pickle", ".pt", ".pth", ".joblib"),
        Stranger("a pickle, which is never opened: it could run code", _AS_PREDICTIONS),
    ),
    (_ends(".npy", ".npz"), Stranger("an array, which names neither images nor classes", _AS_PREDICTIONS)),
    (_ends(".tfrecord", ".record"), Stranger("a TFRecord", _AS_TABLE)),
    (_ends(".jsonl", ".ndjson"), Stranger("a file of JSON lines", _AS_TABLE)),
    (
        _says(rb"<annotations>.*<image "),
        Stranger("CVAT's own XML", "Export it from CVAT as COCO 1.0, Ultralytics YOLO or Pascal VOC."),
    ),
    (
        _says(rb"<annotation[\s>]"),
        Stranger("one file of Pascal VOC", "Name the folder that holds all of them, with --images for the pictures."),
    ),
    (
        _says(rb'"shapes"\s*:\s*\['),
        Stranger("one file of LabelMe", "Name the folder that holds all of them, with --images for the pictures."),
    ),
    (
        _says(rb'"data"\s*:\s*\{.*"(annotations|predictions)"\s*:\s*\['),
        Stranger("Label Studio's own JSON", "Export it from Label Studio as COCO, YOLO or CSV."),
    ),
    (_says(rb'"regions"\s*:'), Stranger("VGG Image Annotator's own JSON", "Export it from VIA as COCO.")),
    (_says(rb'"coordinates"\s*:\s*\{'), Stranger("CreateML's JSON", _AS_TABLE)),
)

"""Find the files of image records and read their headers: from what a source says to rows of the images table."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import takewhile
from pathlib import Path, PurePosixPath, PureWindowsPath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import MediaError, MediaForbidden, MediaMissing, MediaTooLarge
from assay.formats.image_paths import plain_name
from assay.formats.records import Records
from assay.jobs.progress import Progress
from assay.media.header import MAX_BYTES, MAX_PIXELS, Header
from assay.media.locate import Locator
from assay.media.probe import probe_many
from assay.model.dataset import Exif
from assay.workflows.imports.problems import Problems

TOO_LARGE = MediaTooLarge.code.removeprefix("media-")
"""The problem of an image that no one will decode, for the sake of memory."""


def place_images(
    batch: Records, *, exif: Exif | None, labels_displayed: bool, problems: Problems, progress: Progress
) -> tuple[Path | None, pa.Table]:
    """The folder that holds the batch's files, and the rows of IMAGES that can be known without the store.

    Only headers are read, and none of a file that a link has outside of that folder: nothing would show it later. A
    file that is missing, broken or outside gives a row with `problem` set, and a reported problem. `exif` is the
    declared frame of the labels. Without one the size that the source states decides, and where it states none,
    `labels_displayed` says that they are drawn on the displayed image.
    """
    records = batch.images
    paths = records.column("path").to_pylist()
    progress.stage("Reading image headers", len(paths))
    root = _common_folder([path for path in paths if path])
    inside = _inside(paths, root)
    refused = _leading_out(inside, root) | _of_others(records.column("file_name").to_pylist(), paths)
    headers: list[Header | MediaError | None] = [
        refused.get(at, header)
        for at, header in enumerate(
            probe_many([None if at in refused else path for at, path in enumerate(paths)], progress=progress)
        )
    ]
    rows = [
        _place(header, place, stated, exif=exif, labels_displayed=labels_displayed)
        for header, place, stated in zip(headers, inside, _stated_sizes(records), strict=True)
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in _PLACED]
    placed = pa.Table.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, _PLACED, strict=True)], schema=_PLACED
    )
    _report(batch, placed, headers, problems)
    named = pa.table(
        {
            "reference_id": _reference_ids(records),
            **{name: records.column(name) for name in ("foreign_id", "file_name", "split", "metadata", "extra")},
        }
    )
    for name in placed.column_names:
        named = named.append_column(name, placed.column(name))
    return root, named


def keep_known_places(rows: pa.Table, standing: pa.Table, roots: Mapping[int, Path]) -> pa.Table:
    """The rows, with the file of the row that stands there wherever the source has none and that file still exists.

    Labels that come back from elsewhere come without pictures. `standing` has, row by row, what the project knows of
    each image: `root_id` and the columns that say where and what its file is; NULL for new ones.
    """
    lost = pc.fill_null(pc.equal(rows["problem"], "missing"), fill_value=False).to_numpy()
    known = zip(lost, standing["root_id"].to_pylist(), standing["path"].to_pylist(), strict=True)
    kept = pa.array([is_lost and path is not None and (roots[root] / path).exists() for is_lost, root, path in known])
    for name in ("root_id", *_PLACED.names):
        at = rows.schema.get_field_index(name)
        values = pc.if_else(kept, standing[name].combine_chunks(), rows[name].combine_chunks())
        rows = rows.set_column(at, rows.schema.field(at), values)
    return rows


Size = tuple[int, int]

_PLACED = pa.schema(
    [
        ("path", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("format", pa.string()),
        ("orientation", pa.int32()),
        ("file_size", pa.int64()),
        ("problem", pa.string()),
    ]
)


_Placed = tuple[str | None, int | None, int | None, str | None, int, int | None, str | None]
"""One row of `_PLACED`."""


def _place(
    header: Header | MediaError | None,
    inside: str | None,
    stated: Size | None,
    *,
    exif: Exif | None,
    labels_displayed: bool,
) -> _Placed:
    if not isinstance(header, Header):
        problem = (
            "missing" if header is None or isinstance(header, MediaMissing) else header.code.removeprefix("media-")
        )
        width, height = stated or (None, None)
        # A missing file has no place; a broken one keeps its own, so that its bytes can be looked at.
        place = None if problem == "missing" else inside
        return place, width, height, None, 1, None, problem
    frame, orientation = _frame(header, stated, exif=exif, labels_displayed=labels_displayed)
    mismatch = None if stated in (None, frame) else "size-mismatch"
    found = TOO_LARGE if header.is_too_large else mismatch
    return inside, *frame, header.format, orientation, header.file_size, found


def _inside(paths: Sequence[str | None], root: Path | None) -> list[str | None]:
    """The paths as they lead from `root`, with `/` between."""
    if root is None:
        return [None] * len(paths)
    front = os.path.join(os.path.normpath(root), "")

    def place_of(path: str) -> str:
        whole = os.path.normpath(path)
        place = whole[len(front) :] if whole.startswith(front) else os.path.relpath(whole, root)
        return place.replace(os.sep, "/")

    return [place_of(path) if path else None for path in paths]


def _leading_out(inside: Sequence[str | None], root: Path | None) -> dict[int, MediaError]:
    """The images, by their place in `inside`, whose path is a link that leads out of the folder."""
    if root is None:
        return {}
    locator = Locator(root)
    refused: dict[int, MediaError] = {}
    for at, path in enumerate(inside):
        try:
            if path is not None:
                locator.locate(path)
        except MediaForbidden as error:
            refused[at] = error
        except MediaError:
            continue  # a link to nothing, or a pipe: what reads the header says which
    return refused


def _of_others(names: Sequence[str], paths: Sequence[str | None]) -> dict[int, MediaError]:
    """The images, by their place, whose file is that of another name, or of several names alike.

    A name is found without its leading folders, so that two names may lead to one file: it is that of the name which
    fits it best, and where two fit alike nobody can tell whose it is.
    """
    by_path: dict[str, list[int]] = {}
    for at, path in enumerate(paths):
        if path is not None:
            by_path.setdefault(path, []).append(at)
    lost: dict[int, MediaError] = {}
    for path, places in by_path.items():
        fits = {name: _fit(name, path) for at in places if (name := plain_name(names[at]))} if len(places) > 1 else {}
        if len(fits) < 2:
            continue
        best = [name for name, fit in fits.items() if fit == max(fits.values())]
        whose = f"that of {best[0]}" if len(best) == 1 else f"found for {len(best)} names alike, such as {best[0]}"
        error = MediaMissing(f"The only file of this name, {Path(path).name}, is {whose}.")
        lost |= {at: error for at in places if best != [plain_name(names[at])]}
    return lost


def _fit(name: str, path: str) -> tuple[bool, int]:
    """How well a name fits a path: whether all of it does, and how many of the last folders and the file."""
    wanted, given = name.split("/")[::-1], path.replace(os.sep, "/").split("/")[::-1]
    pairs = zip(wanted[1:], given[1:], strict=False)
    folders = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return folders == len(wanted) - 1, folders


def _stated_sizes(records: pa.Table) -> list[Size | None]:
    pairs = zip(records.column("width").to_pylist(), records.column("height").to_pylist(), strict=True)
    return [None if width is None or height is None else (width, height) for width, height in pairs]


def _frame(header: Header, stated: Size | None, *, exif: Exif | None, labels_displayed: bool) -> tuple[Size, int]:
    """The size of the frame the labels live in, and the orientation that turns it into the displayed image (A19)."""
    stored, displayed = (header.width, header.height), header.displayed
    if exif is None and stored != displayed and stated in (stored, displayed):
        return (stored, header.orientation) if stated == stored else (displayed, 1)
    is_displayed = labels_displayed if exif is None else exif is Exif.DISPLAYED
    return (displayed, 1) if is_displayed else (stored, header.orientation)


def _common_folder(paths: Sequence[str]) -> Path | None:
    if not paths:
        return None
    folders = {os.path.dirname(path) for path in paths}
    try:
        return Path(os.path.commonpath(list(folders)))
    except ValueError:  # on Windows: files on two drives have no folder in common
        return Path(Path(paths[0]).anchor)


def _reference_ids(records: pa.Table) -> pa.Array:
    """`split/file_name`, or the file name alone when there is no split or the name has it in front already."""
    names = pc.replace_substring(records.column("file_name").combine_chunks(), pattern="\\", replacement="/")
    splits = records.column("split").combine_chunks()
    prefix = pc.binary_join_element_wise(splits, "", "/")
    prefixed = pc.binary_join_element_wise(splits, names, "/")
    pairs = zip(prefix.to_pylist(), names.to_pylist(), strict=True)
    has_prefix = np.array([bool(before) and name.startswith(before) for before, name in pairs], dtype=np.bool_)
    return pc.if_else(pa.array(has_prefix), names, pc.coalesce(prefixed, names))


def _why_not_found(name: str) -> str:
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).drive:
        return "It is not in the folder of images; `--images` takes the folder of this path, or one above it."
    return "No image file of this name was found; `--images` says in which folder to look."


def _report(
    batch: Records, placed: pa.Table, headers: Sequence[Header | MediaError | None], problems: Problems
) -> None:
    found = np.array(placed.column("problem").to_pylist(), dtype=object)
    names = batch.images.column("file_name")

    def say_lost(index: int) -> str:
        header = headers[index]
        why = header.message if isinstance(header, MediaError) else _why_not_found(str(names[index]))
        if isinstance(header, Header):
            why = (
                f"{header.width} x {header.height} pixels in {header.file_size:,} bytes are more than is decoded; "
                f"the bounds are {MAX_PIXELS:,} pixels and {MAX_BYTES:,} bytes."
            )
        return f"{names[index]}: {why} Its labels are kept."

    def say_size(index: int) -> str:
        stated = f"{batch.images.column('width')[index]} x {batch.images.column('height')[index]}"
        real = f"{placed.column('width')[index]} x {placed.column('height')[index]}"
        return f"{names[index]}: the source states {stated} pixels, the file has {real}. The file's size is used."

    size = found == "size-mismatch"
    lost = np.array([value is not None for value in found], dtype=np.bool_) & ~size
    for code in sorted({str(value) for value in found[lost]}):
        problems.add_rows(
            batch.images, found == code, place=batch.image_place, code=f"image-{code}", say=say_lost, skipped=False
        )
    problems.add_rows(batch.images, size, place=batch.image_place, code="size-mismatch", say=say_size, skipped=False)

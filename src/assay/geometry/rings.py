"""Outlines of labels as arrays: polygons as rings of corners, masks as run lengths."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj
from numpy.typing import NDArray

from assay.arrays import Ids

_RINGS = pa.schema([("rings", pa.list_(pa.list_(pa.float64())))])


@dataclass(frozen=True, slots=True, eq=False)
class Rings:
    """All polygons of a table. Ring i belongs to table row `row[i]` and has `points[starts[i]:starts[i + 1]]`."""

    row: Ids
    points: NDArray[np.float64]
    starts: Ids


def read_rings(table: pa.Table) -> Rings:
    """The polygons of a table of labels, of every row that holds polygons."""
    texts = table["segmentation"]
    rows = _starting_with("[", texts)
    lists = _parse(texts.take(pa.array(rows)))
    rings = pc.list_flatten(lists)
    counts = pc.fill_null(pc.list_value_length(rings), 0).to_numpy(zero_copy_only=False)
    numbers = pc.list_flatten(rings).to_numpy(zero_copy_only=False)
    row = rows[pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)]
    begins = np.concatenate(([0], np.cumsum(counts)))
    if (counts % 2).any():  # an odd number of numbers: the last one is half a corner, and is left out
        keep = np.ones(len(numbers), bool)
        keep[begins[1:][counts % 2 == 1] - 1] = False
        numbers, begins = numbers[keep], np.concatenate(([0], np.cumsum(counts - counts % 2)))
    # Arrow's memory is read-only, for which compiled loops would be compiled again: hence the copy.
    return Rings(row.astype(np.int64), np.array(numbers).reshape(-1, 2), (begins // 2).astype(np.int64))


def read_masks(table: pa.Table) -> tuple[Ids, list[Mapping[str, Any]]]:
    """Rows of a table of labels that hold a run-length mask, and the masks."""
    texts = table["segmentation"]
    rows = _starting_with("{", texts)
    return rows, [json.loads(text) for text in texts.take(pa.array(rows)).to_pylist()]


def _starting_with(sign: str, texts: pa.ChunkedArray) -> Ids:
    """Rows whose text begins with `sign`."""
    return np.flatnonzero(pc.starts_with(pc.fill_null(texts, ""), sign).to_numpy())


def _parse(texts: pa.ChunkedArray) -> pa.Array:
    """JSON lists of lists of numbers as one Arrow array: Arrow's reader takes them all at once, in C++."""
    if not len(texts):
        return pa.array([], _RINGS.field("rings").type)
    lines = "".join(f'{{"rings":{text}}}\n' for text in texts.to_pylist()).encode()
    table = pj.read_json(
        io.BytesIO(lines),
        parse_options=pj.ParseOptions(explicit_schema=_RINGS),
        read_options=pj.ReadOptions(block_size=len(lines) + 1),
    )
    return table["rings"].combine_chunks()

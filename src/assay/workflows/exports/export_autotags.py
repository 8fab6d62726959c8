"""Scores of autotags beside the keys that a source gave, where an export is asked to carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson
import pyarrow as pa

from assay.model.autotag import Autotag
from assay.model.level import Level
from assay.schema.fields import LEVEL_TABLES
from assay.store.snapshot import Snapshot

MEMBERS: Mapping[Level, str] = {Level.IMAGE: "metadata", Level.ANNOTATION: "attributes"}
"""The column whose JSON object takes the scores."""

DIGITS = 4


def with_scores(snapshot: Snapshot, rows: pa.Table, level: Level, *, dataset_id: int) -> pa.Table:
    """Rows of a level whose JSON members hold `autotag.NAME` for each autotag that scored them, -1 to 1."""
    there = {column.name for column in snapshot.table(LEVEL_TABLES[level].name).columns}
    tags = [tag for tag in snapshot.autotags(dataset_id) if tag.level is level and tag.column in there]
    if not tags or not rows.num_rows:
        return rows
    scored = snapshot.take(LEVEL_TABLES[level].name, rows["id"].to_numpy(), columns=[tag.column for tag in tags])
    at = rows.schema.get_field_index(MEMBERS[level])
    told = [
        _told(text, tags, scores)
        for text, *scores in zip(rows.column(at).to_pylist(), *_scores(scored, tags), strict=True)
    ]
    return rows.set_column(at, rows.schema.field(at), pa.array(told, rows.schema.field(at).type))


def _scores(rows: pa.Table, tags: Sequence[Autotag]) -> list[list[float | None]]:
    return [rows[tag.column].to_pylist() for tag in tags]


def _told(text: str | None, tags: Sequence[Autotag], scores: Sequence[float | None]) -> str | None:
    named = {f"autotag.{tag.word}": score for tag, score in zip(tags, scores, strict=True)}
    known = {name: round(score, DIGITS) for name, score in named.items() if score is not None}
    return orjson.dumps({**orjson.loads(text or "{}"), **known}).decode() if known else text

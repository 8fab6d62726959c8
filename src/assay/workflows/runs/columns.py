"""A field, read by its name, as one number for each label, prediction and image of a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.errors import QueryName
from assay.model.level import Level
from assay.query.nodes import Node
from assay.query.parse import parse
from assay.query.typed import At, Typed, source_field
from assay.query.values import select_values, value_of
from assay.schema.catalog import Catalog
from assay.schema.field import Field, FieldType
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import catalog_of, scope_of
from assay.workflows.runs.matches import RunMatches, Side

Values = NDArray[np.float64]
"""One value per row; NaN where it is unknown."""

_OBJECTS = (Level.ANNOTATION, Level.PREDICTION)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A field of images, of objects, or of predictions alone.

    level : IMAGE for a field of images, PREDICTION for one that only predictions have, else ANNOTATION.
    groups : the texts that the values number; None where the values are numbers of their own.
    labels, predictions : one value for each row of `RunMatches`; None where that side has no such field.
    image_ids, images : the images of the dataset and their values, where the field is one of images.
    """

    name: str
    title: str
    unit: str
    level: Level
    operand: Node
    groups: tuple[str | bool, ...] | None
    labels: Values | None
    predictions: Values | None
    image_ids: Ids
    images: Values


def read_column(snapshot: Snapshot, run: RunMatches, field: str) -> Column:
    """The values of `field`; one that labels and predictions both have is read on either side.

    Raises
    ------
    QueryError : there is no such field, or it has many values per row.
    """
    catalog = catalog_of(snapshot, run.run.dataset_id)
    level, node = _level_of(field, catalog)
    levels = (level,) if level is not Level.ANNOTATION else _OBJECTS
    read = {at: _read(snapshot, run, catalog, field, at) for at in levels if at is level or _has(at, field, catalog)}
    groups = None if node.type is FieldType.NUMBER else _groups([values for _, values in read.values()], node.type)
    coded = {at: (ids, _coded(values, groups)) for at, (ids, values) in read.items()}
    image_ids, images = coded.get(Level.IMAGE, (np.empty(0, np.int64), np.empty(0)))

    def side(at: Level, rows: Side) -> Values | None:
        if level is Level.IMAGE:
            return _pick(image_ids, images, rows.image[:-1])
        return _pick(*coded[at], rows.id[:-1]) if at in coded else None

    named = source_field(node) or catalog.field(level, field)
    body = parse(field).body
    assert body is not None
    return Column(
        field,
        _title(field, named),
        named.unit if named else "",
        level,
        body,
        groups,
        side(Level.ANNOTATION, run.label),
        side(Level.PREDICTION, run.pred),
        image_ids,
        images,
    )


def _title(text: str, field: Field | None) -> str:
    if field is None:
        return text
    return f"Image {field.title.lower()}" if text.startswith(f"{Level.IMAGE.value}.") else field.title


def _level_of(field: str, catalog: Catalog) -> tuple[Level, Typed]:
    try:
        node = value_of(field, catalog, Level.ANNOTATION)
    except QueryName:
        if not _has(Level.PREDICTION, field, catalog):
            raise
        return Level.PREDICTION, value_of(field, catalog, Level.PREDICTION)
    return (Level.IMAGE if isinstance(node, At) else Level.ANNOTATION), node


def _has(level: Level, field: str, catalog: Catalog) -> bool:
    try:
        return not isinstance(value_of(field, catalog, level), At)
    except QueryName:
        return False


def _read(snapshot: Snapshot, run: RunMatches, catalog: Catalog, field: str, level: Level) -> tuple[Ids, pa.Array]:
    scope = scope_of(snapshot, run.run.dataset_id, run.run.id)
    rows = snapshot.query(select_values(None, level=level, scope=scope, catalog=catalog, field=field))
    return np.asarray(rows.column("id"), np.int64), rows.column("value").combine_chunks()


def _groups(sides: list[pa.Array], type: FieldType) -> tuple[str | bool, ...]:
    """The distinct values, most frequent first, then by themselves."""
    if type is FieldType.FLAG:
        return (False, True)
    counts = pc.value_counts(pa.concat_arrays(sides).cast(pa.string()).drop_null()).to_pylist()
    return tuple(row["values"] for row in sorted(counts, key=lambda row: (-row["counts"], row["values"])))


def _coded(values: pa.Array, groups: tuple[str | bool, ...] | None) -> Values:
    if groups is None:
        numbers: Values = pc.fill_null(values.cast(pa.float64(), safe=False), np.nan).to_numpy(zero_copy_only=False)
        return np.where(np.isfinite(numbers), numbers, np.nan)
    known = pa.array(groups, pa.bool_() if groups == (False, True) else pa.string())
    codes = pc.index_in(values.cast(known.type), value_set=known).cast(pa.float64())
    coded: Values = pc.fill_null(codes, np.nan).to_numpy(zero_copy_only=False)
    return coded


def _pick(ids: Ids, values: Values, wanted: Ids) -> Values:
    """The value at each of the wanted ids; `ids` ascend and hold them all."""
    return values[np.searchsorted(ids, wanted)]

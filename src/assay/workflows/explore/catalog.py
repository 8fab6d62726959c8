"""What a query may speak of in a dataset as it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from assay.model.level import Level
from assay.model.segment import ITEM_LEVELS, Segment
from assay.schema.autotag_fields import autotag_fields
from assay.schema.catalog import Catalog, KeyPath, RunName, SegmentItems, SegmentText
from assay.schema.field import Field, FieldType
from assay.schema.metric_fields import as_field
from assay.schema.scope import Scope
from assay.schema.statement import Statement
from assay.store.snapshot import COMPUTED, Snapshot
from assay.workflows.inbox import rank_rows

COMPUTED["ranks"] = rank_rows

_NUMBERS = {"DOUBLE", "BIGINT", "UBIGINT", "HUGEINT"}


@lru_cache(maxsize=8)
def catalog_of(snapshot: Snapshot, dataset_id: int) -> Catalog:
    """Fields, classes, splits, segments, runs and measured metrics of one dataset, read once for each snapshot."""
    splits = snapshot.query(
        Statement(
            "select distinct split from images where dataset_id = $dataset order by split", {"dataset": dataset_id}
        )
    )
    evaluations = {run.id: snapshot.evaluation(run.id) for run in snapshot.runs(dataset_id)}
    return Catalog.build(
        [(category.id, category.name) for category in snapshot.categories(dataset_id)],
        _keys(snapshot, "images", "metadata", dataset_id),
        attribute_keys=_keys(snapshot, "annotations", "attributes", dataset_id),
        splits=[split for split in splits.column("split").to_pylist() if split is not None],
        segments=_segments(snapshot, snapshot.segments(dataset_id)),
        runs=[
            RunName(run.name, run.id, found.id if (found := evaluations[run.id]) else None)
            for run in snapshot.runs(dataset_id)
        ],
        metrics=[
            *(as_field(column) for column in snapshot.metric_columns(dataset_id)),
            *_autotags(snapshot, dataset_id),
        ],
        former_classes=[
            (category.id, category.source_name)
            for category in snapshot.categories(dataset_id)
            if category.source_name is not None
        ],
        embedded=[embedding.level for embedding in snapshot.embeddings(dataset_id) if embedding.is_default],
    )


def _autotags(snapshot: Snapshot, dataset_id: int) -> list[Field]:
    """The fields of the autotags that have scores."""
    scored = [autotag for autotag in snapshot.autotags(dataset_id) if autotag.basis]
    return [field for autotag in scored for field in autotag_fields(autotag)]


def _segments(snapshot: Snapshot, segments: Sequence[Segment]) -> list[SegmentText | SegmentItems]:
    levels = _held_levels(snapshot) if any(segment.is_frozen for segment in segments) else {}
    return [
        SegmentItems(segment.name, segment.id, levels.get(segment.id, ()))
        if segment.query is None
        else SegmentText(segment.name, segment.query.level, segment.query.text)
        for segment in segments
    ]


def _held_levels(snapshot: Snapshot) -> dict[int, tuple[Level, ...]]:
    """Segment id -> the levels at which it has items."""
    counted = snapshot.query(Statement(_HELD)).to_pylist()
    return {row["segment_id"]: tuple(level for level in ITEM_LEVELS if row[level.value]) for row in counted}


_HELD = """
select segment_id, count(image_id) as image, count(annotation_id) as annotation, count(prediction_id) as prediction
from segment_items group by segment_id
"""


def scope_of(snapshot: Snapshot, dataset: str | int | None, run: str | int | None = None) -> Scope:
    """The dataset a query speaks about, and the run: the named one, else the newest, else none."""
    target = snapshot.dataset(dataset)
    if run is None and not snapshot.runs(target.id):
        return Scope(target.id)
    chosen = snapshot.run(target.id, run)
    evaluation = snapshot.evaluation(chosen.id)
    return Scope(target.id, chosen.id, evaluation.id if evaluation else None)


def _keys(snapshot: Snapshot, table: str, column: str, dataset_id: int) -> dict[str | KeyPath, FieldType]:
    """The keys of a JSON column, each with the one type that fits all of its values; kept while the table stands."""

    def read() -> dict[str | KeyPath, FieldType]:
        found = snapshot.query(Statement(_KEYS.format(table=table, column=column), {"dataset": dataset_id}))
        return {
            key: _type(types)
            for key, types in zip(found.column("key").to_pylist(), found.column("types").to_pylist(), strict=True)
        }

    return snapshot.derived(f"keys of {table}", (column, dataset_id), (table,), read)


_KEYS = """
select key, list(distinct json_type(object, '$."' || replace(key, '"', '\\"') || '"')) as types
from (
    select {column} as object, unnest(json_keys({column})) as key
    from {table} where dataset_id = $dataset and {column} is not null
)
group by key order by key
"""


def _type(types: Iterable[str | None]) -> FieldType:
    present = {name for name in types if name is not None and name != "NULL"}
    if present and present <= _NUMBERS:
        return FieldType.NUMBER
    return FieldType.FLAG if present == {"BOOLEAN"} else FieldType.TEXT

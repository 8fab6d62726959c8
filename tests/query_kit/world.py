"""Small worlds for queries: rows as dictionaries, and the same rows as the relations that SQL sees.

Every world has rows that no query of its scope may show: a second dataset, a second run, a second evaluation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from assay.model.level import Level
from assay.schema.catalog import Catalog, RunName, SegmentItems, SegmentText
from assay.schema.field import FieldType
from assay.schema.scope import Scope
from assay.schema.statement import Statement
from assay.schema.tables import TABLES

Cells: TypeAlias = dict[str, Any]

CLASSES = ((0, "car"), (1, "person"), (2, "traffic light"), (3, "Police Car"))
SCOPE = Scope(dataset_id=1, run_id=1, evaluation_id=1)
SEGMENTS = (
    SegmentText("wide", Level.IMAGE, "width > 2"),
    SegmentText("small labels", Level.ANNOTATION, "area < 3 and width > 1"),
    SegmentText("wide and labelled", Level.IMAGE, 'segment = "wide" and annotations.count > 0'),
    SegmentText("everything", Level.IMAGE, ""),
    SegmentText("open", Level.ISSUE, 'state = "open"'),
    SegmentItems("picked images", 1, (Level.IMAGE,)),
    SegmentItems("picked objects", 2, (Level.ANNOTATION, Level.PREDICTION)),
)
METADATA = {"temp": FieldType.NUMBER, "weather": FieldType.TEXT, "night": FieldType.FLAG, "odd key/~": FieldType.NUMBER}
ATTRIBUTES: dict[str | tuple[str, ...], FieldType] = {"hard": FieldType.NUMBER, ("who", "name"): FieldType.TEXT}
CATALOG = Catalog.build(
    CLASSES,
    dict(METADATA.items()),
    attribute_keys=ATTRIBUTES,
    splits=("train", "val"),
    segments=SEGMENTS,
    runs=(RunName("a", 1, 1), RunName("b", 2, 2)),
)
_CATEGORIES = pa.table(
    {
        "id": pa.array([id for id, _ in CLASSES], pa.int32()),
        "dataset_id": pa.array([1] * len(CLASSES), pa.int32()),
        "name": [name for _, name in CLASSES],
        "key": [str(id) for id, _ in CLASSES],
        "position": pa.array(range(len(CLASSES)), pa.int32()),
    }
)

# Worlds leave columns out that no query reads.
_SCHEMAS = {
    name: pa.schema([column.with_nullable(nullable=True) for column in table.arrow]) for name, table in TABLES.items()
}


@dataclass
class World:
    """The live rows of a project, by table."""

    images: list[Cells] = field(default_factory=list)
    annotations: list[Cells] = field(default_factory=list)
    predictions: list[Cells] = field(default_factory=list)
    matches: list[Cells] = field(default_factory=list)
    issues: list[Cells] = field(default_factory=list)
    segment_items: list[Cells] = field(default_factory=list)

    def rows(self, level: Level) -> list[Cells]:
        """The rows of the scope at a level."""
        match level:
            case Level.IMAGE:
                return [row for row in self.images if row["dataset_id"] == 1]
            case Level.ANNOTATION:
                return [row for row in self.annotations if row["dataset_id"] == 1]
            case Level.PREDICTION:
                return [row for row in self.predictions if row["dataset_id"] == 1 and row["run_id"] == 1]
            case Level.ISSUE:
                return [row for row in self.issues if row["dataset_id"] == 1 and row["run_id"] in {None, 1}]


def worlds() -> st.SearchStrategy[World]:
    """Worlds of a few images with labels, predictions, matches and issues; a smaller seed is no simpler world."""
    return st.builds(make_world, st.integers(0, 10**6), st.sampled_from([4, 5, 6, 3, 2, 1, 0]))


def make_world(seed: int, images: int) -> World:
    """A world of so many images, the same for the same seed."""
    return _Maker(Random(seed)).world(images)


class _Maker:
    """Draws rows from a seeded source of chance."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def world(self, images: int) -> World:
        world = World([self._image(id) for id in range(images)])
        if not world.images:
            return world
        world.annotations = [self._object(id, world) | {"changed_by": self._maybe(3)} for id in range(2 * images)]
        world.predictions = [
            self._object(id, world) | {"run_id": self._one(1, 1, 1, 2), "score": self._one(0.0, 0.25, 0.5, 0.9, 1.0)}
            for id in range(2 * images)
        ]
        world.matches = [*self._matches(world, 1), *self._matches(world, 2)]
        world.issues = [self._issue(id, world) for id in range(images + 2)]
        world.segment_items = list(self._items(world))
        return world

    def _one(self, *values: Any) -> Any:
        return self.random.choice(values)

    def _maybe(self, *values: Any) -> Any:
        return self.random.choice((None, *values, *values))

    def _measure(self) -> float | None:
        value: float | None = self._maybe(0.0, 0.25, 0.5, 1.0, 2.0, 2.5, 3.0, 3.75, 5.0)
        return value

    def _metadata(self) -> str | None:
        chosen = {
            "temp": self._one(-3, 0, 1, 2, 5, 0.5, 2.5, None, "cold"),
            "weather": self._one("rain", "sun", "12", ""),
            "night": self._one(True, False),
            "odd key/~": self._one(0, 1, 3),
        }
        kept = {key: value for key, value in chosen.items() if self._one(True, True, False)}
        return json.dumps(kept) if self._one(True, True, False) else None

    def _attributes(self) -> str | None:
        kept = self._one({"hard": self._one(0, 1, 3), "who": {"name": self._one("ann", "bob")}}, {})
        return json.dumps(kept) if self._one(True, True, False) else None

    def _image(self, id: int) -> Cells:
        return {
            "id": id * 3,
            "dataset_id": self._one(1, 1, 1, 1, 2),
            "reference_id": f"ref-{id}",
            "foreign_id": self._maybe(f"{id}"),
            "file_name": self._one("a.jpg", "B.jpg", "a_b%.png"),
            "split": self._maybe("train", "val"),
            "width": self._maybe(0, 1, 2, 3, 5),
            "height": self._maybe(0, 1, 2, 4),
            "format": self._maybe("jpeg", "png"),
            "orientation": self._one(1, 6),
            "file_size": self._maybe(0, 2, 5),
            "problem": self._maybe("missing"),
            "metadata": self._metadata(),
            "changed_by": self._maybe(7),
            "source_hash": 0,
            "deleted": False,
        }

    def _object(self, id: int, world: World) -> Cells:
        image = self.random.choice(world.images)
        return {
            "id": id * 2 + 1,
            "dataset_id": image["dataset_id"],
            "image_id": image["id"],
            "reference_id": self._maybe(f"o{id}"),
            "category_id": self._one(*(id for id, _ in CLASSES)),
            "kind": self._one("box", "polygon", "whole_image"),
            **{column: self._measure() for column in ("x", "y", "w", "h", "area", "rotation")},
            "track_id": self._maybe("t1", "t2"),
            "is_crowd": self._one(True, False),
            "ignore": self._one(True, False),
            "attributes": self._attributes(),
            "source_hash": 0,
            "deleted": False,
        }

    def _matches(self, world: World, evaluation: int) -> Iterator[Cells]:
        """Each label once and each prediction of the run once at most, as `evaluation/` promises."""
        predictions = [row for row in world.predictions if row["run_id"] == evaluation and self._one(True, True, False)]
        for label in world.annotations:
            if self._one(True, False, False, False):
                continue  # added after the evaluation
            partner = predictions.pop() if predictions and self._one(True, False) else None
            outcomes = ("missed", "ignored") if partner is None else ("correct", "confusion", "ignored")
            yield _match(evaluation, self._one(*outcomes), label, partner, None if partner is None else self._measure())
        for prediction in predictions:
            yield _match(evaluation, self._one("background", "duplicate"), None, prediction, None)

    def _issue(self, id: int, world: World) -> Cells:
        image = self.random.choice(world.images)
        predictions = [row["id"] for row in world.predictions if row["run_id"] == 1]
        return {
            "id": id,
            "dataset_id": image["dataset_id"],
            "run_id": self._one(None, 1, 1, 2),
            "kind": self._one("loose_box", "missing_object", "duplicate_image"),
            "image_id": image["id"],
            "annotation_id": self._maybe(*(row["id"] for row in world.annotations)),
            "prediction_id": self._maybe(*predictions),
            "category_id": self._maybe(*(id for id, _ in CLASSES)),
            "score": self._one(0.0, 0.5, 1.0),
            "evidence": "{}",
            "detector": self._one("loose_box@1", "other@2"),
            "state": self._one("open", "open", "fixed", "kept"),
        }

    def _items(self, world: World) -> Iterator[Cells]:
        """Each row once at most in each segment."""
        places = ((1, "image_id", world.images), (2, "annotation_id", world.annotations))
        for segment, column, rows in (*places, (2, "prediction_id", world.predictions)):
            for row in rows:
                if self._one(True, False):
                    item = {"id": self.random.getrandbits(40), "segment_id": segment, column: row["id"]}
                    yield {"dataset_id": row["dataset_id"]} | item


def _match(evaluation: int, outcome: str, label: Cells | None, prediction: Cells | None, iou: float | None) -> Cells:
    some = label or prediction
    assert some is not None
    return {
        "evaluation_id": evaluation,
        "run_id": evaluation,
        "image_id": some["image_id"],
        "annotation_id": None if label is None else label["id"],
        "prediction_id": None if prediction is None else prediction["id"],
        "category_id": None if label is None else label["category_id"],
        "predicted_category_id": None if prediction is None else prediction["category_id"],
        "outcome": outcome,
        "iou": iou,
    }


def show_world(connection: duckdb.DuckDBPyConnection, world: World) -> None:
    """Let the connection see the world's rows under the names that compiled queries use, until the next world."""
    tables: Mapping[str, list[Cells]] = {name: getattr(world, name) for name in TABLES}
    for name, rows in tables.items():
        columns = {column: [row.get(column) for row in rows] for column in _SCHEMAS[name].names}
        connection.register(name, pa.table(columns, schema=_SCHEMAS[name]))
    connection.register("categories", _CATEGORIES)


def run(connection: duckdb.DuckDBPyConnection, statement: Statement) -> list[Cells]:
    """The rows of a statement."""
    table = connection.sql(statement.sql, params=dict(statement.parameters)).to_arrow_table()
    rows: list[Cells] = table.to_pylist()
    return rows

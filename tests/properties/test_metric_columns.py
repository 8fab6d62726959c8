"""Laws of metric columns: any sequence of fills, edits, undo, imports and drops ends where a plain model ends.

The model knows the values of each label, by column, and how many labels there are; nothing but a fill, a new
type and a drop ever changes a value. Every step reads through hot columns, and now and then from a fresh store.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assay.model.level import Level
from assay.model.metric import MetricType
from assay.schema.statement import Statement
from assay.store import hot, lake, metric_values
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from tests.metric_columns import metric_column
from tests.store_rows import add, add_labels, fill, redo, relabel, undo, with_value

NAMES = st.sampled_from(["blur", "dark", "twin"])
TYPES = {"blur": MetricType.NUMBER, "dark": MetricType.FLAG, "twin": MetricType.GROUP}
VALUES = {
    "blur": st.none() | st.floats(-1, 1, width=16),
    "dark": st.none() | st.booleans(),
    "twin": st.none() | st.integers(0, 5),
}
PICKS = st.lists(st.integers(0, 40), min_size=1, max_size=6, unique=True)
BEGIN = 12


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A machine can ask for no fixture: its class is told where its stores stand."""
    MetricColumns.home = tmp_path_factory.mktemp("machine")


class MetricColumns(RuleBasedStateMachine):
    """Runs the same acts on a real store, of tiny chunks and fragments, and on the model."""

    home: Path

    @initialize(few_share=st.sampled_from([-1.0, 0.3, 1.0]))
    def begin(self, few_share: float) -> None:
        self.shrunk: dict[tuple[ModuleType, str], float] = {
            (hot, "CHUNK_ROWS"): 4,
            (lake, "MANY_SMALL"): 4,
            (lake, "SMALL_FRAGMENT"): 8,
        }
        self.shrunk |= {(metric_values, "FEW_SHARE"): few_share, (lake, "FEW_ROWS"): -1}
        for (module, name), value in list(self.shrunk.items()):
            self.shrunk[module, name] = getattr(module, name)
            setattr(module, name, value)
        self.folder = Path(tempfile.mkdtemp(dir=self.home))
        pristine = self.home / "pristine.assay"
        if not pristine.exists():
            with Store.create(pristine) as store:
                fill(store, images=2, labels=BEGIN)
        shutil.copytree(pristine, self.folder / "a.assay")
        self.store = Store.open(self.folder / "a.assay")
        self.count = BEGIN
        self.columns: dict[str, dict[int, Any]] = {}
        self.seen: list[tuple[Snapshot, dict[str, list[Any]]]] = []

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)
        for (module, name), value in self.shrunk.items():
            setattr(module, name, value)

    def chosen(self, picks: list[int]) -> list[int]:
        return sorted({pick % self.count for pick in picks})

    @rule(name=NAMES, data=st.data(), picks=PICKS | st.none())
    def fills(self, name: str, data: st.DataObject, picks: list[int] | None) -> None:
        """All rows, or a few; the ids in any order."""
        ids = list(range(self.count)) if picks is None else self.chosen(picks)[::-1]
        values = data.draw(st.lists(VALUES[name], min_size=len(ids), max_size=len(ids)))
        column = metric_column(name, TYPES[name])
        with self.store.writer() as writer:
            writer.put_metric_columns([column])
            type = writer.rows("annotations", columns=[name]).schema.field(name).type
            writer.fill("annotations", pa.table({"id": ids, name: pa.array(values, type)}))
        self.columns.setdefault(name, {}).update(zip(ids, values, strict=True))

    @rule(name=NAMES)
    def drops(self, name: str) -> None:
        with self.store.writer() as writer:
            writer.drop_metric_columns(1, Level.ANNOTATION, [name])
        self.columns.pop(name, None)

    @rule(picks=PICKS, category=st.integers(1, 3))
    def relabels(self, picks: list[int], category: int) -> None:
        relabel(self.store, self.live(picks), category)

    @rule(count=st.integers(1, 3))
    def adds(self, count: int) -> None:
        add(self.store, [0] * count)
        self.count += count

    @precondition(lambda self: self.store.snapshot().next_undo())
    @rule()
    def undoes(self) -> None:
        undo(self.store)

    @precondition(lambda self: self.store.snapshot().next_redo())
    @rule()
    def redoes(self) -> None:
        redo(self.store)

    @rule(picks=PICKS, count=st.integers(0, 2))
    def imports_again(self, picks: list[int], count: int) -> None:
        with self.store.writer() as writer:
            rows = writer.base.take("annotations", self.live(picks))
            writer.upsert("annotations", with_value(rows, "x", 99.0))
            if count:
                add_labels(writer, [1] * count)
        self.count += count

    @rule()
    def a_writer_fails(self) -> None:
        try:
            with self.store.writer() as writer:
                writer.drop_metric_columns(1, Level.ANNOTATION, ["blur"])
                writer.put_metric_columns([metric_column("dark", TYPES["dark"])])
                writer.fill("annotations", pa.table({"id": [0], "dark": [True]}))
                raise RuntimeError
        except RuntimeError:
            pass

    @rule()
    def opens_again(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "a.assay")
        self.seen = []

    def live(self, picks: list[int]) -> list[int]:
        ids = self.store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()
        return sorted({ids[pick % len(ids)] for pick in picks})

    def expected(self) -> dict[str, list[Any]]:
        return {name: [values.get(id_) for id_ in range(self.count)] for name, values in self.columns.items()}

    @invariant()
    def agrees_with_the_model(self) -> None:
        snapshot, expected = self.store.snapshot(), self.expected()
        assert set(snapshot.table("annotations").measured) == {"unmeasured", *expected}
        assert {column.name for column in snapshot.metric_columns(1)} == set(expected)
        rows = snapshot.all_rows("annotations", columns=["id", "x", *expected])
        assert rows["id"].to_pylist() == list(range(self.count))
        assert {name: rows[name].to_pylist() for name in expected} == expected
        self.seen = [*self.seen[-3:], (snapshot, expected)]

    @invariant()
    def agrees_in_queries(self) -> None:
        live = self.store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist()
        for name, values in self.columns.items():
            found = self.store.snapshot().query(Statement(f"SELECT id FROM annotations WHERE {name} IS NOT NULL"))
            assert sorted(found["id"].to_pylist()) == [id_ for id_ in live if values.get(id_) is not None]

    @invariant()
    def older_snapshots_stay_as_they_were(self) -> None:
        for snapshot, expected in self.seen[:2]:
            rows = snapshot.all_rows("annotations", columns=["id", *expected])
            assert {name: rows[name].to_pylist() for name in expected} == expected


TestMetricColumns = MetricColumns.TestCase
TestMetricColumns.settings = settings(max_examples=10, stateful_step_count=14)

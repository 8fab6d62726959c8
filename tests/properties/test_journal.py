"""Laws of the journal: any sequence of edits, undo and redo ends where a simple model in memory ends.

The model knows of each label its class and whether it is deleted, and keeps two stacks. Imports come in between
and overwrite rows without a journal entry: then undo takes back what its edit did and still stands, nothing else.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assay.model.change import ChangeState
from assay.store.store import Store
from tests.integration.state import state_of
from tests.store_rows import EDITED, add, add_labels, delete, fill, redo, relabel, undo, with_value

CLASSES = st.integers(1, 3)
PICKS = st.lists(st.integers(0, 30), min_size=1, max_size=4, unique=True)


class Label(NamedTuple):
    category: int
    deleted: bool = False


@dataclass
class Edit:
    """What an edit did to the model, and the exact state of the store on both sides of it."""

    before: dict[int, Label]
    after: dict[int, Label]
    state_before: str
    state_after: str
    imports: int


@dataclass
class Model:
    labels: dict[int, Label] = field(default_factory=dict)
    undone: list[Edit] = field(default_factory=list)
    done: list[Edit] = field(default_factory=list)

    def live(self) -> dict[int, int]:
        return {id_: label.category for id_, label in self.labels.items() if not label.deleted}

    def merge(self, origin: dict[int, Label], goal: dict[int, Label]) -> None:
        """The rule for each value: what the edit changed and still stands becomes the goal."""
        for id_, came in origin.items():
            now, wanted = self.labels[id_], goal[id_]
            values = zip(now, came, wanted, strict=True)
            self.labels[id_] = Label._make(w if w != c and n == c else n for n, c, w in values)


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A machine can ask for no fixture: its class is told where its stores stand."""
    Journal.home = tmp_path_factory.mktemp("machine")


class Journal(RuleBasedStateMachine):
    """Runs the same acts on a real store and on the model."""

    home: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=self.home))
        pristine = self.home / "pristine.assay"
        if not pristine.exists():
            with Store.create(pristine) as store:
                fill(store, images=2, labels=4)
        shutil.copytree(pristine, self.folder / "a.assay")
        self.store = Store.open(self.folder / "a.assay")
        self.model = Model({id_: Label(1) for id_ in range(4)})
        self.imports = 0

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def exact(self) -> str:
        return state_of(self.store.snapshot(), tables=EDITED, without=())

    def chosen(self, picks: list[int]) -> list[int]:
        live = sorted(self.model.live())
        return sorted({live[pick % len(live)] for pick in picks})

    def record(self, after: dict[int, Label], state_before: str) -> None:
        # A label that the edit adds was, for undo, a tombstone before.
        before = {id_: self.model.labels.get(id_, label._replace(deleted=True)) for id_, label in after.items()}
        self.model.labels.update(after)
        self.model.done.append(Edit(before, after, state_before, self.exact(), self.imports))
        self.model.undone.clear()

    @precondition(lambda self: self.model.live())
    @rule(picks=PICKS, category=CLASSES)
    def relabels(self, picks: list[int], category: int) -> None:
        ids, state = self.chosen(picks), self.exact()
        relabel(self.store, ids, category)
        self.record({id_: Label(category) for id_ in ids}, state)

    @precondition(lambda self: self.model.live())
    @rule(picks=PICKS)
    def deletes(self, picks: list[int]) -> None:
        ids, state = self.chosen(picks), self.exact()
        delete(self.store, ids)
        self.record({id_: self.model.labels[id_]._replace(deleted=True) for id_ in ids}, state)

    @rule(count=st.integers(1, 3), category=CLASSES)
    def adds(self, count: int, category: int) -> None:
        state, first = self.exact(), len(self.model.labels)
        add(self.store, [0] * count, category=category)
        self.record({id_: Label(category) for id_ in range(first, first + count)}, state)

    @precondition(lambda self: self.model.done)
    @rule()
    def undoes(self) -> None:
        edit = self.model.done.pop()
        untouched = edit.imports == self.imports and edit.state_after == self.exact()
        undo(self.store)
        self.model.merge(edit.after, edit.before)
        self.model.undone.append(edit)
        assert not untouched or self.exact() == edit.state_before, "undo after edit is the identity"

    @precondition(lambda self: self.model.undone)
    @rule()
    def redoes(self) -> None:
        edit = self.model.undone.pop()
        untouched = edit.imports == self.imports and edit.state_before == self.exact()
        redo(self.store)
        self.model.merge(edit.before, edit.after)
        self.model.done.append(edit)
        assert not untouched or self.exact() == edit.state_after, "redo after undo is the identity"

    @precondition(lambda self: self.model.live())
    @rule(picks=PICKS, category=CLASSES)
    def imports_over_labels(self, picks: list[int], category: int) -> None:
        ids = self.chosen(picks)
        with self.store.writer() as writer:
            rows = writer.base.take("annotations", ids)
            writer.upsert("annotations", with_value(with_value(rows, "category_id", category), "x", 99.0))
        self.model.labels.update({id_: Label(category) for id_ in ids})
        self.imports += 1

    @rule()
    def imports_more(self) -> None:
        with self.store.writer() as writer:
            (id_,) = add_labels(writer, [1])
        self.model.labels[id_] = Label(1)
        self.imports += 1

    @rule()
    def opens_again(self) -> None:
        self.store.close()
        self.store = Store.open(self.folder / "a.assay")

    @invariant()
    def agrees_with_the_model(self) -> None:
        rows = self.store.snapshot().rows("annotations", columns=["id", "category_id"])
        assert dict(zip(rows["id"].to_pylist(), rows["category_id"].to_pylist(), strict=True)) == self.model.live()

    @invariant()
    def knows_what_comes_next(self) -> None:
        snapshot = self.store.snapshot()
        assert (snapshot.next_undo() is None) == (not self.model.done)
        assert (snapshot.next_redo() is None) == (not self.model.undone)
        states = Counter(change.state for change in snapshot.changes(limit=1000))
        assert states[ChangeState.LIVE] == len(self.model.done)
        assert states[ChangeState.UNDONE] == len(self.model.undone)


TestJournal = Journal.TestCase
TestJournal.settings = settings(max_examples=15, stateful_step_count=14)

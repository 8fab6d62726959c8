"""Edits are changes: journalled, undone and redone without limit, with their dependants (I1-I5, B17, X13)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assay.errors import EditConflict, EditInvalid, NotFound, NothingToRedo, NothingToUndo
from assay.model.change import Change, ChangeState
from assay.model.level import Level
from assay.model.signature import Signature
from assay.store.store import Store
from assay.workflows.edits.edit_labels import accept_predictions, add, delete, move, relabel, remove_images
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.explore.search import count, matching_ids, search
from assay.workflows.issues.decide_issues import Decision, decide_issues
from assay.workflows.runs.evaluate_run import evaluate_run, read_evaluation
from tests.integration.state import state_of

EDITS: list[Callable[[Store], Change]] = [
    lambda store: decide_issues(store, open_suspects(store)[:2], Decision.ACCEPT),
    lambda store: decide_issues(store, open_suspects(store)[:1], Decision.KEEP),
    lambda store: relabel(store, [21, 22, 23], "cone"),
    lambda store: delete(store, [24]),
    lambda store: move(store, 25, [1.0, 2.0, 30.0, 40.0]),
    lambda store: add(store, 6, "disc", box=[1.0, 2.0, 3.0, 4.0]),
    lambda store: accept_predictions(store, [30, 33]),
    lambda store: remove_images(store, [2, 3]),
]


def open_suspects(store: Store) -> list[int]:
    """Ids of open suspects, worst first."""
    page = search(store, 'state = "open"', level=Level.ISSUE, sort="score")
    return list(page.rows.column("id").to_pylist())


@pytest.mark.parametrize("edit", EDITS)
def test_undo_restores_the_exact_state_and_redo_the_edited_one(store: Store, edit: Callable[[Store], Change]) -> None:
    """I5, V6.4: labels, suspects and matches alike."""
    before = state_of(store.snapshot())
    edit(store)
    after = state_of(store.snapshot())
    assert after != before
    undo(store)
    assert state_of(store.snapshot()) == before
    redo(store)
    assert state_of(store.snapshot()) == after


def test_all_edits_are_undone_after_a_restart(store: Store) -> None:
    """I5: undo outlives the process."""
    before = state_of(store.snapshot())
    for edit in EDITS:
        edit(store)
    with Store.open(store.path) as again:
        for _ in EDITS:
            undo(again)
        assert state_of(again.snapshot()) == before
        with pytest.raises(NothingToUndo):
            undo(again)


def test_the_journal_says_who_did_what_and_why(store: Store) -> None:
    """B17, N4."""
    relabel(store, [1], "cone", by=Signature("ann", "it is a cone", "cli"))
    entry = store.snapshot().changes(limit=1)[0]
    assert (entry.author, entry.reason, entry.source) == ("ann", "it is a cone", "cli")
    assert entry.title == "Relabel 1 label to cone"
    assert entry.state is ChangeState.LIVE


def test_a_new_edit_closes_the_way_to_redo(store: Store) -> None:
    delete(store, [4])
    undo(store)
    delete(store, [5])
    with pytest.raises(NothingToRedo):
        redo(store)


def test_an_edit_matches_its_image_anew(store: Store) -> None:
    """X13, V6.15: the stored matches equal those of a fresh evaluation, and only the run's numbers move."""
    for edit in EDITS:
        edit(store)
    snapshot = store.snapshot()
    run = snapshot.run(snapshot.dataset().id)
    kept = read_evaluation(snapshot, run).summary
    assert evaluate_run(store, config=snapshot.evaluation(run.id).config).summary == kept  # type: ignore[union-attr]


def test_an_edit_of_a_missing_label_changes_nothing(store: Store) -> None:
    before = state_of(store.snapshot())
    delete(store, [4])
    with pytest.raises(EditConflict):
        relabel(store, [3, 4], "cone")
    undo(store)
    assert state_of(store.snapshot()) == before


@pytest.mark.parametrize("box", [[1, 2, 0, 4], [1, 2, 3, -4], [1, 2, float("nan"), 4], [1, 2, 3]])
def test_a_box_without_area_is_refused(store: Store, box: list[float]) -> None:
    with pytest.raises(EditInvalid):
        move(store, 5, box)


def test_an_unknown_class_is_refused_with_the_nearest_name(store: Store) -> None:
    with pytest.raises(NotFound) as raised:
        relabel(store, [1], "scuare")
    assert "square" in raised.value.hint


def test_a_decided_suspect_leaves_the_inbox_and_comes_back_by_undo(store: Store) -> None:
    waiting = open_suspects(store)
    decide_issues(store, waiting[:1], Decision.ACCEPT)
    assert waiting[0] not in open_suspects(store)
    undo(store)
    assert open_suspects(store) == waiting


def test_accepting_every_suggested_fix_leaves_nothing_to_accept(store: Store) -> None:
    """The whole job: each injected error of the toy set is mended by its own suggestion."""
    for suspect in open_suspects(store):
        if suspect in open_suspects(store):
            decide_issues(store, [suspect], Decision.ACCEPT)
    assert open_suspects(store) == []
    assert read_evaluation(store.snapshot(), store.snapshot().run(1)).summary.confusions == 0


def test_another_class_can_be_given_to_a_suspect(store: Store) -> None:
    suspect = search(store, 'kind = "missing_object"', level=Level.ISSUE).rows.to_pylist()[0]
    labels = count(store, level=Level.ANNOTATION)
    decide_issues(store, [suspect["id"]], Decision.RELABEL, category="square")
    assert count(store, level=Level.ANNOTATION) == labels + 1
    added = matching_ids(store, 'label = "square" and changed = true', level=Level.ANNOTATION)
    assert len(added) == 1

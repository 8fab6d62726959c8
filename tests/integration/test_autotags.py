"""Autotags over a real store: scores, queries, the training set, undo, and items that come later (E6, S9, V5.5)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from assay.arrays import Ids
from assay.errors import AutotagInvalid, EditConflict, NotFound, QueryName
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.autotags.autotags import (
    create_autotag,
    facts_of,
    find_autotag,
    list_autotags,
    next_round,
    remove_autotag,
    rename_autotag,
    teach_autotag,
)
from assay.workflows.edits.undo_change import redo, undo
from assay.workflows.embeddings.autotag_scores import refresh_autotags
from assay.workflows.explore.search import matching_ids

WIDTH = 8


def vectors_of_kinds(kinds: Ids) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Vectors of which those of one kind lie about one direction."""
    rng = np.random.default_rng(5)
    return np.eye(WIDTH)[kinds] + rng.normal(0, 0.12, (len(kinds), WIDTH))


def embed(store: Store, level: Level = Level.IMAGE, *, leave: int = 0) -> Ids:
    """Give all rows of `level` but the last `leave` a vector; every third is alike. Returns the ids of all rows."""
    table = {Level.IMAGE: "images", Level.ANNOTATION: "annotations"}[level]
    ids: Ids = store.snapshot().rows(table, columns=["id"])["id"].to_numpy()
    vectors, able = vectors_of_kinds(np.arange(len(ids)) % 3), slice(0, len(ids) - leave)
    with store.writer() as writer:
        embedding = Embedding(0, writer.base.dataset().id, level, "hand", "", 0)
        writer.put_embedding(embedding, ids[able], vectors[able], np.zeros(len(ids), np.int64)[able])
    return ids


@pytest.fixture
def ids(store: Store) -> Ids:
    """The images of the toy set, which has 12; numbers 0, 3, 6 and 9 are alike, and so on."""
    return embed(store)


def asked(store: Store, text: str, level: Level = Level.IMAGE) -> list[int]:
    """The ids that a query lists."""
    found: list[int] = matching_ids(store, text, level=level).tolist()
    return found


def test_items_like_the_examples_score_above_zero_and_the_others_below(store: Store, ids: Ids) -> None:
    """E6, S9: scores of -1 to 1 of every image, by which a query filters with what is known of labels (V5.5)."""
    create_autotag(store, "police car", ids[[0, 3]].tolist(), no=ids[[1]].tolist())
    assert asked(store, "autotag.image.police_car > 0") == ids[[0, 3, 6, 9]].tolist()
    assert asked(store, "autotag.image.police_car = 1") == ids[[0, 3]].tolist()
    assert asked(store, 'AutoTag.Image."Police Car" = -1') == ids[[1]].tolist()
    assert asked(store, "autotag.image.police_car > 0.4 and annotations.count > 100") == []
    assert asked(store, "autotag.image.police_car is null") == []


def test_the_examples_themselves_can_be_asked_for(store: Store, ids: Ids) -> None:
    """V5.5: the training set is queryable."""
    create_autotag(store, "bus", ids[[0, 3]].tolist(), no=ids[[1]].tolist())
    assert asked(store, "autotag.image.bus.given = true") == ids[[0, 3]].tolist()
    assert asked(store, "autotag.image.bus.given = false") == ids[[1]].tolist()
    assert len(asked(store, "autotag.image.bus.given is null")) == len(ids) - 3


def test_labels_have_autotags_of_their_own(store: Store) -> None:
    """E6: an autotag of objects is a field of labels, and of the images that hold one."""
    labels = embed(store, Level.ANNOTATION)
    create_autotag(store, "Helmet off", labels[[0, 3, 6]].tolist(), level=Level.ANNOTATION)
    found = asked(store, "autotag.object.helmet_off > 0", Level.ANNOTATION)
    assert set(labels[::3].tolist()) == set(found)
    assert asked(store, "autotag.object.helmet_off > 0") == asked(
        store, "any(annotation: autotag.object.helmet_off > 0)"
    )
    with pytest.raises(QueryName, match="autotag"):
        asked(store, "autotag.image.helmet_off > 0")


def test_an_answer_changes_the_order_and_undo_takes_it_back(store: Store, ids: Ids) -> None:
    """V5.5: refining changes the order; every act can be undone and done again, with its scores."""
    create_autotag(store, "bus", ids[[0]].tolist())
    before = asked(store, "autotag.image.bus > 0")
    teach_autotag(store, "bus", yes=ids[[1]].tolist(), no=ids[[6]].tolist())
    after = asked(store, "autotag.image.bus > 0")
    assert ids[1] in after
    assert ids[6] not in after
    assert before != after
    assert undo(store).title == "Undo “Teach 'bus': 1 yes, 1 no”"
    assert asked(store, "autotag.image.bus > 0") == before
    redo(store)
    assert asked(store, "autotag.image.bus > 0") == after
    undo(store), undo(store)
    with pytest.raises(QueryName):
        asked(store, "autotag.image.bus > 0")


def test_a_removed_autotag_comes_back_with_its_scores(store: Store, ids: Ids) -> None:
    """E6: remove is undoable; the columns of a removed one are gone from the table."""
    create_autotag(store, "bus", ids[[0, 3]].tolist())
    before = asked(store, "autotag.image.bus > 0")
    remove_autotag(store, "bus")
    assert not any(name.startswith("autotag") for name in store.snapshot().table("images").measured)
    undo(store)
    assert asked(store, "autotag.image.bus > 0") == before


def test_a_renamed_autotag_keeps_its_scores_under_the_new_name(store: Store, ids: Ids) -> None:
    """E6: rename rewrites no score."""
    create_autotag(store, "bus", ids[[0, 3]].tolist())
    before = asked(store, "autotag.image.bus > 0")
    rename_autotag(store, "bus", "Night bus")
    assert asked(store, "autotag.image.night_bus > 0") == before
    with pytest.raises(AutotagInvalid, match="already"):
        create_autotag(store, "night-bus", ids[[0]].tolist())


def test_an_image_that_is_embedded_later_gets_its_score_then(store: Store) -> None:
    """E6: incremental. Without a vector a score is NULL, never 0."""
    ids = embed(store, leave=3)
    create_autotag(store, "bus", ids[[0, 3]].tolist())
    assert asked(store, "autotag.image.bus is null") == ids[9:].tolist()
    embed(store)
    assert [autotag.name for autotag in refresh_autotags(store)] == ["bus"]
    assert ids[9] in asked(store, "autotag.image.bus > 0")
    assert refresh_autotags(store) == []


def test_a_round_asks_of_no_item_twice_and_of_none_that_was_skipped(store: Store, ids: Ids) -> None:
    """V5.5: rounds of uncertain items, without those that were answered or skipped."""
    taught = create_autotag(store, "bus", ids[[0]].tolist(), no=ids[[1]].tolist()).autotag
    asked_of = next_round(store.snapshot(), taught, count=5, skip=ids[[2, 3]].tolist())
    assert len(asked_of) == len(set(asked_of.tolist())) == 5
    assert not set(asked_of.tolist()) & set(ids[[0, 1, 2, 3]].tolist())


def test_what_cannot_be_learnt_is_said(store: Store, ids: Ids) -> None:
    """Bad names, items and levels are refused with a reason."""
    with pytest.raises(NotFound, match="no embedding of its objects"):
        create_autotag(store, "bus", [1], level=Level.ANNOTATION)
    with pytest.raises(AutotagInvalid, match="No example"):
        create_autotag(store, "bus", [])
    with pytest.raises(AutotagInvalid, match="letters and digits"):
        create_autotag(store, " ?", ids[[0]].tolist())
    with pytest.raises(EditConflict, match="not in the dataset"):
        create_autotag(store, "bus", [10_000])
    create_autotag(store, "bus", ids[[0]].tolist())
    with pytest.raises(AutotagInvalid, match="both yes and no"):
        teach_autotag(store, "bus", yes=[int(ids[1])], no=[int(ids[1])])
    with pytest.raises(AutotagInvalid, match="no example left"):
        teach_autotag(store, "bus", forget=[int(ids[0])])
    with pytest.raises(NotFound, match="'buss'"):
        find_autotag(store.snapshot(), "buss")


def test_facts_count_answers_and_scores(store: Store, ids: Ids) -> None:
    """The list of autotags says how many answers and scores each has, and how the scores spread."""
    create_autotag(store, "bus", ids[[0, 3]].tolist(), no=ids[[1]].tolist())
    (facts,) = list_autotags(store.snapshot())
    assert (facts.field, facts.yes, facts.no, facts.scored, facts.tagged) == ("autotag.image.bus", 2, 1, 12, 4)
    assert sum(facts.bins) == 12
    assert facts.bins[-1] >= 2
    assert facts.bins[0] >= 1
    assert facts_of(store.snapshot(), replace(facts.autotag, id=99)).scored == 0
    assert pa.types.is_floating(store.snapshot().rows("images", columns=["autotag_1"])["autotag_1"].type)

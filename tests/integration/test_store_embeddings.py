"""An embedding is a table of its own, published as every other: whole, or not at all (E3, V6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assay.arrays import Ids
from assay.errors import ArrayError, EditConflict, NotFound, ProjectDamaged
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store import lake
from assay.store.embeddings import state_digest
from assay.store.store import Store
from tests.store_rows import fill

TINY = Embedding(0, 1, Level.IMAGE, "tiny", "tiny", 1, is_default=False)
IDS = np.array([4, 0, 2], np.int64)
VECTORS = np.array([[3.0, 4.0], [0.0, 2.0], [np.nan, 1.0]])
KEYS = np.array([40, 0, 20], np.int64)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "a.assay") as opened:
        fill(opened, images=5, labels=5)
        yield opened


def put(store: Store, embedding: Embedding = TINY, ids: Ids = IDS) -> Embedding:
    with store.writer() as writer:
        return writer.put_embedding(embedding, ids, VECTORS, KEYS, reasons={2: "It is torn."})


def test_vectors_come_back_by_id_and_of_length_one_and_a_row_without_one_has_its_reason(store: Store) -> None:
    put(store)
    snapshot = store.snapshot()
    found = snapshot.embedding(1, Level.IMAGE)
    assert found == replace(TINY, id=1, dimension=2, count=2, is_default=True)
    ids, vectors = snapshot.vectors(found)
    assert ids.tolist() == [0, 4]
    assert np.allclose(vectors, np.array([[0, 1], [0.6, 0.8]]), rtol=1e-6)
    known, keys, reasons = snapshot.vector_keys(found)
    assert (known.tolist(), keys.tolist(), list(reasons)) == ([0, 2, 4], [0, 20, 40], [None, "It is torn.", None])


def test_nothing_of_a_writer_that_raises_is_ever_seen_and_the_next_one_begins_anew(store: Store) -> None:
    def fail() -> None:
        with store.writer() as writer:
            writer.put_embedding(TINY, IDS, VECTORS, KEYS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert store.snapshot().embeddings(1) == ()
    put(store, ids=np.array([1, 2, 3], np.int64))
    found = store.snapshot().embeddings(1)[0]
    assert store.snapshot().vectors(found)[0].tolist() == [1, 2]


def test_an_older_snapshot_sees_the_vectors_as_they_were(store: Store) -> None:
    made = put(store)
    before = store.snapshot()
    with store.writer() as writer:
        updated = writer.update_vectors(made, np.array([2]), np.array([[1.0, 0.0]]), np.array([21]), gone=[4])
    assert updated.count == 2
    assert store.snapshot().vectors(updated)[0].tolist() == [0, 2]
    assert before.vectors(made)[0].tolist() == [0, 4]
    assert before.vectors_version(made) != store.snapshot().vectors_version(updated)


def test_an_embedding_made_anew_keeps_its_id_and_may_have_another_dimension(store: Store) -> None:
    made = put(store)
    with store.writer() as writer:
        again = writer.put_embedding(TINY, np.arange(4), np.ones((4, 7)), np.arange(4))
    assert (again.id, again.dimension, again.count) == (made.id, 7, 4)
    assert store.snapshot().vectors(again)[1].shape == (4, 7)


def test_one_of_a_level_is_the_default_whatever_comes_and_goes(store: Store) -> None:
    first, second = put(store), put(store, replace(TINY, name="other"))
    of_labels = put(store, replace(TINY, level=Level.ANNOTATION))
    assert (first.is_default, second.is_default, of_labels.is_default) == (True, False, True)
    with store.writer() as writer:
        writer.set_default_embedding(second)
    assert store.snapshot().embedding(1, Level.IMAGE) == replace(second, is_default=True)
    assert store.snapshot().embedding(1, Level.ANNOTATION) == of_labels
    with store.writer() as writer:
        writer.drop_embedding(second)
    assert store.snapshot().embedding(1, Level.IMAGE) == first
    with pytest.raises(NotFound, match="other"):
        store.snapshot().embedding(1, Level.IMAGE, "other")


def test_what_was_dropped_can_be_read_by_who_saw_it_and_goes_when_nobody_can(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, before = put(store), store.snapshot()
    with store.writer() as writer:
        writer.drop_embedding(made)
    assert before.vectors(made)[0].tolist() == [0, 4]
    assert [path.name for path in (store.path / "vectors").iterdir()] == ["1.lance"]
    monkeypatch.setattr(lake, "KEEP_VERSIONS", -lake.KEEP_VERSIONS)
    again = put(store)
    assert again.id != made.id  # an id is given once, ever
    assert [path.name for path in (store.path / "vectors").iterdir()] == [f"{again.id}.lance"]


def test_what_an_embedder_learned_lies_beside_the_vectors_and_is_checked(store: Store) -> None:
    state = {"mean": np.arange(3.0), "axes": np.eye(2, dtype=np.float32)}
    described = replace(TINY, digest=state_digest(state))
    with store.writer() as writer:
        made = writer.put_embedding(described, IDS, VECTORS, KEYS, state=state)
    found = store.snapshot().embedding_state(made)
    assert {name: found[name].tolist() for name in found} == {name: state[name].tolist() for name in state}
    path = store.path / "vectors" / f"{made.digest}.npz"
    np.savez(path, mean=np.zeros(3))
    with pytest.raises(ProjectDamaged, match="not what"):
        store.snapshot().embedding_state(made)


def test_vectors_that_do_not_fit_are_refused(store: Store) -> None:
    with pytest.raises(ArrayError, match="different ids"):
        put(store, ids=np.array([1, 1, 2], np.int64))
    made = put(store)
    with store.writer() as writer, pytest.raises(ArrayError, match="2 numbers"):
        writer.update_vectors(made, np.array([1]), np.ones((1, 3)), np.array([1]))
    with pytest.raises(ArrayError, match="objects"), store.writer() as writer:
        writer.put_embedding(made, IDS, VECTORS, KEYS, state={"a": np.array([{}], dtype=object)})


def test_vectors_of_one_embedder_never_come_among_those_of_another(store: Store) -> None:
    made = put(store)
    put(store, replace(TINY, version=2))
    with pytest.raises(EditConflict), store.writer() as writer:
        writer.update_vectors(made, np.array([1]), np.ones((1, 2)), np.array([1]))

"""A map goes on when vectors are added: the rest stays, until a fresh one is worth it (issue 5, E4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assay.arrays import Ids
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.explore.search import matching_ids
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.map.draw_map import DrawnMap, draw_map


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    toy = toy_set(tmp_path / "toy")
    with Store.create(tmp_path / "map.assay") as opened:
        import_dataset(opened, toy.labels, dataset="toy", images=toy.images)
        yield opened


def embed(store: Store, *, count: int | None = None, digest: str = "") -> Ids:
    """A vector for each of the first `count` labels, near those of its class; their ids."""
    labels = store.snapshot().rows("annotations", columns=["id", "category_id"])
    ids, classes = (np.asarray(labels.column(at), np.int64) for at in (0, 1))
    kinds = np.unique(classes, return_inverse=True)[1]
    vectors = np.eye(8)[kinds] + np.random.default_rng(0).normal(0, 0.08, (len(ids), 8))
    with store.writer() as writer:
        model = Embedding(0, 1, Level.ANNOTATION, "hand", "hand", 1, digest=digest)
        writer.put_embedding(model, ids[:count], vectors[:count], ids[:count])
    return ids


def places(drawn: DrawnMap) -> dict[int, NDArray[np.float32]]:
    return dict(zip(drawn.points.ids.tolist(), drawn.points.points, strict=True))


def drawn(store: Store, *, fresh: bool = False) -> DrawnMap:
    return draw_map(store, level=Level.ANNOTATION, fresh=fresh)


def test_labels_embedded_later_are_placed_and_marked_and_the_others_stay(store: Store) -> None:
    ids = embed(store, count=32)
    first = drawn(store)
    assert first.points.late == 0
    embed(store)
    later = drawn(store)
    assert (len(later.points.ids), later.points.late) == (37, 5)
    stood, now = places(first), places(later)
    assert all(np.array_equal(stood[id], now[id]) for id in stood)
    assert matching_ids(store, "map_late", level=Level.ANNOTATION).tolist() == ids[32:].tolist()
    assert drawn(store).points.late == 5  # nothing new: what is late stays late, and in its place


def test_a_map_is_made_anew_when_a_fifth_is_late_when_asked_and_for_other_vectors(store: Store) -> None:
    embed(store, count=32)
    first = places(drawn(store))
    embed(store)
    fresh = drawn(store, fresh=True)
    assert fresh.points.late == 0
    assert not np.array_equal(places(fresh)[1], first[1])
    embed(store, count=20)
    drawn(store, fresh=True)
    embed(store)
    assert drawn(store).points.late == 0  # 17 of 37
    embed(store, count=35, digest="other")
    drawn(store)
    embed(store, digest="another")
    assert drawn(store).points.late == 0

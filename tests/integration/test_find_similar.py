"""Look-alikes by query and by verb, over stored vectors (E5, S5)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assay.errors import ChoiceInvalid, QueryError
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.embeddings.find_similar import find_similar
from assay.workflows.explore.search import matching_ids, search
from tests.store_rows import fill

TINY = Embedding(0, 1, Level.IMAGE, "tiny", "tiny", 1, digest="d", is_default=True)
TURN = np.deg2rad([0, 10, 20, 40, 80])


def circle(angles: np.ndarray) -> np.ndarray:
    return np.stack([np.cos(angles), np.sin(angles)], axis=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Images at angles 0, 10, 20, 40, 80 degrees, the last without a vector; of ten labels, number n at 5 n."""
    with Store.create(tmp_path / "a.assay") as opened:
        fill(opened, images=6, labels=10)
        with opened.writer() as writer:
            ids = opened.snapshot().rows("images", columns=["id"])["id"].to_numpy()
            writer.put_embedding(TINY, ids[:5], circle(TURN), ids[:5])
            labels = opened.snapshot().rows("annotations", columns=["id"])["id"].to_numpy()
            of_labels = replace(TINY, level=Level.ANNOTATION)
            writer.put_embedding(of_labels, labels, circle(np.deg2rad(5.0 * np.arange(10))), labels)
        yield opened


def ids(store: Store, table: str) -> list[int]:
    found: list[int] = store.snapshot().rows(table, columns=["id"])["id"].to_pylist()
    return found


def test_a_query_lists_and_sorts_by_similarity_and_rows_without_a_vector_come_last(store: Store) -> None:
    image = ids(store, "images")
    asked = f"similar(image: {image[1]})"
    assert matching_ids(store, f"{asked} > 0.98").tolist() == image[:3]
    page = search(store, "", sort=asked, descending=True)
    assert page.rows["id"].to_pylist() == [image[1], image[0], image[2], image[3], image[4], image[5]]
    values = page.rows["sort_value"].to_pylist()
    assert values[:5] == pytest.approx(np.cos(np.deg2rad([0, 10, 10, 30, 70])), abs=1e-6)
    assert values[5] is None


def test_pages_by_similarity_follow_each_other(store: Store) -> None:
    image = ids(store, "images")
    asked = f"similar(image: {image[0]})"
    first = search(store, "", sort=asked, descending=True, limit=2)
    rest = search(store, "", sort=asked, descending=True, limit=10, cursor=first.next_cursor)
    assert [*first.rows["id"].to_pylist(), *rest.rows["id"].to_pylist()] == image


def test_several_count_by_the_most_alike_or_by_their_mean(store: Store) -> None:
    image = ids(store, "images")
    both = f"{image[0]}, {image[4]}"
    page = search(store, "", sort=f"similar(image: {both})", descending=True)
    assert page.rows["sort_value"].to_pylist()[:2] == pytest.approx([1, 1])
    page = search(store, "", sort=f"similar(image: {both}, mean)", descending=True)
    assert page.rows["id"].to_pylist()[0] == image[3]  # 40 degrees lies in the middle of 0 and 80


def test_objects_are_compared_with_objects_and_lift_to_their_images(store: Store) -> None:
    label = ids(store, "annotations")
    near = matching_ids(store, f"similar(annotation: {label[0]}) > 0.99", level=Level.ANNOTATION)
    assert near.tolist() == label[:2]
    assert len(matching_ids(store, f"similar(annotation: {label[0]}) > 0.99")) == 2  # images with such a label


def test_of_objects_an_image_says_what_their_image_looks_like(store: Store) -> None:
    image = ids(store, "images")
    found = matching_ids(store, f"similar(image: {image[0]}) > 0.999", level=Level.ANNOTATION)
    assert found.tolist() == matching_ids(store, f"image.id = {image[0]}", level=Level.ANNOTATION).tolist()


def test_an_item_without_a_vector_is_told_with_what_would_do(store: Store) -> None:
    with pytest.raises(QueryError, match="no vector") as refused:
        matching_ids(store, f"similar(image: {ids(store, 'images')[5]}) > 0")
    assert "assay embed" in (refused.value.hint or "")
    with pytest.raises(QueryError, match="not kept"):
        matching_ids(store, 'similar(image: "../../etc/passwd") > 0')


def test_the_verb_leaves_the_items_out_and_says_what_query_lists_the_same(store: Store) -> None:
    image = ids(store, "images")
    found = find_similar(store.snapshot(), [image[1]], count=2)
    assert found.ids.tolist() == [image[0], image[2]]
    assert found.query == f"similar(image: {image[1]})"
    narrowed = find_similar(store.snapshot(), [image[1]], query=f"id > {image[2]}")
    assert narrowed.ids.tolist() == [image[3], image[4]]


def test_objects_that_look_like_an_image_are_found_where_one_embedder_made_both(store: Store) -> None:
    image, label = ids(store, "images"), ids(store, "annotations")
    found = find_similar(store.snapshot(), [image[1]], level=Level.ANNOTATION, count=1)
    assert found.ids.tolist() == [label[2]]
    assert found.query is None
    with store.writer() as writer:
        writer.put_embedding(replace(TINY, embedder="other"), np.array(image[:5]), circle(TURN), np.array(image[:5]))
    with pytest.raises(QueryError, match="cannot be compared"):
        find_similar(store.snapshot(), [image[1]], level=Level.ANNOTATION)


def test_how_many_are_asked_about_is_bounded(store: Store) -> None:
    with pytest.raises(ChoiceInvalid):
        find_similar(store.snapshot(), [])

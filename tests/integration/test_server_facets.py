"""Facets that reach beyond a level's own rows, values found by a text, and values of rows on screen (V2.2, V2.4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.explore.facets import TermsFacet, facets
from assay.workflows.explore.search import ask, search
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.visitor import Visitor


@pytest.fixture
def web(standing: Store) -> Visitor:
    return Visitor(create_app(standing))


def facet(web: Visitor, field: str, **asked: Any) -> dict[str, Any]:
    [found] = web.post("/api/facets", {"dataset": 1, "fields": [field], **asked}).json()
    found_facet: dict[str, Any] = found
    return found_facet


def total_of(web: Visitor, query: str, level: str) -> int:
    total: int = web.post("/api/search", {"dataset": 1, "level": level, "query": query, "limit": 0}).json()["total"]
    return total


def test_a_facet_counts_the_objects_in_the_listed_images(web: Visitor, toy: ToySet) -> None:
    whole = facet(web, "area", of="annotation")
    assert sum(whole["bins"]["counts"]) == toy.label_count
    # A field of images and one of labels by the same name are not mixed up.
    part = facet(web, "area", of="annotation", query="area > 0 and id < 3")
    assert sum(part["bins"]["counts"]) == total_of(web, "image.id < 3", "annotation")
    assert sum(part["bins"]["totals"]) == toy.label_count


def test_a_facet_of_labels_reaches_their_image(web: Visitor, toy: ToySet) -> None:
    found = facet(web, "image.width", level="annotation")
    assert found["field"] == "image.width"
    assert sum(found["bins"]["totals"]) == toy.label_count


def test_every_bar_lists_what_it_counts(web: Visitor) -> None:
    """V2.4: the histogram and the text of the query agree."""
    bins = facet(web, "score", level="prediction")["bins"]
    for low, high, count in zip(bins["edges"][:-2], bins["edges"][1:-1], bins["counts"][:-1], strict=True):
        assert total_of(web, f"{low} <= score < {high}", "prediction") == count


def test_rows_have_the_value_they_are_sorted_by_and_ties_stand_by_id(web: Visitor) -> None:
    """V2.2: monotone, and stable where values are equal."""
    for descending in (False, True):
        body = {"dataset": 1, "sort": "annotations.count", "descending": descending}
        items = web.post("/api/search", body).json()["items"]
        order = [((-1 if descending else 1) * item["sort_value"], item["id"]) for item in items]
        assert order == sorted(order)
        assert [item["sort_value"] for item in items] == [item["labels"] for item in items]


def test_values_of_some_rows(web: Visitor) -> None:
    body = {"dataset": 1, "level": "prediction", "ids": [3, 1, 9999], "fields": ["score", "image.width"]}
    found = web.post("/api/values", body).json()
    assert found["ids"] == [1, 3]
    assert [len(values) for values in found["values"].values()] == [2, 2]
    assert web.post("/api/values", {**body, "ids": []}).json()["values"] == {"score": [], "image.width": []}


def test_of_a_thousand_values_the_most_frequent_are_shown_and_the_rest_is_found(tmp_path: Path) -> None:
    """The most frequent of many texts are told; a text that is typed finds the others, in any case."""
    (tmp_path / "photos").mkdir()
    names = [f"Place {at}" for at in range(300)] + ["Place 299"]
    images = [
        {"id": at, "file_name": f"{at}.png", "width": 4, "height": 4, "metadata": {"place": name}}
        for at, name in enumerate(names)
    ]
    Image.new("RGB", (4, 4)).save(tmp_path / "photos" / "0.png")
    document = {"images": images, "categories": [{"id": 1, "name": "cat"}], "annotations": []}
    (tmp_path / "labels.json").write_text(json.dumps(document), encoding="utf-8")
    with Store.create(tmp_path / "many.assay") as store:
        import_dataset(store, tmp_path / "labels.json", dataset="many", images=tmp_path / "photos")
        assert search(store).total == len(names)
        question = ask(store.snapshot(), "", level=Level.IMAGE)
        [first] = facets(question, fields=["metadata.place"])
        assert isinstance(first, TermsFacet)
        assert (first.terms[0].value, first.terms[0].total) == ("Place 299", 2)
        assert (len(first.terms), first.distinct) == (200, 300)
        [found] = facets(question, fields=["metadata.place"], find="PLACE 12")
        assert isinstance(found, TermsFacet)
        assert {term.value for term in found.terms} == {"Place 12", *(f"Place 12{digit}" for digit in range(10))}
        # What is rare in a part is still counted there: its count is not cut off with the part's own most frequent.
        [narrow] = facets(ask(store.snapshot(), "id > 0", level=Level.IMAGE), fields=["metadata.place"])
        assert isinstance(narrow, TermsFacet)
        assert sum(term.count for term in narrow.terms) == sum(term.total for term in narrow.terms) - 1

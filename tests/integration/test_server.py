"""The HTTP interface over a real project: every route, with values that are known."""

from __future__ import annotations

import json
from typing import Any

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import ToySet
from tests.integration.visitor import Visitor, dataset_id, search

AUTHOR = {"X-Assay-Author": "Zo%C3%AB"}


@pytest.fixture(scope="module")
def web(standing: Store) -> Visitor:
    """For tests that only look."""
    return Visitor(create_app(standing), headers=AUTHOR)


# What there is


def test_the_project_says_what_it_holds(web: Visitor, toy: ToySet) -> None:
    project = web.get("/api/project").json()
    assert project["name"] == "toy"
    assert project["author"] == "Zoë"
    dataset = project["datasets"][0]
    assert (dataset["images"], dataset["annotations"]) == (toy.image_count, toy.label_count)
    run = dataset["runs"][0]
    assert (run["name"], run["predictions"]) == ("model", toy.prediction_count)
    counts = run["evaluation"]
    assert counts["tp"] + counts["fn"] + counts["confusions"] == toy.label_count


def test_classes_stand_in_order_of_id_with_their_counts(web: Visitor, toy: ToySet) -> None:
    classes = web.get(f"/api/datasets/{dataset_id(web)}/classes").json()
    assert [c["name"] for c in classes] == ["disc", "square", "cone"]
    assert [c["id"] for c in classes] == sorted(c["id"] for c in classes)
    assert sum(c["labels"] for c in classes) == toy.label_count
    assert sum(c["predictions"] for c in classes) == toy.prediction_count


@pytest.mark.parametrize("level", ["image", "annotation", "prediction", "issue"])
def test_every_sortable_field_of_a_level_can_be_sorted_by(web: Visitor, level: str) -> None:
    fields = web.get(f"/api/datasets/{dataset_id(web)}/fields?level={level}").json()
    assert fields
    for field in fields:
        if field["sortable"]:
            search(web, level, sort=field["name"], descending=True, limit=3)


def test_the_overview_counts_what_the_project_holds(web: Visitor, toy: ToySet) -> None:
    overview = web.get(f"/api/datasets/{dataset_id(web)}/overview").json()
    assert (overview["images"], overview["labels"]) == (toy.image_count, toy.label_count)
    assert overview["predictions"] == toy.prediction_count
    assert sum(bar["images"] for bar in overview["labels_per_image"]) == toy.image_count
    matrix = overview["evaluation"]["matrix"]
    assert sum(map(sum, matrix[:-1])) == toy.label_count
    assert [c["support"] for c in overview["evaluation"]["per_class"]] == [sum(row) for row in matrix[:-1]]


def test_every_number_of_the_overview_is_a_door(web: Visitor) -> None:
    """The query beside a number lists as many rows as the number says."""
    overview = web.get(f"/api/datasets/{dataset_id(web)}/overview").json()
    for bar in overview["labels_per_image"]:
        assert search(web, query=bar["query"])["total"] == bar["images"], bar
    assert search(web, query=overview["broken"]["query"])["total"] == overview["broken"]["count"]
    for group in overview["suspects"]:
        assert search(web, "issue", group["query"])["total"] == group["open"]
        assert len(group["examples"]) == min(5, group["open"])


# Search


def test_a_page_of_images_carries_its_objects(web: Visitor, toy: ToySet) -> None:
    page = search(web)
    assert page["total"] == toy.image_count
    items = page["items"]
    assert sum(item["labels"] for item in items) == toy.label_count
    drawn = [thing for item in items for thing in item["objects"]]
    assert sum(thing["source"] == "label" for thing in drawn) == toy.label_count
    first = json.loads(toy.labels.read_text())["annotations"][0]
    box = [drawn[0][axis] for axis in "xywh"]
    assert box == first["bbox"]


def test_predictions_below_the_confidence_are_not_drawn(web: Visitor, toy: ToySet) -> None:
    drawn = [
        thing
        for item in search(web, confidence=0.5)["items"]
        for thing in item["objects"]
        if thing["source"] != "label"
    ]
    assert len(drawn) == toy.prediction_count - 1  # the false alarm of 0.12
    assert min(thing["score"] for thing in drawn) >= 0.5


def test_pages_by_cursor_and_by_offset_are_the_same_rows(web: Visitor, toy: ToySet) -> None:
    whole = [item["object"]["id"] for item in search(web, "annotation", sort="area", limit=1_000)["items"]]
    assert len(whole) == toy.label_count
    by_offset = [
        item["object"]["id"]
        for offset in range(0, len(whole), 7)
        for item in search(web, "annotation", sort="area", limit=7, offset=offset)["items"]
    ]
    by_cursor: list[int] = []
    cursor = None
    for _ in range(20):
        page = search(web, "annotation", sort="area", limit=7, cursor=cursor)
        by_cursor += [item["object"]["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert by_offset == by_cursor == whole


def test_objects_come_with_the_image_they_lie_in(web: Visitor) -> None:
    page = search(web, "prediction", "score < 0.5")
    assert page["total"] == 1
    item = page["items"][0]
    assert item["object"]["source"] == "prediction"
    assert item["object"]["score"] == pytest.approx(0.12)
    assert item["image"]["width"] == 160


@pytest.mark.parametrize("level", ["image", "annotation", "prediction", "issue"])
def test_the_number_of_queries_does_not_grow_with_the_page(
    web: Visitor, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    """No query per item anywhere."""
    from assay.store.snapshot import Snapshot

    asked: list[str] = []
    for name in ("query", "rows", "take", "all_rows"):
        real = getattr(Snapshot, name)

        def counted(self: Snapshot, *args: Any, _real: Any = real, _name: str = name, **options: Any) -> Any:
            asked.append(_name)
            return _real(self, *args, **options)

        monkeypatch.setattr(Snapshot, name, counted)
    counts = []
    for limit in (2, 30):
        search(web, level, limit=limit)
        asked.clear()
        search(web, level, limit=limit)
        counts.append(len(asked))
    assert counts[0] == counts[1] < 15


def test_an_image_in_detail_has_everything(web: Visitor) -> None:
    image = search(web)["items"][0]
    detail = web.get(f"/api/images/{image['id']}").json()
    assert detail["name"] == image["name"]
    assert detail["path"].endswith(image["name"])
    assert detail["format"] == "png"
    assert detail["labels"] == image["labels"]
    assert len(detail["objects"]) == len(image["objects"])


def test_an_unknown_image_is_not_found(web: Visitor) -> None:
    reply = web.get("/api/images/999999")
    assert reply.status_code == 404
    assert reply.json()["code"] == "not-found"


def test_facets_count_within_the_query_beside_the_whole(web: Visitor, toy: ToySet) -> None:
    body = {"dataset": dataset_id(web), "level": "annotation", "query": 'label = "disc"'}
    facets = {facet["field"]: facet for facet in web.post("/api/facets", body).json()}
    labels = {term["value"]: term for term in facets["label"]["terms"]}
    assert labels["disc"]["count"] == labels["disc"]["total"]
    assert labels["square"]["count"] == 0
    assert sum(term["total"] for term in labels.values()) == toy.label_count
    bins = facets["area"]["bins"]
    assert sum(bins["totals"]) == toy.label_count
    assert sum(bins["counts"]) == labels["disc"]["count"]
    assert len(bins["edges"]) == len(bins["counts"]) + 1


def test_named_facets_only(web: Visitor) -> None:
    body = {"dataset": dataset_id(web), "level": "annotation", "fields": ["label"]}
    assert [facet["field"] for facet in web.post("/api/facets", body).json()] == ["label"]


# The query editor


def test_a_right_query_is_told_so_with_its_count(web: Visitor, toy: ToySet) -> None:
    check = web.post("/api/query/check", {"dataset": dataset_id(web), "query": "annotations.count>=1"}).json()
    assert check["ok"]
    assert check["canonical"] == "annotations.count >= 1"
    assert check["total"] == toy.image_count
    assert [token["kind"] for token in check["tokens"]][-1] == "number"


@pytest.mark.parametrize(
    ("query", "code", "pointed_at"),
    [
        ("annotations.count >", "query-syntax", ""),
        ("annotatoins.count > 3", "query-name", "annotatoins.count"),
        ('width > "wide"', "query-type", None),
    ],
)
def test_a_wrong_query_is_an_answer_with_a_span(web: Visitor, query: str, code: str, pointed_at: str | None) -> None:
    reply = web.post("/api/query/check", {"dataset": dataset_id(web), "query": query})
    assert reply.status_code == 200
    error = reply.json()["error"]
    assert error["code"] == code
    start, end = error["span"]
    assert 0 <= start <= end <= len(query) + 1  # what is missing is missed behind the end
    if pointed_at:
        assert query[start:end] == pointed_at


def test_the_same_wrong_query_is_refused_by_a_search(web: Visitor) -> None:
    reply = web.post("/api/search", {"dataset": dataset_id(web), "query": "annotatoins.count > 3"})
    assert reply.status_code == 400
    assert reply.json()["code"] == "query-name"
    assert reply.json()["hint"]


def test_completion_offers_what_can_stand_at_the_cursor(web: Visitor) -> None:
    body = {"dataset": dataset_id(web), "level": "annotation", "query": "label = ", "cursor": 8}
    offered = [completion["insert"] for completion in web.post("/api/query/complete", body).json()]
    assert '"disc"' in offered


def test_explain_counts_each_clause(web: Visitor, toy: ToySet) -> None:
    query = "annotations.count > 0 and annotations.count > 100"
    clauses = web.post("/api/query/explain", {"dataset": dataset_id(web), "query": query}).json()
    assert [clause["count"] for clause in clauses] == [toy.image_count, 0]
    assert query[clauses[1]["start"] : clauses[1]["end"]] == "annotations.count > 100"


# Replies


def test_an_unknown_address_of_the_api_is_told_as_json(web: Visitor) -> None:
    for path in ("/api/nothing", "/media/nothing", "/media/images/1/../../secret"):
        reply = web.get(path)
        assert reply.status_code == 404
        assert reply.json()["code"] == "not-found"


def test_an_unforeseen_error_tells_no_secrets(web: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("/home/someone/secret")

    monkeypatch.setattr("assay.server.routes.project.show_project", fail)
    reply = web.get("/api/project")
    assert reply.status_code == 500
    assert reply.json()["code"] == "internal"
    assert "secret" not in reply.text


@pytest.mark.parametrize("name", ["x" * 101, "a%09tab", "newline%0Aheader"])
def test_an_author_must_be_short_and_printable(web: Visitor, name: str) -> None:
    reply = web.get("/api/project", headers={"X-Assay-Author": name})
    assert (reply.status_code, reply.json()["code"]) == (422, "request-invalid")


def test_without_a_name_the_author_is_the_user(standing: Store) -> None:
    assert Visitor(create_app(standing)).get("/api/project").json()["author"] == "tester"

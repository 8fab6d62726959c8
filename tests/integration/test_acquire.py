"""What to label next, chosen under a budget, kept as a segment and exported (V2.10, D11)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from assay.errors import ChoiceInvalid, QueryName
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricColumn, MetricType
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.curation.acquire import acquire
from assay.workflows.explore.search import Question, ask, ids_of
from tests.integration.visitor import Visitor, dataset_id
from tests.shell import Shell, piped_shell


def question(store: Store, query: str = "", level: Level = Level.IMAGE) -> Question:
    return ask(store.snapshot(), query, level=level)


@pytest.fixture
def measured(store: Store) -> Store:
    """The toy project whose images have hashes and an uncertainty; the first has none."""
    snapshot = store.snapshot()
    dataset, ids = snapshot.dataset(None).id, snapshot.rows("images", columns=["id"])["id"]
    rng = np.random.default_rng(1)
    worth = [None, *rng.random(len(ids) - 1).tolist()]
    hashes = rng.integers(-(2**63), 2**63, len(ids))
    columns = [
        MetricColumn(
            dataset,
            Level.IMAGE,
            "chance_entropy",
            "chance_entropy",
            1,
            "Entropy",
            "",
            bad=BadEnd.HIGH,
            parameters='{"aggregation": "mean"}',
        ),
        MetricColumn(dataset, Level.IMAGE, "phash", "phash", 1, "Hash", "", MetricType.WHOLE, low=None),
    ]
    with store.writer() as writer:
        writer.put_metric_columns(columns)
        writer.fill("images", pa.table({"id": ids, "chance_entropy": pa.array(worth, pa.float64()), "phash": hashes}))
    return store


def test_the_most_uncertain_go_first_and_the_choice_tells_what_it_rests_on(measured: Store) -> None:
    found = acquire(question(measured), "chance_entropy", budget=3, diversity=0, apart=0)
    assert found.values.tolist() == sorted(found.values.tolist(), reverse=True)
    assert (found.end, found.unknown, found.parameters) == (BadEnd.HIGH, 1, {"aggregation": "mean"})
    every = acquire(question(measured), "chance_entropy", budget=10**6)
    assert len(every.image_ids) == every.candidates == measured.snapshot().count("images") - 1


def test_only_images_of_the_query_are_chosen(measured: Store) -> None:
    asked = question(measured, "annotations.count > 0")
    chosen = acquire(asked, "chance_entropy", budget=10**6, apart=0).image_ids.tolist()
    assert 0 < len(chosen) < measured.snapshot().count("images")
    assert set(chosen) <= set(ids_of(asked).tolist())


def test_over_http_the_choice_is_that_of_the_shell_with_pictures_to_draw(measured: Store) -> None:
    web = Visitor(create_app(measured))
    dataset = dataset_id(web)
    fields = web.get(f"/api/acquire/fields?dataset={dataset}").json()
    assert [(field["name"], field["bad"]) for field in fields] == [("chance_entropy", "high")]
    body = {"dataset": dataset, "query": "annotations.count > 0", "by": "chance_entropy", "budget": 3, "seed": 7}
    reply = web.post("/api/acquire", body).json()
    found = acquire(question(measured, "annotations.count > 0"), "chance_entropy", budget=3, seed=7)
    terms = [(item["id"], item["value"], item["worth"], item["novelty"]) for item in reply["images"]]
    assert terms == list(
        zip(*(part.tolist() for part in (found.image_ids, found.values, found.worth, found.novelty)), strict=True)
    )
    assert all(item["image"]["id"] == item["id"] and item["object"] is None for item in reply["images"])
    assert (reply["end"], reply["parameters"], reply["unknown"]) == ("high", {"aggregation": "mean"}, found.unknown)
    assert web.post("/api/acquire", {**body, "by": "width"}).json()["code"] == "choice-invalid"
    assert web.post("/api/acquire", {**body, "budget": 0}).status_code == 422


def test_a_field_that_is_none_is_named_and_points_at_no_place_of_the_query(measured: Store) -> None:
    with pytest.raises(QueryName, match=r"^Choosing by `wdth`: Images have no field") as raised:
        acquire(question(measured, "width > 1"), "wdth", budget=3)
    assert raised.value.span is None


@pytest.mark.parametrize(
    ("by", "options", "told"),
    [
        ("width", {}, "which of its ends"),
        ("chance_entropy", {"budget": 0}, "budget of 0"),
        ("chance_entropy", {"diversity": 2.0}, "diversity of 2"),
    ],
)
def test_a_choice_that_cannot_be_made_says_why(measured: Store, by: str, options: dict[str, float], told: str) -> None:
    with pytest.raises(ChoiceInvalid, match=told):
        acquire(question(measured), by, **{"budget": 3, **options})  # type: ignore[arg-type]


def test_likeness_that_was_not_measured_is_asked_for(store: Store) -> None:
    with pytest.raises(ChoiceInvalid, match="how alike"):
        acquire(question(store), "annotations.count", budget=3, end=BadEnd.LOW)
    assert len(acquire(question(store), "annotations.count", budget=3, end=BadEnd.LOW, diversity=0, apart=0).values)


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return piped_shell(monkeypatch, capsys)


def test_the_shell_keeps_the_choice_and_exports_it(measured: Store, shell: Shell, tmp_path: Path) -> None:
    """V2.10: a list of the budget's length, tagged and exported, the same by the same seed."""
    ask_for = ["acquire", measured.path, "--budget", 2, "--seed", 7, "--json"]
    first = shell(*ask_for, "--segment", "label next").value
    assert shell(*ask_for).value["images"] == first["images"]
    chosen = [row["image"] for row in first["images"]]
    assert len(chosen) == 2
    assert ids_of(question(measured, 'segment = "label next"')).tolist() == sorted(chosen)
    out = tmp_path / "next.json"
    assert shell("export", measured.path, out, "--format", "coco", "--query", 'segment = "label next"').code == 0
    assert len(json.loads(out.read_text())["images"]) == 2

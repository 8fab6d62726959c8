"""Evidence is written by plug-ins and by older builds: whatever it is, it costs its own card at most, never a page."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from assay.cli.reports import page_items
from assay.detectors.fusion import RAISED, fuse
from assay.errors import EditInvalid
from assay.model.issue import SuggestedAction
from assay.schema.tables import ISSUES
from assay.server.app import create_app
from assay.server.replies import IssueItem
from assay.server.show.evidence import read_evidence
from assay.server.show.issues import show_issues
from assay.store.store import Store
from assay.workflows.explore.catalog import scope_of
from assay.workflows.issues.decide_issues import Decision, decide_issues
from assay.workflows.issues.suggested_fix import SuggestedFix
from tests.integration.visitor import Visitor, search

_CARDS = TypeAdapter(list[IssueItem])

_NEAR = {"level": "annotation", "ids": [1, 2], "category_ids": [1, 1], "distances": [0.1, 0.2]}

MALFORMED: dict[str, Any] = {
    "lists of unlike length": {"sentence": "Odd.", "neighbours": _NEAR | {"ids": [1, 2, 3]}},
    "a list is missing": {"sentence": "Odd.", "neighbours": {"level": "image", "ids": [1]}},
    "a level that has no neighbours": {"sentence": "Odd.", "neighbours": _NEAR | {"level": "issue"}},
    "neighbours as a list": {"sentence": "Odd.", "neighbours": [1, 2]},
    "a distance that is no number": {"sentence": "Odd.", "neighbours": _NEAR | {"distances": [0.1, None]}},
    "ids that are texts": {"sentence": "Odd.", "annotation_ids": ["one"]},
    "one id for a list": {"sentence": "Odd.", "image_ids": 3},
    "an id beyond 64 bits": {"sentence": "Odd.", "frames": [1 << 70]},
    "a box of three numbers": {"sentence": "Odd.", "other_boxes": [[1, 2, 3]]},
    "a field without a value": {"sentence": "Odd.", "field": {"level": "image", "name": "area"}},
    "a witness without a name": {"sentence": "Odd.", "also": [{"chance": 0.5}]},
    "no sentence": {"annotation_ids": [1]},
    "a sentence that is a number": {"sentence": 4},
    "a list": [1, 2],
    "nothing": None,
    "no JSON": ...,
}


def suspects(store: Store, evidence: list[str], suggestion: list[str | None] | None = None) -> pa.Table:
    """Suspects of the first image with these evidences, in the store."""
    image = store.snapshot().rows("images", columns=("id",))["id"][0].as_py()
    told = suggestion or [None] * len(evidence)
    with store.writer() as writer:
        start = writer.reserve_ids("issues", len(evidence))
        row = dict.fromkeys(ISSUES.arrow.names) | {"dataset_id": 1, "kind": "odd_image", "image_id": image}
        row |= {"score": 0.1, "detector": "mine@1", "state": "open"}
        rows = [row | {"id": start + at, "evidence": text, "suggestion": told[at]} for at, text in enumerate(evidence)]
        table = pa.Table.from_pylist(rows, schema=ISSUES.arrow)
        writer.replace("issues", table, where={"dataset_id": 1})
    return table


def test_a_malformed_suspect_costs_its_own_evidence_only(store: Store) -> None:
    sound = json.dumps({"sentence": "It looks odd.", "annotation_ids": [1], "neighbours": _NEAR})
    told = ["{" if value is ... else json.dumps(value) for value in MALFORMED.values()]
    first = int(suspects(store, [sound, *told])["id"][0].as_py())
    web = Visitor(create_app(store))
    cards = {card["id"] - first: card for card in search(web, "issue", limit=50)["items"]}
    assert len(cards) == len(MALFORMED) + 1
    assert cards[0]["sentence"] == "It looks odd."
    assert len(cards[0]["look_alikes"]) == 2
    for at, name in enumerate(MALFORMED, 1):
        assert "written by mine@1, cannot be read" in cards[at]["sentence"], name
        assert not any(cards[at][key] for key in ("others", "look_alikes", "frames", "other_images", "also")), name
    own = [*MALFORMED].index("one id for a list") + 1
    assert cards[own]["sentence"].startswith("Odd. The rest of its evidence")
    assert web.get("/api/datasets/1/overview").status_code == 200
    assert len(page_items(store, store.snapshot().rows("issues"))) == len(cards)


def test_ids_that_are_gone_are_left_out(store: Store) -> None:
    gone = 1 << 40
    near = {"level": "annotation", "ids": [gone, 1], "category_ids": [7, 1], "distances": [0.1, 0.2]}
    told = {"sentence": "Odd.", "annotation_ids": [gone], "image_ids": [gone], "frames": [gone], "neighbours": near}
    suspects(store, [json.dumps(told)])
    (card,) = search(Visitor(create_app(store)), "issue")["items"]
    assert card["sentence"] == "Odd."
    assert [other["object"]["id"] for other in card["look_alikes"]] == [1]
    assert card["others"] == card["other_images"] == card["frames"] == []


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.sampled_from(["image", "Odd."]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
_NUMBERS = st.lists(st.integers(-1, 5) | st.floats() | st.none(), max_size=4)
_NEIGHBOURS = st.fixed_dictionaries(
    {},
    optional={
        "level": st.sampled_from(["annotation", "image", "run"]),
        **dict.fromkeys(("ids", "category_ids", "distances"), _NUMBERS),
    },
)
_KEYS = ("sentence", "annotation_ids", "prediction_ids", "image_ids", "other_boxes", "frames", "field", "also")
_EVIDENCE = _ANYTHING | st.fixed_dictionaries(
    {}, optional=dict.fromkeys(_KEYS, _ANYTHING | _NUMBERS) | {"neighbours": _NEIGHBOURS | _ANYTHING}
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(told=st.lists(_EVIDENCE.map(json.dumps) | st.text(max_size=9), min_size=1, max_size=6))
def test_whatever_is_written_a_card_keeps_its_form(store: Store, told: list[str]) -> None:
    snapshot = store.snapshot()
    rows = snapshot.rows("issues").slice(0, len(told))
    told = told[: rows.num_rows]
    for name, texts in (("evidence", told), ("suggestion", told)):
        rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(texts, pa.string()))
    cards = show_issues(snapshot, rows, scope_of(snapshot, 1))
    assert len(_CARDS.validate_json(orjson.dumps(cards), strict=True)) == len(told)
    assert all(isinstance(card["sentence"], str) for card in cards)


@given(st.text(max_size=12) | _EVIDENCE.map(json.dumps))
def test_evidence_is_read_whole_or_said_to_be_unreadable(text: str) -> None:
    read = read_evidence(text, "mine@1")
    assert read.told.model_fields_set == {"sentence"} or all(key in read.raw for key in read.told.model_fields_set)


_NO_FIX = [
    "{",
    "3",
    "[]",
    "{}",
    '{"action":"praise"}',
    '{"action":["delete"]}',
    '{"action":"relabel"}',
    '{"action":"relabel","category_id":true}',
    '{"action":"move","box":[1,2,3]}',
    '{"action":"move","box":[1,2,3,null]}',
]


def test_a_fix_that_cannot_be_read_is_not_offered_and_not_applied(store: Store) -> None:
    rows = suspects(store, ['{"sentence":"Odd."}'] * len(_NO_FIX), [*_NO_FIX])
    cards = search(Visitor(create_app(store)), "issue", limit=20)["items"]
    assert [card["suggestion"] for card in cards] == [None] * len(_NO_FIX)
    for id_ in rows["id"].to_pylist():
        with pytest.raises(EditInvalid, match=r"written by mine@1, cannot be read"):
            decide_issues(store, [id_], Decision.ACCEPT)


@pytest.mark.parametrize("text", ["[1]", "{", '{"sentence":3}', '{"sentence":"\\ud800."}'])
def test_two_detectors_that_agree_are_fused_whatever_they_wrote(text: str) -> None:
    row = dict.fromkeys(RAISED.names) | {"kind": "odd_image", "image_id": 1}
    for mine, other in ((0.1, 0.2), (0.2, 0.1)):
        one = row | {"score": mine, "detector": "mine@1", "evidence": text}
        two = row | {"score": other, "detector": "other@1", "evidence": '{"sentence":"Odd."}'}
        (fused,) = fuse(pa.Table.from_pylist([one, two], schema=RAISED)).to_pylist()
        assert (fused["evidence"] == text) == (mine < other and text != '{"sentence":3}')


def test_a_fix_of_each_action_is_read() -> None:
    assert SuggestedFix.read('{"action":"move","box":[1,2,3,4]}') == SuggestedFix(
        SuggestedAction.MOVE, box=(1, 2, 3, 4)
    )
    assert SuggestedFix.read('{"action":"delete"}') == SuggestedFix(SuggestedAction.DELETE)

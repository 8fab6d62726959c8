"""The inbox on a real store: one row per suspect, re-ranked by decisions, checked by samples (G11, G12)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from assay.detectors.detector import Detector, Need
from assay.detectors.registry import DETECTORS
from assay.detectors.suspects import suspects
from assay.detectors.view import DatasetView
from assay.errors import ChoiceInvalid, EditInvalid, NotFound
from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.schema.tables import ISSUES
from assay.store.store import Store
from assay.workflows.edits.undo_change import undo
from assay.workflows.explore.catalog import scope_of
from assay.workflows.explore.search import matching_ids, search
from assay.workflows.inbox import ranking, set_worth
from assay.workflows.issues.decide_issues import Decision, decide_issues
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.issues.spot_check import Basis, Precision, begun_spot_check, draw_spot_check, precisions
from assay.workflows.issues.suspects_by_kind import suspects as by_kind
from tests.store_rows import fill

OFTEN_WRONG, SOUND = "often_wrong@1", "sound@1"


def raise_issues(store: Store, chances: Sequence[float], *, kind: str, detector: str, first: int = 0) -> list[int]:
    """Open issues of these chances, one per label from `first` on."""
    count = len(chances)
    with store.writer() as writer:
        start = writer.reserve_ids("issues", count)
        rows = {
            "id": start + np.arange(count),
            "dataset_id": [1] * count,
            "kind": [kind] * count,
            "image_id": [0] * count,
            "annotation_id": first + np.arange(count),
            "score": 1.0 - np.array(chances),
            "evidence": [json.dumps({"sentence": "It looks odd."})] * count,
            "detector": [detector] * count,
            "state": ["open"] * count,
        }
        empty = {name: [None] * count for name in ISSUES.arrow.names if name not in rows}
        writer.append("issues", pa.table(rows | empty).select(ISSUES.arrow.names).cast(ISSUES.arrow))
    return list(range(start, start + count))


@pytest.fixture
def inbox(empty: Store) -> Store:
    """Forty suspects of one detector that claims much, and ten of another that claims less."""
    fill(empty, labels=60)
    raise_issues(empty, np.linspace(0.95, 0.7, 40).tolist(), kind="wrong_class", detector=OFTEN_WRONG)
    raise_issues(empty, np.linspace(0.6, 0.5, 10).tolist(), kind="missing_object", detector=SOUND, first=40)
    return empty


def queue(store: Store, text: str = 'state = "open"') -> list[dict[str, Any]]:
    """The suspects in the order of the inbox."""
    page = search(store, text, level=Level.ISSUE, sort="benefit", descending=True, limit=100)
    rows: list[dict[str, Any]] = page.rows.to_pylist()
    return rows


def test_twenty_rejects_of_one_detector_sink_the_rest_of_its_suspects(inbox: Store) -> None:
    """G11: accept and reject re-weight the rest of the queue; no row is written for it."""
    before = queue(inbox)
    assert {row["detector"] for row in before[:40]} == {OFTEN_WRONG}
    scores = {row["id"]: row["score"] for row in before}
    decide_issues(inbox, [row["id"] for row in before[:20]], Decision.KEEP)
    after = queue(inbox)
    assert [row["detector"] for row in after] == [SOUND] * 10 + [OFTEN_WRONG] * 20
    assert all(scores[row["id"]] == row["score"] for row in after)
    undo(inbox)
    assert [row["id"] for row in queue(inbox)] == [row["id"] for row in before]


def test_accepted_suspects_lift_the_others_of_their_detector(inbox: Store) -> None:
    sound = [row["id"] for row in queue(inbox) if row["detector"] == SOUND]
    before = ranking(inbox.snapshot(), 1)
    decide_issues(inbox, sound[:8], Decision.CONFIRM)
    after = ranking(inbox.snapshot(), 1)
    left = np.array(sound[8:])
    assert (after.of(left)[0] > before.of(left)[0]).all()
    others = np.setdiff1d(before.ids, sound)
    np.testing.assert_array_equal(after.of(others)[0], before.of(others)[0])


def test_chance_and_benefit_are_fields_of_queries(inbox: Store) -> None:
    """C-rows of queries: `chance`, `benefit`, `kind` and `detector` list issues, alone and from an image."""
    assert len(matching_ids(inbox, "chance > 0.65", level=Level.ISSUE)) == 40
    assert len(matching_ids(inbox, 'detector = "sound@1" and benefit < 0.7', level=Level.ISSUE)) == 10
    assert matching_ids(inbox, "any(issue: chance > 0.9)", level=Level.IMAGE).tolist() == [0]


def test_a_worth_moves_a_kind_and_none_brings_the_default_back(inbox: Store) -> None:
    before = [row["id"] for row in queue(inbox)]
    set_worth(inbox, "missing_object", 5.0)
    assert {row["kind"] for row in queue(inbox)[:10]} == {"missing_object"}
    set_worth(inbox, "missing_object", None)
    assert [row["id"] for row in queue(inbox)] == before
    with pytest.raises(EditInvalid, match="no kind"):
        set_worth(inbox, "no_such_kind", 1.0)


def test_the_overview_counts_what_is_expected_to_be_real(inbox: Store) -> None:
    group = next(one for one in by_kind(inbox.snapshot(), scope_of(inbox.snapshot(), 1)) if one.counts)
    assert group.detector.kind is IssueKind.WRONG_CLASS
    assert group.precision is not None
    assert group.precision.expected == pytest.approx(np.linspace(0.95, 0.7, 40).sum())
    assert group.examples == tuple(row["id"] for row in queue(inbox)[:5])


# Spot checks


def told(store: Store, kind: str | None = None) -> Precision:
    snapshot = store.snapshot()
    found = precisions(snapshot, scope_of(snapshot, 1))
    return next(one for one in found if one.kind == kind and one.detector is None)


def test_an_estimate_says_what_it_rests_on(inbox: Store) -> None:
    """G12: claims, then decisions down the list, then a random sample, each by its name and with its interval."""
    assert told(inbox).basis is Basis.CLAIMED
    assert np.isnan(told(inbox).low)
    decide_issues(inbox, [queue(inbox)[0]["id"]], Decision.CONFIRM)
    assert (told(inbox).basis, told(inbox).judged) == (Basis.RANKED, 1)
    check = draw_spot_check(inbox, dataset=1, size=12, seed=3)
    decide_issues(inbox, check.issues[:9], Decision.CONFIRM)
    decide_issues(inbox, check.issues[9:], Decision.KEEP)
    found = told(inbox)
    assert (found.basis, found.judged, found.errors, found.share) == (Basis.RANDOM, 12, 9, 0.75)
    assert (round(found.low, 2), round(found.high, 2)) == (0.47, 0.91)  # Wilson, by hand
    assert begun_spot_check(inbox.snapshot(), scope_of(inbox.snapshot(), 1)) is None


def test_a_sample_holds_its_share_of_each_detector(inbox: Store) -> None:
    for seed in range(5):
        check = draw_spot_check(inbox, dataset=1, size=10, seed=seed)
        detectors = inbox.snapshot().take("issues", check.issues)["detector"].to_pylist()
        assert detectors.count(OFTEN_WRONG) == 8
        assert (check.population, len(set(check.issues))) == (50, 10)


def test_every_suspect_is_as_likely_to_be_drawn(inbox: Store) -> None:
    drawn = [id_ for seed in range(400) for id_ in draw_spot_check(inbox, dataset=1, size=10, seed=seed).issues[:1]]
    assert len(set(drawn)) == 50


def test_what_lies_behind_the_first_open_one_of_a_sample_does_not_count(inbox: Store) -> None:
    """It may have been judged because it stood high in the list, which is no random choice."""
    check = draw_spot_check(inbox, dataset=1, size=10, seed=1)
    decide_issues(inbox, check.issues[2:], Decision.CONFIRM)
    assert told(inbox).basis is Basis.RANKED
    decide_issues(inbox, check.issues[:1], Decision.KEEP)
    assert (told(inbox).basis, told(inbox).judged, told(inbox).errors) == (Basis.RANDOM, 1, 0)


def test_a_sample_of_one_kind_speaks_for_that_kind_alone(inbox: Store) -> None:
    check = draw_spot_check(inbox, dataset=1, kind="missing_object", size=30)
    assert len(check.issues) == 10
    decide_issues(inbox, check.issues, Decision.KEEP)
    assert (told(inbox, "missing_object").basis, told(inbox, "missing_object").high < 0.3) == (Basis.RANDOM, True)
    assert told(inbox).basis is Basis.RANKED


def test_nothing_is_drawn_of_nothing(inbox: Store) -> None:
    with pytest.raises(NotFound, match="no open suspect"):
        draw_spot_check(inbox, dataset=1, kind="odd_image")
    with pytest.raises(ChoiceInvalid, match="1 to 1,000"):
        draw_spot_check(inbox, dataset=1, size=0)


# Several detectors of one kind


def claims(slug: str, chances: Sequence[float], *, needs: Sequence[Need] = (), version: int = 1) -> Detector:
    """A detector that suspects the class of the first labels, with these chances."""

    def find(view: DatasetView) -> pa.Table:
        labels = view.labels
        count = len(chances)
        return suspects(
            IssueKind.CONTRADICTION,
            image=labels.image[:count],
            annotation=labels.id[:count],
            score=1.0 - np.array(chances),
            evidence=[{"sentence": f"{slug} says so."}] * count,
            suggestion=[None] * count,
        )

    return Detector(slug, version, IssueKind.CONTRADICTION, "Test", "A test.", find, needs=frozenset(needs))


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes these the only detectors."""

    def register(*detectors: Detector) -> None:
        for module in ("issues.find_issues", "issues.look_for_errors"):
            monkeypatch.setattr(f"assay.workflows.{module}.DETECTORS", {one.slug: one for one in detectors})

    assert DETECTORS
    return register


def rows_of(store: Store) -> list[dict[str, Any]]:
    rows = store.snapshot().rows("issues", where={"kind": "contradiction"})
    return [{**row, "evidence": json.loads(row["evidence"])} for row in rows.sort_by("annotation_id").to_pylist()]


def test_detectors_that_agree_make_one_suspect_with_both_reasons(empty: Store, registered: Any) -> None:
    """G11: one row per kind and subject; the surest leads, the others stand in `also`."""
    fill(empty)
    registered(claims("weak", [0.5, 0.6]), claims("strong", [0.8]))
    assert find_issues(empty).found["contradiction"] == 2
    both, alone = rows_of(empty)
    assert both["detector"] == "strong@1"
    assert both["evidence"]["sentence"] == "strong says so."
    assert both["evidence"]["also"] == [{"detector": "weak@1", "chance": 0.5, "sentence": "weak says so."}]
    assert 0.8 < 1 - both["score"] < 0.9
    assert (alone["detector"], "also" in alone["evidence"]) == ("weak@1", False)


def test_ids_stay_decisions_stand_and_stale_detectors_leave(empty: Store, registered: Any) -> None:
    fill(empty)
    registered(claims("old", [0.5, 0.6, 0.7]))
    find_issues(empty)
    first, second, third = rows_of(empty)
    decide_issues(empty, [second["id"]], Decision.KEEP)
    registered(claims("new", [0.9, 0.9], version=2))
    find_issues(empty, kinds=["contradiction"])
    after = rows_of(empty)
    assert [row["id"] for row in after] == [first["id"], second["id"]]  # the third is raised by nobody any more
    assert [(row["detector"], row["state"]) for row in after] == [("new@2", "open"), ("old@1", "kept")]
    assert third["id"] not in {row["id"] for row in after}


def test_a_detector_that_cannot_look_now_keeps_its_suspects(empty: Store, registered: Any) -> None:
    fill(empty)
    registered(claims("looks", [0.5, 0.6]))
    find_issues(empty)
    registered(claims("looks", [0.5, 0.6], needs=[Need.LABEL_VECTORS]))
    assert "looks" in find_issues(empty).skipped
    assert [row["detector"] for row in rows_of(empty)] == ["looks@1"] * 2


def test_kinds_are_asked_for_by_name(empty: Store, registered: Any) -> None:
    fill(empty)
    registered(claims("one", [0.5]), claims("two", [0.6]))
    assert find_issues(empty, kinds=["contradiction"]).found == {"contradiction": 1}
    with pytest.raises(NotFound, match="no detector of the kind 'one'"):
        find_issues(empty, kinds=["one"])

"""A crash, a lost connection or a power cut takes nothing of a review that was told to be saved (H5, V3.4)."""

from __future__ import annotations

import http.client
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assay.model.review import Mark, Reviewer, Verdict
from assay.store.review_tables import METADATA
from assay.store.reviews import Reviews
from assay.store.store import Store
from assay.workflows.reviews.events import record_events
from assay.workflows.reviews.reviews import open_review, verdicts_of
from tests.integration.test_server_process import Server

pytestmark = pytest.mark.faults
ME = Reviewer("ann")


def tell(server: Server, path: str, body: object) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json", "X-Assay-Author": "ann"})
    reply = connection.getresponse()
    assert reply.status == 200
    found: dict[str, Any] = json.loads(reply.read())
    connection.close()
    return found


def test_a_server_killed_between_two_events_has_all_that_it_confirmed(project: Path) -> None:
    """kill -9 after the first; what is sent again to the next server counts once."""
    server = Server(project, "127.0.0.1")
    review = tell(server, "/api/reviews", {"dataset": 1})["id"]
    events = [{"key": f"k{at}", "at": at, "ids": [at], "verdict": "wrong"} for at in range(3)]
    assert tell(server, f"/api/reviews/{review}/events", {"events": events[:1]})["applied"] == 1
    server.process.kill()
    server.process.communicate(timeout=20)
    server = Server(project, "127.0.0.1")
    assert json.loads(server.ask(f"/api/reviews/{review}/verdicts")[1])["ids"] == [0]
    assert tell(server, f"/api/reviews/{review}/events", {"events": events})["applied"] == 2
    assert json.loads(server.ask(f"/api/reviews/{review}/verdicts")[1])["ids"] == [0, 1, 2]
    server.stop()


def test_a_mark_is_on_the_disk_when_it_is_said_to_be(project: Path, tmp_path: Path) -> None:
    """What a copy of the files holds at that moment is what a crash would leave."""
    with Store.open(project) as store:
        review = open_review(store)
        record_events(store, review.id, [Mark("a", 0, [1, 2], Verdict.DELETE)], by=ME)
        left = shutil.copytree(project, tmp_path / "left.assay")
    with Store.open(left) as store:
        assert verdicts_of(store, review).ids.tolist() == [1, 2]


def test_an_event_that_cannot_be_taken_whole_is_not_taken(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch is one transaction: all of it is there, or none."""
    with Store.open(project) as store:
        review = open_review(store)
        good = Mark("a", 0, [1], Verdict.WRONG)
        with monkeypatch.context() as broken:
            broken.setattr("assay.store.reviews.pack_values", lambda _: (_ for _ in ()).throw(OSError("disk full")))
            with pytest.raises(OSError, match="disk full"):
                record_events(store, review.id, [good, Mark("b", 0, [2], Verdict.WRONG)], by=ME)
        assert store.reviews.log(review.id) == ()
        assert record_events(store, review.id, [good], by=ME).taken == 1


def test_two_processes_that_make_the_file_at_once_make_one(tmp_path: Path) -> None:
    first, second = Reviews(tmp_path / "reviews.sqlite"), Reviews(tmp_path / "reviews.sqlite")
    assert first.of_dataset(1) == second.of_dataset(1) == []
    assert set(METADATA.tables) == {"reviews", "events", "chunks"}
    first.close()
    second.close()

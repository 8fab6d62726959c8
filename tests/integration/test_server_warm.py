"""The server gets ready before it is asked, without getting in anybody's way."""

from __future__ import annotations

import threading

import pytest

from assay.server.warm import warm_up, warming
from assay.store.store import Store


def test_warming_up_changes_nothing(standing: Store) -> None:
    before = standing.snapshot().key
    warm_up(standing)
    assert standing.snapshot().key == before


def test_an_empty_project_needs_none(empty: Store) -> None:
    warm_up(empty)


def test_it_is_over_when_the_server_is(standing: Store) -> None:
    """The store is closed right after: nothing may still read from it."""
    with warming(standing):
        pass
    assert not [thread for thread in threading.enumerate() if thread.name == "warm-up"]


def test_who_asks_first_is_served_first(standing: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr("assay.server.warm.warm_up", lambda _: done.set())
    with warming(standing):
        assert not done.wait(0.05)
        assert done.wait(10)

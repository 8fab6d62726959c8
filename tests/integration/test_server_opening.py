"""The web app is there from the first moment; the API as soon as the project is open."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from assay.errors import ProjectDamaged
from assay.server.app import create_api
from assay.server.door import front_door
from assay.server.opening import opening, warm_page, warm_up
from assay.server.serve import serve
from assay.server.settings import Settings
from assay.store.store import Store
from tests.integration.visitor import Visitor


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A web app of one page."""
    (tmp_path / "index.html").write_text("<html><head></head><body>the app</body></html>")
    return tmp_path


def set_already() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def no_store() -> Store:
    raise ProjectDamaged("The ledger is gone.", hint="Restore it.")


def test_the_web_app_does_not_wait_for_the_project(bundle: Path, standing: Store) -> None:
    api: Future[ASGIApp] = Future()
    web = Visitor(front_door(api, Settings(), bundle=bundle))
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(web.get, "/api/project")
        assert "the app" in web.get("/explore").text
        assert not asked.done()
        api.set_result(create_api(standing, Settings()))
        assert asked.result(timeout=20).json()["name"] == "toy"


def test_a_project_that_does_not_open_is_told_to_who_waits(bundle: Path) -> None:
    api: Future[ASGIApp] = Future()
    failed = threading.Event()
    with opening(no_store, api, Settings(), after=set_already(), failed=failed.set):
        assert failed.wait(20)
    reply = Visitor(front_door(api, Settings(), bundle=bundle)).get("/api/project")
    assert reply.status_code >= 400
    assert reply.json()["message"] == "The ledger is gone."


def test_a_server_of_a_project_that_does_not_open_ends_with_the_reason(bundle: Path) -> None:
    with pytest.raises(ProjectDamaged, match="The ledger is gone"):
        serve(no_store, Settings(port=0), bundle=bundle)


def test_warming_up_changes_nothing(standing: Store) -> None:
    before = standing.snapshot().key
    warm_page(standing)
    warm_up(standing)
    assert standing.snapshot().key == before


def test_an_empty_project_needs_none(empty: Store) -> None:
    warm_page(empty)
    warm_up(empty)


def test_warming_up_is_over_when_the_server_is(standing: Store) -> None:
    """The store is closed right after: nothing may still read from it."""
    api: Future[ASGIApp] = Future()
    with opening(lambda: Store.open(standing.path), api, Settings(), after=set_already(), failed=lambda: None):
        api.result(timeout=20)
    assert not [thread for thread in threading.enumerate() if thread.name == "opening"]

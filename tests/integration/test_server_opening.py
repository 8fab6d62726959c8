"""The web app is there from the first moment; the API as soon as the project is open."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest
from fastapi import FastAPI

from assay.errors import ProjectDamaged
from assay.jobs.background import JobState
from assay.jobs.progress import Progress
from assay.media import pictures
from assay.server.app import first_api, later_api
from assay.server.door import Api, front_door
from assay.server.opening import opening, warm_page, warm_pictures, warm_review, warm_up
from assay.server.routes import LATER_PATHS, first, later
from assay.server.serve import serve
from assay.server.settings import Settings
from assay.server.shared import Shared
from assay.store.store import Store
from tests.integration.visitor import Visitor, search


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
    api = Api()
    web = Visitor(front_door(api, Settings(), bundle=bundle))
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(web.get, "/api/project")
        assert "the app" in web.get("/explore").text
        assert not asked.done()
        api.first.set_result(first_api(Shared.of(standing, Settings())))
        assert asked.result(timeout=20).json()["name"] == "toy"


def test_what_no_first_page_asks_for_is_loaded_later_or_when_it_is_asked_for(bundle: Path, standing: Store) -> None:
    api = Api()
    api.first.set_result(first_api(Shared.of(standing, Settings())))
    web = Visitor(front_door(api, Settings(), bundle=bundle))
    assert web.get("/api/project").json()["name"] == "toy"
    assert not api.wanted.is_set()
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(web.get, "/api/segments?dataset=1")
        assert api.wanted.wait(20)
        assert not asked.done()
        api.later.set_result(later_api(Shared.of(standing, Settings())))
        assert asked.result(timeout=20).json() == []


def test_each_address_leads_to_the_part_that_has_it() -> None:
    paths = [[route.path for router in part.ROUTERS for route in router.routes] for part in (first, later)]
    assert not [path for path in paths[0] if path.startswith(LATER_PATHS)]
    assert all(path.startswith(LATER_PATHS) for path in paths[1])


def test_a_project_that_does_not_open_is_told_to_who_waits(bundle: Path) -> None:
    api = Api()
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
    warm_pictures(warm_page(standing), Shared.of(standing, Settings()).gallery, until=lambda: False)
    warm_up(standing)
    warm_review(standing, until=lambda: False)
    assert standing.snapshot().key == before


def test_an_empty_project_needs_none(empty: Store) -> None:
    warm_pictures(warm_page(empty), Shared.of(empty, Settings()).gallery, until=lambda: False)
    warm_up(empty)
    warm_review(empty, until=lambda: False)


def test_the_pictures_of_the_first_page_are_made_ahead(
    standing: Store, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Shared.of(standing, Settings())
    warm_pictures(warm_page(standing), shared.gallery, until=lambda: False)
    monkeypatch.setattr(pictures, "thumbnail", lambda *_: pytest.fail("it is there already"))
    api = Api()
    api.first.set_result(first_api(shared))
    web = Visitor(front_door(api, Settings(), bundle=bundle))
    shown = [image for image in search(web)["items"] if image["problem"] is None]
    assert shown
    for image in shown:
        assert web.get(f"/media/images/{image['id']}?size=256&v={image['v']}").status_code == 200


def test_warming_up_is_over_when_the_server_is(standing: Store) -> None:
    """The store is closed right after: nothing may still read from it."""
    api = Api()
    with opening(lambda: Store.open(standing.path), api, Settings(), after=set_already(), failed=lambda: None):
        api.first.result(timeout=20)
    assert not [thread for thread in threading.enumerate() if thread.name == "opening"]


def test_a_server_that_ends_cancels_its_job_before_the_store_is_closed(standing: Store) -> None:
    api, running, left = Api(), threading.Event(), threading.Event()

    def count_for_ever(store: Store, progress: Progress) -> None:
        try:
            while True:
                store.snapshot().count("images")
                running.set()
                progress.advance()
        finally:
            store.snapshot()  # it is still open when the job cleans up
            left.set()

    with opening(lambda: Store.open(standing.path), api, Settings(), after=set_already(), failed=lambda: None):
        api.wanted.set()
        state = cast(FastAPI, api.later.result(timeout=20)).state
        job = state.jobs.start("Count", lambda progress: count_for_ever(state.store, progress))
        assert running.wait(20)
    assert left.is_set()
    assert state.jobs.get(job.id).state is JobState.CANCELLED

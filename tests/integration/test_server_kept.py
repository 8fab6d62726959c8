"""What a page asks for first is kept, and given by the next server before the project is open."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from assay.server.app import first_api, later_api
from assay.server.door import Api, front_door
from assay.server.first_visit import keep_first_visit
from assay.server.kept import Kept
from assay.server.settings import Settings
from assay.server.shared import Shared
from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.edits.edit_labels import delete
from assay.workflows.versions.versions import save_version
from tests.integration.visitor import Visitor, search
from tests.shell import Shell


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A web app of one page."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "index.html").write_text("<html><head></head><body>the app</body></html>")
    return folder


def open_server(store: Store, bundle: Path, kept: Kept) -> Visitor:
    api = Api()
    api.first.set_result(first_api(Shared.of(store, Settings())))
    api.later.set_result(later_api(Shared.of(store, Settings())))
    return Visitor(front_door(api, Settings(), bundle=bundle, kept=kept))


def visit(web: Visitor) -> tuple[dict[str, object], bytes]:
    """What a page asks for first: the project, a page of rows, a picture."""
    assert web.get("/explore").status_code == 200
    page = search(web)
    image = page["items"][0]
    picture = web.get(f"/media/images/{image['id']}?size=64&v={image['v']}")
    assert picture.status_code == 200, picture.text
    return page, picture.content


def served_before(store: Store, bundle: Path) -> tuple[dict[str, object], bytes]:
    """Visit a server that keeps what it replies, and end it."""
    kept = Kept(store.path)
    seen = visit(open_server(store, bundle, kept))
    kept.write()
    return seen


class Opening:
    """A server that starts: its API is not there yet."""

    def __init__(self, path: Path, bundle: Path, settings: Settings | None = None, shown: str = "") -> None:
        self.kept, self.api = Kept(path, shown), Api()
        self.web = Visitor(front_door(self.api, settings or Settings(), bundle=bundle, kept=self.kept))

    def gives(self, ask: str) -> bool:
        """Whether it replies to GET `ask` at once, and not once the project is open."""
        told = threading.Thread(target=self.web.get, args=(ask,), daemon=True)
        told.start()
        told.join(1.0)
        return not told.is_alive() and not self.kept.missed.is_set()


def test_replies_of_a_version_are_never_kept(store: Store, bundle: Path) -> None:
    save_version(store, "v1")
    kept = Kept(store.path)
    web = open_server(store, bundle, kept)
    assert web.get("/at/v1/explore").status_code == 200
    assert web.get("/at/v1/api/project").json()["at"]["name"] == "v1"
    assert web.get("/api/project").json()["at"] is None
    kept.write()
    starting = Opening(store.path, bundle)
    assert starting.gives("/api/project")
    assert not starting.gives("/at/v1/api/project")


def test_the_next_server_gives_the_same_before_its_project_is_open(store: Store, bundle: Path) -> None:
    seen = served_before(store, bundle)
    starting = Opening(store.path, bundle)
    assert visit(starting.web) == seen
    assert not starting.kept.missed.is_set()
    assert not starting.api.first.done()


def test_what_was_not_asked_for_before_waits_and_hurries_the_opening(store: Store, bundle: Path) -> None:
    served_before(store, bundle)
    starting = Opening(store.path, bundle)
    waits = threading.Thread(target=starting.kept.wait)
    waits.start()
    assert not starting.gives("/api/changes")
    waits.join(5)
    assert not waits.is_alive()
    starting.api.first.set_result(first_api(Shared.of(store, Settings())))


def test_a_project_that_changed_meanwhile_is_not_shown_as_it_was(store: Store, bundle: Path) -> None:
    served_before(store, bundle)
    delete(store, [store.snapshot().rows("annotations", columns=["id"])["id"][0].as_py()])
    assert not Opening(store.path, bundle).gives("/api/project")


def test_what_is_asked_again_after_a_change_is_kept_as_it_is_now(store: Store, bundle: Path) -> None:
    kept = Kept(store.path)
    web = open_server(store, bundle, kept)
    before, _ = visit(web)
    delete(store, store.snapshot().rows("annotations", columns=["id"])["id"].to_pylist())
    after = search(web)
    assert after != before
    kept.write()
    assert search(Opening(store.path, bundle).web) == after


def test_a_picture_whose_file_changed_is_not_given(store: Store, bundle: Path) -> None:
    served_before(store, bundle)
    file = next(reply.source for reply in Kept(store.path)._replies.values() if reply is not None and reply.source)
    os.utime(file[0], ns=(1, 1))
    kept = Kept(store.path)
    pictures = [name for name in kept._replies if "/media/" in name]
    assert pictures
    assert [kept.find(name) for name in pictures] == [None]


def test_nothing_that_writes_is_kept(store: Store, bundle: Path) -> None:
    kept = Kept(store.path)
    web = open_server(store, bundle, kept)
    visit(web)
    web.post("/api/undo")
    web.get("/api/changes")
    assert {name.split()[1].partition("?")[0] for name in kept._replies} == {
        "/api/project",
        "/api/search",
        next(name.split()[1].partition("?")[0] for name in kept._replies if "/media/" in name),
    }


def test_nothing_is_kept_that_no_page_asked_for(store: Store, bundle: Path) -> None:
    kept = Kept(store.path)
    search(open_server(store, bundle, kept))
    kept.write()
    assert Kept(store.path)._replies == {}


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff\n", b'{"state": 1, "replies": 2}\n'])
def test_a_file_that_is_not_ours_is_as_none(store: Store, bundle: Path, content: bytes) -> None:
    served_before(store, bundle)
    (store.path / "cache" / "first-replies").write_bytes(content)
    assert Kept(store.path)._replies == {}


def test_a_token_is_asked_for_before_anything_kept_is_given(store: Store, bundle: Path) -> None:
    served_before(store, bundle)
    guarded = Settings(host="0.0.0.0", token="secret")
    assert Opening(store.path, bundle, guarded).web.get("/api/project").status_code == 401


def test_where_nothing_is_kept_nobody_waits(empty: Store) -> None:
    Kept(empty.path).wait()


def test_what_is_scrolled_past_does_not_push_the_first_screen_out(
    store: Store, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assay.server.kept._OF_A_VISIT", 1_000)
    kept = Kept(store.path)
    web = open_server(store, bundle, kept)
    assert web.get("/explore").status_code == 200
    for width in range(20):
        search(web, query=f"width > {width}")
    kept.write()
    asked = [name.split()[1] for name in Kept(store.path)._replies]
    assert "/api/project?" in asked
    assert len(asked) < 10


def test_who_fills_a_project_makes_its_first_page_ready(shell: Shell, tmp_path: Path, bundle: Path) -> None:
    toy, project = toy_set(tmp_path), tmp_path / "toy.assay"
    assert shell("create", project).code == 0
    assert shell("import", project, toy.labels, "--images", toy.images).code == 0
    assert Opening(project, bundle, shown=str(project)).gives("/api/datasets/1/classes")
    assert shell("import-predictions", project, toy.predictions, "--run", "model").code == 0
    starting = Opening(project, bundle, shown=str(project))
    assert starting.gives("/api/datasets/1/classes?run=1")
    page = {"level": "image", "query": "", "sort": None, "descending": False, "limit": 40, "offset": 0}
    first = starting.web.post("/api/search", {"confidence": 0.25, "run": 1, "dataset": 1, **page}).json()["items"][0]
    assert starting.gives(f"/media/images/{first['id']}?size=256&v={first['v']}")
    assert not starting.kept.missed.is_set()


def test_a_first_page_that_cannot_be_made_ready_costs_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Kept, "write", refuse)
    keep_first_visit(store)
    assert Kept(store.path).is_empty

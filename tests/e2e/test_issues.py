"""The inbox of suspects: decided by key, seen at once, taken back by key (X1, X11, A1, A4; flows of fixing)."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from assay.model.change import ChangeKind, ChangeState
from assay.model.issue import IssueState
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.edits.edit_labels import delete
from assay.workflows.explore.search import count
from tests.patience import wait_until


def cards(page: Page) -> Locator:
    return page.get_by_role("region", name="Suspects").get_by_role("article")


def current(page: Page) -> Locator:
    return page.locator('article[aria-current="true"]')


def opened(page: Page, server: str, search: str = "") -> int:
    """Open the inbox; how many suspects it says are open."""
    page.goto(f"{server}/issues{search}")
    expect(current(page)).to_have_count(1)
    return open_count(page)


def open_count(page: Page) -> int:
    return int(page.get_by_role("radio", name="Open").inner_text().split()[-1])


def has_open(page: Page, count: int) -> None:
    expect(page.get_by_role("radio", name="Open")).to_have_text(f"Open {count}")


def states(project: Path) -> list[str]:
    """The states of all suspects, as they are on disk."""
    with Store.open(project) as store:
        states: list[str] = store.snapshot().rows("issues", columns=["id", "state"]).column("state").to_pylist()
    return states


def test_every_injected_error_has_a_card_that_says_why(page: Page, server: str) -> None:
    count = opened(page, server)
    assert count >= 5
    for words in ("without a label", "labelled twice", "in a loose or shifted box"):
        expect(cards(page).filter(has_text=words).first).to_be_visible()


def test_a_fix_is_accepted_by_key_and_undone_by_key(page: Page, server: str, project: Path) -> None:
    """A4: the count goes down, the journal has the entry, U brings the very card back."""
    count = opened(page, server, "?kind=missing_object")
    title = current(page).get_by_role("heading").inner_text()
    total = open_count(page)
    page.keyboard.press("a")
    has_open(page, total - 1)
    expect(page.get_by_role("status").filter(has_text="Fix 1 suspect")).to_be_visible()
    with Store.open(project) as store:
        newest = store.snapshot().changes()[0]
    assert (newest.kind, newest.state) == (ChangeKind.DECIDE, ChangeState.LIVE)
    page.keyboard.press("u")
    has_open(page, total)
    expect(current(page).get_by_role("heading")).to_have_text(title)
    assert states(project).count(IssueState.OPEN) == count


def test_the_next_card_is_current_at_once(page: Page, server: str) -> None:
    opened(page, server)
    second = cards(page).nth(1).get_by_role("heading").inner_text()
    page.keyboard.press("k")
    # Nothing is waited for: the card is there with the next frame, long before the server has answered.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(current(page).get_by_role("heading")).to_have_text(second)


def test_kept_and_fixed_are_listed_by_state(page: Page, server: str) -> None:
    opened(page, server)
    kept = current(page).get_by_role("heading").inner_text()
    page.keyboard.press("k")
    expect(page.get_by_role("radio", name="Kept")).to_have_text("Kept 1")
    page.get_by_role("radio", name="Kept").click()
    expect(cards(page)).to_have_count(1)
    expect(cards(page).first).to_contain_text(kept)
    expect(cards(page).first).to_contain_text("not an error")


def test_another_class_by_number(page: Page, server: str, project: Path) -> None:
    total = opened(page, server, "?kind=wrong_class")
    page.keyboard.press("3")
    has_open(page, total - 1)
    expect(page.get_by_role("status").filter(has_text="cone")).to_be_visible()
    assert states(project).count(IssueState.FIXED) == 1


def test_another_class_by_its_name(page: Page, server: str) -> None:
    total = opened(page, server, "?kind=wrong_class")
    page.keyboard.press("c")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("dis")
    page.keyboard.press("Enter")
    has_open(page, total - 1)
    expect(page.get_by_role("status").filter(has_text="disc")).to_be_visible()


def test_skipping_decides_nothing(page: Page, server: str, project: Path) -> None:
    total = opened(page, server)
    first, second = (cards(page).nth(at).get_by_role("heading").inner_text() for at in (0, 1))
    page.keyboard.press("j")
    expect(current(page).get_by_role("heading")).to_have_text(second)
    page.keyboard.press("ArrowUp")
    expect(current(page).get_by_role("heading")).to_have_text(first)
    has_open(page, total)
    assert set(states(project)) == {IssueState.OPEN}


def test_many_are_decided_at_once_and_undone_at_once(page: Page, server: str, project: Path) -> None:
    """A4: a bulk decision says how many it is about and is one change."""
    total = opened(page, server)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_text("2 ticked")).to_be_visible()
    page.keyboard.press("k")
    has_open(page, total - 2)
    expect(page.get_by_role("status").filter(has_text="Keep 2 labels")).to_be_visible()
    page.keyboard.press("u")
    has_open(page, total)
    assert set(states(project)) == {IssueState.OPEN}


def test_all_are_ticked_by_key(page: Page, server: str) -> None:
    total = opened(page, server)
    page.keyboard.press("Control+a")
    expect(page.get_by_text(f"{total} ticked")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("ticked")).to_have_count(0)


def test_when_all_is_decided_the_page_says_what_was_done(page: Page, server: str) -> None:
    total = opened(page, server)
    page.keyboard.press("Control+a")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name=f"All {total} suspects are decided")).to_be_visible()
    expect(page.get_by_text(f"{total} labels kept as they were")).to_be_visible()
    expect(page.get_by_role("button", name="Export")).to_be_visible()


def test_a_conflict_is_told_and_changes_nothing(page: Page, server: str, project: Path) -> None:
    """D6: someone else deleted the label meanwhile; the suspect is gone too, and the page says so."""
    page.clock.install()  # stands still, so the page does not ask what others changed
    total = opened(page, server, "?kind=wrong_class")
    with Store.open(project) as store:
        (row,) = store.snapshot().rows("issues", where={"kind": "wrong_class"}).to_pylist()
        delete(store, [row["annotation_id"]])
    page.keyboard.press("a")
    expect(page.get_by_role("alert").filter(has_text="Nothing was changed").first).to_be_visible()
    has_open(page, total - 1)
    assert sorted(set(states(project))) == [IssueState.OPEN, IssueState.STALE]


def test_what_an_edit_answers_leaves_the_list_and_comes_back(page: Page, server: str, project: Path) -> None:
    """V6.15: suspects are looked for again behind the reply; the card one looks at stays where it is."""
    page.clock.install()
    total = opened(page, server)
    title = current(page).get_by_role("heading").inner_text()
    with Store.open(project) as store:
        (twin,) = store.snapshot().rows("issues", where={"kind": "duplicate_box"}).to_pylist()

        def open_ones() -> int:
            return count(store, "state = 'open'", level=Level.ISSUE)

        surplus = json.loads(twin["evidence"])["annotation_ids"]
        target = {"dataset": twin["dataset_id"], "level": "annotation", "ids": surplus, "query": None}
        made = page.request.post(f"{server}/api/edits", data={"action": "delete", "target": target})
        assert made.ok, made.text()
        said = page.get_by_role("radio", name="Open")
        wait_until(lambda: open_ones() == total - 1)
        page.clock.fast_forward(4_000)  # so often the page asks what others changed
        expect(said).to_have_text(f"Open {total - 1}")
        expect(cards(page).filter(has_text="labelled twice")).to_have_count(0)
        expect(current(page).get_by_role("heading")).to_have_text(title)
        page.keyboard.press("u")
        wait_until(lambda: open_ones() == total)
        page.clock.fast_forward(4_000)
        expect(said).to_have_text(f"Open {total}")
        expect(cards(page).filter(has_text="labelled twice")).to_have_count(1)


def test_the_address_restores_kind_and_card(page: Page, server: str) -> None:
    opened(page, server)
    page.get_by_role("button", name="Objects labelled twice").click()
    expect(current(page)).to_contain_text("labelled twice")
    page.reload()
    expect(current(page)).to_contain_text("labelled twice")
    expect(cards(page)).to_have_count(1)


def test_the_image_opens_and_closes_over_the_inbox(page: Page, server: str) -> None:
    opened(page, server)
    title = current(page).get_by_role("heading").inner_text()
    page.keyboard.press("o")
    expect(page.get_by_role("region", name="Open image")).to_be_visible()
    expect(page.get_by_label("Place of the box")).to_be_visible()
    page.keyboard.press("Escape")
    expect(current(page).get_by_role("heading")).to_have_text(title)


def test_before_anything_is_imported_it_says_what_to_run(page: Page, empty_server: str) -> None:
    page.goto(f"{empty_server}/issues")
    expect(page.get_by_text(re.compile(r"assay import \S+empty\.assay"))).to_be_visible()

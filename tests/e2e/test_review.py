"""A review in Chromium: nothing said is lost, pairs, files of marks, applying, times, and the doors that lead there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.patience import wait_until


def wall(page: Page) -> Locator:
    """The crops on the wall."""
    return page.get_by_role("listbox", name="Crops to review").get_by_role("option")


def open_review(page: Page, address: str, search: str = "") -> Locator:
    """Turn to the page of a review and wait for its wall, and for what is drawn around it a moment later."""
    page.goto(f"{address}/review{search}")
    expect(wall(page).first).to_be_visible(timeout=60_000)
    expect(page.get_by_role("region", name="Progress")).to_be_visible()
    return wall(page)


def verdicts(page: Page, address: str, review: int = 1) -> dict[int, int]:
    """What the server knows: the code of the verdict by item."""
    said: dict[str, Any] = page.request.get(f"{address}/api/reviews/{review}/verdicts").json()
    return dict(zip(said["ids"], said["verdicts"], strict=True))


def expect_verdicts(page: Page, address: str, expected: dict[int, int]) -> None:
    """The page shows a verdict at once and sends it then: wait until the server knows these, and no others."""
    wait_until(lambda: verdicts(page, address) == expected)


def classes_of(page: Page, address: str, ids: list[int]) -> list[int]:
    """The classes of these labels now."""
    body = {"dataset": 1, "run": 1, "level": "annotation", "query": f"id in ({', '.join(map(str, ids))})"}
    listed = page.request.post(
        f"{address}/api/search",
        data=body | {"sort": "id", "descending": False, "limit": 100, "offset": 0, "confidence": 1},
    ).json()
    return [item["object"]["class_id"] for item in listed["items"]]


def mark(tile: Locator) -> int:
    """Mark a crop with the pointer; its id."""
    tile.click()
    expect(tile).to_have_attribute("data-verdict", "wrong")
    return int(tile.get_attribute("data-id") or 0)


def away(page: Page) -> None:
    """Take the pointer off the wall, so that keys are about all marked crops."""
    page.mouse.move(2, 2)


def test_a_reload_keeps_every_mark_and_what_was_looked_at(page: Page, server: str) -> None:
    """V3.4, H5: the counter is right at each step; autosave on the server; reload loses nothing."""
    crops = open_review(page, server)
    total = crops.count()
    progress = page.get_by_role("region", name="Progress")
    expect(progress).to_contain_text(f"0 of {total} looked at · 0 marked")
    first, second = mark(crops.nth(1)), mark(crops.nth(4))
    expect(progress).to_contain_text("2 marked")
    expect(page.get_by_role("radio", name="Marked 2")).to_be_visible()
    away(page)
    page.keyboard.press("n")
    expect(progress).to_contain_text(re.compile(rf"({total}|[1-9]\d) of {total} looked at"))
    page.get_by_role("radio", name="Marked 2").click()
    expect(crops).to_have_count(2)
    page.reload()
    expect(crops).to_have_count(2)
    assert [int(crop.get_attribute("data-id") or 0) for crop in crops.all()] == [first, second]
    page.get_by_role("radio", name="All").click()
    expect(crops).to_have_count(total)
    expect_verdicts(page, server, {first: 1, second: 1})


def test_after_a_reload_u_goes_on_taking_back_what_was_said_before_it(page: Page, server: str) -> None:
    """V3.4: the steps of a sitting outlive a reload; the journal takes back what was applied, then U goes on."""
    crops = open_review(page, server)
    first, second = mark(crops.nth(1)), mark(crops.nth(4))
    page.keyboard.press("d")
    expect(crops.nth(4)).to_have_attribute("data-verdict", "delete")
    page.reload()
    expect(page.get_by_role("radio", name="Marked 2")).to_be_visible()
    page.keyboard.press("u")
    expect(crops.nth(4)).to_have_attribute("data-verdict", "wrong")
    expect(crops.nth(1)).to_have_attribute("data-verdict", "wrong")
    page.keyboard.press("u")
    expect(crops.nth(4)).not_to_have_attribute("data-verdict", "wrong")
    expect_verdicts(page, server, {first: 1})
    crops.nth(4).hover()
    page.keyboard.press("d")
    away(page)
    page.get_by_role("button", name="Apply to 1 marked").click()
    expect(crops).to_have_count(int(crops.first.get_attribute("aria-setsize") or 0))
    expect(page.locator(f"[data-id='{second}']")).to_have_count(0)
    page.reload()
    expect(crops.first).to_be_visible()
    expect(page.get_by_role("radio", name="Marked 1")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(f"[data-id='{second}']")).to_have_attribute("data-verdict", "delete")
    page.keyboard.press("u")
    expect(page.locator("[data-verdict='delete']")).to_have_count(0)
    expect_verdicts(page, server, {first: 1})


def test_what_another_reviewer_says_comes_by_itself(page: Page, browser: Browser, server: str) -> None:
    """V3.12: their marks stand here within seconds, and what waits here is as it was; U takes back only one's own."""
    page.clock.install()
    crops = open_review(page, server)
    mine = mark(crops.nth(2))
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    other = context.new_page()
    other.clock.install()
    theirs = open_review(other, server)
    expect(theirs.nth(2)).to_have_attribute("data-verdict", "wrong")
    page.route("**/events", lambda route: route.abort())
    waiting = mark(crops.nth(0))
    their_id = mark(theirs.nth(5))
    expect_verdicts(page, server, dict.fromkeys(sorted([mine, their_id]), 1))
    page.clock.fast_forward(3_000)  # so often a page asks what others say
    expect(crops.nth(5)).to_have_attribute("data-verdict", "wrong")
    expect(crops.nth(0)).to_have_attribute("data-verdict", "wrong")
    assert verdicts(page, server) == dict.fromkeys(sorted([mine, their_id]), 1)
    theirs.nth(2).click()
    expect_verdicts(page, server, {their_id: 1})
    page.clock.fast_forward(3_000)
    expect(crops.nth(2)).not_to_have_attribute("data-verdict", "wrong")
    page.unroute("**/events")
    page.clock.fast_forward(30_000)  # what could not be sent is tried again
    expect_verdicts(page, server, dict.fromkeys(sorted([waiting, their_id]), 1))
    other.clock.fast_forward(3_000)
    expect(theirs.nth(0)).to_have_attribute("data-verdict", "wrong")
    away(page)
    for _ in range(3):
        page.keyboard.press("u")
    expect_verdicts(page, server, {their_id: 1})
    page.wait_for_timeout(300)  # nothing comes after it
    assert verdicts(page, server) == {their_id: 1}
    assert waiting not in verdicts(page, server)
    context.close()


def test_marks_that_could_not_be_sent_are_told_kept_and_sent_later(page: Page, server: str) -> None:
    """V3.4: without a connection nothing stops; a reload in between loses nothing; the same event counts once."""
    crops = open_review(page, server)
    page.route("**/events", lambda route: route.abort())
    kept = [mark(crops.nth(place)) for place in (0, 2, 5)]
    expect(page.get_by_role("alert")).to_contain_text("not sent yet")
    assert verdicts(page, server) == {}
    page.reload()
    expect(page.get_by_role("radio", name="Marked 3")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("not sent yet")
    page.unroute("**/events")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect_verdicts(page, server, dict.fromkeys(sorted(kept), 1))


def test_a_pair_is_picked_with_its_count_and_one_key_accepts_the_predictions(page: Page, server: str) -> None:
    """V3.6, V3.9: label x predicted; Enter; one journal entry; undo brings labels and marks back."""
    crops = open_review(page, server, "?group=pair&order=loss")
    page.keyboard.press("j")
    picker = page.get_by_role("textbox", name="Find a class or a pair")
    expect(picker).to_be_focused()
    counted = page.get_by_role("list", name="Classes on the wall").get_by_role("listitem")
    differing = [text for text in counted.all_inner_texts() if _differs(text)]
    assert len(differing) == 1, "one label of the toy set has another class than the model sees"
    counted.filter(has_text=differing[0].split("\n")[-3]).get_by_role("button", name="alone").click()
    expect(crops).to_have_count(1)
    label = mark(crops.first)
    before = classes_of(page, server, [label])
    away(page)
    page.keyboard.press("Enter")
    expect(crops.first).to_have_attribute("data-verdict", "accept")
    expect(page.get_by_role("list", name="What applying changes").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Apply to 1 marked").click()
    expect(page.get_by_text(re.compile(r"Applied|Review", re.IGNORECASE)).last).to_be_visible()
    expect(page.get_by_role("button", name="Apply", exact=True)).to_be_disabled()
    after = classes_of(page, server, [label])
    assert after != before
    assert verdicts(page, server) == {}
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Apply to 1 marked")).to_be_enabled()
    assert classes_of(page, server, [label]) == before
    expect_verdicts(page, server, {label: 4})


def _differs(text: str) -> bool:
    own, seen = re.sub(r"\s+", " ", text).split(", predicted ")
    return seen.split(" ")[0] not in {"nothing", own.split(" ")[-1]} and not own.endswith("No label")


def test_marks_go_through_a_file_and_what_it_says_otherwise_is_listed(page: Page, server: str, tmp_path: Path) -> None:
    """V3.8: saved and loaded they are identical; a file that says something else of a marked item asks first."""
    crops = open_review(page, server)
    ids = sorted([mark(crops.nth(0)), mark(crops.nth(3))])
    away(page)
    page.get_by_role("button", name="More").click()
    with page.expect_download() as begun:
        page.get_by_role("menuitem", name="Save the marks as a file").click()
    saved = tmp_path / "marks.json"
    begun.value.save_as(saved)
    expect_verdicts(page, server, dict.fromkeys(ids, 1))
    crops.nth(0).click()
    crops.nth(3).click()
    expect(page.get_by_role("radio", name="Marked", exact=True)).to_be_visible()
    _drop(page, saved.read_text(encoding="utf-8"))
    expect(page.get_by_role("radio", name="Marked 2")).to_be_visible()
    expect_verdicts(page, server, dict.fromkeys(ids, 1))
    away(page)
    page.keyboard.press("d")
    expect(crops.nth(0)).to_have_attribute("data-verdict", "delete")
    _drop(page, saved.read_text(encoding="utf-8"))
    asked = page.get_by_role("dialog", name="Marks that say something else")
    expect(asked.get_by_role("row")).to_have_count(3)
    asked.get_by_role("button", name="Take the file’s").click()
    expect(crops.nth(0)).to_have_attribute("data-verdict", "wrong")
    expect_verdicts(page, server, dict.fromkeys(ids, 1))


def _drop(page: Page, text: str) -> None:
    """Drop a file with this text on the wall."""
    transfer = page.evaluate_handle(
        "text => { const it = new DataTransfer(); it.items.add(new File([text], 'marks.json')); return it }", text
    )
    target = page.get_by_role("listbox", name="Crops to review")
    for event in ("dragover", "drop"):
        target.dispatch_event(event, {"dataTransfer": transfer})


def test_the_times_of_a_review_are_told(page: Page, server: str) -> None:
    """V3.10: looked at, per minute, by class, by reviewer."""
    crops = open_review(page, server)
    mark(crops.nth(0))
    away(page)
    page.keyboard.press("n")
    page.wait_for_timeout(500)
    page.keyboard.press("t")
    times = page.get_by_role("dialog", name="Times of this review")
    expect(times).to_contain_text("looked at in")
    expect(times.get_by_role("columnheader", name="Class")).to_be_visible()
    expect(times.get_by_role("columnheader", name="Reviewer")).to_be_visible()


def test_the_keys_of_classes_can_be_changed_and_are_remembered(page: Page, server: str) -> None:
    """V3.3: the legend is editable; its order is kept for the dataset."""
    crops = open_review(page, server)
    legend = page.get_by_role("region", name="Classes and their keys")
    names = [text.split("\n")[-1] for text in legend.get_by_role("listitem").all_inner_texts()]
    legend.get_by_role("button", name="Change the keys").click()
    legend.get_by_role("button", name=f"{names[0]} one down").click()
    legend.get_by_role("button", name="Done").click()
    page.reload()
    expect(crops.first).to_be_visible()
    expect(legend.get_by_role("listitem").first).to_contain_text(names[1])
    mark(crops.nth(2))
    away(page)
    page.keyboard.press("1")
    expect(crops.nth(2)).to_have_attribute("data-verdict", "relabel")
    expect(crops.nth(2)).to_have_attribute("aria-label", re.compile(names[1]))


def test_a_class_has_a_sentence_that_says_where_it_ends(page: Page, server: str) -> None:
    """H6: what a class is stands beside the wall, for everyone who reviews."""
    open_review(page, server)
    note = page.get_by_role("region", name=re.compile(r"^What .* is$"))
    note.get_by_role("button", name="Add a sentence").click()
    note.get_by_role("textbox").fill("All of it in the picture.")
    page.keyboard.press("Enter")
    expect(note).to_contain_text("All of it in the picture.")
    page.reload()
    expect(note).to_contain_text("All of it in the picture.")


def test_two_reviewers_never_hold_the_same_crops(page: Page, browser: Browser, server: str) -> None:
    """V3.12: each takes a part; the second finds that nothing is left while the first holds all of it."""
    crops = open_review(page, server)
    total = crops.count()
    page.get_by_role("button", name=re.compile("Take the next")).click()
    expect(page.get_by_role("region", name="Progress")).to_contain_text("You hold part 1")
    expect(crops).to_have_count(total)
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    other = context.new_page()
    open_review(other, server)
    take = other.get_by_role("button", name=re.compile("Take the next"))
    take.click()
    expect(other.get_by_text("Nothing is left")).to_be_visible()
    context.close()


@pytest.mark.parametrize("way", ["another page", "closed"])
def test_who_leaves_the_page_gives_back_what_they_hold(page: Page, browser: Browser, server: str, way: str) -> None:
    """V3.12: a part is free at once for others; who comes back takes what is left."""
    crops = open_review(page, server)
    total = crops.count()
    progress = page.get_by_role("region", name="Progress")
    page.get_by_role("button", name=re.compile("Take the next")).click()
    expect(progress).to_contain_text("You hold part 1")
    if way == "closed":
        page.goto("about:blank")
    else:
        page.get_by_role("link", name="Explore").click()
        expect(page).to_have_url(re.compile("/explore"))
    page.wait_for_timeout(300)
    body = {"sitting": "another", "size": 5}
    claimed = page.request.post(f"{server}/api/reviews/1/claim", data=body).json()
    assert len(claimed["ids"]) == 5
    page.go_back()
    expect(progress).to_contain_text("You hold part 3")
    expect(crops).to_have_count(total - 5)


@pytest.mark.parametrize(
    ("door", "search"),
    [
        ("/explore?level=annotation&q=class%20%3D%20%22disc%22", "q=class"),
        ("/models", "group=pair"),
        ("/issues?kind=wrong_class", "wrong_class"),
    ],
)
def test_every_list_has_a_door_to_the_wall(page: Page, server: str, door: str, search: str) -> None:
    """H1: what Explore lists, cells of Models, suspects: one key hangs them on the wall."""
    page.goto(server + door)
    page.get_by_role("button", name=re.compile("Review")).first.click()
    expect(wall(page).first).to_be_visible()
    assert search in page.url


def test_a_wall_of_nothing_says_what_to_do(page: Page, server: str, empty_server: str) -> None:
    """An empty query, a wrong one, an empty project."""
    page.goto(f"{server}/review?q=area%20%3C%200")
    expect(page.get_by_role("button", name="Review all labels")).to_be_visible()
    page.goto(f"{server}/review?q=aera%20%3C%200")
    expect(page.get_by_role("button", name="Correct the query")).to_be_visible()
    page.goto(f"{empty_server}/review")
    expect(page.get_by_text("assay import").first).to_be_visible()


def test_a_key_pressed_at_the_first_crop_is_heard(page: Page, server: str) -> None:
    """The bar is drawn a moment after the crops; its keys do not wait for it."""
    page.route("**/sheet*", lambda _: None)
    page.add_init_script(
        """new MutationObserver((_, seen) => {
          if (document.querySelector('[role=option]') === null) return
          seen.disconnect()
          window.barWasThere = document.querySelector('[role=toolbar][aria-label=Review]') !== null
          document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true, cancelable: true }))
        }).observe(document, { childList: true, subtree: true })"""
    )
    page.goto(f"{server}/review")
    expect(page.get_by_role("textbox", name="Find a class or a pair")).to_be_visible()
    assert page.evaluate("window.barWasThere") is False

"""Versions in the browser, the history of a label, and two people at one label (V6.3, V6.4, I10)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assay.model.category import Category
from assay.model.change import Change
from assay.model.level import Level
from assay.model.signature import Signature
from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.edits import edit_labels
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.segments.items import add_items, tick_items
from assay.workflows.segments.segments import delete_segment
from assay.workflows.versions.versions import save_version
from tests.e2e.conftest import serving

ADA = Signature(author="Ada", reason="it is round", source="sdk")


def relabelled(project: Path, label: int) -> Change:
    """Ada gives a label another class, from elsewhere."""
    with Store.open(project) as store:
        return edit_labels.relabel(store, [label], other_class(store, label).id, by=ADA)


def other_class(store: Store, label: int) -> Category:
    snapshot = store.snapshot()
    now = snapshot.take("annotations", [label], columns=("category_id",))["category_id"][0].as_py()
    return next(one for one in snapshot.categories(snapshot.dataset().id) if one.id != now)


def stored(project: Path, label: int) -> dict[str, float]:
    with Store.open(project) as store:
        row: dict[str, float] = store.snapshot().all_rows("annotations", where={"id": [label]}).to_pylist()[0]
    return row


def opened(page: Page, server: str, project: Path, label: int) -> Locator:
    """The panel beside the image of a label, which is chosen."""
    page.goto(f"{server}/explore?image={int(stored(project, label)['image_id'])}&object=label:{label}")
    panel = page.get_by_label("Image details")
    expect(panel.get_by_label("Place of the box")).to_be_visible()
    expect(panel.get_by_label("History of this label")).to_be_visible()
    return panel


def test_a_version_is_kept_compared_restored_and_undone(page: Page, server: str, project: Path) -> None:
    before = stored(project, 1)["category_id"]
    page.goto(f"{server}/history?tab=versions")
    page.get_by_role("button", name="Save a version").click()
    dialog = page.get_by_role("dialog", name="Save a version")
    dialog.get_by_label("Note").fill("as delivered")
    dialog.get_by_role("button", name="Save the version").click()
    row = page.get_by_role("row").filter(has_text="as delivered")
    expect(row).to_contain_text("v1")
    relabelled(project, 1)

    row.get_by_role("button", name="Compare with now").click()
    expect(page.get_by_text("Labels: 1 relabelled, in 1 image.")).to_be_visible()
    differing = page.get_by_role("list", name="Images that differ").get_by_role("listitem")
    expect(differing).to_have_count(1)
    expect(differing.get_by_role("figure")).to_have_count(2)
    expect(differing).to_contain_text("→")

    page.get_by_role("button", name="Versions", exact=True).click()
    row.get_by_role("button", name="Restore").click()
    preview = page.get_by_role("dialog", name="Restore version v1")
    expect(preview.get_by_text("Labels: 1 relabelled, in 1 image.")).to_be_visible()
    preview.get_by_role("button", name="Restore", exact=True).click()
    told = page.get_by_role("status").filter(has_text="Restore version “v1”")
    expect(told).to_be_visible()
    assert stored(project, 1)["category_id"] == before
    told.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Undo")).to_be_visible()
    assert stored(project, 1)["category_id"] != before


def test_all_images_that_differ_are_shown_page_by_page(page: Page, bundle: Path, tmp_path: Path) -> None:
    toy = toy_set(tmp_path, images=27)
    with Store.create(tmp_path / "many.assay") as store:
        import_dataset(store, toy.labels, images=toy.images)
        save_version(store, "v1")
        edit_labels.delete(store, store.snapshot().rows("annotations", columns=("id",))["id"].to_pylist())
    for server in serving(tmp_path / "many.assay", bundle):
        page.goto(f"{server}/history?tab=compare")
        differing = page.get_by_role("list", name="Images that differ").get_by_role("listitem")
        expect(differing).to_have_count(24)
        page.get_by_role("button", name="Show more images: 24 of 27").click()
        expect(differing).to_have_count(27)
        expect(page.get_by_role("button", name="Show more images")).to_have_count(0)


def test_a_label_tells_who_changed_it_and_where_it_came_from(page: Page, server: str, project: Path) -> None:
    relabelled(project, 1)
    history = opened(page, server, project, 1).get_by_label("History of this label")
    expect(history.get_by_role("listitem")).to_have_count(1)
    expect(history).to_contain_text("Ada just now “it is round”")
    expect(history).to_contain_text("Imported")


@pytest.mark.parametrize("choice", ["Keep theirs", "Use mine"])
def test_who_edits_what_another_changed_is_asked(
    page: Page, browser: Browser, server: str, project: Path, choice: str
) -> None:
    panel = opened(page, server, project, 1)
    page.route("**/api/project*", lambda route: route.abort())  # this window does not hear of the other in time
    others = browser.new_context(viewport={"width": 1400, "height": 900}, locale="en-GB")
    other = others.new_page()
    opened(other, server, project, 1)
    other.get_by_role("button", name="Change class").click()
    with Store.open(project) as store:
        name = other_class(store, 1).name
    other.get_by_role("listbox", name="Classes").get_by_role("option").filter(has_text=name).click()
    expect(other.get_by_role("status").filter(has_text="Relabel 1 label")).to_be_visible()
    others.close()
    theirs = stored(project, 1)

    panel.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Changed meanwhile")
    expect(dialog.get_by_role("figure")).to_have_count(2)
    expect(dialog.get_by_role("listitem").first).to_contain_text("→")
    dialog.get_by_role("button", name=choice).click()
    expect(dialog).to_have_count(0)
    if choice == "Use mine":
        expect(page.get_by_role("status").filter(has_text="Delete 1 label")).to_be_visible()
    assert bool(stored(project, 1)["deleted"]) == (choice == "Use mine")
    assert stored(project, 1)["category_id"] == theirs["category_id"]


def test_where_both_deleted_it_nothing_is_left_to_decide(page: Page, server: str, project: Path) -> None:
    panel = opened(page, server, project, 1)
    page.route("**/api/project*", lambda route: route.abort())
    with Store.open(project) as store:
        edit_labels.delete(store, [1], by=Signature("Ada"))
    panel.get_by_role("button", name="Delete").click()
    dialog = page.get_by_role("dialog", name="Changed meanwhile")
    expect(dialog).to_contain_text("there is nothing left to decide")
    expect(dialog.get_by_role("figure")).to_have_count(0)
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)


def test_edits_of_different_things_are_both_kept(page: Page, server: str, project: Path) -> None:
    opened(page, server, project, 1)
    page.route("**/api/project*", lambda route: route.abort())
    before = stored(project, 1)
    relabelled(project, 1)
    page.keyboard.press("Shift+ArrowRight")
    dialog = page.get_by_role("dialog", name="Changed meanwhile")
    expect(dialog).to_contain_text("Ada")
    dialog.get_by_role("button", name="Keep both").click()
    expect(page.get_by_role("status").filter(has_text="Move")).to_be_visible()
    after = stored(project, 1)
    assert after["category_id"] != before["category_id"]
    assert after["x"] > before["x"]


def test_a_version_is_looked_at_as_it_was_and_left_again(page: Page, server: str, project: Path) -> None:
    """V2.16: an old label that was relabelled since, on pages that read from the version and write nothing."""
    with Store.open(project) as store:
        save_version(store, "v1", note="as delivered")
        snapshot = store.snapshot()
        was = next(
            one.name
            for one in snapshot.categories(snapshot.dataset().id)
            if one.id == stored(project, 1)["category_id"]
        )
        now = other_class(store, 1).name
    relabelled(project, 1)
    image = int(stored(project, 1)["image_id"])

    page.goto(f"{server}/history?tab=versions")
    page.get_by_role("link", name="Open v1").focus()
    page.keyboard.press("Enter")
    band = page.get_by_role("region", name="Version")
    expect(band).to_contain_text("You look at version “v1” of")
    expect(band).to_contain_text("Nothing can be changed here.")
    assert page.url.startswith(f"{server}/at/v1/explore")

    page.goto(f"{server}/at/v1/explore?image={image}&object=label:1")
    panel = page.get_by_label("Image details")
    chosen = panel.get_by_role("button", pressed=True)
    expect(chosen).to_contain_text(was)
    page.reload()
    expect(chosen).to_contain_text(was)
    expect(band).to_be_visible()

    before = stored(project, 1)
    for verb in ("Change class", "Delete"):
        button = panel.get_by_role("button", name=verb)
        expect(button).to_be_disabled()
        expect(button).to_have_attribute("title", "This is the version “v1”, which never changes")
    expect(page.get_by_role("button", name="Draw a box")).to_be_disabled()
    for key in ("d", "2", "Shift+Delete", "Shift+ArrowRight", "u"):
        page.keyboard.press(key)
    expect(page.get_by_role("region", name="Messages")).to_be_empty()
    assert stored(project, 1) == before

    page.keyboard.press("Shift+B")
    expect(band).to_have_count(0)
    assert "/at/" not in page.url
    expect(chosen).to_contain_text(now)
    expect(panel.get_by_role("button", name="Change class")).to_be_enabled()


def test_every_page_shows_the_version_and_one_that_is_gone_leads_back(page: Page, server: str, project: Path) -> None:
    with Store.open(project) as store:
        labels = store.snapshot().rows("annotations", columns=("id",))["id"].to_pylist()
        added = add_items(store, {Level.ANNOTATION: labels[:5]}, segment="to mend", by=ADA)
        tick_items(store, {Level.ANNOTATION: labels[:2]}, done=True, segment="to mend", by=ADA)
        save_version(store, "a/b 1")
        delete_segment(store, "to mend")
        edit_labels.delete(store, labels)
    refused: list[str] = []
    page.on("response", lambda reply: refused.append(reply.url) if reply.status in {409, 422} else None)
    below = f"{server}/at/a%2Fb%201"
    band = page.get_by_role("region", name="Version")
    told = {
        "overview": "37 labels",
        "explore": "12 images",
        "issues": "cone, or square?",
        "models": "38 results",
        "map": "There is no map yet",
        "metrics": "Nothing is measured yet",
        "segments": "40 %",
        "autotags": "There was no autotag",
        "history": "Done: 2 labels of 'to mend'",
        "history?tab=compare": "No version was kept before this one",
        "history?tab=helped": "Nothing is trained in a version",
        "settings": "Theme",
        "review": "No version keeps reviews",
    }
    for name, words in told.items():
        page.goto(f"{below}/{name}")
        expect(band).to_contain_text("“a/b 1”")
        expect(page.locator("body")).to_contain_text(words)
        page.wait_for_load_state("networkidle")
    expect(page.get_by_role("link", name="Review as it is now")).to_have_attribute("href", "/review")

    offs = {
        "map": ("Embed images and labels",),
        "metrics": ("Measure all",),
        f"segments?segment={added.segment.id}": ("Review", "State: Triage"),
        "history": ("Undo",),
        "history?tab=versions": ("Save a version", "Restore", "Let go of a/b 1"),
    }
    for name, verbs in offs.items():
        page.goto(f"{below}/{name}")
        for verb in verbs:
            button = page.locator("#page").get_by_role("button", name=verb, exact=verb == "Undo").first
            expect(button).to_be_disabled()
            expect(button).to_have_attribute("title", "This is the version “a/b 1”, which never changes")
            expect(button).to_have_css("cursor", "default")
        for key in ("m", "d", "r", "n", "u", "c"):
            page.keyboard.press(key)
    page.goto(f"{below}/segments?segment={added.segment.id}")
    expect(page.get_by_label("Name of the segment")).not_to_be_editable()
    expect(page.get_by_role("region", name="Messages")).to_be_empty()
    assert refused == []

    page.goto(f"{server}/history?tab=versions")
    page.get_by_role("button", name="Let go of a/b 1").click()
    page.get_by_role("dialog").get_by_role("button", name="Let go").click()
    expect(page.get_by_role("status").filter(has_text="a/b 1")).to_be_visible()
    page.goto(f"{below}/explore")
    expect(band).to_contain_text("There is no version")
    band.get_by_role("link", name="Back to now").click()
    expect(band).to_have_count(0)

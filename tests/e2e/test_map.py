"""The map in a real browser: lasso to a grid, lists one click away, with and without WebGL (E4, E7, E8, V4.3, V4.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from assay.arrays import Ids
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.explore.search import ask
from assay.workflows.map.map import MAP_METRICS, Map, map_points
from assay.workflows.metrics.measure import measure
from tests.e2e.conftest import serving

NO_WEBGL = """
const given = HTMLCanvasElement.prototype.getContext
HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
  return kind.startsWith('webgl') ? null : given.call(this, kind, ...rest)
}
"""
SOFTWARE_GL = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@pytest.fixture
def embedded(project: Path) -> Path:
    """The toy project with a vector per label: near those of its class, but for one that lies among another class."""
    with Store.open(project) as store:
        labels = store.snapshot().rows("annotations", columns=["id", "category_id"])
        ids, classes = (np.asarray(labels.column(at), np.int64) for at in (0, 1))
        kinds = np.unique(classes, return_inverse=True)[1]
        kinds[np.flatnonzero(kinds == 0)[0]] = 1
        vectors = np.eye(8)[kinds] + np.random.default_rng(0).normal(0, 0.08, (len(ids), 8))
        with store.writer() as writer:
            writer.put_embedding(Embedding(0, 1, Level.ANNOTATION, "hand", "hand", 1), ids, vectors, ids)
    return project


@pytest.fixture
def mapped(embedded: Path, bundle: Path) -> Iterator[str]:
    """The address of a server of that project, its map computed."""
    with Store.open(embedded) as store:
        measure(store, metrics=MAP_METRICS, levels=[Level.ANNOTATION])
    yield from serving(embedded, bundle)


def stage(page: Page) -> Locator:
    return page.get_by_role("group", name=re.compile("^Map of "))


def selected(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Selection").get_by_text(re.compile("selected$"))


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def points(project: Path, query: str = "") -> Map:
    with Store.open(project) as store:
        return map_points(ask(store.snapshot(), query, level=Level.ANNOTATION))


def lasso(page: Page, found: Map) -> Ids:
    """Draw a line around the dozen leftmost points, and return their ids."""
    box = stage(page).bounding_box()
    assert box is not None
    x0, x1, y0, y1 = (float(part) for part in str(stage(page).get_attribute("data-area")).split(","))
    low, high = (found.points.min(axis=0) - 1).tolist(), (found.points.max(axis=0) + 1).tolist()
    middle = float(np.sort(found.points[:, 0])[[11, 12]].mean())
    corners = [(low[0], high[1]), (middle, high[1]), (middle, low[1]), (low[0], low[1])]  # the legend lies below
    places = [
        (box["x"] + (x - x0) / (x1 - x0) * box["width"], box["y"] + (y1 - y) / (y1 - y0) * box["height"])
        for x, y in corners
    ]
    inside = [(max(x, box["x"] + 2), min(max(y, box["y"] + 2), box["y"] + box["height"] - 2)) for x, y in places]
    page.mouse.move(*inside[0])
    page.mouse.down()
    for place in [*inside[1:], inside[0]]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()
    return found.ids[found.points[:, 0] < middle]


def test_a_lasso_lists_just_what_lies_in_it_and_explore_lists_the_same(page: Page, mapped: str, embedded: Path) -> None:
    """V4.4: the grid follows the lasso; the same rows stand in Explore."""
    page.goto(f"{mapped}/map?level=annotation")
    expect(stage(page).locator("[data-painter]")).to_have_count(1)
    held = lasso(page, points(embedded))
    expect(selected(page)).to_have_text(f"{len(held)} selected")
    expect(tiles(page).first).to_have_attribute("aria-setsize", str(len(held)))
    expect(page).to_have_url(re.compile("sel="))
    page.keyboard.press("e")
    expect(page).to_have_url(re.compile("/explore"))
    expect(tiles(page)).to_have_count(len(held))


@pytest.mark.parametrize("painter", ["webgl", "canvas"])
def test_the_same_lasso_selects_the_same_with_and_without_webgl(
    browser: Browser, mapped: str, embedded: Path, painter: str
) -> None:
    """V6.10: a canvas fallback with the same selection result."""
    opened = browser.browser_type.launch(executable_path=_path(browser), args=SOFTWARE_GL)
    tab = opened.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    if painter == "canvas":
        tab.add_init_script(NO_WEBGL)
    tab.goto(f"{mapped}/map?level=annotation")
    expect(stage(tab).locator("canvas")).to_have_attribute("data-painter", painter)
    held = lasso(tab, points(embedded))
    expect(selected(tab)).to_have_text(f"{len(held)} selected")
    expect(tab).to_have_url(re.compile("sel="))
    chosen = tab.evaluate("new URLSearchParams(location.search).get('sel')")
    opened.close()
    assert _read_ranges(chosen) == held.tolist()


def test_a_label_among_another_class_is_one_click_away(page: Page, mapped: str, embedded: Path) -> None:
    """V4.3, E8: mixed clusters are possible mislabels; a click selects just these."""
    page.goto(f"{mapped}/map?level=annotation")
    entry = page.get_by_role("button", name=re.compile("^1 label among"))
    expect(entry).to_be_visible()
    entry.click()
    expect(selected(page)).to_have_text("1 selected")
    expect(tiles(page)).to_have_count(1)
    page.get_by_role("link", name=re.compile("^List in Explore: 1 label among")).click()
    expect(page).to_have_url(re.compile("/explore.*cluster"))
    expect(tiles(page)).to_have_count(1)


def test_what_is_hidden_in_the_legend_is_not_caught(page: Page, mapped: str, embedded: Path) -> None:
    page.goto(f"{mapped}/map?level=annotation")
    found = points(embedded)
    entry = page.get_by_role("group", name="Colours: Class").get_by_role("button").first
    entry.click()
    expect(entry).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("v")
    hidden = found.colours.terms[0][1]
    expect(selected(page)).to_have_text(f"{len(found.ids) - hidden} selected")


def test_principal_components_are_shown_at_once_and_the_map_when_it_is_computed(
    page: Page, embedded: Path, bundle: Path
) -> None:
    for server in serving(embedded, bundle):
        page.goto(f"{server}/map?level=annotation")
        expect(stage(page)).to_be_visible()
        expect(page.get_by_text("All clusters", exact=True)).to_be_visible(timeout=60_000)
        expect(page.get_by_role("radio", name="Map")).to_have_attribute("aria-checked", "true")


def test_late_points_are_told_and_the_map_is_made_anew_while_the_old_one_stays(
    page: Page, embedded: Path, bundle: Path
) -> None:
    """Three of the labels are embedded after the map was made; one press places all of them anew."""
    with Store.open(embedded) as store:
        snapshot = store.snapshot()
        embedding = snapshot.embedding(1, Level.ANNOTATION)
        assert embedding is not None
        ids, vectors = snapshot.vectors(embedding)
        with store.writer() as writer:
            writer.put_embedding(Embedding(0, 1, Level.ANNOTATION, "hand", "hand", 1), ids[3:], vectors[3:], ids[3:])
        measure(store, metrics=MAP_METRICS, levels=[Level.ANNOTATION])
        with store.writer() as writer:
            writer.put_embedding(Embedding(0, 1, Level.ANNOTATION, "hand", "hand", 1), ids, vectors, ids)
        measure(store, metrics=MAP_METRICS, levels=[Level.ANNOTATION])
    old = points(embedded)
    assert old.late == 3
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for server in serving(embedded, bundle):
        page.goto(f"{server}/map?level=annotation")
        told = page.get_by_text(f"3 of {len(ids)} labels were placed later, beside their look-alikes.")
        expect(told).to_be_visible()
        page.route("**/api/map", hold)  # the new points wait while it is looked at
        page.get_by_role("button", name="Make anew").click()
        expect(page.get_by_text(re.compile("values measured"))).to_be_visible(timeout=60_000)
        expect(stage(page).locator("[data-painter]")).to_have_count(1)
        expect(told).to_be_visible()
        while held:
            held.pop().continue_()
        expect(told).to_have_count(0)
        expect(stage(page).locator("[data-painter]")).to_have_count(1)
    new = points(embedded)
    assert (new.late, new.ids.tolist()) == (0, old.ids.tolist())
    assert np.abs(new.points - old.points).max() > 0.1


def test_without_vectors_the_page_offers_to_make_them(page: Page, server: str) -> None:
    page.goto(f"{server}/map")
    expect(page.get_by_role("heading", name="There is no map yet")).to_be_visible()


def _path(browser: Browser) -> str | None:
    import shutil

    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def _read_ranges(text: str) -> list[int]:
    parts = [part.split("-") for part in text.split(",")]
    return [id for part in parts for id in range(int(part[0]), int(part[-1]) + 1)]

"""Everyone can work here (H10, V6.12): axe-core, the keyboard alone, 200 % zoom, less motion."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.model.segment_kind import SegmentKind
from assay.store.store import Store
from assay.workflows.autotags.autotags import create_autotag
from assay.workflows.map.map import MAP_METRICS
from assay.workflows.metrics.measure import measure
from assay.workflows.segments.items import add_items
from tests.e2e.conftest import serving

AXE: Final = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE: Final = ("serious", "critical")
LIGHTS: Final[dict[Literal["dark", "light"], tuple[str, ...]]] = {
    "dark": (),
    "light": ("color-contrast", "link-in-text-block"),
}

# What each page shows: itself, its tabs, and what lies open over it.
PLACES: Final = (
    "overview",
    "explore",
    "explore?level=annotation&sel=1-3",
    "explore?level=prediction",
    "explore?image=1&object=label:1",
    "explore?view=scatter&level=annotation&x=object_area&y=box_aspect_ratio",
    "explore?next=budget:5",
    "issues",
    "models",
    "models?tab=curves",
    "models?tab=errors",
    "models?tab=metric",
    "models?tab=calibration",
    "models?tab=compare",
    "map?level=annotation",
    "review",
    "review?group=pair&show=marked",
    "segments",
    "segments?segment=1",
    "metrics",
    "metrics?field=brightness",
    "metrics?tab=outliers",
    "metrics?tab=duplicates",
    "metrics?tab=drift",
    "metrics?tab=balance",
    "metrics?tab=edge",
    "metrics?tab=embeddings",
    "autotags",
    "history",
    "history?tab=versions",
    "history?tab=compare",
    "settings",
)
DIALOGS: Final = {"Find an action": "Control+k", "Keys": "?", "Add to a segment": "s", "Class": "c"}
PAGES: Final = (
    *(place for place in PLACES if place.isalpha()),
    "explore?image=1&object=label:1",
    "map?level=annotation",
    "segments?segment=1",
    "models?tab=errors",
    "metrics?field=brightness",
)


@pytest.fixture(scope="module")
def studied(_pristine: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the toy set with something to see on every page."""
    project = Path(shutil.copytree(_pristine, tmp_path_factory.mktemp("access") / "toy.assay"))
    with Store.open(project) as store:
        _embed(store, Level.ANNOTATION, "annotations", "image_id")
        _embed(store, Level.IMAGE, "images", "id")
        measure(store, metrics=MAP_METRICS, levels=[Level.ANNOTATION])
        measure(store, metrics=["brightness", "object_area"])
        create_autotag(store, "round", [1, 4], level=Level.IMAGE, no=[2])
        add_items(store, {Level.ANNOTATION: [1, 2, 3]}, segment="mend", kind=SegmentKind.DATA_QUALITY)
    yield from serving(project, bundle)


def _embed(store: Store, level: Level, table: str, image: str) -> None:
    rows = store.snapshot().rows(table)
    ids, images = (np.asarray(rows.column(name), np.int64) for name in ("id", image))
    vectors = np.eye(8)[ids % 3] + np.random.default_rng(0).normal(0, 0.08, (len(ids), 8))
    with store.writer() as writer:
        writer.put_embedding(Embedding(0, 1, level, "hand", "hand", 1), ids, vectors, images)


@pytest.fixture(scope="module")
def judged(browser: Browser) -> Iterator[Page]:
    """A tab in which axe-core is there on every page. It comes in by the browser, not by the page, whose CSP holds."""
    if not AXE.is_file():
        pytest.skip("axe-core is not installed (npm --prefix web ci)")
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(20_000)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def zoomed(browser: Browser) -> Iterator[Page]:
    """A tab of 1440 x 900 at 200 % zoom."""
    context = browser.new_context(viewport={"width": 720, "height": 450}, device_scale_factor=2, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def turn_to(page: Page, address: str) -> None:
    """Open an address and wait until nothing more is asked for."""
    page.goto(address)
    expect(page.get_by_role("main")).to_be_visible()
    page.wait_for_load_state("networkidle")


def faults(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """What axe-core finds serious or critical: rule, selector and what stands there."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": rules}
    found = page.evaluate("async options => (await axe.run(document, options)).violations", options)
    return [
        f"{fault['id']} at {page.url}: {' '.join(map(str, node['target']))}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in GRAVE
        for node in fault["nodes"]
    ]


def faults_in_both_lights(page: Page, address: str, key: str | None = None) -> list[str]:
    """All rules in the dark; in the light, which the page follows, those of colours, for nothing else differs.

    `key` opens a dialog first.
    """
    page.emulate_media(color_scheme="dark")
    turn_to(page, address)
    if key is not None:
        page.keyboard.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
    found: list[str] = []
    for light, rules in LIGHTS.items():
        page.emulate_media(color_scheme=light)
        expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", light)
        found += faults(page, rules=rules)
    return found


@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_nothing_serious_on_a_page(judged: Page, studied: str, place: str) -> None:
    """H10, V6.12: axe-core, all rules, in the dark and in the light."""
    assert faults_in_both_lights(judged, f"{studied}/{place}") == []


@pytest.mark.parametrize("name", DIALOGS)
def test_axe_finds_nothing_serious_in_a_dialog(judged: Page, studied: str, name: str) -> None:
    """H10, V6.12: what a key opens over a page."""
    assert faults_in_both_lights(judged, f"{studied}/explore?level=annotation&sel=1-3", DIALOGS[name]) == []


@pytest.mark.parametrize("place", PAGES)
def test_at_twice_the_size_no_page_scrolls_sideways(zoomed: Page, studied: str, place: str) -> None:
    """V6.12: 200 % zoom; what is wider than the page scrolls in a strip of its own."""
    turn_to(zoomed, f"{studied}/{place}")
    wider = zoomed.evaluate(
        "[document.scrollingElement, document.getElementById('page')].map(box => box.scrollWidth - box.clientWidth)"
    )
    assert wider == [0, 0]
    expect(zoomed.get_by_role("combobox", name="Query")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("place", ["overview", "explore", "review"])
def test_who_wants_less_motion_gets_none(page: Page, studied: str, place: str) -> None:
    """V6.12: prefers-reduced-motion: nothing takes longer than 0.01 s to change, and nothing goes on for ever."""
    turn_to(page, f"{studied}/{place}")
    longest = page.evaluate(
        """() => Math.max(...[...document.querySelectorAll('*')].flatMap(element => {
          const { transitionDuration, animationDuration } = getComputedStyle(element)
          return `${transitionDuration},${animationDuration}`.split(',').map(parseFloat)
        }))"""
    )
    assert longest <= 0.01
    assert page.evaluate("document.getAnimations().length") == 0


def test_a_whole_review_by_the_keyboard_alone(page: Page, server: str) -> None:
    """V3, V6.12: from Explore to the wall, mark, extend, give a class, see what is marked, apply, take back."""
    page.goto(f"{server}/explore?level=annotation")
    expect(page.get_by_role("listbox", name="Results").get_by_role("option").first).to_be_visible()
    page.keyboard.press("r")
    wall = page.get_by_role("listbox", name="Crops to review")
    crops = wall.get_by_role("option")
    expect(crops.first).to_be_visible()
    total = crops.count()
    for key in ("ArrowRight", "ArrowRight", "Space", "Shift+ArrowRight", "2"):
        page.keyboard.press(key)
    expect(wall.locator("[data-verdict='relabel']")).to_have_count(2)
    page.keyboard.press("Shift+M")
    expect(crops).to_have_count(2)
    page.keyboard.press("Shift+A")
    expect(crops).to_have_count(total)
    progress = page.get_by_role("region", name="Progress")
    expect(progress).to_contain_text("2 marked")
    page.keyboard.press("Control+Enter")
    expect(progress).to_contain_text("0 marked")
    page.keyboard.press("u")
    expect(progress).to_contain_text("2 marked")
    expect(wall.locator("[data-verdict='relabel']")).to_have_count(2)

"""The columns of `assay mislabels` in Explore: listed by a query, kept as a segment, sorted (V5.7, V5.8)."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.mislabels import find_mislabels
from tests.e2e.conftest import serving

CLASSES = ("car", "bus", "red panda", "giant panda")
GROUPS = ("vehicle", "vehicle", "animal", "animal")
GIVEN = {3: 2, 10: 3, 21: 3}
"""Labels that carry another class than the true one, `at % 4`: 3 and 10 within their group, 21 across."""

COUNT = 40


@pytest.fixture(scope="module")
def unjudged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """40 whole-image labels of four classes in two groups; three carry a wrong class."""
    folder = tmp_path_factory.mktemp("judged")
    for at in range(COUNT):
        Image.new("RGB", (48, 32), (60 * (at % 4), 6 * at, 120)).save(folder / f"{at}.png")
    images = [{"id": at + 1, "file_name": f"{at}.png", "width": 48, "height": 32} for at in range(COUNT)]
    labels = [{"id": at + 1, "image_id": at + 1, "category_id": GIVEN.get(at, at % 4)} for at in range(COUNT)]
    classes = [
        {"id": at, "name": name, "supercategory": group}
        for at, (name, group) in enumerate(zip(CLASSES, GROUPS, strict=True))
    ]
    (folder / "labels.json").write_text(json.dumps({"images": images, "categories": classes, "annotations": labels}))
    with Store.create(folder / "judged.assay") as store:
        import_dataset(store, folder / "labels.json", dataset="judged", images=folder)
    return folder / "judged.assay"


def told_chances() -> np.ndarray:
    """(40, 4) chances that tell the true class of each label."""
    rows = np.arange(COUNT)
    confidence = 0.9 + rows / 1000
    chances = np.repeat((1 - confidence)[:, None] / 3, 4, axis=1)
    chances[rows, rows % 4] = confidence
    return chances


@pytest.fixture(scope="module")
def judged(unjudged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That set with the columns that those chances give."""
    path = Path(shutil.copytree(unjudged, tmp_path_factory.mktemp("told") / "judged.assay"))
    with Store.open(path) as store:
        find_mislabels(store, pred_probs=told_chances())
    return path


@pytest.fixture
def flagged(judged: Path, tmp_path: Path, bundle: Path) -> Iterator[str]:
    """The address of a server of a copy of that project."""
    yield from serving(Path(shutil.copytree(judged, tmp_path / "judged.assay")), bundle)


def headline(page: Page, text: str) -> None:
    expect(page.get_by_role("banner").get_by_text(text, exact=True)).to_be_visible()


def ask(page: Page, query: str) -> None:
    page.get_by_role("combobox", name="Query").fill(query)
    page.keyboard.press("Enter")


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def facet(page: Page, title: str) -> Locator:
    heading = page.get_by_role("button", name=title, exact=True)
    return page.get_by_role("complementary", name="Filters").locator("section[class*=facet]").filter(has=heading)


def test_the_flagged_are_listed_kept_as_a_segment_and_sorted_by_score(page: Page, flagged: str) -> None:
    """V5.7: the query counts them, all go into a segment, the worst score comes first."""
    page.goto(f"{flagged}/explore?level=annotation")
    headline(page, "40 labels")
    ask(page, "potential_mislabel = 1")
    headline(page, "3 of 40")
    flag = facet(page, "Likely mislabelled")
    flag.get_by_role("button", name="Likely mislabelled", exact=True).click()
    expect(flag.get_by_role("checkbox")).to_have_count(2)
    expect(flag.get_by_role("checkbox", name="yes")).to_be_checked()
    tiles(page).first.locator("[data-tick]").click()
    page.get_by_role("button", name=re.compile("Select all")).click()
    page.get_by_role("button", name=re.compile("to a segment")).click()
    expect(page.get_by_role("dialog").get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.type("Mislabels")
    page.keyboard.press("Enter")
    note = page.get_by_role("status").filter(has_text="to 'Mislabels'")
    note.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("combobox", name="Query")).to_have_value('segment = "Mislabels"')
    headline(page, "3 of 40")
    page.keyboard.press("s")
    page.get_by_role("textbox", name="Find a field").fill("label score")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("sort=mislabel_score"))
    shown = tiles(page).locator("[class*=sorted]")
    expect(shown).to_have_count(3)
    scores = [float(text) for text in shown.all_inner_texts()]
    assert scores in (sorted(scores), sorted(scores, reverse=True))
    assert max(scores) < 0.5


def test_the_words_of_nucleus_list_the_same(page: Page, flagged: str) -> None:
    """V5.7: images with a flagged label."""
    page.goto(f"{flagged}/explore")
    headline(page, "40 images")
    ask(page, "annotations.metadata.potential_mislabel = 1")
    headline(page, "3 of 40")


def test_only_errors_across_groups_of_classes(page: Page, flagged: str) -> None:
    """V5.8: two columns of one row are compared."""
    page.goto(f"{flagged}/explore?level=annotation")
    headline(page, "40 labels")
    ask(page, "coarse_label != predicted_coarse_label")
    headline(page, "1 of 40")
    expect(tiles(page).first).to_have_accessible_name(re.compile("car|bus|panda"))


def test_classes_and_groups_are_filters_by_name(page: Page, flagged: str) -> None:
    """V5.6: the likely class is shown by its name, and a tick writes a query that lists it."""
    page.goto(f"{flagged}/explore?level=annotation")
    headline(page, "40 labels")
    heading = page.get_by_role("button", name="Likely class", exact=True)
    heading.click()
    facet(page, "Likely class").get_by_role("checkbox", name="red panda").check()
    headline(page, "10 of 40")
    page.wait_for_url(re.compile("likely_label"))
    expect(page.get_by_role("combobox", name="Query")).to_have_value(re.compile('likely_label = "?red panda"?'))


def test_they_are_found_by_a_press_and_listed_with_the_flagged_first(
    page: Page, unjudged: Path, tmp_path: Path, bundle: Path
) -> None:
    """V5.6, X3: what is missing is said; a run's probabilities are heard; no unflagged label comes before a flagged."""
    path = Path(shutil.copytree(unjudged, tmp_path / "judged.assay"))
    rows = [",".join([f"{at}.png", *map(str, row)]) for at, row in enumerate(told_chances().tolist())]
    (tmp_path / "run.csv").write_text("\n".join([",".join(["path", *CLASSES]), *rows]))
    with Store.open(path) as store:
        import_predictions(store, tmp_path / "run.csv", run="net")
    for server in serving(path, bundle):
        page.goto(f"{server}/metrics")
        page.goto(f"{server}/metrics?tab=mislabels")
        who = page.get_by_role("list", name="Who tells")
        expect(who.get_by_role("checkbox", name="Class probabilities of net")).to_be_checked()
        expect(who.get_by_role("checkbox", name="Look-alikes")).to_be_disabled()
        expect(who.get_by_text("No label is embedded yet.")).to_be_visible()
        expect(who.get_by_role("button", name="Embed images and labels")).to_be_visible()
        page.get_by_role("button", name="Find mislabels", exact=True).click()
        expect(page.get_by_role("heading", name="3 of 40 labels are likely of another class")).to_be_visible()
        expect(page.get_by_role("button", name="1 of another coarse class")).to_be_visible()
        page.get_by_role("button", name="All labels, flagged first").click()
        headline(page, "40 labels")
        scores = tiles(page).locator("[class*=sorted]")
        expect(scores.first).to_be_visible()
        shown = [float(text) for text in scores.all_inner_texts()]
        assert [score < 0.5 for score in shown[:4]] == [True, True, True, False]
        assert shown == sorted(shown)


def test_files_of_ones_own_are_chosen_and_their_rows_told(
    page: Page, unjudged: Path, tmp_path: Path, bundle: Path
) -> None:
    """V5.6 to V5.8 in the browser: what `assay mislabels --chances --coarse` does."""
    rows = [",".join([f"{at}.png", *map(str, row)]) for at, row in enumerate(told_chances().tolist())]
    rows[5] = "5.png,much,0,0,0"
    (tmp_path / "mine.csv").write_text("\n".join([",".join(["file_name", *CLASSES]), *rows]))
    (tmp_path / "wrong.csv").write_text("file_name,car,bus\n0.png,1,0\n")
    (tmp_path / "coarse.json").write_text(json.dumps({name: name for name in CLASSES}))
    for server in serving(Path(shutil.copytree(unjudged, tmp_path / "judged.assay")), bundle):
        page.goto(f"{server}/metrics?tab=mislabels")
        find = page.get_by_role("button", name="Find mislabels", exact=True)
        expect(find).to_be_disabled()
        own = page.get_by_role("list", name="Files of your own").get_by_role("listitem")
        chances = page.get_by_label("Class probabilities of your own").and_(page.locator("input"))
        chances.set_input_files(tmp_path / "wrong.csv")
        expect(own.first.get_by_role("alert")).to_contain_text("no column for the class 'red panda'")
        chances.set_input_files(tmp_path / "mine.csv")
        expect(own.first.get_by_role("status")).to_have_text("mine.csv: 39 of 40 labels, found by path of the image")
        expect(own.first.get_by_role("list", name="Rows that do not fit")).to_contain_text("'car' must be a number")
        page.get_by_label("Coarse classes of your own").and_(page.locator("input")).set_input_files(
            tmp_path / "coarse.json"
        )
        expect(page.get_by_text("coarse.json: 4 classes in 4 groups")).to_be_visible()
        find.click()
        expect(page.get_by_role("heading", name="3 of 39 labels are likely of another class")).to_be_visible()
        expect(page.get_by_text("Told by class probabilities of your own.")).to_be_visible()
        expect(page.get_by_role("button", name="3 of another coarse class")).to_be_visible()

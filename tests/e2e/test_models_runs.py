"""Flow V1 on the Models page with several runs: three YOLOv6 on blood cells, in images that are named by text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from tests.e2e.conftest import serving
from tests.e2e.models_page import button_count, expect_results, matrix_point, tiles, unlabelled_predictions


@pytest.fixture(scope="module")
def blood(shared_data: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """87 microscope pictures and three runs on them."""
    files = sorted((shared_data / "bccd_val").glob("predictions_*.json"))
    path = tmp_path_factory.mktemp("blood") / "blood.assay"
    with Store.create(path) as store:
        import_dataset(store, shared_data / "bccd_val/instances_val.json")
        for file in files:
            import_predictions(store, file, run=file.stem.removeprefix("predictions_"))
    yield from serving(path, bundle)


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


def test_three_runs_have_numbers_of_their_own(page: Page, blood: str) -> None:
    """V1.2: the run picker changes everything; lit cells and thresholds stay."""
    page.goto(f"{blood}/models?conf=0.5&cells=fn")
    seen: list[str] = []
    picker = page.get_by_role("button", name=re.compile("^Run:"))
    picker.click()
    names = [text.splitlines()[0] for text in page.get_by_role("menuitem").all_inner_texts()]
    assert names.pop() == "no predictions"
    assert len(names) == 3
    page.keyboard.press("Escape")
    for name in names:
        picker.click()
        page.get_by_role("menuitem", name=re.compile(rf"^{name}\b")).click()
        expect(picker).to_have_accessible_name(f"Run: {name}")
        expect_results(page, button_count(page, "False negatives"))
        seen.append(page.get_by_role("region", name="Classes").inner_text())
    assert len(set(seen)) == 3


BLOOD_RUNS = ("run_exp", "run_exp1", "train_exp6")


@pytest.mark.parametrize("run", BLOOD_RUNS)
def test_the_whole_flow_on_each_run_over_blood_cells(page: Page, blood: str, shared_data: Path, run: str) -> None:
    """V1.2 to V1.11 in one sitting, on a bad run and on two good ones, with images that are named by text."""
    page.goto(f"{blood}/models")
    picker = page.get_by_role("button", name=re.compile("^Run:"))
    picker.click()
    page.get_by_role("menuitem", name=re.compile(rf"^\S*{run}\b")).click()
    expect(page.get_by_role("region", name="Classes").locator("tbody tr")).to_have_count(3)  # V1.2
    page.get_by_role("textbox", name="IoU").fill("0.1")  # V1.3
    page.get_by_role("textbox", name="Confidence").fill("0.3")
    expect(page).to_have_url(re.compile("conf=0.3"))
    page.get_by_role("button", name=re.compile("^False positives")).click()  # V1.4
    folder = shared_data / "bccd_val"
    (results,) = (file for file in folder.glob("predictions_*.json") if file.stem.endswith(run))
    wrong = unlabelled_predictions(folder / "instances_val.json", results, 0.1, 0.3)
    expect_results(page, wrong)
    assert button_count(page, "False positives") == wrong > 0
    expect(tiles(page).first.locator("g[opacity='1'] path[stroke-dasharray]")).to_have_count(2)  # V1.5
    for name in ("Confidence ↑", "IoU ↓", "IoU ↑", "Size ↓", "Size ↑", "Loss", "Issue score", "Confidence ↓"):  # V1.9
        page.get_by_role("group", name="Order of the results").get_by_role("button", name=name, exact=True).click()
        expect_results(page, wrong)
    for name in ("False negatives", "Confusions", "Correct"):  # V1.6, V1.7
        if button_count(page, name):
            page.get_by_role("button", name=re.compile(rf"^{name}")).click()
            expect_results(page, button_count(page, name))
    found = matrix_point(page, "RBC found:")  # V1.8
    said = page.locator("#matrix-pointed").text_content() or ""
    page.mouse.click(*found)
    expect_results(page, int(re.sub(r"\D", "", said.split(",")[0].split(":")[1])))
    page.get_by_role("button", name=re.compile("^False positives")).click()
    expect_results(page, wrong)
    page.get_by_role("button", name=f"Select all {wrong:,}").click()  # V1.10
    expect(page.get_by_text(f"{wrong:,} of {wrong:,} ticked")).to_be_visible()
    page.keyboard.press("s")  # V1.11
    dialog = page.get_by_role("dialog", name=re.compile("to a segment"))
    dialog.get_by_label("Name").fill(f"Nobody labelled these of {run}")
    dialog.get_by_role("button", name=re.compile("^Make a segment of")).click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text=f"of {run}")).to_be_visible()
    page.get_by_role("banner").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Deselect all")).to_be_visible()
    page.get_by_role("button", name="Deselect all").click()
    expect(page.get_by_text("ticked")).to_have_count(0)

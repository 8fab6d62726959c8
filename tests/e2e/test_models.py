"""Flow V1 on the Models page: a YOLOv8 on photos of protective gear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.e2e.conftest import serving
from tests.e2e.models_page import (
    button_count,
    expect_results,
    matrix_point,
    place,
    spoken,
    tiles,
    unlabelled_predictions,
)


@pytest.fixture(scope="module")
def gear(shared_data: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """425 photos, 1,794 labels of six classes, and what a YOLOv8 predicted."""
    path = tmp_path_factory.mktemp("gear") / "gear.assay"
    with Store.create(path) as store:
        import_dataset(store, shared_data / "ppe_valid/instances_valid.json")
        import_predictions(store, shared_data / "ppe_valid/predictions_coco.json", run="yolov8m")
        evaluate_run(store)
    yield from serving(path, bundle)


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


def test_without_a_run_the_page_offers_one(page: Page, gear: str, empty_server: str) -> None:
    """V1.1: it says what is missing, and the way on; no error."""
    page.goto(f"{gear}/models?run=0")
    expect(page.get_by_role("heading", name="No run is chosen")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="yolov8m").click()
    expect(page.get_by_role("grid", name="Confusion matrix")).to_be_visible()
    page.goto(f"{empty_server}/models")
    expect(page.get_by_text("assay import-predictions")).to_be_visible()


def test_the_page_opens_from_the_rail_with_classes_and_matrix(page: Page, gear: str) -> None:
    """V1.2: metrics of each class with their average, and the matrix with its lines beside the classes."""
    page.goto(f"{gear}/overview")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Models").click()
    classes = page.get_by_role("region", name="Classes")
    for name in ("Precision", "Recall", "F1", "AP", "Labels"):
        expect(classes.get_by_role("columnheader", name=name)).to_be_visible()
    expect(classes.get_by_role("row").filter(has_text="Gloves")).to_contain_text("376")
    expect(classes.get_by_role("combobox", name="Average")).to_have_value("weighted")
    read_out = page.get_by_role("table", name="Confusion matrix: rows are classes of labels")
    expect(read_out.get_by_role("columnheader", name="missed")).to_be_attached()
    expect(read_out.get_by_role("rowheader", name="not labelled")).to_be_attached()
    expect(page.get_by_text(re.compile(r"^[\d.]+ ms$"))).to_be_visible()


def test_classes_stand_in_any_order(page: Page, gear: str) -> None:
    page.goto(f"{gear}/models")
    classes = page.get_by_role("region", name="Classes")
    first = classes.locator("tbody tr").first
    expect(first).to_contain_text("Gloves")
    classes.get_by_role("button", name="Labels", exact=True).click()
    expect(first).to_contain_text("386")
    classes.get_by_role("button", name="Labels", exact=True).click()
    expect(first).to_contain_text("218")
    page.reload()
    expect(first).to_contain_text("218")


def test_thresholds_by_slider_by_arrows_and_typed_are_one_state(page: Page, gear: str) -> None:
    """V1.3: all three give the same numbers, which live in the URL; what is out of range is refused, and told."""
    page.goto(f"{gear}/models")
    positives = page.get_by_role("button", name=re.compile("^False positives"))
    confidence = page.get_by_role("textbox", name="Confidence")
    overlap = page.get_by_role("textbox", name="IoU")

    overlap.fill("0.1")
    confidence.fill("0.8")
    expect(positives).to_contain_text("69")
    assert (place(page, "iou"), place(page, "conf")) == ("0.1", "0.8")

    page.get_by_role("slider", name="Confidence slider").press("Home")
    expect(confidence).to_have_value("0.00")
    for _ in range(16):
        page.get_by_role("button", name="Raise Confidence").click()
    expect(confidence).to_have_value("0.80")
    expect(positives).to_contain_text("69")

    page.get_by_role("slider", name="Confidence slider").fill("0.3")
    expect(positives).not_to_contain_text("69")
    page.get_by_role("slider", name="Confidence slider").fill("0.8")
    expect(positives).to_contain_text("69")

    confidence.fill("1.7")
    expect(page.get_by_role("alert")).to_contain_text("Confidence lies between 0 and 1")
    assert place(page, "conf") == "0.8"
    confidence.blur()
    expect(confidence).to_have_value("0.80")
    overlap.fill("0")
    expect(page.get_by_role("alert")).to_contain_text("IoU lies between 0.01 and 1")


def test_false_positives_are_what_the_files_say(page: Page, gear: str, shared_data: Path) -> None:
    """V1.4: lit cells sum to the count, and to the predictions with no label under them; none but these are listed."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.8")
    page.get_by_role("button", name=re.compile("^False positives")).click()
    count = button_count(page, "False positives")
    expect_results(page, count)
    folder = shared_data / "ppe_valid"
    truth, results = folder / "instances_valid.json", folder / "predictions_coco.json"
    assert count == unlabelled_predictions(truth, results, 0.1, 0.8)
    row = page.get_by_role("table", name="Confusion matrix").get_by_role("row").filter(has_text="not labelled")
    assert sum(int(text) for text in row.get_by_role("cell").all_inner_texts() if text) == count
    labels = spoken(page)
    assert all("no label here" in label for label in labels)
    expect(page.locator("header").get_by_text(f"{count} results")).to_be_visible()


def test_a_result_shows_labels_solid_and_predictions_dashed(page: Page, gear: str) -> None:
    """V1.5: one of a found label shows both lines; each kind can be hidden, also by key."""
    page.goto(f"{gear}/models?iou=0.5&conf=0.8&cells=correct")
    lines = tiles(page).first.locator("g[opacity='1'] path")
    dashed = tiles(page).first.locator("g[opacity='1'] path[stroke-dasharray]")
    expect(lines).to_have_count(4)
    expect(dashed).to_have_count(2)
    page.get_by_role("button", name="Labels", exact=True).last.click()
    expect(lines).to_have_count(2)
    expect(dashed).to_have_count(2)
    page.keyboard.press("p")
    expect(lines).to_have_count(0)
    page.goto(f"{gear}/models?iou=0.1&conf=0.8&cells=fp")
    expect(lines).to_have_count(2)
    expect(dashed).to_have_count(2)


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("False negatives", "n", "not seen"),
        ("Confusions", "o", "taken for"),
        ("Correct", "r", "found"),
        ("Duplicates", "t", "seen twice"),
    ],
)
def test_each_button_lists_its_own_results(page: Page, gear: str, name: str, key: str, said: str) -> None:
    """V1.6, V1.7: as many as it says, and nothing else; by key too."""
    page.goto(f"{gear}/models?conf=0.3")
    expect(tiles(page).first).to_be_visible()
    page.keyboard.press(key)
    expect_results(page, button_count(page, name))
    assert all(said in label for label in spoken(page))
    page.keyboard.press(key)
    expect(page.get_by_role("button", name="Show all results")).to_have_count(0)


def test_a_class_is_confused_as_and_from(page: Page, gear: str) -> None:
    """V1.7: both sets of a class, from its menu, with their counts."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.1")
    row = page.get_by_role("region", name="Classes").get_by_role("row").filter(has_text="Vest")
    for words, pattern in (
        ("Vest confused as", r"^Vest taken for (?!Vest)"),
        ("Other classes confused as Vest", r"taken for Vest,"),
    ):
        row.hover()
        row.get_by_role("button", name="Results of Vest").click()
        item = page.get_by_role("menuitem", name=words)
        total = int(re.sub(r"\D", "", item.inner_text()))
        item.click()
        expect_results(page, total)
        assert all(re.search(pattern, label) for label in spoken(page))


def test_cells_rows_and_columns_are_lit_by_clicks(page: Page, gear: str) -> None:
    """V1.8: a cell alone, two with shift, whole rows and columns by their headers; the same again clears."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.8")
    expect(tiles(page).first).to_be_visible()
    every = int(tiles(page).first.get_attribute("aria-setsize") or 0)
    found = matrix_point(page, "Gloves found: 202")
    page.mouse.click(*found)
    expect_results(page, 202)
    missed = matrix_point(page, "Gloves missed: 171")
    page.keyboard.down("Shift")
    page.mouse.click(*missed)
    page.keyboard.up("Shift")
    expect_results(page, 373)
    page.reload()
    expect_results(page, 373)
    page.mouse.click(*missed)
    expect_results(page, 171)
    page.mouse.click(*missed)
    expect_results(page, every)
    page.mouse.click(*matrix_point(page, "All labels of Gloves: 376"))
    expect_results(page, 376)
    page.mouse.click(*matrix_point(page, "All predictions of Gloves: 220"))
    expect_results(page, 220)


def test_the_matrix_is_used_with_keys_alone(page: Page, gear: str) -> None:
    """V1.8: arrows move, Enter lights, shift adds, Escape clears; what one stands on is read out."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.8")
    matrix = page.get_by_role("grid", name="Confusion matrix")
    matrix.focus()
    page.keyboard.press("ArrowRight")
    expect(matrix.get_by_role("gridcell")).to_have_text(re.compile("^Gloves found: 202"))
    page.keyboard.press("Enter")
    expect_results(page, 202)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Enter")
    expect_results(page, 202 + 174)
    expect(matrix.get_by_role("gridcell")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Show all results")).to_have_count(0)


def test_tabs_order_the_same_results(page: Page, gear: str) -> None:
    """V1.9: confidence, IoU, size both ways, loss, issue score: same set, other order."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.8&cells=fp")
    expect(tiles(page).first).to_have_accessible_name(re.compile("confidence 0.89"))
    for name in ("Confidence ↑", "IoU ↓", "IoU ↑", "Size ↓", "Size ↑", "Loss", "Issue score"):
        page.get_by_role("group", name="Order of the results").get_by_role("button", name=name, exact=True).click()
        expect_results(page, 69)
        if name == "Confidence ↑":
            expect(tiles(page).first).to_have_accessible_name(re.compile("confidence 0.80"))
        if name == "IoU ↑":
            expect(tiles(page).first).not_to_have_accessible_name(re.compile("IoU 0.0[5-9]"))
    assert place(page, "order") == "issue"


def test_ticks_by_click_by_shift_and_all_of_the_filter(page: Page, gear: str) -> None:
    """V1.10: ticks live in the URL; Select all means every result, not the loaded page; a slice changes what all is."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.8&cells=fn")
    total = button_count(page, "False negatives")
    tiles(page).nth(0).click()
    tiles(page).nth(2).click()
    expect(page.get_by_text(f"2 of {total} ticked")).to_be_visible()
    tiles(page).nth(4).click(modifiers=["Shift"])
    expect(page.get_by_text(f"4 of {total} ticked")).to_be_visible()
    expect(page).to_have_url(re.compile("sel=[^&]*%2C[^&]*%2C"))
    page.reload()
    expect(page.get_by_text(f"4 of {total} ticked")).to_be_visible()
    page.get_by_role("button", name=f"Select all {total}").click()
    expect(page.get_by_text(f"{total} of {total} ticked")).to_be_visible()
    page.get_by_role("button", name="Deselect all").click()
    expect(page.get_by_text("ticked")).to_have_count(0)


def test_a_result_opens_its_image_and_the_next_one(page: Page, gear: str) -> None:
    """D5: a double click opens the image at the object; next walks the results; back is where one was."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.8&cells=fp")
    tiles(page).first.dblclick()
    expect(page).to_have_url(re.compile("object=prediction"))
    opened = place(page, "object")
    expect(page.get_by_text("1 of 69")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 of 69")).to_be_visible()
    assert place(page, "object") != opened
    page.keyboard.press("Escape")
    expect(page.get_by_text("ticked")).to_have_count(0)
    expect_results(page, 69)


def test_ticked_results_become_a_segment(page: Page, gear: str) -> None:
    """V1.11: all false positives, by key, into a new segment; nothing is added twice; undo takes it back."""
    page.goto(f"{gear}/models?iou=0.1&conf=0.8&cells=fp")
    expect_results(page, 69)
    page.keyboard.press("Control+a")
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Add 69 items to a segment")
    dialog.get_by_label("Name").fill("Nobody labelled these")
    dialog.get_by_role("button", name="Make a segment of 69 items").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Nobody labelled these")).to_be_visible()
    undo = page.get_by_role("banner").get_by_role("button", name="Undo")
    undo.click()
    expect(undo).to_be_disabled()


def test_a_slice_narrows_everything(page: Page, gear: str) -> None:
    """The query bar asks for images: matrix, classes and results are those of the slice, and of its address."""
    page.goto(f"{gear}/models?conf=0.8")
    expect(tiles(page).first).to_be_visible()
    whole = button_count(page, "Correct")
    page.keyboard.press("/")
    page.keyboard.type("annotations.count > 8")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Correct"))).not_to_contain_text(f"{whole:,}")
    page.get_by_role("button", name=re.compile("^Correct")).click()
    expect_results(page, button_count(page, "Correct"))
    assert 0 < button_count(page, "Correct") < whole

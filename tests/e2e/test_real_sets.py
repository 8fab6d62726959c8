"""Five real sets, from files to corrected labels, as a person would do it in the browser.

Import, show, search, fix, undo, export. Skipped where the sets are not at hand; none of them enters the repository.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.explore.search import count
from assay.workflows.exports.export_dataset import export_dataset
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.e2e.conftest import serving
from tests.patience import wait_until


@dataclass(frozen=True)
class RealSet:
    """A set below the data folder, and a query with the number of images it must list."""

    source: str
    images: int
    labels: int
    query: str
    listed: int
    predictions: str | None = None
    format: str = "coco"


SETS = {
    "ppe_valid": RealSet(
        "ppe_valid/instances_valid.json", 425, 1794, "annotations.count = 0", 47, "ppe_valid/predictions_coco.json"
    ),
    "bccd_val": RealSet(
        "bccd_val/instances_val.json",
        87,
        1138,
        "annotations.Platelets = 0",
        42,
        "bccd_val/predictions_yolov6_run_exp1.json",
    ),
    "coco128": RealSet("coco128/instances.json", 128, 939, "annotations.person > 5", 16),
    "road_signs_yolo": RealSet("road_signs_yolo", 384, 466, 'split = "train"', 128, None, "yolo"),
    "roman_numerals": RealSet(
        "roman_numerals/images",
        2880,
        2880,
        'split = "val"',
        813,
        "roman_numerals/pred_probs_resnet18.csv",
        "folders",
    ),
}


@pytest.fixture(params=SETS)
def real(request: pytest.FixtureRequest) -> RealSet:
    return SETS[request.param]


@pytest.fixture
def project(real: RealSet, shared_data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "real.assay"
    with Store.create(path) as store:
        report = import_dataset(store, shared_data / real.source)
        assert (report.images.added, report.objects.added, report.skipped) == (real.images, real.labels, 0)
        if real.predictions:
            import_predictions(store, shared_data / real.predictions, run="model")
            evaluate_run(store)
        find_issues(store)
    return path


@pytest.fixture
def server(project: Path, bundle: Path) -> Iterator[str]:
    yield from serving(project, bundle)


def test_from_files_to_corrected_labels(real: RealSet, project: Path, server: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{server}/explore")
    grid = page.get_by_role("listbox", name="Results")
    tiles = grid.get_by_role("option")
    expect(tiles.first).to_have_attribute("aria-setsize", str(real.images))
    expect(tiles.first.locator("img")).to_have_js_property("complete", value=True)

    page.keyboard.press("/")
    page.keyboard.type(real.query)
    page.keyboard.press("Enter")
    expect(tiles.first).to_have_attribute("aria-setsize", str(real.listed))

    delete_one_label(page, server, real.labels)
    with Store.open(project) as store:
        wait_for_labels(store, real.labels - 1)
        corrected = exported_labels(store, tmp_path / "corrected", real.format)
        expect(page.get_by_role("button", name="Undo").first).to_be_enabled()  # the page knows what was done
        page.keyboard.press("u")
        expect(tiles.first).to_have_attribute("aria-setsize", str(real.labels))
        wait_for_labels(store, real.labels)
        assert exported_labels(store, tmp_path / "restored", real.format) == corrected + 1


def wait_for_labels(store: Store, expected: int) -> None:
    """The page shows an edit at once and sends it then: wait until the project has it too."""
    wait_until(lambda: count(store, level=Level.ANNOTATION) == expected)


def delete_one_label(page: Page, server: str, labels: int) -> None:
    """Delete the first label of the grid by key."""
    page.goto(f"{server}/explore?level=annotation")
    tiles = page.get_by_role("listbox", name="Results").get_by_role("option")
    expect(tiles.first).to_have_attribute("aria-setsize", str(labels))
    tiles.first.locator("[data-tick]").click()
    page.keyboard.press("d")
    expect(tiles.first).to_have_attribute("aria-setsize", str(labels - 1))


def exported_labels(store: Store, out: Path, format: str) -> int:
    """How many labels an export in the set's own format holds, counted in the files themselves."""
    if format == "coco":
        export_dataset(store, out.with_suffix(".json"), format=format)
        return len(json.loads(out.with_suffix(".json").read_text())["annotations"])
    export_dataset(store, out, format=format)
    if format == "yolo":
        return sum(len(file.read_text().splitlines()) for file in out.rglob("labels/**/*.txt"))
    # An image without a class lies beside the class folders of its split.
    return sum(len(file.relative_to(out).parts) == 3 for file in out.rglob("*.png"))

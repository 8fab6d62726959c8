"""Metrics on real sets, as a person asks about them in the browser: sorted, brushed, counted, compared, chosen by.

V2.2-V2.4, V2.8-V2.12 and V4.10 on photos, scans, drawn digits, a road video and the labels of a drive. Skipped where
the sets are not at hand; none of them enters the repository.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.explore.search import count, search
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.metrics.measure import measure
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.e2e.conftest import serving

PICTURES = ("brightness", "perceived_brightness", "sharpness", "blur", "entropy", "file_health", "odd_size")
COPIES = ("content_hash", "exact_duplicate", "phash", "near_duplicate", "leakage")


def ppe(data: Path, folder: Path) -> Path:
    """Photos of workers, a model, and a copy of the only label of an image, moved by a pixel (V2.3)."""
    source = json.loads((data / "ppe_valid" / "instances_valid.json").read_text())
    lonely = Counter(one["image_id"] for one in source["annotations"])
    label = next(one for one in source["annotations"] if lonely[one["image_id"]] == 1)
    x, y, w, h = label["bbox"]
    source["annotations"].append(label | {"id": 99_999, "bbox": [x + 1, y, w, h]})
    (folder / "labels.json").write_text(json.dumps(source))
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, folder / "labels.json", images=data / "ppe_valid" / "images", dataset="real")
        import_predictions(store, data / "ppe_valid" / "predictions_coco.json", run="model")
        evaluate_run(store)
        measure(store, metrics=[*PICTURES, "annotation_duplicate", "object_area", "geometry_flaws"])
    return folder / "p.assay"


def quality(data: Path, folder: Path) -> Path:
    """cleanvision's own ten images."""
    return measured_folder(data / "quality_images" / "cleanvision_tests", folder, (*PICTURES, *COPIES))


def roman(data: Path, folder: Path) -> Path:
    """Every fifth of the drawn numerals, and those that stand in two splits."""
    images = data / "roman_numerals" / "images"
    with (data / "roman_numerals" / "exact_duplicates.csv").open(encoding="utf-8") as rows:
        leaked = {name for row in csv.DictReader(rows) for name in (row["path_a"], row["path_b"])}
    kept = leaked | set(sorted(str(path.relative_to(images)) for path in images.glob("*/*/*"))[::5])
    for name in kept:
        (folder / "images" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(images / name, folder / "images" / name)
    return measured_folder(folder / "images", folder, (*PICTURES, *COPIES))


def cifar(data: Path, folder: Path) -> Path:
    """Every twentieth photo with the chances that a model gave."""
    root = data / "cifar10_test"
    with (root / "labels.csv").open(encoding="utf-8") as rows:
        kept = list(csv.DictReader(rows))[::20]
    chances = [name for name in kept[0] if name.startswith("pred_")]
    for name, columns in {"labels": ["given_label"], "chances": chances}.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            written = csv.writer(file)
            written.writerow(["path", *("label" if one == "given_label" else one for one in columns)])
            written.writerows([row["path"], *(row[one] for one in columns)] for row in kept)
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, folder / "labels.csv", images=root, dataset="real")
        import_predictions(store, folder / "chances.csv", run="model")
        measure(store, metrics=[*PICTURES, *COPIES, "chance_entropy"])
    return folder / "p.assay"


def cars(data: Path, folder: Path) -> Path:
    """Every third frame of a traffic camera, boxes without tracks."""
    for kind, ending in (("images", "jpg"), ("labels", "txt")):
        (folder / "yolo" / kind).mkdir(parents=True)
        frames = sorted((data / "cars_sequence" / {"images": "frames"}.get(kind, kind)).glob(f"*.{ending}"))
        for frame in frames[::3]:
            shutil.copy(frame, folder / "yolo" / kind / frame.name)
    (folder / "yolo" / "data.yaml").write_text("path: .\ntrain: images\nnames: {0: car}\n")
    return measured_folder(folder / "yolo", folder, (*PICTURES, *COPIES, "object_area", "object_density"))


def drive(data: Path, folder: Path) -> Path:
    """The labels of a drive with their tracks, one of them taken out of its frame (V2.12); there are no pictures."""
    frames = json.loads((data / "bdd_tracks" / "track_sample_anns.json").read_text())
    labels = [(at, one) for at, frame in enumerate(frames) for one in frame["labels"]]
    classes = sorted({one["category"] for _, one in labels})
    tracks = sorted({one["id"] for _, one in labels})
    where = {(at, one["id"]) for at, one in labels}
    gone = next(
        (at, one["id"])
        for at, one in labels
        if at > 100 and all((at + by, one["id"]) in where for by in (-2, -1, 1, 2))
    )
    coco = {
        "images": [
            {"id": at, "file_name": frame["name"], "width": 1280, "height": 720} for at, frame in enumerate(frames)
        ],
        "categories": [{"id": at, "name": name} for at, name in enumerate(classes)],
        "annotations": [
            {
                "id": number,
                "image_id": at,
                "category_id": classes.index(one["category"]),
                "bbox": [box["x1"], box["y1"], box["x2"] - box["x1"], box["y2"] - box["y1"]],
                "track_id": tracks.index(one["id"]),
            }
            for number, (at, one) in enumerate(labels)
            if (at, one["id"]) != gone
            for box in [one["box2d"]]
        ],
    }
    (folder / "drive.json").write_text(json.dumps(coco))
    metrics = ("object_area", "object_density", "frame_continuity", "steadiness", "track_motion", "unlabelled_frame")
    project = measured_folder(folder / "drive.json", folder, metrics)
    (folder / "gone").write_text(frames[gone[0]]["name"])
    return project


def measured_folder(source: Path, folder: Path, metrics: tuple[str, ...]) -> Path:
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, source, dataset="real")
        measure(store, metrics=[*metrics])
    return folder / "p.assay"


@dataclass(frozen=True)
class RealSet:
    """How a set becomes a project, and what its images are sorted and compared by."""

    make: Callable[[Path, Path], Path]
    sort: str
    reference: str
    current: str


SETS = {
    "ppe_valid": RealSet(ppe, "brightness", "id < 200", "id >= 200"),
    "quality_images": RealSet(quality, "brightness", "id < 5", "id >= 5"),
    "roman_numerals": RealSet(roman, "sharpness", 'split = "train"', 'split = "val"'),
    "cifar10_test": RealSet(cifar, "chance_entropy", "id < 250", "id >= 250"),
    "cars_sequence": RealSet(cars, "brightness", "id < 25", "id >= 25"),
    "bdd_tracks": RealSet(drive, "annotations.count", "id < 100", "id >= 100"),
}


@dataclass(frozen=True)
class Served:
    """A project of a real set, and where it is served."""

    set: RealSet
    project: Path
    address: str


@pytest.fixture(scope="module", params=SETS)
def served(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory, bundle: Path
) -> Iterator[Served]:
    real = SETS[request.param]
    project = real.make(shared_data, tmp_path_factory.mktemp(request.param))
    for address in serving(project, bundle):
        yield Served(real, project, address)


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def expect_listed(page: Page, count: int) -> None:
    expect(tiles(page).first).to_have_attribute("aria-setsize", str(count))


def sorted_values(page: Page) -> list[float]:
    """What the tiles on screen say that they are sorted by."""
    said = tiles(page).locator("[class*=sorted]").all_inner_texts()
    return [float(text.replace("\N{MINUS SIGN}", "-").replace(",", "")) for text in said]


def test_images_are_sorted_both_ways(page: Page, served: Served) -> None:
    """V2.2: monotone up and down; from the ends inwards the same values."""
    first = {}
    for desc in ("0", "1"):
        page.goto(f"{served.address}/explore?sort={served.set.sort}&desc={desc}")
        expect(tiles(page).first.locator("[class*=sorted]")).not_to_be_empty()
        shown = sorted_values(page)
        assert shown == sorted(shown, reverse=desc == "1")
        first[desc] = shown[0]
    assert first["0"] < first["1"]


def test_a_card_of_health_opens_what_it_counts(page: Page, served: Served) -> None:
    """V4.10: of the first cards, each on its own."""
    page.goto(f"{served.address}/overview")
    doors = page.get_by_role("region", name="Health").get_by_role("link", name=re.compile(r"See [\d,]+ in Explore"))
    expect(doors.first).to_be_visible()
    counted = [int(re.sub(r"\D", "", door.inner_text())) for door in doors.all()]
    for door, listed in enumerate(counted[:4]):
        doors.nth(door).click()
        expect_listed(page, listed)
        page.go_back()
        expect(doors).to_have_count(len(counted))


def test_a_count_of_outliers_opens_as_many(page: Page, served: Served) -> None:
    """V2.8."""
    page.goto(f"{served.address}/metrics?tab=outliers")
    doors = page.get_by_role("link", name=re.compile("(severe|moderate) outliers of"))
    expect(doors.first).to_be_visible()
    counted = int(doors.first.inner_text().replace(",", ""))
    doors.first.click()
    expect_listed(page, counted)


def test_two_parts_are_compared_and_a_bin_opens_its_items(page: Page, served: Served) -> None:
    """V2.9: sorted by effect; a bar of the overlay lists as many as it says."""
    page.goto(f"{served.address}/metrics?tab=drift")
    for name, query in (("Reference", served.set.reference), ("Current", served.set.current)):
        field = page.get_by_role("textbox", name=f"{name}: query")
        field.fill(query)
        field.press("Enter")
    expect(page.locator("tbody tr").first).to_be_visible()
    effects = [float(text) for text in page.locator("tbody tr td:nth-child(3)").all_inner_texts()]
    assert effects == sorted(effects, reverse=True)
    page.locator("tbody tr").first.get_by_role("button").first.click()
    bar = page.get_by_role("button", name=re.compile(r", current: [1-9][\d,]* images?,")).first
    found = re.search(r"current: ([\d,]+)", str(bar.get_attribute("aria-label")))
    bar.click()
    assert found is not None
    expect_listed(page, int(found.group(1).replace(",", "")))


@pytest.mark.parametrize("served", ["cifar10_test"], indirect=True)
def test_what_to_label_next_is_what_the_model_is_least_sure_of(page: Page, served: Served) -> None:
    """V2.10, M83: the first chosen by entropy is the image with the highest one; the same seed, the same list."""
    with Store.open(served.project) as store:
        most = search(store, sort="chance_entropy", descending=True, limit=1).rows["file_name"].to_pylist()[0]
    chosen = []
    for _ in range(2):
        page.goto(f"{served.address}/explore")
        page.get_by_role("button", name="Choose what to label next").click()
        dialog = page.get_by_role("dialog", name="Choose what to label next")
        dialog.get_by_label("Budget").fill("40")
        expect(dialog.get_by_role("list", name="Chosen images").get_by_role("button")).to_have_count(40)
        listed = dialog.get_by_role("list", name="Chosen images")
        expect(listed).to_have_attribute("aria-busy", "false")
        chosen.append([str(one.get_attribute("aria-label")) for one in listed.get_by_role("button").all()])
    assert chosen[0] == chosen[1]
    assert chosen[0][0].startswith(most)


@pytest.mark.parametrize("served", ["ppe_valid"], indirect=True)
def test_the_label_that_stands_twice_tops_the_list_once(page: Page, served: Served) -> None:
    """V2.3, M35: the copy that was put in stands once in the list of those that repeat another."""
    query = "annotation_duplicate_once > 0.9"
    page.goto(f"{served.address}/explore?level=annotation&q={quote(query)}&sort=annotation_duplicate_once&desc=1")
    with Store.open(served.project) as store:
        rows = search(store, query, level=Level.ANNOTATION, limit=1_000).rows
    expect_listed(page, len(rows))
    expect(tiles(page).first.locator("[class*=sorted]")).not_to_be_empty()
    assert all(value > 0.9 for value in sorted_values(page))
    copies = [row for row in rows.to_pylist() if row["image_id"] == rows["image_id"][-1].as_py()]
    assert [row["reference_id"] for row in copies] == ["99999"]


@pytest.mark.parametrize("served", ["ppe_valid"], indirect=True)
def test_predictions_of_a_range_of_confidence(page: Page, served: Served) -> None:
    """V2.4: exactly those from .5 to .8, by text and by what the histogram then lights."""
    with Store.open(served.project) as store:
        scores = store.snapshot().rows("predictions", columns=["score"])["score"].to_numpy()
        between = int(((scores >= 0.5) & (scores <= 0.8)).sum())
        assert count(store, "score >= 0.5 and score <= 0.8", level=Level.PREDICTION) == between
    page.goto(f"{served.address}/explore?level=prediction&q=score+%3E%3D+0.5+and+score+%3C%3D+0.8")
    expect_listed(page, between)


@pytest.mark.parametrize("served", ["bdd_tracks"], indirect=True)
def test_the_frame_that_lost_a_label_of_a_track_is_among_the_first(page: Page, served: Served) -> None:
    """V2.12, M55: ten frames of the clip lack a label as it stands; one more now, and a query lists all."""
    gone = (served.project.parent / "gone").read_text()
    page.goto(f"{served.address}/explore?q=frame_continuity+%3C+1")
    expect_listed(page, 11)
    expect(page.get_by_role("option", name=re.compile(re.escape(gone)))).to_be_visible()

"""Reviews of real sets in Chromium: digits drawn by hand, photos, workers, masks, a road (V3.1 to V3.6, V3.8 to V3.12).

Small parts of each; skipped where the sets are not at hand, and none of them enters the repository.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.embeddings.embed import embed
from assay.workflows.explore.search import count, search
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.e2e.conftest import serving


def roman(data: Path, folder: Path) -> Path:
    """Drawn numerals: every twentieth, and every fourth of those whose label people corrected; embedded."""
    root = data / "roman_numerals"
    rows = read(root / "labels_and_review.csv")
    kept = rows[::20] + [row for row in rows if row["corrected_label"]][::4]
    by_path = {row["path"]: [row["path"], row["given_label"]] for row in kept}
    write(folder / "labels.csv", ["path", "label"], list(by_path.values()))
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, folder / "labels.csv", images=root / "images", dataset="real")
        embed(store, levels=[Level.ANNOTATION])
    return folder / "p.assay"


def cifar(data: Path, folder: Path) -> Path:
    """Every tenth of those photos of which people or the model doubt the label, every fortieth of all, with chances."""
    rows = read(data / "cifar10_test" / "labels.csv")
    kept = rows[::40] + [row for row in rows if row["mturk_given"]][::10]
    by_path = {row["path"]: row for row in kept}
    chances = [name for name in rows[0] if name.startswith("pred_")]
    for name, columns in {"labels": ["given_label"], "chances": chances}.items():
        head = ["path", *("label" if one == "given_label" else one for one in columns)]
        write(folder / f"{name}.csv", head, [[path, *(row[one] for one in columns)] for path, row in by_path.items()])
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, folder / "labels.csv", images=data / "cifar10_test", dataset="real")
        import_predictions(store, folder / "chances.csv", run="model")
        evaluate_run(store)
    return folder / "p.assay"


def ppe(data: Path, folder: Path) -> Path:
    """Photos of workers with boxes, and a model."""
    with Store.create(folder / "p.assay") as store:
        root = data / "ppe_valid"
        import_dataset(store, root / "instances_valid.json", images=root / "images", dataset="real")
        import_predictions(store, root / "predictions_coco.json", run="model")
        evaluate_run(store)
    return folder / "p.assay"


def coco(data: Path, folder: Path) -> Path:
    """Photos with masks of eighty classes."""
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, data / "coco128" / "instances.json", images=data / "coco128" / "images", dataset="real")
    return folder / "p.assay"


def cars(data: Path, folder: Path) -> Path:
    """Every third frame of a traffic camera."""
    for kind, there, ending in (("images", "frames", "jpg"), ("labels", "labels", "txt")):
        (folder / "yolo" / kind).mkdir(parents=True)
        for frame in sorted((data / "cars_sequence" / there).glob(f"*.{ending}"))[::3]:
            shutil.copy(frame, folder / "yolo" / kind / frame.name)
    (folder / "yolo" / "data.yaml").write_text("path: .\ntrain: images\nnames: {0: car}\n")
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, folder / "yolo", dataset="real")
    return folder / "p.assay"


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path: Path, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])


SETS: dict[str, Callable[[Path, Path], Path]] = {
    "roman_numerals": roman,
    "cifar10_test": cifar,
    "ppe_valid": ppe,
    "coco128": coco,
    "cars_sequence": cars,
}


@dataclass(frozen=True)
class Served:
    """A project of a real set, and where it is served."""

    name: str
    project: Path
    address: str

    def labels(self, query: str = "") -> int:
        """How many labels the query lists now."""
        with Store.open(self.project) as store:
            return count(store, query, level=Level.ANNOTATION)

    def class_of(self, label: int) -> str:
        """The name of the label's class now."""
        with Store.open(self.project) as store:
            found = search(store, f"id = {label}", level=Level.ANNOTATION).rows
            return str(found["label"][0].as_py())


@pytest.fixture(scope="module", params=SETS)
def served(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory, bundle: Path
) -> Iterator[Served]:
    project = SETS[request.param](shared_data, tmp_path_factory.mktemp(request.param))
    for address in serving(project, bundle):
        yield Served(request.param, project, address)


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


_ANEW = itertools.count(1)


def everything() -> str:
    """A query that lists all, and that no other test has asked: a review of its own."""
    return f"id > -{next(_ANEW)}"


def open_review(page: Page, served: Served, **place: object) -> Locator:
    """Turn to the page of a review and wait for its wall; the crops."""
    page.goto(f"{served.address}/review?{urlencode({'q': everything(), **place})}")
    crops = page.get_by_role("listbox", name="Crops to review").get_by_role("option")
    expect(crops.first).to_be_visible()
    return crops


def id_of(crop: Locator) -> int:
    return int(crop.get_attribute("data-id") or 0)


def expect_painted(page: Page, crops: Locator) -> None:
    """Every crop in sight shows a picture: none that the server could not read, none of a single colour."""
    wall = page.get_by_role("listbox", name="Crops to review")
    expect(crops.first).to_have_css("background-image", re.compile("url"))
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-spot]')].every(({ style }) => style.backgroundImage !== '')"
    )
    addresses = set(crops.evaluate_all("crops => crops.map(({ style }) => style.backgroundImage.slice(5, -2))"))
    for address in addresses:
        reply = page.request.get(page.evaluate("address => new URL(address, document.baseURI).href", address))
        assert reply.ok
        assert "x-assay-failed" not in reply.headers
    shot = np.asarray(Image.open(io.BytesIO(wall.screenshot())).convert("L"), np.float64)
    boxes = crops.evaluate_all(
        """crops => {
          const { left, top, bottom } = crops[0].closest('[role=listbox]').getBoundingClientRect()
          const boxes = crops.map((crop) => crop.getBoundingClientRect())
          return boxes.filter((box) => box.top > top + 40 && box.bottom < bottom)
            .map((box) => [box.left - left, box.top - top, box.width, box.height])
        }"""
    )
    assert len(boxes) >= 8
    for x, y, width, height in np.asarray(boxes, np.int64).tolist():
        assert shot[y + 4 : y + height - 4, x + 4 : x + width - 4].std() > 1


def test_every_crop_is_painted_and_the_groups_hold_all_labels(page: Page, served: Served) -> None:
    """V3.1: one class at a time, counted, under a header with its name."""
    crops = open_review(page, served)
    expect_painted(page, crops)
    assert int(crops.first.get_attribute("aria-setsize") or 0) == served.labels()
    if served.name == "cars_sequence":
        return  # one class: there is nothing to pick
    page.keyboard.press("j")
    listed = page.get_by_role("list", name="Classes on the wall").get_by_role("listitem").locator("em")
    expect(listed.first).to_be_visible()
    assert sum(int(text.replace(",", "")) for text in listed.all_inner_texts()) == served.labels()


def test_marks_of_pointer_and_keys_are_there_after_a_reload(page: Page, served: Served) -> None:
    """V3.2, V3.4: press, drag, arrows and Space; the counter is right; a reload keeps all; U takes back."""
    crops = open_review(page, served)
    crops.nth(1).click()
    crops.nth(2).hover()
    page.mouse.down()
    crops.nth(4).hover()
    page.mouse.up()
    page.mouse.move(2, 2)
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    marked = page.locator("[data-verdict='wrong']")
    expect(marked).to_have_count(5)
    said = marked.evaluate_all("crops => crops.map(({ dataset }) => dataset.id)")
    page.get_by_role("radio", name="Marked 5").click()
    expect(crops).to_have_count(5)
    page.reload()
    expect(crops).to_have_count(5)
    assert crops.evaluate_all("crops => crops.map(({ dataset }) => dataset.id)") == said
    page.get_by_role("radio", name="All").click()
    crops.nth(6).click()
    expect(page.get_by_role("radio", name="Marked 6")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_role("radio", name="Marked 5")).to_be_visible()


def test_what_is_applied_is_one_change_and_undo_takes_it_back(page: Page, served: Served) -> None:
    """V3.9: two labels deleted; the labels and the marks are there again."""
    before = served.labels()
    crops = open_review(page, served)
    for place in (0, 3):
        crops.nth(place).click()
    page.mouse.move(2, 2)
    page.keyboard.press("d")
    expect(page.locator("[data-verdict='delete']")).to_have_count(2)
    page.get_by_role("button", name="Apply to 2 marked").click()
    expect(page.get_by_role("button", name="Apply", exact=True)).to_be_disabled()
    expect(crops.first).to_have_attribute("aria-setsize", str(before - 2))
    assert served.labels() == before - 2
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Apply to 2 marked")).to_be_enabled()
    assert served.labels() == before


@pytest.mark.parametrize("served", ["roman_numerals"], indirect=True)
def test_known_errors_get_the_class_that_people_gave_them(page: Page, served: Served, shared_data: Path) -> None:
    """V3.3, V3.9: hover and a digit; what was applied is what people say."""
    truth = {
        row["path"]: row["corrected_label"]
        for row in read(shared_data / "roman_numerals" / "labels_and_review.csv")
        if row["corrected_label"]
    }
    with Store.open(served.project) as store:
        images = store.snapshot().rows("images", columns=["id", "file_name"]).to_pylist()
        by_image = {image["id"]: truth[image["file_name"]] for image in images if image["file_name"] in truth}
        labels = store.snapshot().rows("annotations", columns=["id", "image_id"]).to_pylist()
    right = {label["id"]: by_image[label["image_id"]] for label in labels if label["image_id"] in by_image}
    right = dict(list(right.items())[:6])
    crops = open_review(page, served, q=f"id in ({', '.join(map(str, right))})")
    expect(crops).to_have_count(len(right))
    legend = page.get_by_role("region", name="Classes and their keys").get_by_role("listitem")
    expect(legend).to_have_count(10)
    names = [text.split("\n")[-1] for text in legend.all_inner_texts()]
    for crop in crops.all():
        crop.hover()
        page.keyboard.press(str((names.index(right[id_of(crop)]) + 1) % 10))
        expect(crop).to_have_attribute("data-verdict", "relabel")
    page.get_by_role("button", name=f"Apply to {len(right)} marked").click()
    expect(page.get_by_role("button", name="Apply", exact=True)).to_be_disabled()
    assert {label: served.class_of(label) for label in right} == right
    page.keyboard.press("u")
    expect(page.get_by_role("button", name=f"Apply to {len(right)} marked")).to_be_enabled()


@pytest.mark.parametrize("served", ["roman_numerals"], indirect=True)
def test_each_order_hangs_all_anew_and_the_natural_one_comes_back(page: Page, served: Served) -> None:
    """V3.5: by look-alikes and by distance to the class mean others come first than by id."""
    query, first = everything(), {}
    for order in ("natural", "look_alike", "mean_distance"):
        crops = open_review(page, served, q=query, order=order)
        first[order] = crops.evaluate_all("crops => crops.slice(0, 8).map(({ dataset }) => Number(dataset.id))")
    assert first["natural"] == sorted(first["natural"])
    assert len(set(map(tuple, first.values()))) == 3
    page.keyboard.press("s")
    page.locator("button:has(code:text-is('natural'))").click()
    expect(crops.first).to_have_attribute("data-id", str(first["natural"][0]))


@pytest.mark.parametrize("served", ["cifar10_test"], indirect=True)
def test_a_pair_of_classes_is_accepted_with_one_key(page: Page, served: Served) -> None:
    """V3.6: pairs that differ first, with counts; Enter gives what the model sees; undo restores."""
    crops = open_review(page, served, group="pair", order="loss")
    expect_painted(page, crops)
    said = str(crops.first.get_attribute("aria-label"))
    found = re.search(r"^(\w+), label (\d+),.*the model sees (\w+)", said)
    assert found is not None, said
    own, label, seen = found.group(1), int(found.group(2)), found.group(3)
    crops.first.click()
    page.mouse.move(2, 2)
    page.keyboard.press("Enter")
    expect(crops.first).to_have_attribute("data-verdict", "accept")
    page.get_by_role("button", name="Apply to 1 marked").click()
    expect(page.get_by_role("button", name="Apply", exact=True)).to_be_disabled()
    assert (own != seen, served.class_of(label)) == (True, seen)
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Apply to 1 marked")).to_be_enabled()
    assert served.class_of(label) == own


@pytest.mark.parametrize("served", ["coco128"], indirect=True)
def test_marks_are_saved_and_loaded_alike(page: Page, served: Served, tmp_path: Path) -> None:
    """V3.8: a file of marks, dropped on the wall, says what it said."""
    crops = open_review(page, served)
    for place in (0, 2, 3):
        crops.nth(place).click()
    page.get_by_role("button", name="More").click()
    with page.expect_download() as begun:
        page.get_by_role("menuitem", name="Save the marks as a file").click()
    begun.value.save_as(tmp_path / "marks.json")
    for place in (0, 2, 3):
        crops.nth(place).click()
    expect(page.get_by_role("radio", name="Marked", exact=True)).to_be_visible()
    text = (tmp_path / "marks.json").read_text(encoding="utf-8")
    transfer = page.evaluate_handle(
        "text => { const it = new DataTransfer(); it.items.add(new File([text], 'marks.json')); return it }", text
    )
    for event in ("dragover", "drop"):
        page.get_by_role("listbox", name="Crops to review").dispatch_event(event, {"dataTransfer": transfer})
    expect(page.get_by_role("radio", name="Marked 3")).to_be_visible()
    for place in (0, 2, 3):
        expect(crops.nth(place)).to_have_attribute("data-verdict", "wrong")


@pytest.mark.parametrize("served", ["ppe_valid"], indirect=True)
def test_times_are_told_and_two_reviewers_hold_different_parts(page: Page, browser: Browser, served: Served) -> None:
    """V3.10, V3.12: minutes by class; part 1 and part 2 share no label; the wall is read to its end, painted."""
    query = everything()
    crops = open_review(page, served, q=query)
    page.keyboard.press("n")
    page.get_by_role("button", name=re.compile("Take the next")).click()
    expect(page.get_by_role("region", name="Progress")).to_contain_text("You hold part 1")
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    other = context.new_page()
    theirs = open_review(other, served, q=query)
    other.get_by_role("button", name=re.compile("Take the next")).click()
    expect(other.get_by_role("region", name="Progress")).to_contain_text("You hold part 2")
    expect(theirs.first).to_be_visible()
    mine, yours = (set(one.evaluate_all("crops => crops.map(({ dataset }) => dataset.id)")) for one in (crops, theirs))
    assert mine
    assert not mine & yours
    context.close()
    page.keyboard.press("End")
    expect(page.locator(f"[data-spot='{int(crops.first.get_attribute('aria-setsize') or 0) - 1}']")).to_be_visible()
    expect_painted(page, crops)
    page.keyboard.press("t")
    expect(page.get_by_role("dialog", name="Times of this review")).to_contain_text("looked at in")

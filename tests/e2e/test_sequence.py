"""A frame of a video: the scrubber and the time-line of its tracks, on a real traffic camera (H11, V5.17)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from tests.e2e.conftest import serving
from tests.e2e.test_detail import open_image, rows

COUNT = 40


@pytest.fixture(scope="module")
def camera(shared_data: Path, tmp_path_factory: pytest.TempPathFactory, bundle: Path) -> Iterator[str]:
    """The address of a server of the first 40 frames of `cars_sequence`, in which one car is lost for two frames."""
    folder = tmp_path_factory.mktemp("camera")
    for kind, source, ending in (("images", "frames", "jpg"), ("labels", "labels", "txt")):
        (folder / "yolo" / kind).mkdir(parents=True)
        for frame in sorted((shared_data / "cars_sequence" / source).glob(f"*.{ending}"))[:COUNT]:
            shutil.copy(frame, folder / "yolo" / kind / frame.name)
    (folder / "yolo" / "data.yaml").write_text("path: .\ntrain: images\nnames: {0: car}\n")
    with Store.create(folder / "p.assay") as store:
        import_dataset(store, folder / "yolo", dataset="cars")
    yield from serving(folder / "p.assay", bundle)


@pytest.fixture
def page(lasting_page: Page) -> Page:
    return lasting_page


def video(page: Page) -> Locator:
    return page.get_by_role("region", name="Video")


def frame_count(page: Page) -> Locator:
    return video(page).get_by_role("status", name="Frame")


def at_frame(page: Page, frame: int) -> None:
    """Wait until a frame, counted from 1, is open."""
    expect(frame_count(page)).to_have_text(f"{frame} / {COUNT}")
    expect(page.get_by_role("heading", name=f"frame_{frame - 1:04}.jpg")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"image={frame - 1}\b"))


def test_keys_and_the_scrubber_go_to_any_frame(page: Page, camera: str) -> None:
    open_image(page, camera, 10)
    at_frame(page, 11)
    for key, frame in ((".", 12), (".", 13), (",", 12), ("End", COUNT), ("Home", 1)):
        page.keyboard.press(key)
        at_frame(page, frame)
    slider = video(page).get_by_role("slider", name="Frame")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Frame 1 of 40, .*frame_0000\.jpg"))
    box = slider.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 7, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=8)
    page.mouse.move(box["x"] + box["width"] - 7, middle, steps=8)
    page.mouse.up()
    at_frame(page, COUNT)
    page.keyboard.press("ArrowLeft")
    at_frame(page, COUNT - 1)


def test_frames_play_one_after_another(page: Page, camera: str) -> None:
    """Two a second, since this browser asks for less motion."""
    open_image(page, camera, 0)
    page.keyboard.press("m")
    expect(frame_count(page)).to_have_text(re.compile(r"^([3-9]|\d\d) / "))
    video(page).get_by_role("button", name="Stop the video").click()
    expect(video(page).get_by_role("button", name="Play the video")).to_be_visible()
    shown = frame_count(page).inner_text().split(" / ")[0]
    at_frame(page, int(shown))


def test_a_bar_leads_to_its_label_and_the_track_is_followed(page: Page, camera: str) -> None:
    open_image(page, camera, 0)
    video(page).get_by_role("button", name=re.compile(rf"^car 1: car in frames 1 to {COUNT}$")).click()
    at_frame(page, COUNT // 2 + 1)
    chosen = rows(page, "Labels").and_(page.locator("[aria-pressed=true]"))
    expect(chosen).to_have_count(1)
    first = page.url
    page.keyboard.press(".")
    at_frame(page, COUNT // 2 + 2)
    expect(chosen).to_have_count(1)
    assert page.url != first
    expect(video(page).get_by_role("button", name="car 1", exact=True)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+T")
    expect(video(page).get_by_role("list")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"tracks=0"))
    page.reload()
    at_frame(page, COUNT // 2 + 2)
    expect(video(page).get_by_role("list")).to_have_count(0)
    page.keyboard.press("Shift+T")
    expect(video(page).get_by_role("list", name=re.compile("tracks"))).to_be_visible()


def test_a_lost_track_is_filled_and_undone(page: Page, camera: str) -> None:
    open_image(page, camera, 0)
    lost = video(page).get_by_role("button", name=re.compile("lost in frames 18 to 19$"))
    page.keyboard.press(">")
    at_frame(page, 18)
    lost.click()
    offer = video(page).get_by_text("The track is lost in the frames 18 to 19")
    expect(offer).to_be_visible()
    before = rows(page, "Labels").count()
    page.keyboard.press("Shift+I")
    expect(rows(page, "Labels")).to_have_count(before + 1)
    expect(lost).to_have_count(0)
    expect(offer).to_have_count(0)
    expect(rows(page, "Labels").last).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("u")
    expect(rows(page, "Labels")).to_have_count(before)
    expect(lost).to_have_count(1)

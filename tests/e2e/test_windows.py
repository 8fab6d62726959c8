"""Window and level in the open image: what is faint in a deep picture is seen, and the file stays as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from tests.e2e.conftest import serving
from tests.e2e.test_detail import open_image

TISSUE, FAINT, BONE = 1_000, 1_040, 30_000


@pytest.fixture
def scans(tmp_path: Path, bundle: Path) -> Iterator[str]:
    """A server of two pictures: a scan of 16 bits with a faint disc in tissue beside bone, and a plain photo."""
    folder = tmp_path / "scans" / "all"
    folder.mkdir(parents=True)
    rows, columns = np.mgrid[0:480, 0:640]
    scan = np.full((480, 640), TISSUE, np.uint16)
    scan[:, 400:] = np.linspace(4_000, BONE, 240).astype(np.uint16)
    scan[(rows - 240) ** 2 + (columns - 200) ** 2 < 90**2] = FAINT
    Image.fromarray(scan + (rows + columns).astype(np.uint16) % 7).save(folder / "a.png")
    Image.fromarray((columns % 256).astype(np.uint8)).convert("RGB").save(folder / "b.png")
    with Store.create(tmp_path / "scans.assay") as store:
        import_dataset(store, folder.parent, format="folders")
    yield from serving(tmp_path / "scans.assay", bundle)


def control(page: Page) -> Locator:
    return page.get_by_role("region", name="Window of values")


def contrast(page: Page) -> float:
    """How much brighter the disc is than the tissue around it, on the screen."""
    shot = page.get_by_role("application").screenshot(animations="disabled")
    grey = np.asarray(Image.open(BytesIO(shot)).convert("L")).astype(float)
    height, width = grey.shape
    disc, tissue = (grey[height // 2 - 5 : height // 2 + 5, int(width * at) :][:, :10] for at in (0.31, 0.08))
    return float(disc.mean() - tissue.mean())


def test_a_window_shows_what_is_faint_and_stands_in_the_address(page: Page, scans: str) -> None:
    open_image(page, scans, 0)
    assert contrast(page) < 3
    page.keyboard.press("w")
    expect(control(page)).to_contain_text("uint16")
    # Typed numbers.
    control(page).get_by_label("Value that is white").fill("1060")
    control(page).get_by_label("Value that is white").press("Enter")
    control(page).get_by_label("Value that is black").fill("990")
    control(page).get_by_label("Value that is black").press("Enter")
    expect(page).to_have_url(re.compile(r"window=990(%2C|,)1060"))
    expect(page.get_by_role("application").locator("img").last).to_have_attribute(
        "src", re.compile("low=990&high=1060")
    )
    assert contrast(page) > 100
    # The address gives the same screen; the keyboard gives the picture back.
    page.reload()
    expect(page.get_by_role("application")).to_have_attribute("data-status", "ready")
    expect(control(page).get_by_label("Value that is white")).to_have_value("1060")
    assert contrast(page) > 100
    page.keyboard.press("Shift+W")
    expect(page).not_to_have_url(re.compile("window="))
    page.keyboard.press("w")
    expect(control(page)).to_have_count(0)


def test_handles_move_by_mouse_and_keyboard_and_never_cross(page: Page, scans: str) -> None:
    open_image(page, scans, 0)
    page.keyboard.press("w")
    black, white = (control(page).get_by_role("slider", name=name) for name in ("Black", "White"))
    control(page).get_by_role("button", name="Full range").click()
    frame = white.bounding_box()
    assert frame is not None
    y = frame["y"] + frame["height"] / 2
    page.mouse.move(frame["x"] + frame["width"] - 7, y)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] / 2, y, steps=5)
    page.mouse.up()
    middle = float(white.input_value())
    assert TISSUE + 0.45 * BONE < middle < TISSUE + 0.55 * BONE
    black.focus()
    page.keyboard.press("ArrowRight")
    assert float(black.input_value()) > TISSUE
    page.keyboard.press("End")
    assert float(black.input_value()) == float(white.input_value()) - 1
    expect(page.get_by_role("heading", name="a.png")).to_be_visible()


def test_eight_bits_are_windowed_alike_and_the_next_image_keeps_the_window(page: Page, scans: str) -> None:
    open_image(page, scans, 1)
    page.keyboard.press("w")
    expect(control(page)).to_contain_text("uint8")
    expect(control(page).get_by_label("Value that is white")).to_have_value("255")
    control(page).get_by_label("Value that is white").fill("100")
    control(page).get_by_label("Value that is white").press("Enter")
    expect(page).to_have_url(re.compile(r"window=0(%2C|,)100"))
    page.keyboard.press("k")
    expect(page.get_by_role("heading", name="a.png")).to_be_visible()
    expect(control(page).get_by_label("Value that is white")).to_have_value("100")

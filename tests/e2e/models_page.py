"""What tests of the Models page look at and point to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
from playwright.sync_api import Locator, Page, expect

from assay.geometry.iou import pairwise_iou


def tiles(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def button_count(page: Page, name: str) -> int:
    text = page.get_by_role("button", name=re.compile(rf"^{name} [\d,]+$")).inner_text()
    return int(re.sub(r"\D", "", text))


def expect_results(page: Page, total: int) -> None:
    expect(tiles(page).first).to_have_attribute("aria-setsize", str(total))


def place(page: Page, name: str) -> str | None:
    """A value of the place in the URL."""
    found: str | None = page.evaluate("name => new URLSearchParams(location.search).get(name)", name)
    return found


def spoken(page: Page) -> list[str]:
    """What a screen reader says of the tiles that are there."""
    said: list[str] = tiles(page).evaluate_all(
        "tiles => tiles.map(tile => tile.querySelector('.visually-hidden').textContent)"
    )
    return said


def matrix_point(page: Page, said: str) -> tuple[float, float]:
    """A point of the matrix under which `said` lies, found by pointing."""
    box = page.get_by_role("grid", name="Confusion matrix").bounding_box()
    assert box is not None
    for y in np.arange(box["y"] + 8, box["y"] + box["height"], 15):
        for x in np.arange(box["x"] + 30, box["x"] + box["width"], 40):
            page.mouse.move(float(x), float(y))
            if (page.locator("#matrix-pointed").text_content() or "").startswith(said):
                return float(x), float(y)
    raise AssertionError(f"nothing in the matrix says {said!r}")


def unlabelled_predictions(truth: Path, results: Path, iou: float, confidence: float) -> int:
    """Predictions from the files themselves that overlap no label by as much: what false positives must be."""
    labels = json.loads(truth.read_text())["annotations"]
    predictions = json.loads(results.read_text())
    count = 0
    for image in {found["image_id"] for found in predictions}:
        seen = [one["bbox"] for one in predictions if one["image_id"] == image and one["score"] >= confidence]
        given = [one["bbox"] for one in labels if one["image_id"] == image]
        if seen:
            overlaps = pairwise_iou(np.array(seen, float).reshape(-1, 4), np.array(given, float).reshape(-1, 4))
            count += int((overlaps.max(axis=1, initial=0.0) < iou).sum())
    return count

"""The share of text lines: of print, and of what is none."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from assay.metrics.builtin.pictures.text_lines import text_lines
from assay.metrics.measure_picture import measure_picture
from assay.metrics.picture import Picture
from assay.testing.metrics import rises
from tests.unit.metrics.pictures.made import noise, plain, scene, values_in, values_of

WORDS = "The quick brown fox jumps over a lazy dog while five wizards quietly vex the judge and box 1234567890 jars. "


def page(lines: int, size: int, *, ink: int = 0, paper: int = 255) -> NDArray[np.uint8]:
    """640 x 480 px with so many lines of print, `size` px high."""
    image = Image.new("RGB", (640, 480), (paper,) * 3)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for line in range(lines):
        draw.text((10, 10 + line * size * 1.3), (WORDS * 2)[5 * line :], font=font, fill=(ink,) * 3)
    return np.asarray(image)


def share(pixels: NDArray[np.uint8]) -> float:
    return values_of(text_lines, pixels)["text_share"]


def grey(values: NDArray[np.generic]) -> NDArray[np.uint8]:
    """A picture of these greys."""
    return np.repeat(values.astype(np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize("size", [12, 14, 16, 20, 24, 32, 40])
def test_the_share_grows_with_the_lines_of_print(size: int) -> None:
    """M18."""
    most = int(450 / (size * 1.3))
    rises(text_lines, "text_share", [Picture.of(page(lines, size)) for lines in (0, 1, 2, 3, most // 2, most)])
    assert share(page(most, size)) > 0.3


@pytest.mark.parametrize(("ink", "paper"), [(220, 60), (120, 200), (0, 128)])
def test_light_print_on_dark_and_grey_on_grey_count(ink: int, paper: int) -> None:
    """M18."""
    assert share(page(18, 20, ink=ink, paper=paper)) > 0.3


def test_what_has_no_lines_has_none() -> None:
    """M18: plain, gradient, noise of any grain, stripes and squares of any direction."""
    across, down = np.meshgrid(np.arange(640), np.arange(480))
    ramps = [across * 255 // 639, down * 255 // 479]
    stripes = [along // width % 2 * 255 for along in (across, down, across + down) for width in (1, 2, 4, 6, 20)]
    squares = [(across // side + down // side) % 2 * 255 for side in (1, 4, 8, 30)]
    made = [plain(90, 90, 90, side=300), *map(grey, ramps + stripes + squares)]
    made += [noise(480, 640).repeat(times, axis=0).repeat(times, axis=1)[:480, :640] for times in (1, 2, 3, 5)]
    assert [share(pixels) for pixels in made] == [0] * len(made)
    assert share(scene()) < 0.02


def test_a_page_lying_on_its_side_has_no_lines() -> None:
    """M18: lines run across."""
    assert share(np.rot90(page(18, 20)).copy()) < 0.02


def test_photos_have_hardly_any(shared_data: Path) -> None:
    """M18: half of them less than 0.002, all but a strongly grained carpet less than 0.1, and a page more than each."""
    folder = shared_data / "quality_images"
    files = [*folder.glob("cleanvision_tests/*.png"), *folder.glob("imagededup_tests/base_images/*.jpg")]
    found = sorted(values_in(text_lines, path)["text_share"] for path in files)
    assert len(found) == 20
    assert np.median(found) < 0.002
    assert found[-2] < 0.1
    assert found[-1] < share(page(18, 20)) / 2


def test_a_crop_is_judged_by_itself_and_one_too_narrow_not_at_all(tmp_path: Path) -> None:
    """M18 on crops; NULL, never 0."""
    pixels = page(5, 20)
    Image.fromarray(pixels).save(tmp_path / "a.png")
    boxes = np.array([[0.0, 0, 640, 150], [0, 200, 640, 280], [0, 0, 83, 150]])
    found = measure_picture(tmp_path / "a.png", metrics=[text_lines], boxes=boxes, crop_metrics=[text_lines])
    (text,), (nothing,), (narrow,) = found.crops
    assert text > 2 * found.image[0] > 0
    assert nothing == 0
    assert math.isnan(narrow)

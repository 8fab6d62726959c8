"""Sheets: each tile is its square of its image, whatever the file, and a sick file costs its own tile (H1, V3.1)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.media.pictures import Source
from assay.media.sheets import COLUMNS, GROUND, Batch, Sheet, Sheets, Square, Tile, make_tiles
from tests.unit.media.drawn import GROUND as DARK
from tests.unit.media.drawn import PATCH, canvas, patch_of, write

SIDE = 64
TRACE = 12.0  # mean difference that JPEG may leave


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    return Sheets(tmp_path / "crops", limit=1 << 24)


def tile_of(path: Path, square: Square | None = None) -> Tile:
    return Tile(Source.of(path), square)


def tiles(sheet: Sheet, side: int = SIDE) -> list[NDArray[np.uint8]]:
    pixels = np.asarray(Image.open(BytesIO(sheet.picture.body)).convert("RGB"))
    rows = pixels.shape[0] // side
    assert pixels.shape == (rows * side, COLUMNS * side, 3)
    return [
        pixels[row * side : (row + 1) * side, column * side : (column + 1) * side]
        for row in range(rows)
        for column in range(COLUMNS)
    ]


def mean_colour(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    mean: NDArray[np.float64] = pixels.reshape(-1, 3).mean(axis=0)
    return mean


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_square_is_cut_in_displayed_pixels(sheets: Sheets, tmp_path: Path, orientation: int) -> None:
    from assay.media.orientation import orient_box

    file = write(tmp_path / "a.jpg", canvas(80, 48, (10, 8, 24, 12)), orientation=orientation)
    x, y, w, h = orient_box((10.0, 8.0, 24.0, 12.0), orientation, 80, 48)
    length = max(w, h)
    square = (x + w / 2 - length / 2, y + h / 2 - length / 2, length)
    shown = tiles(sheets.sheet([tile_of(file, square)], side=SIDE))[0]
    left, top, across, down = patch_of(shown)
    assert (across, down) == pytest.approx((w / length * SIDE, h / length * SIDE), abs=3)
    assert (left + across / 2, top + down / 2) == pytest.approx((SIDE / 2, SIDE / 2), abs=2)


def test_a_whole_image_is_fitted_in_and_what_lies_outside_is_ground(sheets: Sheets, tmp_path: Path) -> None:
    file = write(tmp_path / "wide.png", np.full((50, 200, 3), PATCH, np.uint8))
    shown = tiles(sheets.sheet([tile_of(file)], side=SIDE))[0]
    assert mean_colour(shown[28:36]) == pytest.approx(PATCH, abs=TRACE)
    assert mean_colour(shown[:20]) == pytest.approx([GROUND] * 3, abs=TRACE)
    assert mean_colour(shown[44:]) == pytest.approx([GROUND] * 3, abs=TRACE)


def test_a_large_photo_is_decoded_smaller_and_shows_the_same(sheets: Sheets, tmp_path: Path) -> None:
    file = write(tmp_path / "large.jpg", canvas(1_600, 1_200, (400, 300, 600, 600)))
    shown = tiles(sheets.sheet([tile_of(file, (200.0, 100.0, 1_000.0))], side=SIDE))[0]
    assert patch_of(shown) == pytest.approx((0.2 * SIDE, 0.2 * SIDE, 0.6 * SIDE, 0.6 * SIDE), abs=2)


def test_cmyk_and_16_bits_are_shown(sheets: Sheets, tmp_path: Path) -> None:
    Image.new("CMYK", (40, 40), (0, 255, 255, 0)).save(tmp_path / "cmyk.jpg", quality=95)
    ramp = (np.arange(40)[None, :].repeat(40, axis=0) * 1_000).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    sheet = sheets.sheet([tile_of(tmp_path / "cmyk.jpg"), tile_of(tmp_path / "deep.png")], side=SIDE)
    assert sheet.failed == ()
    red, grey, *_ = tiles(sheet)
    assert red[:, :, 0].mean() > red[:, :, 1].mean() + 100
    assert grey[:, -8:].mean() > grey[:, :8].mean() + 150


def test_a_sick_file_costs_its_own_tile(sheets: Sheets, tmp_path: Path) -> None:
    good = write(tmp_path / "good.png", np.full((40, 40, 3), PATCH, np.uint8))
    bad, gone = tmp_path / "bad.jpg", write(tmp_path / "gone.png", canvas(9, 9, (1, 1, 2, 2)))
    bad.write_bytes(b"\xff\xd8\xff\xe0 no picture")
    wanted = [tile_of(good), tile_of(bad), None, tile_of(gone)]
    gone.unlink()
    sheet = sheets.sheet(wanted, side=SIDE)
    assert sheet.failed == (1, 2, 3)
    shown = tiles(sheet)
    assert mean_colour(shown[0]) == pytest.approx(PATCH, abs=TRACE)
    words = shown[1]
    assert words.max() > GROUND + 50  # it says that it cannot be shown
    for at in (2, 3):
        assert np.abs(shown[at].astype(int) - words).max() <= 2 * TRACE


def test_a_kept_tile_needs_no_image_in_any_order_or_process(sheets: Sheets, tmp_path: Path) -> None:
    """V3.5: another order of a wall decodes nothing anew."""
    rng = np.random.default_rng(0)
    files = [write(tmp_path / f"{at}.png", np.full((60, 60, 3), rng.integers(0, 255, 3), np.uint8)) for at in range(20)]
    wanted = [tile_of(file, (5.0, 5.0, 40.0)) for file in files]
    first = tiles(sheets.sheet(wanted, side=SIDE))
    for file in files:
        file.unlink()
    for again in (sheets, Sheets(tmp_path / "crops", limit=1 << 24)):
        sheet = again.sheet(wanted[::-1], side=SIDE)
        assert sheet.failed == ()
        for before, after in zip(first[:20], tiles(sheet)[19::-1], strict=True):
            assert np.abs(before.astype(int) - after).mean() < 4


def test_tiles_made_beforehand_are_kept(sheets: Sheets, tmp_path: Path) -> None:
    file = write(tmp_path / "a.png", canvas(80, 48, (10, 8, 24, 12)))
    wanted = [tile_of(file, (4.0, 4.0, 32.0)), None]
    sheets.warm(wanted, side=SIDE)
    file.unlink()
    assert sheets.sheet(wanted, side=SIDE).failed == (1,)


def test_tiles_that_another_process_made_are_those_that_are_made_here(sheets: Sheets, tmp_path: Path) -> None:
    good = tile_of(write(tmp_path / "a.jpg", canvas(64, 64, (10, 8, 24, 12))), (5.0, 5.0, 40.0))
    sick = tmp_path / "b.jpg"
    sick.write_bytes(b"no picture")
    made = make_tiles(Batch((good, tile_of(sick)), SIDE))
    assert list(made) == [good.key(SIDE)], "a sick file costs its own tile"
    sheets.keep(made)
    assert sheets.lacking([good, None, tile_of(sick)], side=SIDE) == [tile_of(sick)]
    fresh = Sheets(tmp_path / "others", limit=1 << 24).sheet([good], side=SIDE)
    assert np.abs(tiles(sheets.sheet([good], side=SIDE))[0].astype(int) - tiles(fresh)[0]).mean() < TRACE


def test_neighbours_on_a_sheet_do_not_bleed_into_each_other(sheets: Sheets, tmp_path: Path) -> None:
    """Sides are multiples of 8 px, the blocks of JPEG, and colours are in full."""
    red = write(tmp_path / "red.png", np.full((40, 40, 3), PATCH, np.uint8))
    dark = write(tmp_path / "dark.png", np.full((40, 40, 3), DARK, np.uint8))
    first, second, *_ = tiles(sheets.sheet([tile_of(red), tile_of(dark)], side=SIDE))
    assert mean_colour(first[:, -1:]) == pytest.approx(PATCH, abs=4)
    assert mean_colour(second[:, :1]) == pytest.approx(DARK, abs=4)

"""Picture metrics against their authorities: OpenCV, Pillow, SciPy's cosine transform, cleanvision's own figures.

The figures of cleanvision 0.3.7 were read from `Imagelab(data_path=cleanvision_tests).find_issues()`, issues table,
and the hashes from ImageHash 4.3.2 `phash`, on the pictures of `shared_data / quality_images` (no picture is copied).
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from scipy.fft import dct

from assay.media.probe import probe
from assay.metrics.builtin.pictures import PICTURE_METRICS
from assay.metrics.builtin.pictures.colour_shares import colour_shares
from assay.metrics.builtin.pictures.edge_density import edge_density
from assay.metrics.builtin.pictures.exact_duplicate import exact_duplicate
from assay.metrics.builtin.pictures.near_duplicate import near_duplicate
from assay.metrics.builtin.pictures.odd_aspect import odd_aspect
from assay.metrics.builtin.pictures.odd_size import odd_size
from assay.metrics.builtin.pictures.phash import phash
from assay.metrics.measure_picture import measure_picture
from assay.metrics.picture import Picture
from assay.metrics.view import Images, Objects, View
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.testing.views import images_table, labels_table

METRICS = [metric for metric in PICTURE_METRICS if metric.measure_picture is not None]
NAMES = [output.name for metric in METRICS for output in metric.outputs]

# name: (dark score, light score, blurry score, low information score)
CLEANVISION = {
    "image_101": (0.992157, 0.960784, 0.507767, 0.779338),
    "image_103": (0.937790, 0.925085, 0.495610, 0.889470),
    "image_142": (0.918725, 0.934449, 0.933371, 0.758954),
    "image_236": (0.918725, 0.934449, 0.933371, 0.758954),
    "image_408": (0.849291, 0.862792, 0.441992, 0.888191),
    "image_417": (0.021243, 0.993480, 0.850046, 0.356433),
    "image_588": (1.000000, 0.000000, 1.000000, 0.194734),
    "image_591": (1.000000, 0.404165, 1.000000, 0.191116),
    "image_601": (0.727169, 0.907978, 0.200076, 0.851091),
    "image_604": (0.690855, 0.388671, 0.537075, 0.557732),
}

# What cleanvision flags, all of it seen by eye to be right.
ISSUES = {
    "dark": {"image_417"},
    "light": {"image_588"},
    "blurry": {"image_601"},
    "grayscale": {"image_101", "image_588"},  # the second is grey too, in a file of three channels
    "low_information": {"image_588", "image_591"},
    "odd_aspect": {"image_604"},
    "odd_size": {"image_604"},
    "same_file": {"image_142", "image_236"},
    "same_pixels": {"image_142", "image_236"},
    "near_duplicate": {"image_103", "image_408", "image_142", "image_236"},  # theirs leaves copies out
}


@pytest.fixture(scope="module")
def measured(shared_data: Path) -> dict[str, dict[str, float]]:
    """Every output of every picture metric, by picture."""
    files = sorted((shared_data / "quality_images" / "cleanvision_tests").glob("*.png"))
    return {path.stem: dict(zip(NAMES, measure_picture(path, metrics=METRICS).image, strict=True)) for path in files}


@pytest.fixture(scope="module")
def view(shared_data: Path, measured: dict[str, dict[str, float]]) -> View:
    """The pictures as a row metric sees them."""
    folder = shared_data / "quality_images" / "cleanvision_tests"
    sizes = [probe(folder / f"{name}.png").displayed for name in measured]
    table = images_table(len(sizes), width=[w for w, _ in sizes], height=[h for _, h in sizes])
    for name in ("phash", "file_hash", "pixel_hash"):
        values = [int(row[name]) if row[name] == row[name] else None for row in measured.values()]
        table = table.append_column(name, pa.array(values, pa.int64()))
    images = Images(table)
    return View(images, Objects.of(labels_table([], np.zeros((0, 4)), []), images))


def test_scores_are_those_of_cleanvision(measured: dict[str, dict[str, float]]) -> None:
    """M6 within the sample of rows, M9 within the halving before the filter."""
    for name, (dark, light, blurry, _) in CLEANVISION.items():
        found = measured[name]
        assert found["brightness_p99"] == pytest.approx(dark, abs=0.01), name
        assert 1 - found["brightness_p5"] == pytest.approx(light, abs=0.015), name
        assert found["edge_score"] == pytest.approx(blurry, abs=0.006), name


def test_entropy_is_that_of_pillow_on_grey(measured: dict[str, dict[str, float]], shared_data: Path) -> None:
    """M11, on the grey histogram where cleanvision pools the channels."""
    folder = shared_data / "quality_images" / "cleanvision_tests"
    for name in ("image_101", "image_408", "image_591", "image_601"):
        grey = Image.open(folder / f"{name}.png").convert("RGB").convert("L")
        assert measured[name]["entropy"] == pytest.approx(grey.entropy(), abs=0.06), name


def test_every_known_problem_is_found_and_nothing_else(measured: dict[str, dict[str, float]], view: View) -> None:
    """M3, M4, M6, M9, M11, M12, M19, M20 on the pictures whose problems are known."""
    rows = {}
    for metric in (odd_aspect, odd_size, exact_duplicate, near_duplicate):
        assert metric.measure_rows is not None
        values = metric.measure_rows(view, level=Level.IMAGE).reshape(len(measured), -1)
        for output, column in zip(metric.outputs, values.T, strict=True):
            told = column == 1 if output.type is MetricType.FLAG else ~np.isnan(column)
            rows[output.name] = {name for name, yes in zip(measured, told, strict=True) if yes}
    for flag, expected in ISSUES.items():
        found = rows.get(flag) or {name for name, row in measured.items() if row.get(flag) == 1}
        assert found == expected, flag


def scenes(folder: Path) -> list[np.ndarray]:
    files = sorted((folder / "coco128").rglob("*.jpg"))[:40]
    return [np.asarray(Image.open(path).convert("RGB")) for path in files]


def test_perceptual_hashes_are_those_of_imagehash(shared_data: Path) -> None:
    """M20: its recipe, with SciPy; halving first moves at most a pair of bits that lie at the median."""
    assert phash.measure_picture is not None
    apart = []
    for pixels in scenes(shared_data):
        small = np.asarray(Image.fromarray(pixels).convert("L").resize((32, 32), Image.Resampling.LANCZOS), float)
        low = dct(dct(small, axis=0), axis=1)[:8, :8]
        theirs = int.from_bytes(np.packbits(low > np.median(low)).tobytes(), "big", signed=True)
        apart.append(((theirs ^ int(phash.measure_picture(Picture.of(pixels)))) % 2**64).bit_count())  # type: ignore[arg-type]
    assert max(apart) <= 4
    assert apart.count(0) >= 0.7 * len(apart)


def test_edges_are_those_of_opencv(shared_data: Path) -> None:
    """M18: the same count to the pixel."""
    assert edge_density.measure_picture is not None
    for pixels in scenes(shared_data):
        picture = Picture.of(pixels)
        expected = (cv2.Canny(picture.working, 100, 200) > 0).mean()
        assert edge_density.measure_picture(picture) == pytest.approx(expected, abs=1e-12)


def test_colour_shares_are_those_of_opencvs_hues(shared_data: Path) -> None:
    """M10: within the sample of rows and the rounding of OpenCV's tables."""
    assert colour_shares.measure_picture is not None
    for pixels in scenes(shared_data):
        hue, saturation, value = cv2.split(cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV))
        seen = hue[(saturation >= 50) & (value >= 40)]
        red, green, blue, coloured = colour_shares.measure_picture(Picture.of(pixels))  # type: ignore[misc]
        assert coloured == pytest.approx(seen.size / hue.size, abs=0.04)
        if coloured > 0.05:
            assert red == pytest.approx(((seen <= 10) | (seen >= 170)).mean(), abs=0.04)
            assert green == pytest.approx(((seen >= 35) & (seen <= 75)).mean(), abs=0.04)
            assert blue == pytest.approx(((seen >= 90) & (seen <= 130)).mean(), abs=0.04)


def test_grey_is_pillows(shared_data: Path) -> None:
    for pixels in scenes(shared_data)[:5]:
        assert np.array_equal(Picture.of(pixels).grey, np.asarray(Image.fromarray(pixels).convert("L")))

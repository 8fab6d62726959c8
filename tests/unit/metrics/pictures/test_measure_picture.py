"""One file is read and decoded once, for all metrics and crops; what fails is told and spoils nothing else."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assay.media.digest import digest
from assay.media.image_file import read_image_file
from assay.metrics.builtin.pictures import PICTURE_METRICS
from assay.metrics.builtin.pictures.brightness import brightness
from assay.metrics.builtin.pictures.file_health import file_health
from assay.metrics.builtin.pictures.phash import phash
from assay.metrics.measure_picture import measure_picture
from assay.metrics.metric import Metric, Output, picture_metric
from assay.metrics.picture import Picture
from assay.model.level import Level
from tests.unit.metrics.pictures.made import noise, plain, scene, values_in

METRICS = [metric for metric in PICTURE_METRICS if metric.measure_picture is not None]
CROP_METRICS = [metric for metric in METRICS if Level.ANNOTATION in metric.levels]


def test_a_crop_is_measured_as_a_picture_of_its_own(tmp_path: Path) -> None:
    """Every picture metric also runs on the crops of objects: the pixels that a box touches."""
    pixels = scene()
    Image.fromarray(pixels).save(tmp_path / "a.png")
    boxes = np.array([[10.2, 20.7, 99.9, 50.1], [-30, -30, 60, 60], [600, 400, 500, 500], [np.nan] * 4])
    found = measure_picture(tmp_path / "a.png", metrics=METRICS, boxes=boxes, crop_metrics=CROP_METRICS)
    parts = [pixels[20:71, 10:111], pixels[:30, :30], pixels[400:, 600:], pixels]
    for crop, part in zip(found.crops, parts, strict=True):
        Image.fromarray(part).save(tmp_path / "part.png")
        alone = measure_picture(tmp_path / "part.png", metrics=CROP_METRICS).image
        if part.shape[:2] != (51, 101):  # whose blocks of 8 start elsewhere than at its corner
            np.testing.assert_equal(np.array(crop), np.array(alone))
    assert not found.failures
    assert not found.crop_failures


def test_a_box_outside_the_image_is_a_failure_of_its_own(tmp_path: Path) -> None:
    Image.fromarray(scene()).save(tmp_path / "a.png")
    boxes = np.array([[700, 10, 5, 5], [5, 5, 0, 0], [5, 5, 9, 9]], float)
    found = measure_picture(tmp_path / "a.png", metrics=[brightness], boxes=boxes, crop_metrics=[brightness])
    assert list(found.crop_failures) == [0, 1]
    assert "no pixel inside" in found.crop_failures[0]["brightness"]
    assert math.isnan(found.crops[0][0])
    assert found.crops[2][0] > 0
    assert not found.failures


def test_a_metric_that_raises_spoils_no_other(tmp_path: Path) -> None:
    """Partial failure is data: which metric, which reason."""

    @picture_metric(slug="broken", version=1, title="Broken", outputs=[Output("broken"), Output("too")])
    def broken(picture: Picture) -> list[float]:
        return [1 / (picture.width - picture.width)]

    @picture_metric(slug="short", version=1, title="Short", outputs=[Output("short"), Output("too")])
    def short(picture: Picture) -> list[float]:
        return [1.0]

    Image.fromarray(scene()).save(tmp_path / "a.png")
    found = measure_picture(tmp_path / "a.png", metrics=[broken, short, brightness])
    assert np.isnan(found.image[:4]).all()
    assert found.image[4] > 0
    assert found.failures["broken"].startswith("ZeroDivisionError")
    assert "1 number instead of 2" in found.failures["short"]


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "it is empty"), (b"GIF89a", ""), (b"not an image", "first bytes")]
)
def test_what_is_no_image_gives_a_reason_and_its_health(tmp_path: Path, content: bytes, reason: str) -> None:
    """M29: the file is told as unreadable, and every other metric fails alike, without the path in the reason."""
    (tmp_path / "a.jpg").write_bytes(content)
    found = measure_picture(tmp_path / "a.jpg", metrics=METRICS, boxes=np.ones((1, 4)), crop_metrics=[brightness])
    assert reason in found.failures["brightness"]
    assert str(tmp_path) not in found.failures["brightness"]
    assert "file_health" not in found.failures
    assert found.digest == digest(tmp_path / "a.jpg")
    assert list(found.crop_failures) == [0]
    assert values_in(file_health, tmp_path / "a.jpg")["unreadable"] == 1


def test_a_file_that_is_gone_fails_every_metric(tmp_path: Path) -> None:
    found = measure_picture(tmp_path / "gone.jpg", metrics=METRICS, boxes=np.ones((2, 4)), crop_metrics=[brightness])
    assert set(found.failures) == {metric.slug for metric in METRICS}
    assert set(found.failures.values()) == {"There is no file."}
    assert len(found.crops) == 2
    assert found.digest is None


def odd_files(folder: Path) -> dict[str, Path]:
    """Files of every kind that is hard."""
    rgb = Image.fromarray(scene(40, 60))
    made = {
        "one pixel": (rgb.resize((1, 1)), "png"),
        "one row": (rgb.resize((300, 1)), "png"),
        "one column": (rgb.resize((1, 700)), "png"),
        "alpha": (Image.fromarray(np.dstack([np.asarray(rgb), scene(40, 60)[..., 0]])), "png"),
        "cmyk": (rgb.convert("CMYK"), "jpg"),
        "palette": (rgb.convert("P"), "png"),
        "one bit": (rgb.convert("1"), "png"),
        "sixteen bits": (Image.fromarray(scene(40, 60)[..., 0].astype(np.uint16) * 257), "tiff"),
        "floats": (Image.fromarray(scene(40, 60)[..., 0].astype(np.float32) - 9), "tiff"),
        "not a number": (Image.fromarray(np.full((9, 9), np.nan, np.float32)), "tiff"),
    }
    paths = {}
    for name, (image, suffix) in made.items():
        paths[name] = folder / f"{name}.{suffix}"
        image.save(paths[name])
    return paths


def test_hard_images_give_numbers_or_nan_within_the_declared_range(tmp_path: Path) -> None:
    """Never a crash, never an infinity: 1 × 1, strips, alpha, CMYK, palette, 1 bit, 16 bits, floats."""
    outputs = [output for metric in METRICS for output in metric.outputs]
    for name, path in odd_files(tmp_path).items():
        found = measure_picture(path, metrics=METRICS)
        assert not found.failures, name
        for output, value in zip(outputs, found.image, strict=True):
            low, high = output.low, output.high
            assert math.isnan(value) or (low is None or value >= low), (name, output.name, value)
            assert math.isnan(value) or (high is None or value <= high), (name, output.name, value)
            assert not math.isinf(value), (name, output.name)


def test_health_flags_tell_what_a_file_is(tmp_path: Path) -> None:
    """M29: CMYK, alpha, animation, EXIF, profile, extension, a file cut short."""
    files = odd_files(tmp_path)
    exif = Image.Exif()
    exif[274] = 6
    picture = Image.fromarray(scene())
    picture.save(tmp_path / "turned.jpg", exif=exif, icc_profile=b"profile")
    picture.save(tmp_path / "moving.gif", save_all=True, append_images=[Image.fromarray(noise())])
    whole = (tmp_path / "turned.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "liar.png").write_bytes(whole)
    picture.save(tmp_path / "whole.png")
    (tmp_path / "cut.png").write_bytes((tmp_path / "whole.png").read_bytes()[:5000])
    told = {
        files["cmyk"]: {"cmyk"},
        files["alpha"]: {"has_alpha"},
        tmp_path / "moving.gif": {"animated"},
        tmp_path / "turned.jpg": {"exif_turned", "has_profile"},
        tmp_path / "cut.jpg": {"exif_turned", "has_profile", "truncated", "damaged"},
        tmp_path / "liar.png": {"exif_turned", "has_profile", "wrong_extension"},
        tmp_path / "cut.png": {"unreadable", "truncated"},
        tmp_path / "whole.png": set(),
    }
    for path, flags in told.items():
        assert {name for name, flag in values_in(file_health, path).items() if flag == 1} == flags, path.name


def test_a_bomb_is_told_and_not_decoded(tmp_path: Path) -> None:
    """M29."""
    Image.fromarray(plain(0, 0, 0)).save(tmp_path / "a.bmp")
    content = bytearray((tmp_path / "a.bmp").read_bytes())
    content[18:26] = (60_000).to_bytes(4, "little") * 2
    (tmp_path / "a.bmp").write_bytes(content)
    found = measure_picture(tmp_path / "a.bmp", metrics=[brightness, file_health])
    flags = dict(zip([output.name for output in file_health.outputs], found.image[1:], strict=True))
    assert (flags["too_large"], flags["unreadable"]) == (1, 1)
    assert "too large" in found.failures["brightness"]


def test_an_image_is_measured_upright(tmp_path: Path) -> None:
    """EXIF is applied before anything is measured, so that a turned copy is the same picture."""
    picture = Image.fromarray(scene())
    picture.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "lying.png")
    exif = Image.Exif()
    exif[274] = 6
    picture.transpose(Image.Transpose.ROTATE_90).save(tmp_path / "turned.png", exif=exif)
    picture.save(tmp_path / "upright.png")
    upright, turned, lying = (values_in(phash, tmp_path / f"{n}.png")["phash"] for n in ("upright", "turned", "lying"))
    assert turned == upright != lying


def test_a_metric_that_needs_few_pixels_is_given_few(tmp_path: Path) -> None:
    """Scaled in the JPEG decoder where every metric asked for allows it; in full size where one does not."""
    seen: list[tuple[int, int, int]] = []

    def look(side: int | None) -> Metric:
        @picture_metric(slug="look", version=1, title="Look", outputs=[Output("look")], least_side=side)
        def measure(picture: Picture) -> float:
            seen.append((picture.pixels.shape[1], picture.width, picture.height))
            return 0.0

        return measure

    Image.fromarray(scene()).save(tmp_path / "a.jpg")
    for metrics in ([look(64)], [look(64), look(300)], [look(64), look(None)]):
        measure_picture(tmp_path / "a.jpg", metrics=metrics)
    widths = [width for width, *_ in seen]
    assert 64 <= widths[0] < 320 <= widths[1] < 640
    assert widths[3:] == [640, 640]
    assert {(width, height) for _, width, height in seen} == {(640, 480)}


def test_the_digest_is_that_of_the_bytes_that_were_decoded(tmp_path: Path) -> None:
    """One read: header, digest and pixels are of one moment."""
    Image.fromarray(scene()).save(tmp_path / "a.png")
    file = read_image_file(tmp_path / "a.png")
    assert file.digest == digest(tmp_path / "a.png")
    assert file.header is not None
    assert file.header.displayed == (640, 480)

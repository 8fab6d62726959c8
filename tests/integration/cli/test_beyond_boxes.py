"""Masks and tracks in the shell and in Python: `--protocol segmentation`, `panoptic` and `tracking` (F10, F12)."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

import assay
from assay.cli.beyond_boxes import print_beyond_boxes
from assay.evaluation.warm import warm_kernels
from tests.integration.test_warm import compiled_signatures
from tests.shell import Shell

HALF, WHOLE = [0, 0, 10, 20], [0, 0, 20, 20]


def row(image: int, box: list[int], **more: Any) -> dict[str, Any]:
    x, y, w, h = box
    ring = [x, y, x + w, y, x + w, y + h, x, y + h]
    return {"image_id": image, "category_id": 1, "bbox": box, "segmentation": [ring], "track_id": "a", **more}


@pytest.fixture
def clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shell: Shell) -> str:
    """A project with two frames of one object: found half in the first, wholly in the second."""
    monkeypatch.chdir(tmp_path)
    images = [{"id": at, "file_name": f"{at}.png", "width": 20, "height": 20} for at in (1, 2)]
    truth = {"images": images, "annotations": [row(at, WHOLE, id=at) for at in (1, 2)]}
    truth["categories"] = [{"id": 1, "name": "cat"}]
    results = [row(1, HALF, score=0.9), row(2, WHOLE, score=0.9)]
    for name, content in (("labels.json", truth), ("results.json", results)):
        Path(name).write_text(json.dumps(content))
    assert shell("create", "my.assay").code == 0
    assert shell("import", "my.assay", "labels.json").code == 0
    assert shell("import-predictions", "my.assay", "results.json", "--run", "model").code == 0
    return "my.assay"


def told(shell: Shell, clip: str, protocol: str) -> Any:
    return shell("evaluate", clip, "--run", "model", "--protocol", protocol, "--iou", "0.5").value


def test_segmentation(clip: str, shell: Shell) -> None:
    """600 of 800 pixels are right; of the background no pixel is labelled, so it has no part in the mean."""
    value = told(shell, clip, "segmentation")
    summary = value["segmentation"]["summary"]
    assert (summary["mIoU"], summary["pixel_accuracy"], summary["Dice"]) == pytest.approx((0.75, 0.75, 6 / 7))
    assert list(summary) == ["mIoU", "fwIoU", "pixel_accuracy", "Dice", "boundary_IoU"]
    assert [row["class"] for row in value["segmentation"]["per_class"]] == ["cat", "background"]
    assert "average_precision" not in value


def test_panoptic(clip: str, shell: Shell) -> None:
    """Half an object is not above one half: one meets, one is missed, one too many."""
    value = told(shell, clip, "panoptic")
    assert value["panoptic"]["summary"] == {"PQ": 0.5, "SQ": 1, "RQ": 0.5, "PQ_things": 0.5, "PQ_stuff": None}


def test_tracking(clip: str, shell: Shell) -> None:
    """At an IoU of .5 both frames meet."""
    value = told(shell, clip, "tracking")
    summary = value["tracking"]["summary"]
    assert (summary["MOTA"], summary["MOTP"], summary["IDF1"], summary["IDs"]) == (1, 0.75, 1, 0)
    assert [row["class"] for row in value["tracking"]["per_class"]] == ["cat"]


@pytest.mark.parametrize("protocol", ["segmentation", "panoptic", "tracking"])
def test_a_person_reads_the_numbers_by_name(clip: str, shell: Shell, protocol: str) -> None:
    value, screen = told(shell, clip, protocol), io.StringIO()
    print_beyond_boxes(Console(file=screen, width=200), value)
    assert f"By {protocol}:" in screen.getvalue()
    assert all(name in screen.getvalue() for name in (*value[protocol]["summary"], "cat"))


def test_in_python_the_numbers_are_the_same(clip: str, shell: Shell) -> None:
    with assay.open(clip) as project:
        masks, tracks = project.runs.segmentation("model"), project.runs.tracking("model", query='name = "2.png"')
    assert masks.summary["mIoU"] == 0.75
    assert (tracks.frames, tracks.summary["MOTP"]) == (1, 1)


def test_nobody_waits_for_a_compiler(clip: str) -> None:
    """What `assay doctor --warm` compiles is what masks and tracks call."""
    warm_kernels()
    warm = compiled_signatures()
    with assay.open(clip) as project:
        project.runs.segmentation("model")
        project.runs.tracking("model")
    assert {name for name, _ in compiled_signatures() - warm} == set()


def test_without_masks_the_shell_says_what_would_do(imported: Path, shell: Shell) -> None:
    done = shell("evaluate", "my.assay", "--run", "small", "--protocol", "panoptic")
    assert done.code == 1
    assert "Import polygons or run-length masks" in done.err

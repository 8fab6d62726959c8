"""The examples do what they say."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pyarrow as pa

import assay
from assay.detectors.detector import SUSPECTS, Detector
from assay.detectors.view import DatasetView
from assay.plugins import load_plugin
from assay.registry import Registry
from tests.contract.tracked import ROOT


def test_a_detector_of_ones_own_is_loaded_and_finds(tiny: Path) -> None:
    registry = Registry[Detector]("detector")
    told = load_plugin(EntryPoint("tiny_label", "examples.tiny_labels:tiny_label", "assay.detectors"), registry)
    assert told.problem is None
    with assay.create("my.assay") as project:
        project.import_dataset("labels.json", images="photos")
        image = int(project.images.ids()[0])
        project.annotations.add(image, "cat", box=[5, 5, 1, 1])
        images, labels = project.images.search().arrow(), project.annotations.search(sort="id").arrow()
    found = registry["tiny_label"].find(DatasetView(images, labels, labels.slice(0, 0)))
    assert found.schema.equals(SUSPECTS)
    assert found.column("score").to_pylist() == [0.25]
    assert isinstance(found, pa.Table)


def test_fixing_the_worst_writes_the_corrected_set(tiny: Path) -> None:
    with assay.create("my.assay") as project:
        project.import_dataset("labels.json", images="photos")
        project.runs.import_("predictions.json", "small")
    script = ROOT / "examples" / "fix_the_worst.py"
    command = [sys.executable, str(script), "my.assay", "corrected.json"]
    told = subprocess.run(command, cwd=tiny, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert len(json.loads((tiny / "corrected.json").read_text(encoding="utf-8"))["annotations"]) >= 3

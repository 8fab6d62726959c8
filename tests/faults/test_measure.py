"""A run of metrics that is killed goes on where it was, and an own metric that kills its process is a reason (V2.1)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics.measure import measure
from assay.workflows.metrics.own_metrics import add_metric

pytestmark = pytest.mark.faults

COUNT = 160
OWN = """
import os
import time

import assay


@assay.metric(level="image")
def patient(image):
    time.sleep(0.02)
    if image.shape[0] == 7:
        os._exit(9)
    return float(image.mean())
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Small images, and an own metric that takes its time and dies of images that are seven pixels high."""
    photos = tmp_path / "photos" / "all"
    photos.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for at in range(COUNT):
        Image.fromarray(rng.integers(0, 255, (12, 12, 3), dtype=np.uint8)).save(photos / f"{at:03}.png")
    source = tmp_path / "patient.py"
    source.write_text(OWN, encoding="utf-8")
    with Store.create(tmp_path / "a.assay") as store:
        import_dataset(store, tmp_path / "photos")
        add_metric(store, source)
    return tmp_path / "a.assay"


def parts(project: Path) -> int:
    folder = project / "cache" / "measured"
    return len(list(folder.glob("*.arrow"))) if folder.is_dir() else 0


def test_a_killed_run_goes_on_where_it_was(project: Path) -> None:
    script = (
        "import sys; from assay.store.store import Store; from assay.workflows.metrics.measure import measure\n"
        "from assay.model.level import Level\n"
        "measure(Store.open(sys.argv[1]), metrics=['patient'], levels=[Level.IMAGE])"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(project)], env=dict(os.environ))
    for _ in range(3_000):
        if parts(project) >= 3 or process.poll() is not None:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Store.open(project) as store:
        assert "patient" not in store.snapshot().table("images").arrow.names  # nothing was published
        report = measure(store, metrics=["patient"], levels=[Level.IMAGE])
        assert 0 < report.decoded < COUNT
        assert report.reused == COUNT - report.measured > 0
        assert report.failures == 0
        assert None not in store.snapshot().rows("images", columns=("patient",))["patient"].to_pylist()


def test_an_image_that_kills_its_process_is_a_row_with_a_reason(project: Path) -> None:
    deadly = project.parent / "photos" / "all" / "100.png"
    Image.new("RGB", (9, 7)).save(deadly)
    with Store.open(project) as store:
        report = measure(store, metrics=["patient"], levels=[Level.IMAGE])
        assert [failure.reason for failure in report.failed] == ["The process that measured it died."]
        values = store.snapshot().rows("images", columns=("patient",))["patient"].to_pylist()
        assert values.count(None) == 1


def test_a_damaged_part_is_as_if_it_were_not_there(project: Path) -> None:
    with Store.open(project) as store:
        measure(store, metrics=["patient"], levels=[Level.IMAGE])
        (folder,) = {path.parent for path in (project / "cache" / "measured").glob("*.arrow")}
        for path in folder.glob("*.arrow"):
            path.write_bytes(path.read_bytes()[:100])
        report = measure(store, metrics=["patient"], levels=[Level.IMAGE])
        assert (report.decoded, report.failures) == (COUNT, 0)

"""Groups whose classes are badly known (M72) and properties that tell the class (M73), of a real project."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image

import assay
from assay.errors import NotFound
from assay.model.level import Level
from assay.model.metric import MetricColumn, MetricType
from assay.sdk.project import Project
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from tests.shell import Shell

COUNT = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """40 whole-image labels: cats are dark, dogs light; the run is unsure of the last ten, which are group 3."""
    rng = np.random.default_rng(0)
    names = [f"{at}.png" for at in range(COUNT)]
    for at, name in enumerate(names):
        grey = (60 if at % 2 else 180) + rng.integers(-20, 20)
        Image.new("RGB", (int(rng.integers(16, 24)), 16), (int(grey),) * 3).save(tmp_path / name)
    images = [{"id": at, "file_name": name} for at, name in enumerate(names)]
    labels = [{"id": at, "image_id": at, "category_id": at % 2} for at in range(COUNT)]
    classes = [{"id": 0, "name": "dog"}, {"id": 1, "name": "cat"}]
    (tmp_path / "labels.json").write_text(json.dumps({"images": images, "categories": classes, "annotations": labels}))
    with (tmp_path / "run.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "dog", "cat"])
        for at, name in enumerate(names):
            own = (0.3 if at >= 30 else 0.9) + at % 5 / 100
            rows.writerow([name, *((1 - own, own) if at % 2 else (own, 1 - own))])
    with Store.create(tmp_path / "my.assay") as store:
        import_dataset(store, tmp_path / "labels.json", images=tmp_path)
        import_predictions(store, tmp_path / "run.csv", run="net")
    return tmp_path / "my.assay"


@pytest.fixture
def project(path: Path) -> Iterator[Project]:
    with assay.open(path) as opened:
        yield opened


def number_groups(path: Path) -> None:
    """Group 1, 2 or 3 beside every label, as a metric of one's own would."""
    with Store.open(path) as store, store.writer() as writer:
        group = MetricColumn(1, Level.ANNOTATION, "cluster", "cluster", 1, "Cluster", "", MetricType.GROUP)
        writer.put_metric_columns([group])
        ids = np.sort(writer.base.rows("annotations", columns=("id",))["id"].to_numpy())
        writer.fill("annotations", pa.table({"id": ids, "cluster": pa.array(np.minimum(ids // 10, 3).clip(1))}))


def test_the_group_that_the_run_is_unsure_of_is_weak(path: Path, shell: Shell) -> None:
    number_groups(path)
    with assay.open(path) as project:
        worst, *others = project.weak_groups()
        assert project.annotations.count(worst.query) == 10
    assert (worst.group, worst.count, worst.is_weak) == (3, 10, True)
    assert worst.mean == pytest.approx(0.32)
    assert worst.low < worst.ratio < worst.high < 0.6
    assert not any(group.is_weak for group in others)
    assert shell("groups", str(path), "--json").value[0]["query"] == "cluster = 3"


def test_brightness_tells_the_class_and_the_width_does_not(project: Project) -> None:
    project.metrics.run(["brightness", "aspect"])
    told = {one.field: one for one in project.shortcuts()}
    assert told["brightness"].is_shortcut
    assert (told["brightness"].accuracy, told["brightness"].majority) == (1.0, 0.5)
    assert not any(one.is_shortcut for name, one in told.items() if name not in ("brightness", "median_brightness"))


def test_without_groups_it_says_what_to_run(project: Project) -> None:
    with pytest.raises(NotFound, match="cluster"):
        project.weak_groups()

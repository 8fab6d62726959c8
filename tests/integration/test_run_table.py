"""Every run in every split (E18, F19, V4.1): numbers of each, and the gap between what was seen and what was not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.headline import run_headline
from assay.workflows.runs.matches import images_of
from assay.workflows.runs.table import RunRow, run_arrow, run_table


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Two splits; `parrot` finds all it was trained on and half of the rest, `honest` as much of either."""
    folder = tmp_path_factory.mktemp("splits")
    rng = np.random.default_rng(0)
    images: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    said: dict[str, list[dict[str, object]]] = {"parrot": [], "honest": []}
    for image in range(80):
        Image.new("L", (200, 100), image).save(folder / f"{image}.png")
        split = "train" if image % 2 else "val"
        images.append({"id": image, "file_name": f"{image}.png", "width": 200, "height": 100, "split": split})
        for place in range(4):
            box = [50 * place, 10, 30, 40]
            labels.append({"id": len(labels), "image_id": image, "category_id": 1, "bbox": box})
            for run, rate in (("parrot", 1.0 if split == "train" else 0.5), ("honest", 0.75)):
                if rng.random() < rate:
                    said[run].append({"image_id": image, "category_id": 1, "bbox": box, "score": 0.9})
    content = {"images": images, "categories": [{"id": 1, "name": "cat"}], "annotations": labels}
    (folder / "labels.json").write_text(json.dumps(content))
    with Store.create(folder / "splits.assay") as opened:
        import_dataset(opened, folder / "labels.json", images=folder)
        for run, rows in said.items():
            (folder / f"{run}.json").write_text(json.dumps(rows))
            import_predictions(opened, folder / f"{run}.json", run=run)
        yield opened


def rows_of(store: Store) -> dict[tuple[str, str | None], RunRow]:
    return {(row.run.name, row.split): row for row in run_table(store.snapshot())}


def test_each_row_is_the_run_in_the_images_of_its_split(store: Store) -> None:
    snapshot = store.snapshot()
    for (name, split), row in rows_of(store).items():
        query = f'split = "{split}"'
        headline = {n.name: n.value for n in run_headline(snapshot, snapshot.run(1, name), query=query).numbers}
        assert row.numbers == pytest.approx(headline)
        images = images_of(snapshot, row.run, query)
        assert images is not None
        assert row.images == len(images) == 40


def test_a_run_that_remembers_has_a_gap_beyond_chance_and_an_honest_one_has_none(store: Store) -> None:
    rows = rows_of(store)
    parrot, honest = rows["parrot", "val"], rows["honest", "val"]
    assert parrot.gap is not None
    assert parrot.low is not None
    assert parrot.gap == pytest.approx(rows["parrot", "train"].numbers["f1"] - parrot.numbers["f1"])
    assert parrot.low > 0.1
    assert honest.low is not None
    assert honest.high is not None
    assert honest.low < 0 < honest.high
    assert rows["parrot", "train"].gap is None


def test_the_table_has_one_row_per_run_and_split(store: Store) -> None:
    table = run_arrow(run_table(store.snapshot()))
    assert table.column("run").to_pylist() == ["parrot", "parrot", "honest", "honest"]
    assert table.column("split").to_pylist() == ["train", "val"] * 2


def test_without_splits_there_is_one_row_and_no_gap(standing: Store) -> None:
    rows = run_table(standing.snapshot())
    assert [row.gap for row in rows if row.split is None] == [None] * sum(row.split is None for row in rows)

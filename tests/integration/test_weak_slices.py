"""Weak slices of a run (F20): what they count is what their query lists."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.explore.search import count
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.weak_slices import WeakSlice, weak_slices


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Sixty images with ten labels each; of small dogs the model finds one in five, of all else nine in ten."""
    folder = tmp_path_factory.mktemp("weak")
    rng = np.random.default_rng(0)
    images: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    predictions: list[dict[str, object]] = []
    for image in range(60):
        Image.new("L", (400, 300), image).save(folder / f"{image}.png")
        images.append({"id": image, "file_name": f"{image}.png", "width": 400, "height": 300})
        for place in range(10):
            side, category = int(rng.integers(8, 40)), int(rng.integers(1, 4))
            box = [int(20 + 35 * place), int(rng.integers(0, 250)), side, side]
            labels.append({"id": len(labels), "image_id": image, "category_id": category, "bbox": box})
            if rng.random() < (0.2 if category == 2 and side < 20 else 0.9):
                predictions.append({"image_id": image, "category_id": category, "bbox": box, "score": 0.9})
    names = [{"id": 1, "name": "cat"}, {"id": 2, "name": "dog"}, {"id": 3, "name": "bird"}]
    (folder / "labels.json").write_text(json.dumps({"images": images, "categories": names, "annotations": labels}))
    (folder / "predictions.json").write_text(json.dumps(predictions))
    with Store.create(folder / "weak.assay") as opened:
        import_dataset(opened, folder / "labels.json", images=folder)
        import_predictions(opened, folder / "predictions.json", run="model")
        yield opened


def found(store: Store) -> list[WeakSlice]:
    snapshot = store.snapshot()
    return weak_slices(snapshot, snapshot.run(1, None))


def test_the_weakness_that_was_made_is_found(store: Store) -> None:
    weak = [slice_ for slice_ in found(store) if len(slice_.conditions) == 2]
    assert any('label = "dog"' in slice_.query and slice_.rate > 0.6 > slice_.elsewhere for slice_ in weak)
    assert all(slice_.level is Level.ANNOTATION for slice_ in weak)  # no prediction is wrong


def test_each_query_lists_the_objects_that_were_counted(store: Store) -> None:
    for slice_ in found(store):
        assert count(store, slice_.query, level=slice_.level) == slice_.count
        assert slice_.low <= slice_.rate <= slice_.high
        assert slice_.excess == pytest.approx(slice_.wrong - slice_.elsewhere * slice_.count)


def test_the_costliest_comes_first(store: Store) -> None:
    excess = [slice_.excess for slice_ in found(store)]
    assert excess == sorted(excess, reverse=True)
    assert excess

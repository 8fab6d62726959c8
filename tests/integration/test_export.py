"""Export writes the corrected set, and says what it could not carry (A13, A14, P14)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assay.errors import LossRefused, NotFound, PluginUnknown
from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.edits.edit_labels import add, delete, relabel
from assay.workflows.explore.search import count, search
from assay.workflows.exports.export_dataset import export_dataset, preview_losses
from assay.workflows.exports.export_run import export_run
from assay.workflows.imports.import_dataset import import_dataset


def test_an_untouched_set_comes_back_as_it_came(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """A14: ids, classes and unknown keys are written back."""
    report = export_dataset(store, tmp_path / "out.json", format="coco")
    written, source = json.loads((tmp_path / "out.json").read_text()), json.loads(toy.labels.read_text())
    assert not report.losses
    assert written["annotations"] == source["annotations"]
    assert written["categories"] == source["categories"]
    assert [image["file_name"] for image in written["images"]] == [image["file_name"] for image in source["images"]]
    assert written["info"] == source["info"]


def test_an_export_holds_the_edits(store: Store, toy: ToySet, tmp_path: Path) -> None:
    ids = search(store, level=Level.ANNOTATION, limit=2).rows.column("id").to_pylist()
    relabel(store, ids[:1], "cone")
    delete(store, ids[1:])
    add(store, 0, "disc", box=[1, 2, 3, 4])
    export_dataset(store, tmp_path / "out.json", format="coco")
    rows = {row["id"]: row for row in json.loads((tmp_path / "out.json").read_text())["annotations"]}
    assert rows[1]["category_id"] == 3
    assert 2 not in rows
    assert len(rows) == toy.label_count
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("format", ["coco", "yolo"])
def test_what_was_exported_imports_to_the_same_labels(store: Store, tmp_path: Path, format: str) -> None:
    out = tmp_path / ("out.json" if format == "coco" else "out")
    export_dataset(store, out, format=format)
    with Store.create(tmp_path / "again.assay") as again:
        images = Path(str(store.snapshot().roots()[min(store.snapshot().roots())]))
        import_dataset(again, out, images=images if format == "coco" else None)
        for text in ("", 'label = "disc"', "area > 900"):
            assert count(again, text, level=Level.ANNOTATION) == count(store, text, level=Level.ANNOTATION)


def test_strict_refuses_to_lose_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    """`--strict`: YOLO has no place for what COCO says of a set as a whole, or for an image-level class."""
    losses = preview_losses(store, format="folders")
    assert losses
    with pytest.raises(LossRefused):
        export_dataset(store, tmp_path / "out", format="folders", strict=True)
    assert not (tmp_path / "out").exists()


def test_a_query_narrows_an_export(store: Store, tmp_path: Path) -> None:
    report = export_dataset(store, tmp_path / "out.json", format="coco", query="annotations.count >= 4")
    assert report.images == count(store, "annotations.count >= 4") > 0
    assert len(json.loads((tmp_path / "out.json").read_text())["images"]) == report.images


def test_an_unknown_format_is_refused_with_those_there_are(store: Store, tmp_path: Path) -> None:
    with pytest.raises(PluginUnknown):
        export_dataset(store, tmp_path / "out", format="cocoa")


def test_the_predictions_of_a_run_go_out_as_they_came_in(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """With the labels' export it makes a pair for pycocotools: one set of image and class ids."""
    report = export_run(store, tmp_path / "results.json", run="model")
    written, source = json.loads((tmp_path / "results.json").read_text()), json.loads(toy.predictions.read_text())

    def told(rows: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        return sorted((row["image_id"], row["category_id"], *row["bbox"], row["score"]) for row in rows)

    assert told(written) == told(source)
    assert report.predictions == len(source)
    assert not report.losses


def test_a_query_narrows_the_predictions_too(store: Store, tmp_path: Path) -> None:
    report = export_run(store, tmp_path / "results.json", run="model", query="id = 0")
    assert report.predictions == count(store, "image_id = 0", level=Level.PREDICTION)
    assert len(json.loads((tmp_path / "results.json").read_text())) == report.predictions


def test_a_run_or_a_format_that_is_not_there_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no run named 'nothing'"):
        export_run(store, tmp_path / "x.json", run="nothing")
    with pytest.raises(PluginUnknown, match=r"Name the run"):
        export_dataset(store, tmp_path / "x.json", format="coco-results")
    with pytest.raises(PluginUnknown, match="predictions"):
        export_run(store, tmp_path / "x.json", run="model", format="yolo")
    assert not (tmp_path / "x.json").exists()

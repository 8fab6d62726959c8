"""Class names that look the same are one class, however their accents are stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from assay.store.store import Store
from assay.workflows.edits.edit_classes import rename_class
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.names import checked_name

ONE, TWO = "caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    Image.new("RGB", (64, 48)).save(tmp_path / "a.png")
    images = [{"id": 1, "file_name": "a.png", "width": 64, "height": 48}]
    labels = [
        {"id": k, "image_id": 1, "category_id": k, "bbox": [10 * k, 5, 8, 8], "area": 64, "iscrowd": 0} for k in (1, 2)
    ]
    classes = [{"id": 1, "name": TWO}, {"id": 2, "name": ONE}]
    path = tmp_path / "labels.json"
    path.write_text(json.dumps({"images": images, "annotations": labels, "categories": classes}))
    return path


def test_two_spellings_are_one_class_and_the_report_says_so(source: Path, tmp_path: Path) -> None:
    with Store.create(tmp_path / "p.assay") as store:
        report = import_dataset(store, source, images=tmp_path)
        assert [category.name for category in store.snapshot().categories(1)] == [ONE]
        assert report.problem_counts == {"class-spelled-twice": 1}
        assert ONE in report.problems[0].message
        again = import_dataset(store, source, images=tmp_path)
        assert (again.objects.unchanged, again.objects.added) == (2, 0)


def test_predictions_and_names_that_are_typed_find_it_in_either_spelling(source: Path, tmp_path: Path) -> None:
    run = tmp_path / "run.csv"
    rows = [f"a.png,{name},0.9,10,5,18,13" for name in (ONE, TWO)]
    run.write_text("\n".join(["image,class,score,x1,y1,x2,y2", *rows]), encoding="utf-8")
    with Store.create(tmp_path / "p.assay") as store:
        import_dataset(store, source, images=tmp_path)
        report = import_predictions(store, run, run="model")
        assert report.objects.added == 2
        assert report.unknown_classes == ()
        assert report.problem_counts["class-spelled-twice"] == 1
        rename_class(store, TWO, "bistro")
        assert [category.name for category in store.snapshot().categories(1)] == ["bistro"]


def test_one_spelling_of_any_kind_is_nothing_to_tell(source: Path, tmp_path: Path) -> None:
    source.write_text(source.read_text().replace(json.dumps(ONE), json.dumps("bus")))
    with Store.create(tmp_path / "p.assay") as store:
        report = import_dataset(store, source, images=tmp_path)
        assert [category.name for category in store.snapshot().categories(1)] == [ONE, "bus"]
        assert report.problem_counts == {}


def test_what_a_person_names_is_kept_composed() -> None:
    assert checked_name(f" {TWO} ", "run") == ONE

"""Predictions whose files need a word: unknown classes, class vectors; the word is kept with the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assay.formats.vectors import softmax
from assay.model.reading import BoxForm, Reading, VectorForm
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.imports.import_predictions import import_predictions


def results(toy: ToySet) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(toy.predictions.read_text())
    return rows


def named(store: Store, toy: ToySet) -> list[dict[str, Any]]:
    """The toy predictions with names for classes."""
    names = {category.key: category.name for category in store.snapshot().categories(1)}
    return [row | {"category_id": names[str(row["category_id"])]} for row in results(toy)]


def write(folder: Path, rows: Any) -> Path:
    file = folder / "results.json"
    file.write_text(json.dumps(rows))
    return file


def column(store: Store, run: str, name: str) -> list[Any]:
    snapshot = store.snapshot()
    where = {"run_id": snapshot.run(1, run).id}
    values: list[Any] = snapshot.rows("predictions", columns=(name,), where=where)[name].to_pylist()
    return values


def test_unknown_classes_come_back_as_a_review_table(store: Store, toy: ToySet, tmp_path: Path) -> None:
    rows = named(store, toy)
    first, second = sorted({row["category_id"] for row in rows})[:2]
    for row in rows:
        row["category_id"] = {first: f"{first}s", second: "qqq"}.get(row["category_id"], row["category_id"])
    counts = {name: sum(row["category_id"] == name for row in rows) for name in (f"{first}s", "qqq")}
    report = import_predictions(store, write(tmp_path, rows), run="named")
    assert {(row.given, row.count, row.suggestion) for row in report.unknown_classes} == {
        (f"{first}s", counts[f"{first}s"], first),
        ("qqq", counts["qqq"], ""),
    }
    assert report.problem_counts == {"unknown-class": sum(counts.values())}, "and by row"
    assert report.objects.added == len(rows) - sum(counts.values())


def test_what_is_said_of_classes_is_kept_for_the_next_import(store: Store, toy: ToySet, tmp_path: Path) -> None:
    rows = named(store, toy)
    first, second = sorted({row["category_id"] for row in rows})[:2]
    for row in rows:
        row["category_id"] = {first: "one", second: "two"}.get(row["category_id"], row["category_id"])
    left_out = sum(row["category_id"] == "two" for row in rows)
    file = write(tmp_path, rows)
    said = import_predictions(store, file, run="named", reading=Reading({"one": first, "two": ""}))
    assert said.unknown_classes == ()
    assert said.problem_counts == {"class-left-out": 1}
    assert said.objects.added == len(rows) - left_out
    again = import_predictions(store, file, run="named")
    assert (again.objects.unchanged, again.objects.removed) == (len(rows) - left_out, 0)
    changed = import_predictions(store, file, run="named", reading=Reading({"two": second}))
    assert changed.objects.added == left_out
    assert (changed.objects.unchanged, changed.objects.updated) == (len(rows) - left_out, 0), "others keep their ids"
    assert import_predictions(store, file, run="elsewhere").unknown_classes != (), "kept with that run alone"


def test_class_numbers_off_by_one_are_told_and_shifted_when_asked(store: Store, toy: ToySet, tmp_path: Path) -> None:
    rows = [row | {"category_id": row["category_id"] - 1} for row in results(toy)]
    file = write(tmp_path, rows)
    report = import_predictions(store, file, run="zero")
    assert report.objects.total == 0
    assert report.problem_counts == {"unknown-class": len(rows), "class-ids-shifted": 1}
    told = report.problems[0]
    assert told.code == "class-ids-shifted", "what concerns the whole file is not lost behind its rows"
    assert "class shift of 1" in told.message
    assert all(row.suggestion for row in report.unknown_classes)
    asked = import_predictions(store, file, run="zero", class_shift=1)
    assert (asked.objects.added, asked.problem_counts) == (len(rows), {})
    assert column(store, "zero", "category_id") == column(store, "model", "category_id")
    assert import_predictions(store, file, run="zero").objects.unchanged == len(rows), "kept with the run"
    assert import_predictions(store, file, run="zero", class_shift=0).objects.removed == len(rows), "and forgotten"


def test_logits_in_an_order_of_their_own_end_in_that_of_the_dataset(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """A11: the file's order is told by its `classes`; one of them is unknown here, one of ours is missing there."""
    names = [category.name for category in store.snapshot().categories(1)]
    order = [*reversed(names[1:]), "unicorn"]
    rows = results(toy)
    rng = np.random.default_rng(0)
    for row in rows:
        row["logits"] = rng.normal(0, 3, len(order)).tolist()
    report = import_predictions(store, write(tmp_path, {"classes": order, "predictions": rows}), run="vectors")
    assert report.problem_counts == {"logits": 1}
    wanted = softmax(np.array([row["logits"] for row in rows]))
    found = np.array(column(store, "vectors", "probabilities"))
    np.testing.assert_allclose(found[:, 1:], wanted[:, :-1][:, ::-1], atol=1e-6)
    assert (found[:, 0] == 0).all()


def test_a_vector_of_another_length_is_reported_by_row(store: Store, toy: ToySet, tmp_path: Path) -> None:
    rows = [row | {"probabilities": [0.5, 0.5]} for row in results(toy)]
    report = import_predictions(store, write(tmp_path, rows), run="short")
    assert report.problem_counts == {"vector-length": len(rows)}
    assert report.problems[3].place == "$[3]"
    assert column(store, "short", "probabilities") == [None] * len(rows)


def test_boxes_and_vectors_are_read_again_as_the_person_said(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """Any form reads to the same boxes, and the next import knows it."""
    rows = results(toy)
    for row in rows:
        x, y, w, h = row["bbox"]
        row["bbox"] = [x, y, x + w, y + h]
        row["scores"] = [0.5] * len(store.snapshot().categories(1))
    file = write(tmp_path, rows)
    reading = Reading(boxes=BoxForm.XYXY, vectors=VectorForm.MULTI_LABEL)
    assert import_predictions(store, file, run="corners", reading=reading).problem_counts == {}
    for name in "xywh":
        assert column(store, "corners", name) == pytest.approx(column(store, "model", name))
    again = import_predictions(store, file, run="corners")
    assert (again.objects.unchanged, again.problem_counts) == (len(rows), {})
    assert store.snapshot().run(1, "corners").reading == reading


@pytest.mark.parametrize("form", [BoxForm.XYXY, BoxForm.CXCYWH, BoxForm.YXHW, BoxForm.SWAPPED, BoxForm.NORMALISED])
def test_labels_tell_the_form_of_boxes_that_fit_into_their_images_in_many(
    store: Store, toy: ToySet, tmp_path: Path, form: BoxForm
) -> None:
    """X2: few, small boxes hardly ever leave their images, but they lie on labels in one form alone."""
    content = json.loads(toy.labels.read_text())
    sides = {image["id"]: (image["width"], image["height"]) for image in content["images"]}
    rows = results(toy)
    for row in rows:
        (x, y, w, h), (wide, high) = row["bbox"], sides[row["image_id"]]
        row["bbox"] = {
            BoxForm.XYXY: [x, y, x + w, y + h],
            BoxForm.CXCYWH: [x + w / 2, y + h / 2, w, h],
            BoxForm.YXHW: [y, x, h, w],
            BoxForm.SWAPPED: [x / wide * high, y / high * wide, w / wide * high, h / high * wide],
            BoxForm.NORMALISED: [x / wide, y / high, w / wide, h / high],
        }[form]
    file = write(tmp_path, rows)
    report = import_predictions(store, file, run="odd")
    (told,) = (problem for problem in report.problems if problem.code == "box-form")
    assert f"`{form}`" in told.message
    assert "lie on a label" in told.message
    assert "box-form" not in import_predictions(store, file, run="odd", reading=Reading(boxes=form)).problem_counts
    for name in "xywh":
        assert column(store, "odd", name) == pytest.approx(column(store, "model", name))


def test_a_form_that_no_box_was_read_in_is_told(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """YOLO's numbers are what YOLO says."""
    name = Path(json.loads(toy.labels.read_text())["images"][0]["file_name"]).stem
    (tmp_path / "yolo").mkdir()
    (tmp_path / "yolo" / f"{name}.txt").write_text("1 0.5 0.5 0.25 0.25 0.75\n")
    report = import_predictions(store, tmp_path / "yolo", run="yolo", reading=Reading(boxes=BoxForm.XYXY))
    assert report.problem_counts == {"box-form-unused": 1}
    assert report.objects.added == 1


def test_a_file_that_declares_its_images_may_number_them_its_own_way(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """A number means the picture that the file itself gives it, whatever the dataset numbers so."""
    images = json.loads(toy.labels.read_text())["images"]
    last = max(image["id"] for image in images) + 1
    declared = [image | {"id": last - image["id"]} for image in images]
    rows = [row | {"image_id": last - row["image_id"]} for row in results(toy)]
    for order in (("images", "annotations"), ("annotations", "images")):
        document = {name: {"images": declared, "annotations": rows}[name] for name in order}
        report = import_predictions(store, write(tmp_path, document), run="-".join(order), format="coco-results")
        assert report.problem_counts == {}
        assert column(store, "-".join(order), "image_id") == column(store, "model", "image_id")


def test_declared_sizes_with_sides_swapped_are_told(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """X2: `height, width = image.size`."""
    images = json.loads(toy.labels.read_text())["images"]
    swapped = [image | {"width": image["height"], "height": image["width"]} for image in images]
    for declared, told in ((images, {}), (swapped, {"image-sizes-swapped": 1})):
        file = write(tmp_path, {"images": declared, "annotations": results(toy)})
        assert import_predictions(store, file, run="sizes", format="coco-results").problem_counts == told


def test_predictions_without_ids_are_numbered_over_all_batches(
    store: Store, toy: ToySet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A15: an image whose rows a batch's end parts must not have two predictions of one name."""
    monkeypatch.setattr("assay.formats.tables.regrouped.__kwdefaults__", {"rows": 1})
    rows = [{key: value for key, value in row.items() if key != "id"} for row in results(toy)]
    monkeypatch.setattr("assay.formats.json_stream.WINDOW", 300)
    monkeypatch.setattr("assay.formats.json_stream._SHORTCUT_WINDOW", 300)
    file = write(tmp_path, rows)
    import_predictions(store, file, run="parts")
    keys = list(zip(column(store, "parts", "image_id"), column(store, "parts", "reference_id"), strict=True))
    assert len(set(keys)) == len(keys)
    assert import_predictions(store, file, run="parts").objects.unchanged == len(rows)

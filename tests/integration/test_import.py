"""Import: all or nothing, repeatable, bad rows by row (A15, A20, P15, V5.1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from assay.errors import SourceNotFound
from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.edits.edit_classes import rename_class
from assay.workflows.edits.edit_labels import delete, relabel
from assay.workflows.explore.search import count, search
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from tests.integration.state import state_of


def spoilt(toy: ToySet, folder: Path, change: Any) -> Path:
    """The toy labels with `change` applied to the parsed file, beside the same images."""
    content = json.loads(toy.labels.read_text())
    change(content)
    file = folder / "labels.json"
    file.write_text(json.dumps(content))
    return file


def test_what_the_source_holds_is_what_the_project_holds(empty: Store, toy: ToySet) -> None:
    report = import_dataset(empty, toy.labels)
    assert (report.images.added, report.objects.added) == (toy.image_count, toy.label_count)
    assert report.problems == ()
    assert count(empty) == toy.image_count
    assert count(empty, level=Level.ANNOTATION) == toy.label_count


@pytest.mark.parametrize("folder", ["photos", "photos/annotations", "photos/labels/images"])
def test_a_dataset_is_called_like_the_folder_that_says_what_it_is(empty: Store, tmp_path: Path, folder: str) -> None:
    inside = tmp_path / folder / "cat"
    inside.mkdir(parents=True)
    Image.new("RGB", (20, 20)).save(inside / "a.png")
    assert import_dataset(empty, tmp_path / folder).dataset == "photos"


def test_a_name_given_to_a_class_that_no_file_names_is_kept(empty: Store, tmp_path: Path) -> None:
    """YOLO without a list of names has numbers only."""
    Image.new("RGB", (20, 20)).save(tmp_path / "a.png")
    (tmp_path / "a.txt").write_text("0 0.5 0.5 0.2 0.4\n")
    report = import_dataset(empty, tmp_path)
    assert [problem.code for problem in report.problems] == ["no-classes"]
    rename_class(empty, "class_0", "car")
    import_dataset(empty, tmp_path)
    assert count(empty, 'label = "car"', level=Level.ANNOTATION) == 1


def test_label_files_beside_images_are_not_passed_over_in_silence(empty: Store, tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    Image.new("RGB", (20, 20)).save(tmp_path / "train" / "a.png")
    (tmp_path / "train_labels.csv").write_text("filename,class\na.png,cat\n")
    report = import_dataset(empty, tmp_path)
    assert (report.format, report.images.added, report.problem_counts) == ("folders", 1, {"unread-labels": 1})
    assert report.problems[0].file == "train_labels.csv"


def test_importing_again_changes_nothing(store: Store, toy: ToySet) -> None:
    """A15, V5.1: the same reference ids update, they never duplicate."""
    before = state_of(store.snapshot())
    labels = import_dataset(store, toy.labels)
    predictions = import_predictions(store, toy.predictions, run="model")
    assert (labels.objects.added, labels.objects.updated) == (0, 0)
    assert (predictions.objects.added, predictions.objects.updated) == (0, 0)
    assert state_of(store.snapshot()) == before


def test_a_changed_source_row_updates_its_label_in_place(store: Store, toy: ToySet, tmp_path: Path) -> None:
    def widen(content: dict[str, Any]) -> None:
        content["annotations"][20]["bbox"][2] += 4

    file = spoilt(toy, tmp_path, widen)
    report = import_dataset(store, file, images=toy.images)
    assert (report.objects.added, report.objects.updated) == (0, 1)
    assert count(store, level=Level.ANNOTATION) == toy.label_count


def test_a_repeated_import_keeps_what_a_person_mended(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """P15: a label edited or deleted here survives the next import, and the report names it."""
    ids = search(store, level=Level.ANNOTATION, limit=2).rows.column("id").to_pylist()
    relabel(store, ids[:1], "cone")
    delete(store, ids[1:])
    before = state_of(store.snapshot(), tables=("annotations",))

    def move_both(content: dict[str, Any]) -> None:
        for row in content["annotations"][:2]:
            row["bbox"][0] += 1

    report = import_dataset(store, spoilt(toy, tmp_path, move_both), images=toy.images)
    assert report.problem_counts["edited-here"] == 2
    assert state_of(store.snapshot(), tables=("annotations",)) == before


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("unknown-image", lambda c: c["annotations"][3].update(image_id=999)),  # a label of an image nobody lists
        ("unknown-class", lambda c: c["annotations"][3].update(category_id=77)),  # a class nobody declares
        ("box-outside", lambda c: c["annotations"][3].update(bbox=[150, 10, 60, 20])),  # kept, but told
        (
            "mask-size",
            lambda c: c["annotations"][3].update(segmentation=_mask(80, 60)),
        ),  # of another image: kept, but told
        ("image-missing", lambda c: c["images"][3].update(file_name="gone.png")),  # labels without a picture
        ("size-mismatch", lambda c: c["images"][3].update(width=120, height=160)),  # X2: height and width swapped
    ],
)
def test_a_bad_row_is_reported_by_row_and_the_rest_is_taken(
    empty: Store, toy: ToySet, tmp_path: Path, code: str, change: Any
) -> None:
    """A20: what, where, and no other row harmed."""
    report = import_dataset(empty, spoilt(toy, tmp_path, change), images=toy.images)
    assert code in report.problem_counts
    told = next(problem for problem in report.problems if problem.code == code)
    assert told.file.endswith("labels.json")
    assert "[3]" in told.place
    assert told.message
    assert count(empty) == toy.image_count
    assert count(empty, level=Level.ANNOTATION) == toy.label_count - report.skipped


def test_a_mask_of_another_size_is_told_with_both_sizes(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """Labels and predictions alike; one of its image's size is not told."""
    content = json.loads(toy.predictions.read_text())[:2]
    for row, (height, width) in zip(content, ((120, 160), (160, 120)), strict=True):
        row["segmentation"] = _mask(height, width)
    file = tmp_path / "results.json"
    file.write_text(json.dumps(content))
    report = import_predictions(store, file, run="masks")
    assert report.problem_counts == {"mask-size": 1}
    assert report.problems[0].message == "The mask is 120 x 160, its image 160 x 120. It is kept as it is."
    assert (report.objects.added, report.skipped) == (2, 0)


def _mask(height: int, width: int) -> dict[str, Any]:
    return {"size": [height, width], "counts": [100, 50, height * width - 150]}


def test_a_cut_off_file_gives_its_whole_rows(empty: Store, toy: ToySet, tmp_path: Path) -> None:
    """A20: truncated JSON loses what is after the cut, and says where that is."""
    text = toy.labels.read_text()
    file = tmp_path / "labels.json"
    file.write_text(text[: int(len(text) * 0.8)])
    report = import_dataset(empty, file, images=toy.images)
    assert report.problems
    assert 0 < count(empty, level=Level.ANNOTATION) < toy.label_count


def test_a_box_beyond_all_images_is_left_out(empty: Store, toy: ToySet, tmp_path: Path) -> None:
    """1e308 is finite, but its square is not: every count of areas and overlaps would run over."""

    def throw(content: dict[str, Any]) -> None:
        content["annotations"][4]["bbox"] = [1e308, 0, 1e308, 1e308]

    report = import_dataset(empty, spoilt(toy, tmp_path, throw), images=toy.images)
    assert [(problem.place, problem.code) for problem in report.problems] == [("$.annotations[4]", "out-of-range")]
    assert report.objects.added == toy.label_count - 1


def test_a_cut_off_file_does_not_rename_the_classes_that_are_known(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """Classes come last in a COCO file: one that breaks off before them speaks of classes by id alone."""

    def classes() -> list[str]:
        return [*map(str, search(store, "", level=Level.ANNOTATION, limit=1000).rows["label"].to_pylist())]

    before = classes()
    file = tmp_path / "labels.json"
    file.write_text(json.dumps(json.loads(toy.labels.read_text()) | {"categories": []}))
    report = import_dataset(store, file, images=toy.images)
    assert [problem.code for problem in report.problems] == ["no-classes"]
    assert (report.objects.added, report.objects.updated) == (0, 0)
    assert classes() == before


def test_the_area_is_that_of_the_shape_unless_the_source_states_one(empty: Store, toy: ToySet, tmp_path: Path) -> None:
    """A triangle covers half its box, a mask what its runs say, whatever rows stand beside them."""
    mask = {"size": [48, 64], "counts": [0, 10, 48 * 64 - 10]}
    shapes: list[dict[str, Any]] = [
        {"segmentation": [[0.0, 0.0, 10.0, 0.0, 10.0, 10.0]], "area": None},
        {"segmentation": mask, "area": None, "bbox": [0, 0, 1, 10]},
        {"segmentation": [[0.0, 0.0, 10.0, 0.0, 10.0, 10.0]], "area": 7},
        {"bbox": [0.0, 0.0, 4.0, 5.0], "area": None},
        {"segmentation": [[0.0, 0.0, 4.0, 0.0, 4.0, 4.0], [20.0, 20.0, 24.0, 20.0, 24.0, 24.0]], "area": None},
    ]

    def shape(content: dict[str, Any]) -> None:
        for row, new in zip(content["annotations"], shapes, strict=False):
            row.pop("area", None)
            row.pop("bbox") if "bbox" not in new else None
            row |= {key: value for key, value in new.items() if value is not None}

    import_dataset(empty, spoilt(toy, tmp_path, shape), images=toy.images)
    rows = search(empty, "", level=Level.ANNOTATION, sort="id", limit=len(shapes)).rows
    assert rows["area"].to_pylist() == [50.0, 10.0, 7.0, 20.0, 16.0]


def test_a_source_that_is_not_there_leaves_no_trace(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        import_dataset(empty, tmp_path / "nowhere.json", format="coco")
    assert empty.snapshot().datasets() == []


def test_predictions_of_unknown_images_are_reported(store: Store, toy: ToySet, tmp_path: Path) -> None:
    rows = json.loads(toy.predictions.read_text())
    rows[0]["image_id"] = "nobody"
    file = tmp_path / "other.json"
    file.write_text(json.dumps(rows))
    report = import_predictions(store, file, run="other")
    assert report.problem_counts == {"unknown-image": 1}
    assert report.objects.added == toy.prediction_count - 1


def test_a_file_of_which_nothing_can_be_taken_changes_no_run(store: Store, toy: ToySet, tmp_path: Path) -> None:
    before = state_of(store.snapshot())
    rows = [dict(row, image_id="elsewhere.png") for row in json.loads(toy.predictions.read_text())]
    file = tmp_path / "other.json"
    file.write_text(json.dumps(rows))
    for run in ("model", "new"):
        assert import_predictions(store, file, run=run).skipped == len(rows)
    assert state_of(store.snapshot()) == before
    assert [run.name for run in store.snapshot().runs(store.snapshot().dataset().id)] == ["model"]


def test_predictions_may_name_images_by_file_name_or_stem(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """A12: string ids, file names and stems are all understood."""
    rows = json.loads(toy.predictions.read_text())
    for row in rows:
        row["image_id"] = f"toy_{row['image_id'] - 1:02d}"
    file = tmp_path / "stems.json"
    file.write_text(json.dumps(rows))
    assert import_predictions(store, file, run="stems").objects.added == toy.prediction_count


def test_predictions_may_name_images_by_their_path_on_another_machine(
    store: Store, toy: ToySet, tmp_path: Path
) -> None:
    rows = json.loads(toy.predictions.read_text())
    for row in rows:
        row["image_id"] = f"D:\\train\\run 7\\TOY_{row['image_id'] - 1:02d}.PNG"
    file = tmp_path / "paths.json"
    file.write_text(json.dumps(rows))
    assert import_predictions(store, file, run="paths").objects.added == toy.prediction_count


def test_two_paths_that_end_in_one_name_are_not_that_image(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """They are two pictures, and nothing says which one the dataset has."""
    rows = [
        dict(row, image_id=f"{folder}/toy_00.png")
        for row in json.loads(toy.predictions.read_text())[:1]
        for folder in ("a", "b")
    ]
    file = tmp_path / "two.json"
    file.write_text(json.dumps(rows))
    report = import_predictions(store, file, run="two")
    assert report.objects.added == 0
    assert {problem.message for problem in report.problems if problem.skipped} == {
        "Image a/toy_00.png is not in the dataset.",
        "Image b/toy_00.png is not in the dataset.",
    }


def test_a_picture_is_not_shown_for_two_names(empty: Store, toy: ToySet, tmp_path: Path) -> None:
    """Names lose their leading folders while a file is looked for; labels never end up on the picture of another."""

    def rename(content: dict[str, Any]) -> None:
        images = content["images"]
        images[1]["file_name"] = "day 1/" + images[0]["file_name"]
        images[3]["file_name"], images[4]["file_name"] = "a/toy_02.png", "b/toy_02.png"
        images[2]["file_name"] = "toy_99.png"

    report = import_dataset(empty, spoilt(toy, tmp_path, rename), images=toy.images)
    assert report.problem_counts == {"image-missing": 4}
    assert {problem.place for problem in report.problems} == {f"$.images[{at}]" for at in (1, 2, 3, 4)}
    assert "is that of toy_00.png" in report.problems[0].message
    assert "2 names alike" in report.problems[2].message
    assert report.objects.added == toy.label_count


def test_a_whole_path_says_which_folder_lets_its_pictures_in(empty: Store, toy: ToySet, tmp_path: Path) -> None:
    pictures = sorted(toy.images.iterdir())[:2]
    table = tmp_path / "elsewhere" / "labels.csv"
    table.parent.mkdir()
    table.write_text("path,label\n" + "".join(f"{path},cat\n" for path in pictures))
    report = import_dataset(empty, table)
    assert report.problem_counts == {"image-missing": 2}
    assert "takes the folder of this path" in report.problems[0].message
    assert import_dataset(empty, table, images=toy.images).problem_counts == {}


def test_a_run_imported_again_is_brought_up_to_its_file(store: Store, toy: ToySet, tmp_path: Path) -> None:
    """Rows that left the file leave the run; the others keep their ids."""
    rows = json.loads(toy.predictions.read_text())[1:]
    file = tmp_path / "fewer.json"
    file.write_text(json.dumps(rows))
    report = import_predictions(store, file, run="model")
    assert report.objects.removed == 1
    assert count(store, level=Level.PREDICTION, run="model") == toy.prediction_count - 1

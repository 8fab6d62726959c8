"""`assay import-predictions`, where the file needs a word; the same in Python."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

import assay
from assay.cli.reports import print_import
from assay.errors import NotFound
from tests.shell import Shell
from tests.tiny import RESULTS


def _results(**names: str) -> Path:
    """The tiny predictions with names for classes: cat and dog, or what they are called instead."""
    called = {1: names.get("cat", "cat"), 2: names.get("dog", "dog")}
    file = Path("named.json")
    file.write_text(json.dumps([row | {"category_id": called[int(str(row["category_id"]))]} for row in RESULTS]))
    return file


def test_classes_that_are_not_known_are_told_and_mapped_by_name(imported: Path, shell: Shell) -> None:
    _results(cat="cats", dog="wolf")
    words = ("import-predictions", "my.assay", "named.json", "--run", "n")
    told = shell(*words).value
    assert told["unknown_classes"] == [
        {"given": "cats", "count": 2, "nearest": ["cat"], "suggestion": "cat"},
        {"given": "wolf", "count": 1, "nearest": [], "suggestion": ""},
    ]
    assert (told["predictions"], told["skipped_count"]) == (0, 3)
    asked = shell(*words, "--class", "cats=cat", "--class", "wolf=").value
    assert (asked["predictions"], asked["unknown_classes"]) == (2, [])
    assert shell(*words).value["unchanged"] == {"predictions": 2}, "the mapping is kept with the run"


def test_a_mapping_may_be_a_file_and_single_classes_go_on_top(imported: Path, shell: Shell) -> None:
    _results(cat="cats", dog="wolf")
    Path("map.csv").write_text("given,class\ncats,dog\nwolf,dog\n")
    words = ("import-predictions", "my.assay", "named.json", "--run", "n", "--classes", "map.csv")
    assert shell(*words, "--class", "cats=cat").value["predictions"] == 3
    found = shell("query", "my.assay", 'label = "cat"', "--level", "prediction", "--run", "n", "--count")
    assert found.value["count"] == 2


def test_a_mapping_that_maps_nothing_is_wrong_usage(imported: Path, shell: Shell) -> None:
    done = shell("import-predictions", "my.assay", "predictions.json", "--run", "n", "--class", "cats")
    assert done.code == 2
    assert "bike=bicycle" in done.err


def test_numbers_and_boxes_are_read_as_the_person_says(imported: Path, shell: Shell) -> None:
    def corners(x: int, y: int, w: int, h: int) -> list[int]:
        return [x, y, x + w, y + h]

    rows = [row | {"category_id": int(str(row["category_id"])) - 1, "bbox": corners(*row["bbox"])} for row in RESULTS]  # type: ignore[misc]  # boxes have four numbers
    Path("odd.json").write_text(json.dumps(rows))
    words = ("import-predictions", "my.assay", "odd.json", "--run", "small")
    assert shell(*words, "--class-shift", "1", "--boxes", "xyxy").value["unchanged"] == {"predictions": 3}


def test_python_says_the_same(imported: Path) -> None:
    file = _results(cat="cats", dog="wolf")
    with assay.open("my.assay") as project:
        report = project.runs.import_(file, "n")
        assert [row.given for row in report.unknown_classes] == ["cats", "wolf"]
        assert project.runs.import_(file, "n", classes={"cats": "cat", "wolf": "dog"}).unknown_classes == ()
        (run,) = (run for run in project.runs.list() if run.name == "n")
        assert run.reading.classes == {"cats": "cat", "wolf": "dog"}
        with pytest.raises(NotFound, match=r"no form of boxes called 'xyxx'\. There are: xywh, xyxy"):
            project.runs.import_(file, "n", boxes="xyxx")
        with pytest.raises(NotFound, match="'cow', which is no class of the dataset"):
            project.runs.import_(file, "n", classes={"cats": "cow"})


def test_a_person_is_told_which_classes_there_are_and_each_kind_of_problem_briefly(imported: Path) -> None:
    file = _results(cat="0", dog="1")
    with assay.open("my.assay") as project:
        report = project.runs.import_(file, "n")
    stream = io.StringIO()
    print_import(Console(file=stream, width=120), report, Path("my.assay"), None)
    told = stream.getvalue()
    assert "Next:" not in told, "the classes come first"
    assert "The dataset has cat, dog." in told
    assert '--class "0=cat"' in told
    assert "3 rows were left out." in told
    assert told.count("is not in the dataset") == 1, "the table above has them"


def test_an_import_says_what_comes_next(imported: Path) -> None:
    stream = io.StringIO()
    with assay.open("my.assay") as project:
        labels = project.import_dataset("labels.json", images="photos")
        predictions = project.runs.import_("predictions.json", "run a")
    for report, dataset in ((labels, None), (predictions, None), (predictions, "toys")):
        print_import(Console(file=stream, width=120), report, Path("my.assay"), dataset)
    assert [line for line in stream.getvalue().splitlines() if line.startswith("Next: ")] == [
        "Next: assay import-predictions my.assay FILE --run NAME, or assay find my.assay",
        "Next: assay evaluate my.assay --run 'run a'",
        "Next: assay evaluate my.assay --dataset toys --run 'run a'",
    ]

"""Every command does its part of the main job, and says so as one JSON value (G: command line of the issue)."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

import assay
from assay.cli.commands.find import print_find
from tests.shell import Shell


def test_create_makes_a_project(tiny: Path, shell: Shell) -> None:
    done = shell("create", "new.assay")
    assert (done.code, done.value) == (0, {"project": str(tiny / "new.assay")})
    assert (tiny / "new.assay" / "assay.toml").is_file()


def test_import_counts_rows_and_time(tiny: Path, shell: Shell) -> None:
    shell("create", "my.assay")
    told = shell("import", "my.assay", "labels.json", "--images", "photos").value
    assert (told["images"], told["annotations"], told["format"]) == (3, 3, "coco")
    assert told["added"] == {"images": 3, "annotations": 3}
    assert (told["skipped"], told["skipped_count"]) == ([], 0)
    assert told["seconds"] >= 0


def test_import_declares_which_picture_the_labels_are_drawn_on(tiny: Path, shell: Shell) -> None:
    shell("create", "my.assay")
    told = shell("import", "my.assay", "labels.json", "--images", "photos", "--exif", "displayed").value
    assert told["exif"] == "displayed"
    refused = shell("import", "my.assay", "labels.json", "--images", "photos", "--exif", "upright")
    assert refused.code != 0
    assert "stored" in refused.err


def test_import_again_changes_nothing(imported: Path, shell: Shell) -> None:
    told = shell("import", "my.assay", "labels.json", "--images", "photos").value
    assert told["unchanged"] == {"images": 3, "annotations": 3}
    assert told["added"] == {"images": 0, "annotations": 0}


def test_import_reports_a_bad_row_with_its_place_and_takes_the_rest(imported: Path, shell: Shell) -> None:
    document = json.loads(Path("labels.json").read_text(encoding="utf-8"))
    document["annotations"].append({"id": 4, "image_id": 99, "category_id": 1, "bbox": [1, 1, 5, 5]})
    document["annotations"].append({"id": 5, "image_id": 3, "category_id": 2, "bbox": [1, 1, 5, 5]})
    Path("more.json").write_text(json.dumps(document), encoding="utf-8")
    told = shell("import", "my.assay", "more.json", "--images", "photos").value
    assert told["skipped_count"] == 1
    assert told["skipped"][0]["place"].startswith("$.annotations[3]")
    assert told["added"]["annotations"] == 1


def test_import_predictions_makes_a_run(imported: Path, shell: Shell) -> None:
    told = shell("import-predictions", "my.assay", "predictions.json", "--run", "second").value
    assert (told["run"], told["predictions"], told["skipped_count"]) == ("second", 3, 0)


def test_evaluate_counts_and_draws_the_matrix(imported: Path, shell: Shell) -> None:
    told = shell("evaluate", "my.assay", "--run", "small", "--iou", "0.5", "--confidence", "0.5").value
    assert (told["tp"], told["fp"], told["fn"], told["confusions"]) == (2, 1, 1, 0)
    assert told["matrix"] == {"classes": ["cat", "dog", "background"], "counts": [[2, 0, 0], [0, 0, 1], [0, 1, 0]]}
    assert told["averages"]["micro"]["f1"] == pytest.approx(told["f1"])
    assert "f_beta" not in told["averages"]["macro"]
    assert told["precision"] == pytest.approx(2 / 3)
    assert [row["class"] for row in told["per_class"]] == ["cat", "dog"]


def test_evaluate_counts_average_precision_as_coco_does(imported: Path, shell: Shell) -> None:
    """F6, X5. What the numbers must be is the test against pycocotools; here, that all of them are told."""
    told = shell("evaluate", "my.assay", "--run", "small", "--protocol", "coco").value
    assert list(told["average_precision"])[:3] == ["AP", "AP50", "AP75"]
    assert len(told["average_precision"]) == 12
    assert [row["ap"] for row in told["per_class"]] == pytest.approx([0.9, 0.0])
    assert told["average_precision"]["AP50"] == pytest.approx(0.5)
    assert "coco" not in shell("evaluate", "my.assay", "--run", "small").value


def test_find_and_issues_name_what_nobody_labelled(imported: Path, shell: Shell) -> None:
    assert shell("find", "my.assay", "--run", "small").value["found"]["missing_object"] == 1
    told = shell("issues", "my.assay", "--kind", "missing_object").value
    assert told["total"] == 1
    assert told["items"][0]["label"] == "dog"
    assert told["items"][0]["sentence"]


def test_what_did_not_run_is_not_counted_as_looked_for(imported: Path) -> None:
    with assay.open("my.assay") as project:
        report = project.issues.find()
    stream = io.StringIO()
    print_find(Console(file=stream, width=120), report, Path("my.assay"))
    rows = [line.split() for line in stream.getvalue().splitlines()]
    assert ["invalid_geometry", "0"] in rows
    assert ["odd_image", "0"] not in rows
    assert "odd_image did not run: It compares how images look" in stream.getvalue()
    assert "Next: assay issues my.assay" in stream.getvalue()


def test_decide_accepts_a_fix(imported: Path, shell: Shell) -> None:
    shell("find", "my.assay")
    suspect = shell("issues", "my.assay", "--kind", "missing_object").value["items"][0]["id"]
    assert shell("decide", "my.assay", "accept", "--ids", suspect).code == 0
    assert shell("query", "my.assay", "", "--level", "annotation", "--count").value == {"count": 4}
    assert shell("issues", "my.assay", "--kind", "missing_object").value["total"] == 0


@pytest.mark.parametrize(
    ("level", "text", "total"),
    [
        ("image", "annotations.count = 0", 1),
        ("annotation", 'label = "cat"', 2),
        ("prediction", "score > 0.9", 1),
    ],
)
def test_query_lists_and_counts(imported: Path, shell: Shell, level: str, text: str, total: int) -> None:
    told = shell("query", "my.assay", text, "--level", level).value
    assert (told["total"], len(told["items"]), told["level"]) == (total, total, level)
    assert shell("query", "my.assay", text, "--level", level, "--count").value == {"count": total}


def test_query_sorts_and_limits(imported: Path, shell: Shell) -> None:
    told = shell("query", "my.assay", "", "--level", "annotation", "--sort", "area", "--desc", "--limit", 2).value
    assert [row["area"] for row in told["items"]] == [4800, 600]
    assert told["total"] == 3


def test_edits_are_made_undone_redone_and_logged(imported: Path, shell: Shell) -> None:
    def labels() -> dict[int, str]:
        rows = shell("query", "my.assay", "", "--level", "annotation").value["items"]
        return {row["id"]: row["label"] for row in rows}

    before = labels()
    first, second, third = sorted(before)
    done = shell(
        "relabel", "my.assay", "--ids", f"{first},{second}", "--class", "dog", "--reason", "looked again"
    ).value
    assert done["rows"] == 2
    assert labels() == before | {first: "dog", second: "dog"}
    shell("delete", "my.assay", "--ids", third)
    assert labels() == {first: "dog", second: "dog"}
    shell("undo", "my.assay")
    shell("undo", "my.assay")
    assert labels() == before
    shell("redo", "my.assay")
    assert labels() == before | {first: "dog", second: "dog"}
    entries = shell("log", "my.assay").value
    relabelled = next(entry for entry in entries if entry["kind"] == "relabel")
    assert (relabelled["author"], relabelled["reason"], relabelled["source"]) == ("tester", "looked again", "cli")


def test_undo_tells_whose_change_it_took_back(imported: Path, shell: Shell) -> None:
    label = shell("query", "my.assay", "", "--level", "annotation").value["items"][0]["id"]
    shell("delete", "my.assay", "--ids", label, "--author", "grace")
    told = shell("undo", "my.assay").value
    assert (told["author"], told["kind"]) == ("tester", "undo")
    assert (told["undone"]["author"], told["undone"]["kind"]) == ("grace", "delete")
    assert told["undone"]["id"] == told["target"]


def test_edits_take_a_query_in_place_of_ids(imported: Path, shell: Shell) -> None:
    assert shell("relabel", "my.assay", "--query", 'label = "cat"', "--class", "dog").value["rows"] == 2
    assert shell("query", "my.assay", 'label = "dog"', "--level", "annotation", "--count").value == {"count": 3}


def test_an_edit_of_what_a_query_does_not_list_says_so(imported: Path, shell: Shell) -> None:
    done = shell("relabel", "my.assay", "--query", "area < 0", "--class", "dog")
    assert done.code == 1
    assert "The query lists nothing." in done.err


def test_add_move_and_accept_make_labels(imported: Path, shell: Shell) -> None:
    image = shell("query", "my.assay", "annotations.count = 0").value["items"][0]["id"]
    shell("add", "my.assay", "--image", image, "--class", "cat", "--box", "1,2,30,40")
    added = shell("query", "my.assay", "w = 30 and h = 40", "--level", "annotation").value["items"]
    assert [(row["x"], row["y"], row["label"]) for row in added] == [(1, 2, "cat")]
    shell("move", "my.assay", "--id", added[0]["id"], "--box", "3,4,30,40")
    moved = shell("query", "my.assay", "w = 30 and h = 40", "--level", "annotation").value["items"]
    assert [(row["x"], row["y"]) for row in moved] == [(3, 4)]
    shell("accept", "my.assay", "--query", "score < 0.9")
    assert shell("query", "my.assay", "", "--level", "annotation", "--count").value == {"count": 5}


def test_export_gives_the_corrected_set(imported: Path, shell: Shell) -> None:
    shell("relabel", "my.assay", "--query", 'label = "dog"', "--class", "cat")
    told = shell("export", "my.assay", "corrected.json", "--format", "coco").value
    assert (told["images"], told["annotations"], told["format"]) == (3, 3, "coco")
    document = json.loads(Path("corrected.json").read_text(encoding="utf-8"))
    assert {row["category_id"] for row in document["annotations"]} == {1}


def test_segments_are_kept_listed_and_forgotten(imported: Path, shell: Shell) -> None:
    kept = shell("segments", "my.assay", "--save", "empty", "--query", "annotations.count=0").value
    assert [(row["name"], row["query"]) for row in kept] == [("empty", "annotations.count = 0")]
    assert shell("segments", "my.assay", "--delete", "empty").value == []


def test_items_are_added_to_a_list_and_taken_out(imported: Path, shell: Shell) -> None:
    """V1.11 in the shell: by ids, by a query, with the fields of its kind; what is there already is said."""
    small = ("--level", "annotation", "--query", "area < 1000")
    quality = ("--kind", "data_quality", "--field", "fault=tiny", "--field", "priority=low")
    (kept,) = shell("segments", "my.assay", "--add", "recheck", *small, *quality).value
    assert (kept["items"], kept["level"], kept["query"]) == (2, "annotation", 'segment = "recheck"')
    assert (kept["kind"], kept["fields"]) == ("data_quality", {"fault": "tiny", "priority": "low"})
    again = shell("segments", "my.assay", "--add", "recheck", *small)
    assert "All 2 are in 'recheck' already." in again.err
    (kept,) = shell("segments", "my.assay", "--remove", "recheck", "--level", "annotation", "--ids", "0").value
    assert kept["items"] == 1
    shell("undo", "my.assay")
    listed = shell("query", "my.assay", 'segment = "recheck"', "--level", "annotation").value
    assert [item["id"] for item in listed["items"]] == [0, 1]


def test_wrong_fields_of_a_segment_are_told(imported: Path, shell: Shell) -> None:
    add = ("segments", "my.assay", "--add", "x", "--ids", "0", "--kind", "collection_campaign")
    refused = shell(*add, "--field", "target_count=many")
    assert (refused.code, "takes a whole number from 0" in refused.err) == (1, True)
    misused = shell(*add, "--field", "target_count")
    assert (misused.code, "is not a field" in misused.err) == (2, True)
    assert shell(*add, "--delete", "x").code == 2


def test_doctor_finds_a_healthy_project_healthy(imported: Path, shell: Shell) -> None:
    told = shell("doctor", "my.assay").value
    unwell = [check for check in told["checks"] if not check["ok"] and check["name"] != "web app"]
    assert unwell == []
    assert {"its images", "image folder"} <= {check["name"] for check in told["checks"]}


def test_doctor_compiles_what_is_compiled_at_first_use(shell: Shell) -> None:
    checks = {check["name"]: check for check in shell("doctor", "--warm").value["checks"]}
    assert checks["kernels"]["ok"]
    assert "ready in" in checks["kernels"]["detail"]


def test_doctor_says_what_is_wrong(tiny: Path, shell: Shell) -> None:
    done = shell("doctor", "nowhere.assay")
    assert (done.code, done.value["ok"]) == (1, False)


def test_recall_may_count_more_than_precision(imported: Path, shell: Shell) -> None:
    """E5: F-beta = (1 + b2) P R / (b2 P + R), for each class and on average."""
    told = shell("evaluate", "my.assay", "--run", "small", "--confidence", "0.5", "--beta", "2").value
    cat = told["per_class"][0]
    precision, recall = cat["precision"], cat["recall"]
    assert cat["f_beta"] == pytest.approx(5 * precision * recall / (4 * precision + recall))
    assert told["averages"]["micro"]["f_beta"] == pytest.approx(10 / 15)
    found = assay.open("my.assay").runs.metrics("small", confidence=0.5)
    assert found.f_scores(2.0)[0] == pytest.approx(cat["f_beta"])


def test_issues_tell_chance_and_benefit_most_worth_first(imported: Path, shell: Shell) -> None:
    """G11: the list of the shell stands in the order of the inbox; a worth changes it for good."""
    shell("find", "my.assay")
    items = shell("issues", "my.assay").value["items"]
    benefits = [item["benefit"] for item in items]
    assert benefits == sorted(benefits, reverse=True)
    assert all(0 <= item["chance"] <= 1 for item in items)
    last = items[-1]["kind"]
    assert shell("issues", "my.assay", "--worth", f"{last}=50").value["items"][0]["kind"] == last
    assert shell("issues", "my.assay").value["items"][0]["kind"] == last
    assert "is no worth" in shell("issues", "my.assay", "--worth", last).err


def test_a_spot_check_is_drawn_judged_and_told(imported: Path, shell: Shell) -> None:
    """G12: `spot-check` draws, goes on with what was drawn, and tells precision with its interval and basis."""
    shell("find", "my.assay")
    drawn = shell("spot-check", "my.assay", "--n", 2).value
    ids = [item["id"] for item in drawn["left"]]
    assert ids == drawn["check"]["issues"] != []
    assert drawn["precision"][0]["basis"] == "claimed"
    shell("decide", "my.assay", "confirm", "--ids", ids[0])
    again = shell("spot-check", "my.assay").value
    assert [item["id"] for item in again["left"]] == ids[1:]
    whole = again["precision"][0]
    assert (whole["basis"], whole["errors"], whole["judged"], whole["share"]) == ("random", 1, 1, 1.0)
    assert whole["low"] < 0.5 < whole["high"]

"""`assay review` and `project.reviews`: the same review from a shell and from Python."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import assay
from assay.errors import NotFound, ReviewInvalid, SourceNotFound
from tests.shell import Shell


def test_a_review_is_opened_marked_applied_and_taken_back(imported: Path, shell: Shell) -> None:
    """V3.9, V3.10, I2: from the shell and from Python it is one review."""
    assert shell("review", imported).value == []
    assert shell("review", imported, "apply").code == 2
    opened = shell("review", imported, "open", "--query", 'label="cat"').value
    assert (opened["query"], opened["total"], opened["marked"]) == ('label = "cat"', 2, 0)
    with assay.open(imported) as project:
        review = project.reviews.get(opened["id"])
        assert review.mark([0], "relabel", category="dog").taken == 1
        review.look([0, 2])
        review.mark([2])
        assert [row["label"] for row in review.verdicts()] == ["dog", None]
    (listed,) = shell("review", imported).value
    assert (listed["marked"], listed["looked_at"], listed["state"]) == (2, 2, "open")
    assert shell("review", imported, "marks").value["marks"][0] == {
        "id": 0, "verdict": "relabel", "label": "dog", "author": "tester",
    }  # fmt: skip
    applied = shell("review", imported, "apply", opened["id"], "--reason", "seen twice").value
    assert (applied["done"], applied["wrong"], applied["change"]["reason"]) == (1, 1, "seen twice")
    assert shell("query", imported, 'label = "dog"', "--level", "annotation").value["total"] == 2
    times = shell("review", imported, "times").value
    assert (times["items"], times["by_author"][0]["author"]) == (2, "tester")
    shell("undo", imported)
    assert shell("review", imported, "show").value["marked"] == 2
    shell("review", imported, "delete", opened["id"])
    assert shell("review", imported).value == []


def test_marks_go_into_a_file_and_come_back(imported: Path, shell: Shell, tmp_path: Path) -> None:
    """V3.8: identical; conflicts listed."""
    file = tmp_path / "marks.json"
    with assay.open(imported) as project:
        review = project.reviews.open()
        review.mark([0, 1])
        review.save(file)
        review.mark([0], None)
        review.mark([1], "delete")
        done = review.load(file)
        assert (done.added, [conflict.id for conflict in done.conflicts]) == (1, [1])
        with pytest.raises(SourceNotFound):
            review.load(tmp_path / "none.json")
    told = shell("review", imported, "marks", "--load", file, "--force")
    assert "1 mark added" in told.err
    assert {mark["verdict"] for mark in told.value["marks"]} == {"wrong"}
    shell("review", imported, "marks", "--save", tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text()) == json.loads(file.read_text())
    (tmp_path / "bad.json").write_text("[")
    assert "is not JSON" in shell("review", imported, "marks", "--load", tmp_path / "bad.json").err


def test_what_cannot_be_said_raises_in_python(imported: Path) -> None:
    with assay.open(imported) as project:
        review = project.reviews.open(level="prediction")
        with pytest.raises(ReviewInvalid, match="cannot be deleted"):
            review.mark([0], "delete")
        with pytest.raises(NotFound):
            review.mark([0], "relabel", category="horse")
        with pytest.raises(ReviewInvalid, match="Nothing is marked wrong"):
            review.collect_wrong("to mend")
        review.mark([0])
        assert review.collect_wrong("to mend").changed == 1
        assert [found.id for found in project.reviews.list()] == [review.id]
        review.delete()
        assert project.reviews.list() == []

"""The Python door: the same verbs as the shell and the browser, results as frames, errors that say what would do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import assay
from assay.errors import (
    AssayError,
    EditConflict,
    EditInvalid,
    FormatUnknown,
    LossRefused,
    NotFound,
    NothingToRedo,
    NothingToUndo,
    ProjectDamaged,
    ProjectExists,
    ProjectNotFound,
    QueryName,
    QuerySyntax,
    QueryType,
    SourceNotFound,
    SourceUnreadable,
)


@pytest.fixture
def project(tiny: Path) -> Iterator[assay.Project]:
    with assay.create("my.assay") as made:
        made.import_dataset("labels.json", images="photos")
        made.runs.import_("predictions.json", "small")
        yield made


def test_results_come_as_arrow_pandas_polars_and_rows(project: assay.Project) -> None:
    found = project.annotations.search("area < 1000", sort="area")
    assert isinstance(found.arrow(), pa.Table)
    assert isinstance(found.pandas(), pd.DataFrame)
    assert isinstance(found.polars(), pl.DataFrame)
    assert [row["id"] for row in found] == found.ids.tolist() == found.pandas()["id"].tolist()
    assert len(found) == found.total == found.polars().height == 2


def test_pages_follow_each_other_without_gap_or_repeat(project: assay.Project) -> None:
    first = project.annotations.search(sort="area", limit=2)
    second = project.annotations.search(sort="area", limit=2, after=first.next_cursor)
    assert [*first.ids, *second.ids] == project.annotations.search(sort="area").ids.tolist()
    assert second.next_cursor is None


def test_ids_of_a_query_are_what_the_verbs_take(project: assay.Project) -> None:
    cats = project.annotations.ids('label = "cat"')
    assert project.annotations.relabel(cats, "dog").rows == 2
    assert project.annotations.count('label = "dog"') == 3
    project.undo()
    assert project.annotations.ids('label = "cat"').tolist() == cats.tolist()
    project.redo()
    assert project.annotations.count('label = "cat"') == 0


def test_every_edit_of_a_label_can_be_taken_back(project: assay.Project) -> None:
    def state() -> list[dict[str, object]]:
        rows = list(project.annotations.search(sort="id"))
        return [{key: row[key] for key in ("id", "label", "x", "y", "w", "h")} for row in rows]

    before = state()
    image = int(project.images.ids("annotations.count = 0")[0])
    label = int(project.annotations.ids('label = "dog"')[0])
    project.annotations.move(label, [1, 2, 3, 4])
    project.annotations.add(image, "cat", box=[5, 5, 10, 10])
    project.annotations.delete([label])
    project.predictions.accept(project.predictions.ids("score < 0.9"))
    project.images.remove([image])
    after = state()
    for _ in range(5):
        project.undo()
    assert state() == before
    for _ in range(5):
        project.redo()
    assert state() == after


def test_an_undo_outlives_the_process_that_made_the_edit(project: assay.Project) -> None:
    project.annotations.delete(project.annotations.ids())
    with assay.open("my.assay", author="another") as again:
        assert again.annotations.count() == 0
        again.undo()
        assert again.annotations.count() == 3
        assert again.changes.list(limit=1)[0].author == "another"


def test_a_reader_sees_what_another_writer_published(project: assay.Project) -> None:
    """CLI, server and notebook can have one project open at once."""
    with assay.open("my.assay") as other:
        assert other.annotations.count() == 3
        project.annotations.delete(project.annotations.ids('label = "dog"'))
        assert other.annotations.count() == 2


def test_evaluation_stays_true_while_labels_are_edited(project: assay.Project) -> None:
    assert project.runs.evaluate("small", confidence=0.5).summary.fp == 1
    project.predictions.accept(project.predictions.ids("score < 0.9"))
    assert project.runs.evaluation("small").summary.fp == 0


def test_export_gives_what_stands_there_now(project: assay.Project) -> None:
    project.annotations.delete(project.annotations.ids('label = "dog"'))
    report = project.export("out.json", format="coco", query="annotations.count > 0")
    document = json.loads(Path("out.json").read_text(encoding="utf-8"))
    assert (report.images, len(document["images"]), len(document["annotations"])) == (2, 2, 2)


def test_a_second_dataset_is_spoken_of_by_name(project: assay.Project) -> None:
    assert [dataset.name for dataset in project.datasets()] == [project.datasets()[0].name]
    assert project.dataset(project.datasets()[0].name).images.count() == 3
    with pytest.raises(NotFound, match="nowhere"):
        project.dataset("nowhere")


@pytest.mark.parametrize(
    ("error", "text", "message"),
    [
        pytest.param(QuerySyntax, "area <", "area <|end|expect", id="cut off"),
        pytest.param(QueryName, "aera < 5", "area", id="a name nearly right is suggested"),
        pytest.param(QueryType, 'area < "large"', "number", id="a number against a text"),
    ],
)
def test_a_wrong_query_says_where(project: assay.Project, error: type[AssayError], text: str, message: str) -> None:
    with pytest.raises(error, match=message) as raised:
        project.annotations.search(text)
    assert raised.value.span is not None


def test_projects_that_are_not_there_or_broken(project: assay.Project, tiny: Path) -> None:
    with pytest.raises(ProjectNotFound, match="assay create"):
        assay.open("nowhere.assay")
    with pytest.raises(ProjectExists):
        assay.create("my.assay")
    (tiny / "broken.assay").mkdir()
    (tiny / "broken.assay" / "assay.toml").write_text("format = 999\nid = 'x'\n", encoding="utf-8")
    with pytest.raises(ProjectDamaged, match="newer version"):
        assay.open("broken.assay")


def test_sources_that_cannot_be_read(project: assay.Project, tiny: Path) -> None:
    with pytest.raises(SourceNotFound, match=r"nothing\.json"):
        project.import_dataset("nothing.json")
    (tiny / "poem.txt").write_text("no labels here\n", encoding="utf-8")
    with pytest.raises(FormatUnknown):
        project.import_dataset("poem.txt")
    (tiny / "odd.json").write_text('"just a text"', encoding="utf-8")
    with pytest.raises(SourceUnreadable):
        project.import_dataset("odd.json", format="coco")
    assert project.images.count() == 3


def test_edits_that_cannot_be(project: assay.Project) -> None:
    label = int(project.annotations.ids('label = "dog"')[0])
    with pytest.raises(NotFound, match="Did you mean 'cat'"):
        project.annotations.relabel([label], "catt")
    with pytest.raises(EditInvalid):
        project.annotations.move(label, [1, 1, 0, 5])
    with pytest.raises(EditConflict):
        project.annotations.delete([987_654])
    with pytest.raises(NothingToUndo):
        project.undo()
    with pytest.raises(NothingToRedo):
        project.redo()


def test_a_strict_export_refuses_to_lose(project: assay.Project) -> None:
    """YOLO has no place for ids of images; what it does lose it names, and writes nothing."""
    document = json.loads(Path("labels.json").read_text(encoding="utf-8"))
    document["annotations"][0]["mood"] = "happy"
    Path("labels.json").write_text(json.dumps(document), encoding="utf-8")
    project.import_dataset("labels.json", images="photos")
    with pytest.raises(LossRefused):
        project.export("out", format="yolo", strict=True)
    assert not Path("out").exists()

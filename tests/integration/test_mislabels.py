"""V5.6, V5.8: one call writes whether each label is likely wrong, and which class it is else; one direction (X3)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

import assay
from assay.errors import ArrayError, NotFound
from assay.jobs.progress import QuietProgress
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.model.mislabel_source import MislabelSource
from assay.sdk.project import Project
from assay.server.app import create_app
from assay.server.settings import Settings
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.chances_file import read_chances
from assay.workflows.issues.coarse_file import read_coarse
from assay.workflows.issues.mislabels import find_mislabels
from tests.integration.test_server_metrics import ended
from tests.integration.visitor import Visitor, dataset_id, search

CLASSES = ("car", "bus", "cat", "dog")
GROUP = {"car": "vehicle", "bus": "vehicle", "cat": "animal", "dog": "animal"}
WRONG = {3: "bus", 21: "dog"}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """40 whole-image labels, ten of each class; one car is labelled bus, one bus is labelled dog."""
    images = [{"id": at, "file_name": f"{at}.jpg", "width": 64, "height": 48} for at in range(40)]
    given = [WRONG.get(at, CLASSES[true_class(at)]) for at in range(40)]
    labels = [{"id": at, "image_id": at, "category_id": CLASSES.index(name)} for at, name in enumerate(given)]
    categories = [{"id": at, "name": name, "supercategory": GROUP[name]} for at, name in enumerate(CLASSES)]
    coco = {"images": images, "annotations": labels, "categories": categories}
    (tmp_path / "labels.json").write_text(json.dumps(coco))
    with assay.create(tmp_path / "my.assay") as made:
        made.import_dataset(tmp_path / "labels.json")
        yield made


def true_class(at: int) -> int:
    return {3: 0, 21: 1}.get(at, at % 4)


def chances(confidence: float = 0.9) -> np.ndarray:
    p = np.full((40, 4), (1 - confidence) / 3)
    p[np.arange(40), [true_class(at) for at in range(40)]] = confidence
    return p


def give_run(project: Project, folder: Path, told: np.ndarray) -> None:
    """Import a run of these (40, 4) class probabilities."""
    rows = [",".join([f"{at}.jpg", *(f"{value:.4f}" for value in row)]) for at, row in enumerate(told)]
    (folder / "run.csv").write_text("\n".join([",".join(["path", *CLASSES]), *rows]))
    import_predictions(project._session.store, folder / "run.csv", run="model")


def ids(project: Project, query: str) -> list[int]:
    return sorted(project.annotations.ids(query).tolist())


def test_the_wrong_ones_are_flagged_and_named(project: Project) -> None:
    report = project.find_mislabels(pred_probs=chances())
    assert (report.labels, report.flagged, report.coarsely, report.sources) == (40, 2, 1, ("probabilities",))
    assert ids(project, "potential_mislabel") == [3, 21]
    assert ids(project, "potential_mislabel = 1") == [3, 21]
    assert ids(project, 'likely_label = "car" and label = "bus"') == [3]
    assert ids(project, "label != likely_label") == [3, 21]


def test_the_words_of_nucleus_are_understood(project: Project) -> None:
    """V5.7: its fields of labels stand under `annotations.metadata`."""
    project.find_mislabels(pred_probs=chances())
    for query in (
        "annotations.metadata.potential_mislabel = 1",
        "annotations.potential_mislabel = 1",
        'annotations.metadata.predicted_label = "car" and annotations.bus = 1',
    ):
        assert 3 in project.images.ids(query).tolist()
    assert sorted(project.images.ids("annotations.metadata.potential_mislabel = 1").tolist()) == [3, 21]


def test_only_errors_across_coarse_classes(project: Project) -> None:
    """V5.8."""
    project.find_mislabels(pred_probs=chances())
    assert ids(project, "coarse_label != predicted_coarse_label") == [21]
    project.find_mislabels(pred_probs=chances(), coarse={name: name for name in CLASSES})
    assert ids(project, "coarse_label != predicted_coarse_label") == [3, 21]


def test_what_is_flagged_never_comes_after_what_is_not(project: Project) -> None:
    """X3."""
    p = chances(0.4)
    p[5] = [0.3, 0.28, 0.22, 0.2]
    project.find_mislabels(pred_probs=p)
    flagged = ids(project, "potential_mislabel")
    assert flagged
    assert flagged == ids(project, "mislabel_score < 0.5")
    assert project.annotations.count("mislabel_score >= 0 and mislabel_score <= 1") == 40
    first = project.annotations.search(sort="mislabel_score", limit=len(flagged)).ids.tolist()
    assert sorted(first) == flagged


def test_chances_of_another_shape_are_refused(project: Project) -> None:
    with pytest.raises(ArrayError, match=r"\(40, 4\)"):
        project.find_mislabels(pred_probs=chances()[:, :3])


def test_where_nothing_is_known_it_says_what_to_do(project: Project) -> None:
    with pytest.raises(NotFound, match="Nothing is known"):
        project.find_mislabels()


def test_labels_of_one_class_cannot_be_of_a_wrong_one(project: Project) -> None:
    project.annotations.relabel(ids(project, 'label != "car"'), "car")
    with pytest.raises(NotFound, match="All 40 labels are of one class"):
        project.find_mislabels()


def test_an_edit_makes_the_columns_stale_and_a_new_call_renews_them(project: Project) -> None:
    def state() -> tuple[str, str]:
        told = next(one for one in project.metrics.list() if one.slug == "mislabel")
        return told.state.value, told.why

    assert "mislabel" not in {one.slug for one in project.metrics.list()}
    project.find_mislabels(pred_probs=chances())
    assert state() == ("measured", "")
    project.annotations.relabel([3], "car")
    assert state() == ("stale", "Labels were edited or imported since: `assay mislabels` tells anew.")
    assert ids(project, "potential_mislabel") == [3, 21]
    project.find_mislabels(pred_probs=chances())
    assert state() == ("measured", "")
    assert ids(project, "potential_mislabel") == [21]


def test_it_is_asked_for_over_http_and_says_what_is_missing(project: Project, tmp_path: Path) -> None:
    """V5.6: who can tell is listed with what it lacks; a job writes the columns, and what was told stands."""
    web = Visitor(create_app(project._session.store))
    asked = f"/api/mislabels?dataset={dataset_id(web)}"
    before = web.get(asked).json()
    assert before["sources"] == [
        {"source": "run", "missing": "There is no run."},
        {"source": "look-alikes", "missing": "No label is embedded yet."},
    ]
    assert before["told"] is None
    failed = ended(web, web.post("/api/mislabels/run", {"dataset": dataset_id(web)}).json()["id"])
    assert "Nothing is known" in failed["error"]
    give_run(project, tmp_path, chances())
    ready = web.get(asked).json()
    assert [one["missing"] for one in ready["sources"]] == ["", "No label is embedded yet."]
    told = ended(web, web.post("/api/mislabels/run", {"dataset": dataset_id(web), "sources": ["run"]}).json()["id"])
    assert (told["title"], told["mislabels"]["flagged"], told["mislabels"]["labels"]) == ("Find mislabels", 2, 40)
    assert web.get(asked).json()["told"] == {
        "state": "measured",
        "labels": 40,
        "flagged": 2,
        "coarsely": 1,
        "run": "model",
        "look_alikes": False,
        "given": False,
    }
    assert search(web, "annotation", "potential_mislabel = 1")["total"] == 2
    assert web.post("/api/mislabels/run", {"dataset": 99}).status_code == 404
    assert web.post("/api/mislabels/run", {"dataset": dataset_id(web), "sources": []}).status_code == 422


def test_each_source_alone_is_heard_alone(project: Project, tmp_path: Path) -> None:
    """Look-alikes by vectors that tell the true class, a run that says nothing else than the labels."""
    given = [CLASSES.index(WRONG.get(at, CLASSES[true_class(at)])) for at in range(40)]
    give_run(project, tmp_path, np.eye(4)[given] * 0.8 + 0.05)
    store = project._session.store
    with pytest.raises(NotFound, match="Nothing is known"):
        find_mislabels(store, sources=[MislabelSource.LOOK_ALIKES])
    vectors = np.eye(4)[[true_class(at) for at in range(40)]] + np.random.default_rng(0).normal(0, 0.05, (40, 4))
    ids = np.arange(40)
    with store.writer() as writer:
        writer.put_embedding(Embedding(0, 1, Level.ANNOTATION, "hand", "hand", 1), ids, vectors, ids)
    by_run = find_mislabels(store, sources=[MislabelSource.RUN])
    assert (by_run.sources, by_run.flagged) == (("run",), 0)
    alone = find_mislabels(store, sources=[MislabelSource.LOOK_ALIKES])
    assert (alone.sources, alone.flagged) == (("look-alikes",), 2)
    assert project.annotations.ids("potential_mislabel").tolist() == [3, 21]
    assert find_mislabels(store).sources == ("run", "look-alikes")


def test_an_edit_while_labels_are_compared_leaves_the_columns_stale(project: Project) -> None:
    """Nobody waits for the comparison: a person edits while it runs, and what was told is as old as it is."""

    class Editing(QuietProgress):
        def stage(self, title: str, total: int | None = None) -> None:
            if title == "Writing the columns":
                project.annotations.relabel([3], "car")

    find_mislabels(project._session.store, pred_probs=chances(), progress=Editing())
    told = next(one for one in project.metrics.list() if one.slug == "mislabel")
    assert told.state.value == "stale"
    assert project.annotations.count('label = "car"') == 11


def upload(web: Visitor, kind: str, name: str, content: bytes) -> dict[str, Any]:
    reply = web.send("POST", f"/api/mislabels/files/{kind}?dataset={dataset_id(web)}&name={name}", content=content)
    told: dict[str, Any] = reply.json()
    return told


def as_csv(rows: np.ndarray, names: Sequence[str]) -> bytes:
    lines = [",".join([name, *(f"{value:.4f}" for value in row)]) for name, row in zip(names, rows, strict=True)]
    return "\n".join([",".join(["id", *CLASSES]), *lines]).encode()


def test_files_of_ones_own_are_heard_over_http(project: Project) -> None:
    """V5.6 to V5.8: what `assay mislabels --chances --coarse` does; rows that do not fit are told by line."""
    web = Visitor(create_app(project._session.store))
    lines = as_csv(chances(), [str(at) for at in range(40)]).splitlines()
    lines[5] = b"4,0.9,many,0.05,0.05"
    lines[6] = b"900,0.1,0.2,0.3,0.4"
    lines[8] = b"7,-1,2,0,0"
    lines[9] = b"8,3.0,0.3,0.3,0.4"
    told = upload(web, "chances", "mine.csv", b"\n".join(lines))
    assert (told["rows"], told["taken"], told["labels"], told["named_by"]) == (40, 37, 40, "reference_id")
    assert [(one["place"], one["code"], one["skipped"]) for one in told["problems"]] == [
        ("line 6", "no-number", True),
        ("line 7", "unknown-row", True),
        ("line 9", "negative", True),
        ("line 10", "sum", False),
    ]
    own = {name: f"{name} alone" for name in CLASSES[:3]}
    coarse = upload(web, "coarse", "coarse.json", json.dumps({**own, "horse": "animal"}).encode())
    assert (coarse["groups"], coarse["without"], len(coarse["problems"])) == (own, ["dog"], 1)
    asked = {"dataset": dataset_id(web), "sources": [], "chances": told["key"], "coarse": coarse["key"]}
    done = ended(web, web.post("/api/mislabels/run", asked).json()["id"])["mislabels"]
    assert (done["labels"], done["unknown"], done["flagged"]) == (37, 3, 2)
    assert ids(project, 'coarse_label = "bus alone" and predicted_coarse_label = "car alone"') == [3]
    stands = web.get(f"/api/mislabels?dataset={dataset_id(web)}").json()["told"]
    assert (stands["given"], stands["run"], stands["look_alikes"]) == (True, None, False)


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("mine.npy", np.array([{"a": 1}], dtype=object).dumps(), "source-unreadable", "Python objects"),
        ("mine.pkl", b"\x80\x04.", "format-unknown", "no kind"),
        ("mine.csv", b"id,car,bus,cat\n1,1,0,0\n", "source-unreadable", "no column for the class 'dog'"),
        ("mine.csv", b"car,bus,cat,dog\n1,0,0,0\n", "source-unreadable", "1 row; the dataset has 40 labels"),
        ("mine.csv", b"id,car,bus,cat,dog\n1,-9,2,3,1\n", "source-unreadable", "below 0"),
        ("mine.json", b'{"a": ', "source-unreadable", "not JSON"),
        ("mine.parquet", b"PAR1", "source-unreadable", "not a readable table"),
    ],
)
def test_a_file_that_cannot_be_heard_says_why_and_is_not_kept(
    project: Project, name: str, content: bytes, code: str, words: str
) -> None:
    store = project._session.store
    told = upload(Visitor(create_app(store)), "chances", name, content)
    assert (told["code"], words in told["message"]) == (code, True), told
    assert not [*store.path.glob("cache/given/*")]


def test_a_file_may_be_larger_than_other_requests_but_not_without_end(project: Project) -> None:
    small = Settings(body_bytes=1_000, upload_bytes=20_000)
    web = Visitor(create_app(project._session.store, small))
    content = as_csv(chances(), [str(at) for at in range(40)])
    assert len(content) > small.body_bytes
    assert upload(web, "chances", "mine.csv", content)["taken"] == 40
    assert upload(web, "chances", "mine.csv", content * 20)["code"] == "request-too-large"


def test_chances_are_read_alike_from_every_kind_of_file(project: Project, tmp_path: Path) -> None:
    """By order, and by the file name of the image."""
    p = chances()
    np.save(tmp_path / "a.npy", p)
    (tmp_path / "b.json").write_text(json.dumps(p.tolist()))
    rows = [{"file_name": f"{at}.jpg", **dict(zip(CLASSES, row, strict=True))} for at, row in enumerate(p.tolist())]
    (tmp_path / "c.json").write_text(json.dumps(rows[::-1]))
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "d.parquet")
    snapshot = project._session.store.snapshot()
    told = [
        read_chances(snapshot, snapshot.dataset(None), tmp_path / name)
        for name in ("a.npy", "b.json", "c.json", "d.parquet")
    ]
    assert [one.named_by for one in told] == ["order", "order", "file_name of the image", "file_name of the image"]
    for one in told:
        assert one.problems == ()
        np.testing.assert_array_equal(one.chances, p)


@pytest.mark.parametrize("head", ["", "class,coarse\n"])
def test_coarse_classes_are_read_with_a_head_or_without(tmp_path: Path, head: str) -> None:
    path = tmp_path / "coarse.csv"
    path.write_text(f"{head}car, vehicle\nBus,vehicle\ncat,\nlorry,vehicle\nbus,animal\n")
    told = read_coarse(path, CLASSES)
    assert told.groups == {"car": "vehicle", "bus": "vehicle"}
    assert told.without == ("cat", "dog")
    first = 2 if head else 1
    assert [(one.place, one.code) for one in told.problems] == [
        (f"line {first + 2}", "no-coarse-class"),
        (f"line {first + 3}", "unknown-class"),
        (f"line {first + 4}", "again"),
    ]

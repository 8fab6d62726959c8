"""V5.6, V5.8: one call writes whether each label is likely wrong, and which class it is else; one direction (X3)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import assay
from assay.errors import ArrayError, NotFound
from assay.jobs.progress import QuietProgress
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.model.mislabel_source import MislabelSource
from assay.sdk.project import Project
from assay.server.app import create_app
from assay.workflows.import_predictions import import_predictions
from assay.workflows.mislabels import find_mislabels
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

"""One box is edited: its vector, metrics, matches and suspects are made anew by themselves, nothing else (V6.15)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from assay.detectors.registry import DETECTORS
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import undo
from assay.workflows.embeddings.embed import embed
from assay.workflows.follow_up import follow_up
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.metrics.measure import measure
from assay.workflows.runs.evaluate_run import evaluate_run

Rows = dict[Any, dict[str, Any]]

METRICS = ["brightness", "sharpness", "border_closeness", "object_density"]
"""Of crops, of boxes and of images; none leans on the whole set."""

IMAGES = 6


@pytest.fixture(scope="module")
def project(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A few photographs with labels and a real run: embedded, measured, evaluated, searched."""
    folder, made = shared_data / "ppe_valid", tmp_path_factory.mktemp("one_edit")
    told = json.loads((folder / "instances_valid.json").read_text())
    labelled = {row["image_id"] for row in told["annotations"]}
    kept = sorted(labelled)[:IMAGES]
    told["images"] = [row for row in told["images"] if row["id"] in kept]
    told["annotations"] = [row for row in told["annotations"] if row["image_id"] in kept]
    said = [row for row in json.loads((folder / "predictions_coco.json").read_text()) if row["image_id"] in kept]
    (made / "labels.json").write_text(json.dumps(told))
    (made / "predictions.json").write_text(json.dumps(said))
    with Store.create(made / "few.assay") as store:
        import_dataset(store, made / "labels.json", images=folder / "images")
        import_predictions(store, made / "predictions.json", run="yolo")
        evaluate_run(store)
        embed(store, embedder="descriptor")
        measure(store, metrics=METRICS)
        find_issues(store)
        yield store


@dataclass(frozen=True)
class Alike:
    """A vector that equals another but for the last bits, by which one embedded alone differs from one among others."""

    values: NDArray[np.float32]

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Alike) and bool(np.allclose(self.values, other.values, atol=1e-5))


def rows_of(store: Store, table: str) -> Rows:
    """Every live row by what names it, with the values of its metrics.

    A suspect is named by what is doubted of what: one that went and came back has another id.
    """
    snapshot = store.snapshot()
    rows = snapshot.rows(table, columns=[column.name for column in snapshot.table(table).columns]).to_pylist()
    if table == "matches":
        return {(row["annotation_id"], row["prediction_id"]): row for row in rows}
    if table == "issues":
        named = ("kind", "image_id", "annotation_id", "prediction_id")
        return {tuple(row[one] for one in named): row | {"id": 0, "score": round(row["score"], 6)} for row in rows}
    return {row["id"]: row for row in rows}


def vectors(store: Store, level: Level) -> Rows:
    snapshot = store.snapshot()
    embedding = snapshot.embedding(snapshot.dataset().id, level)
    assert embedding is not None
    ids, found = snapshot.vectors(embedding)
    return {id: {"vector": Alike(vector)} for id, vector in zip(ids.tolist(), found, strict=True)}


def state(store: Store) -> dict[str, Rows]:
    tables = {name: rows_of(store, name) for name in ("images", "annotations", "predictions", "matches", "issues")}
    return tables | {f"vectors of {level.value}s": vectors(store, level) for level in (Level.IMAGE, Level.ANNOTATION)}


def differing(before: dict[str, Rows], after: dict[str, Rows]) -> dict[str, set[Any]]:
    """What names the rows that came, went, or have another value."""
    return {
        name: {key for key in rows.keys() | after[name].keys() if rows.get(key) != after[name].get(key)}
        for name, rows in before.items()
    }


def a_found_label(store: Store) -> dict[str, Any]:
    """A label that a prediction meets and that nothing is suspected of, in an image with more labels."""
    suspected = {row["annotation_id"] for row in rows_of(store, "issues").values()}
    labels = rows_of(store, "annotations")
    met = [row for row in rows_of(store, "matches").values() if row["outcome"] == "correct"]
    return next(labels[row["annotation_id"]] for row in met if row["annotation_id"] not in suspected)


def test_what_leans_on_a_box_is_made_anew_and_nothing_else(project: Store) -> None:
    """V6.15: every other row of every table is the same, value for value; so is every other vector.

    A whole search then finds the same of its image; elsewhere it moves the scores that a detector is declared to take
    from the whole set.
    """
    label = a_found_label(project)
    before = state(project)
    edit_labels.move(project, label["id"], [2.0, 2.0, label["w"] * 2, label["h"] * 0.75])
    follow_up(project)
    moved = state(project)
    changed = differing(before, moved)
    assert changed["vectors of annotations"] == {label["id"]}
    assert changed["vectors of images"] == changed["predictions"] == set()
    was, now = before["annotations"][label["id"]], moved["annotations"][label["id"]]
    assert all(was[name] != now[name] for name in ("brightness", "sharpness", "border_closeness"))
    assert changed["images"] <= {label["image_id"]}
    assert {moved["annotations"][id]["image_id"] for id in changed["annotations"]} == {label["image_id"]}
    touched = [{**before["matches"], **moved["matches"]}[key] for key in changed["matches"]]
    assert {row["image_id"] for row in touched} == {label["image_id"]}
    assert next(row for row in moved["matches"].values() if row["annotation_id"] == label["id"])["outcome"] == "missed"

    suspects = [{**before["issues"], **moved["issues"]}[key] for key in changed["issues"]]
    assert {suspect["image_id"] for suspect in suspects} == {label["image_id"]}
    assert label["id"] in {suspect["annotation_id"] for suspect in suspects}
    assert not any(suspect["state"] == "stale" for suspect in moved["issues"].values())

    find_issues(project)
    found = differing(moved, state(project))
    assert {name for name, keys in found.items() if keys} <= {"issues"}
    suspects = [{**moved["issues"], **rows_of(project, "issues")}[key] for key in found["issues"]]
    assert label["image_id"] not in {suspect["image_id"] for suspect in suspects}
    whole_set = {one.name for one in DETECTORS.values() if one.whole_set}
    assert {suspect["detector"] for suspect in suspects} <= whole_set


def test_undo_makes_every_value_what_it_was(project: Store) -> None:
    """V6.15, V6.4: what leans on the box follows its undo."""
    undo(project)
    follow_up(project)
    find_issues(project)
    label = a_found_label(project)
    before = state(project)
    edit_labels.move(project, label["id"], [2.0, 2.0, label["w"], label["h"]])
    follow_up(project)
    undo(project)
    follow_up(project)
    assert {name: keys for name, keys in differing(before, state(project)).items() if keys} == {}

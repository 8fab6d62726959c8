"""Who labelled, and how well (D14)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import assay
from assay.statistics.intervals import wilson
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.annotators import Annotators, annotators
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.runs.evaluate_run import evaluate_run
from tests.shell import Shell

SHARED = {"category_id": 1, "area": 900, "iscrowd": 0}


def box(at: int) -> list[int]:
    return [20 + 100 * at, 20, 30, 30]


def label(number: int, image: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "image_id": image, "bbox": box(number % 4), **SHARED, **more}


@pytest.fixture
def signed(tmp_path: Path) -> Iterator[Store]:
    """Ann and Bob label four objects each, in 10 s and 30 s; two of Bob's are one, and missed; one is unsigned."""
    labels = [label(at, 0, annotator="Ann", annotation_time=10) for at in range(4)]
    labels += [label(4 + at, 1, attributes={"annotator_id": "Bob"}, annotation_time=30) for at in range(4)]
    labels[5]["bbox"] = [at + 1 for at in labels[4]["bbox"]]
    labels.append(label(8, 2))
    images = [{"id": at, "file_name": f"{at}.jpg", "width": 640, "height": 480} for at in range(3)]
    coco = {"images": images, "annotations": labels, "categories": [{"id": 1, "name": "car"}, {"id": 2, "name": "bus"}]}
    (tmp_path / "labels.json").write_text(json.dumps(coco))
    kept = [one for one in labels if one["id"] not in (4, 5)]
    results = [{"image_id": one["image_id"], "category_id": 1, "bbox": one["bbox"], "score": 0.9} for one in kept]
    (tmp_path / "results.json").write_text(json.dumps(results))
    with Store.create(tmp_path / "my.assay") as store:
        import_dataset(store, tmp_path / "labels.json")
        import_predictions(store, tmp_path / "results.json", run="model")
        yield store


def row(found: Annotators, name: str) -> dict[str, Any]:
    return next(one for one in found.arrow().to_pylist() if one["annotator"] == name)


def test_labels_are_counted_by_who_made_them(signed: Store) -> None:
    found = annotators(signed.snapshot())
    assert {name: int(count) for name, count in zip(found.names, found.labels, strict=True)} == {"Ann": 4, "Bob": 4}
    assert (found.unsigned, found.run) == (1, "model")


def test_the_run_disagrees_with_what_it_misses_once_it_is_evaluated(signed: Store) -> None:
    assert annotators(signed.snapshot()).compared.tolist() == [0, 0]
    evaluate_run(signed)
    bob = row(annotators(signed.snapshot()), "Bob")
    assert (bob["disagreed"], bob["compared"], bob["disagreed_share"]) == (2, 4, 0.5)
    low, high = wilson(np.array([2]), np.array([4]))
    assert (bob["disagreed_low"], bob["disagreed_high"]) == pytest.approx((low[0], high[0]))
    assert row(annotators(signed.snapshot()), "Ann")["disagreed"] == 0


def test_what_was_changed_or_removed_here_is_told_of_who_made_it(signed: Store) -> None:
    ids = signed.snapshot().rows("annotations", columns=("id",))["id"].to_pylist()
    edit_labels.relabel(signed, ids[:1], "bus")
    edit_labels.delete(signed, ids[1:2])
    ann, bob = (row(annotators(signed.snapshot()), name) for name in ("Ann", "Bob"))
    assert (ann["labels"], ann["changed"], ann["changed_share"]) == (3, 2, 0.5)
    assert (bob["labels"], bob["changed"]) == (4, 0)


def test_time_is_a_mean_and_held_against_that_of_the_others(signed: Store) -> None:
    ann, bob = (row(annotators(signed.snapshot()), name) for name in ("Ann", "Bob"))
    assert (ann["seconds"], ann["seconds_z"], ann["timed"]) == (10.0, -1.0, 4)
    assert (bob["seconds"], bob["seconds_z"], bob["timed"]) == (30.0, 1.0, 4)


def test_suspects_are_counted_by_kind_and_the_most_suspected_comes_first(signed: Store) -> None:
    evaluate_run(signed)
    find_issues(signed)
    found = annotators(signed.snapshot())
    issues = signed.snapshot().rows("issues", where={"state": "open"}).to_pylist()
    bobs = {one["id"] for one in signed.snapshot().rows("annotations").to_pylist() if one["reference_id"] in "4567"}
    told = {(one["kind"], one["annotation_id"]) for one in issues if one["annotation_id"] in bobs}
    assert told
    assert found.names == ("Bob", "Ann")
    assert found.suspected[0] == len({id for _, id in told})
    assert {kind: int(count[0]) for kind, count in found.kinds.items() if count[0]} == {
        kind: sum(other == kind for other, _ in told) for kind, _ in told
    }


def test_python_and_the_shell_tell_the_same(signed: Store, shell: Shell) -> None:
    path = str(signed.path)
    told = json.loads(shell("annotators", path, "--json").out)
    with assay.open(path) as project:
        assert project.annotations.by_annotator().arrow().to_pylist() == told["annotators"]
    assert (told["unsigned"], len(told["annotators"])) == (1, 2)


def test_where_nobody_signed_the_fields_that_would_be_read_are_told(store: Store, shell: Shell) -> None:
    told = json.loads(shell("annotators", str(store.path), "--json").out)
    assert (told["annotators"], told["unsigned"]) == ([], store.snapshot().count("annotations"))
    assert "annotator_id" in told["fields"]
    assert annotators(store.snapshot()).arrow().num_rows == 0

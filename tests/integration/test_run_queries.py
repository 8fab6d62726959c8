"""Queries over runs on a real store: how each run met each label in its current evaluation (F15, E16)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assay.errors import QueryName
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.explore.search import count, search
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.runs.evaluate_run import evaluate_run


@pytest.fixture
def two_runs(store: Store, toy: ToySet, tmp_path: Path) -> Store:
    """The toy project with a second run, which lacks every third prediction and gives each seventh twice."""
    rows = json.loads(toy.predictions.read_text())
    kept = [row for at, row in enumerate(rows) if at % 3]
    again = [row | {"id": 1000 + at, "score": row["score"] / 2} for at, row in enumerate(kept) if at % 7 == 0]
    file = tmp_path / "second.json"
    file.write_text(json.dumps(kept + again))
    import_predictions(store, file, run="second")
    evaluate_run(store, run="second", config=EvaluationConfig(iou=0.5, confidence=0.1))
    return store


def _found(store: Store, text: str, level: Level = Level.ANNOTATION, *, run: str | None = None) -> list[int]:
    ids: list[int] = search(store, text, level=level, run=run, limit=1000).rows["id"].to_pylist()
    return ids


def _matches(store: Store, run: str) -> dict[int, dict[str, Any]]:
    """The match of each label in the run's current evaluation."""
    snapshot = store.snapshot()
    evaluation = snapshot.evaluation(snapshot.run(1, run).id)
    assert evaluation is not None
    rows = snapshot.rows("matches", where={"evaluation_id": evaluation.id}).to_pylist()
    return {row["annotation_id"]: row for row in rows if row["annotation_id"] is not None}


def test_labels_that_one_run_finds_and_the_other_does_not(two_runs: Store) -> None:
    one, other = _matches(two_runs, "model"), _matches(two_runs, "second")
    right = {id for id, row in one.items() if row["outcome"] == "correct"}
    wanted = sorted(id for id in right if other[id]["outcome"] != "correct")
    text = 'run("model").correct and not run("second").correct'
    assert _found(two_runs, text) == wanted != []
    assert count(two_runs, text, level=Level.ANNOTATION, run="model") == len(wanted), "whatever run is chosen"
    images = {row["image_id"] for id, row in one.items() if id in wanted}
    assert _found(two_runs, f"any(annotation: {text})", Level.IMAGE) == sorted(images)
    assert _found(two_runs, text, Level.IMAGE) == sorted(images), "asked of images, it asks for any label"


def test_the_score_and_the_class_are_those_of_the_prediction_that_took_the_label(two_runs: Store) -> None:
    matches = _matches(two_runs, "second")
    snapshot = two_runs.snapshot()
    rows = snapshot.rows("predictions", columns=("id", "score"), where={"run_id": snapshot.run(1, "second").id})
    score = dict(zip(rows["id"].to_pylist(), rows["score"].to_pylist(), strict=True))
    taken = {id: score[row["prediction_id"]] for id, row in matches.items() if row["prediction_id"] is not None}
    middle = sorted(taken.values())[len(taken) // 2]
    assert _found(two_runs, f'run("second").score >= {middle}') == sorted(id for id in taken if taken[id] >= middle)
    assert _found(two_runs, 'run("second").score is null') == sorted(matches.keys() - taken.keys())
    wrong = sorted(id for id, row in matches.items() if row["predicted_category_id"] not in {None, row["category_id"]})
    assert _found(two_runs, 'run("second").label != label') == wrong


def test_false_positives_are_those_on_background_and_those_seen_twice(two_runs: Store) -> None:
    background, twice, both = (
        _found(two_runs, f'match = "{word}"', Level.PREDICTION, run="second")
        for word in ("background", "duplicate", "false positive")
    )
    assert twice
    assert both == sorted([*background, *twice])


def test_an_evaluation_made_anew_is_the_one_that_is_asked(two_runs: Store) -> None:
    before = _found(two_runs, 'run("second").missed')
    evaluate_run(two_runs, run="second", config=EvaluationConfig(iou=0.5, confidence=1.0))
    assert len(_found(two_runs, 'run("second").missed')) > len(before)


def test_a_run_that_was_never_evaluated_says_so(store: Store, toy: ToySet) -> None:
    import_predictions(store, toy.predictions, run="fresh")
    with pytest.raises(
        QueryName, match=r"'fresh' was not evaluated\. Evaluate it first: `assay evaluate P --run fresh`"
    ):
        count(store, 'run("fresh").correct', level=Level.ANNOTATION)
    with pytest.raises(QueryName, match=r"no run named 'modle'\. Did you mean 'model'"):
        count(store, 'run("modle").correct', level=Level.ANNOTATION)

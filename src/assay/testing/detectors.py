"""What every detector must hold to, as named checks: for authors of plug-ins, and for the built-in ones.

    import pytest
    from assay.testing.detectors import DETECTOR_CHECKS

    @pytest.mark.parametrize("check", DETECTOR_CHECKS, ids=lambda check: check.__name__)
    def test_my_detector(check):
        check(my_detector)

Each check takes a detector and raises `AssertionError` with what is wrong and with which set.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from assay.arrays import Scores
from assay.detectors.detector import SUSPECTS, Detector, Need, why_skipped
from assay.detectors.view import DatasetView
from assay.model.issue import SuggestedAction
from assay.testing.spoiled_views import spoiled_classes, spoiled_detection
from assay.testing.views import images_table, labels_table, predictions_table, view_of

HEADINGS = ("What it measures", "Why it matters", "When it misleads", "Example", "Reference")
"""What the page of a detector must tell, each underlined in the docstring."""

OPERANDS = {
    SuggestedAction.RELABEL: {"category_id"},
    SuggestedAction.DELETE: set[str](),
    SuggestedAction.ADD: {"prediction_id", "category_id", "box"},
    SuggestedAction.MOVE: {"box"},
    SuggestedAction.REMOVE_IMAGE: set[str](),
}
"""What a suggestion of each action carries beside it."""


def check_detector(detector: Detector) -> None:
    """Hold `detector` to every check; raise `AssertionError` at the first that fails."""
    for check in DETECTOR_CHECKS:
        check(detector)


def declares_itself(detector: Detector) -> None:
    """Slug, version, title and rule are there and in form."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", detector.slug), f"slug {detector.slug!r} must be snake_case"
    assert detector.version >= 1, f"version must be 1 or more, got {detector.version}"
    assert detector.title[:1].isupper(), f"title {detector.title!r} must begin with a capital"
    assert detector.rule.endswith("."), f"rule {detector.rule!r} must be a sentence"
    assert set(detector.needs) <= set(Need), f"unknown needs {set(detector.needs) - set(Need)}"


def documents_itself(detector: Detector) -> None:
    """The docstring has a first line and every heading of a page, underlined."""
    lines = detector.page.splitlines()
    assert detector.page.partition("\n")[0].endswith("."), "the docstring must begin with a sentence"
    for heading in HEADINGS:
        assert heading in lines, f"the docstring lacks the heading {heading!r}"
        underline = lines[lines.index(heading) + 1]
        assert underline == "-" * len(heading), f"the heading {heading!r} must be underlined"


def hands_back_suspects(detector: Detector) -> None:
    """The table has the columns of `SUSPECTS`; scores are 0..1, worst first; each subject stands once."""
    for name, view in _runnable(detector):
        found = detector.find(view)
        assert found.schema.equals(SUSPECTS), f"on {name}: columns {found.schema} instead of those of SUSPECTS"
        score = found["score"].to_numpy()
        assert _in_range(score), f"on {name}: score outside 0..1"
        assert (np.diff(score) >= 0).all(), f"on {name}: suspects must come worst first"
        assert set(found["kind"].to_pylist()) <= {detector.kind.value}, f"on {name}: a kind it does not declare"
        subjects = list(
            zip(*(found[c].to_pylist() for c in ("image_id", "annotation_id", "prediction_id")), strict=True)
        )
        assert len(set(subjects)) == len(subjects), f"on {name}: a subject is named twice"


def names_what_is_there(detector: Detector) -> None:
    """Every image, label, prediction and class it names is in the view, and they belong together."""
    for name, view in _runnable(detector):
        image_of_label = dict(zip(view.labels.id.tolist(), view.labels.image.tolist(), strict=True))
        image_of_prediction = dict(zip(view.predicted.id.tolist(), view.predicted.image.tolist(), strict=True))
        images = set(view.images["id"].to_pylist())
        for row in detector.find(view).to_pylist():
            assert row["image_id"] in images, f"on {name}: image {row['image_id']} is not in the set"
            for key, home in (("annotation_id", image_of_label), ("prediction_id", image_of_prediction)):
                assert row[key] is None or home.get(row[key]) == row["image_id"], (
                    f"on {name}: {key} {row[key]} is elsewhere"
                )
            assert row["category_id"] is None or row["category_id"] in view.class_names, f"on {name}: unknown class"


def explains_itself(detector: Detector) -> None:
    """Evidence is a JSON object with a `sentence`, neighbours are told of alike; a suggestion has its operands."""
    for name, view in _runnable(detector):
        for row in detector.find(view).to_pylist():
            evidence: dict[str, Any] = json.loads(row["evidence"])
            assert evidence.get("sentence", "").endswith("."), f"on {name}: evidence needs a sentence, got {evidence}"
            alike = evidence.get("neighbours", {})
            lengths = {key: len(alike[key]) for key in alike if key != "level"}
            assert len(set(lengths.values())) <= 1, f"on {name}: neighbours are not all told of alike: {lengths}"
            if row["suggestion"] is not None:
                suggestion: dict[str, Any] = json.loads(row["suggestion"])
                operands = OPERANDS[SuggestedAction(suggestion.pop("action"))]
                assert set(suggestion) == operands, f"on {name}: operands {set(suggestion)} instead of {operands}"


def repeats_itself(detector: Detector) -> None:
    """The same view gives the same suspects, whatever the order of its rows, and is left as it was."""
    rng = np.random.default_rng(1)
    for name, view in _runnable(detector):
        before = view.labels.boxes.copy(), view.predicted.boxes.copy()
        found = detector.find(view)
        after = view.labels.boxes, view.predicted.boxes
        assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(before, after, strict=True)), (
            f"{name} was changed"
        )
        again = detector.find(_reordered(view, rng))
        assert _near(found, again), f"on {name}: other suspects when the rows stand in another order"


def judges_alone(detector: Detector) -> None:
    """Unrelated images change no score (X11, V6.14), unless the detector declares `whole_set`."""
    if detector.whole_set:
        return
    for name, view in _runnable(detector):
        found, larger = detector.find(view), detector.find(_with_strangers(view))
        own = larger.filter(pa.compute.is_in(larger["image_id"], value_set=view.images["id"].combine_chunks()))
        assert _near(found, own), f"on {name}: scores changed when unrelated images were added"


def survives_oddities(detector: Detector) -> None:
    """Empty sets, boxes of NaN, of no extent, of immense numbers: no error, and no score outside 0..1."""
    for name, view in _odd_views().items():
        if why_skipped(detector, view) is None:
            score = detector.find(view)["score"].to_numpy()
            assert _in_range(score), f"on {name}: score outside 0..1"


DETECTOR_CHECKS: tuple[Callable[[Detector], None], ...] = (
    declares_itself,
    documents_itself,
    hands_back_suspects,
    names_what_is_there,
    explains_itself,
    repeats_itself,
    judges_alone,
    survives_oddities,
)
"""Every check; `check_detector` runs them all."""


def _runnable(detector: Detector) -> Iterator[tuple[str, DatasetView]]:
    """The example sets on which the detector's needs are met."""
    for name, view in _examples().items():
        if why_skipped(detector, view) is None:
            yield name, view


def _examples() -> dict[str, DatasetView]:
    detection = spoiled_detection().view
    return {
        "a detection set": detection,
        "a classification set": spoiled_classes().view,
        "a set without a run": replace(detection, predictions=detection.predictions.slice(0, 0), run_id=None),
    }


def _odd_views() -> dict[str, DatasetView]:
    odd = np.array(
        [
            [np.nan] * 4, [np.nan, 1, 5, 5], [10, 10, 0, 0], [10, 10, -5, 5], [1e300, 1e300, 1e300, 1e300],
            [-1e9, -1e9, 2e9, 2e9], [5, 5, 1e-300, 1e-300], [np.inf, 0, 1, 1], [0, 0, 1e-9, 400], [639, 479, 1, 1],
        ]
    )  # fmt: skip
    nothing = np.zeros((0, 4))
    n = len(odd)
    same = np.zeros(n, np.int64)
    return {
        "no image": view_of(images_table(0), labels_table([], nothing, []), predictions_table([], nothing, [], [])),
        "images alone": view_of(images_table(3), predictions=predictions_table([], nothing, [], []), classes=("a",)),
        "labels alone": view_of(images_table(1), labels_table(same, odd, same), classes=("a",)),
        "odd boxes": view_of(
            images_table(1),
            labels_table(same, odd, same),
            predictions_table(same, odd, same + 1, np.linspace(0, 1, n)),
            classes=("a", "b"),
        ),
    }


def _in_range(score: Scores) -> bool:
    return bool(((score >= 0) & (score <= 1)).all())  # a NaN is neither


def _reordered(view: DatasetView, rng: np.random.Generator) -> DatasetView:
    tables = {
        name: getattr(view, name).take(pa.array(rng.permutation(len(getattr(view, name)))))
        for name in ("images", "annotations", "predictions")
    }
    return replace(view, **tables)


def _with_strangers(view: DatasetView) -> DatasetView:
    """The view and as many images again, with the same objects, under other ids."""
    shift = 1_000_000
    tables: dict[str, pa.Table] = {}
    for name in ("images", "annotations", "predictions"):
        table = getattr(view, name)
        moved = table
        for column in {"id", "image_id"} & set(table.column_names):
            at = moved.schema.get_field_index(column)
            moved = moved.set_column(at, table.schema.field(column), pa.compute.add(moved[column], shift))
        if name == "images":  # other files
            for column in ("path", "file_size"):
                at = moved.schema.get_field_index(column)
                moved = moved.set_column(at, table.schema.field(column), _other(moved[column]))
        tables[name] = pa.concat_tables((table, moved))
    return replace(view, **tables)


def _other(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_string(column.type):
        return pa.compute.binary_join_element_wise("other/", column, "")
    return pa.compute.add(column, 50_000_000)


def _near(found: pa.Table, again: pa.Table) -> bool:
    """The same suspects with the same scores, up to the last digits."""
    names = ["image_id", "annotation_id", "prediction_id"]
    keys = [(name, "ascending") for name in names]
    found, again = found.sort_by(keys), again.sort_by(keys)
    return found.select(names).equals(again.select(names)) and bool(
        np.allclose(found["score"].to_numpy(), again["score"].to_numpy(), rtol=0, atol=1e-9)
    )

from __future__ import annotations

import json

import numpy as np

from assay.detectors.detector import SUSPECTS
from assay.detectors.suspects import NOBODY, as_json, no_suspects, suspects
from assay.model.issue import IssueKind


def test_suspects_come_worst_first_ties_by_image_and_label() -> None:
    table = suspects(
        IssueKind.LOOSE_BOX,
        image=np.array([3, 2, 1]),
        annotation=np.array([30, 20, NOBODY]),
        score=np.array([0.5, 0.5, 0.1]),
        evidence=[{"sentence": str(i)} for i in range(3)],
        suggestion=[None, {"action": "delete"}, None],
    )
    assert table.schema.equals(SUSPECTS)
    assert table["image_id"].to_pylist() == [1, 2, 3]
    assert table["annotation_id"].to_pylist() == [None, 20, 30]
    assert table["prediction_id"].null_count == 3
    assert table["suggestion"].to_pylist() == [None, '{"action":"delete"}', None]


def test_scores_are_held_within_0_and_1() -> None:
    table = suspects(
        IssueKind.LOOSE_BOX,
        image=np.arange(2),
        score=np.array([-1e-9, 1.2]),
        evidence=[{}, {}],
        suggestion=[None, None],
    )
    assert table["score"].to_pylist() == [0, 1]


def test_no_suspects() -> None:
    table = suspects(IssueKind.LOOSE_BOX, image=np.zeros(0, np.int64), score=np.zeros(0), evidence=[], suggestion=[])
    assert table.equals(no_suspects())


def test_numbers_of_numpy_become_plain_json_and_what_is_no_number_becomes_null() -> None:
    text = as_json({"a": np.int64(3), "b": np.float32(0.123456), "c": [np.float64("nan"), (1.5,)], "d": "Hütchen"})
    assert text == '{"a":3,"b":0.1235,"c":[null,[1.5]],"d":"Hütchen"}'
    assert json.loads(text)["d"] == "Hütchen"

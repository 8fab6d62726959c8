"""What workflows report, as text for people."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from assay.cli.reports import print_evaluation


def printed(value: dict[str, Any]) -> str:
    same = {"run": "r", "iou": 0.5, "confidence": 0.25, "averages": {}, "per_class": []}
    stream = io.StringIO()
    print_evaluation(Console(file=stream, width=300), same | value)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("counts", "exchanged"),
    [
        pytest.param(
            [[1, 0, 29], [0, 50, 0], [30, 0, 0]], ["29 of 30 cat are taken for fox", "30 of 30 fox are"], id="a pair"
        ),
        pytest.param([[0, 30, 0], [0, 0, 30], [30, 0, 0]], ["cat", "dog", "fox"], id="three in a ring"),
        pytest.param([[1, 29, 0], [0, 50, 0], [0, 0, 30]], [], id="a class that the model takes for another"),
        pytest.param([[0, 0, 3], [0, 50, 0], [3, 0, 0]], [], id="too few to tell"),
        pytest.param([[30, 0, 5], [0, 50, 0], [9, 0, 20]], [], id="what models confuse"),
    ],
)
def test_classes_that_a_file_may_have_exchanged_are_told(counts: list[list[int]], exchanged: list[str]) -> None:
    classes = ["cat", "dog", "fox", "background"]
    matrix = {"classes": classes, "counts": [[*row, 7] for row in counts] + [[40, 40, 40, 0]]}
    numbers = dict.fromkeys(("tp", "fp", "fn", "confusions", "precision", "recall", "f1"), 0)
    told = printed({"task": "detection", "matrix": matrix, **numbers})
    assert ("Were classes exchanged at import?" in told) is bool(exchanged)
    assert all(words in told for words in exchanged)


@pytest.mark.parametrize(
    ("task", "head"), [("detection", "r at IoU 0.5, confidence 0.25"), ("classification", "r at confidence 0.25")]
)
def test_classes_of_whole_images_meet_at_no_iou(task: str, head: str) -> None:
    numbers = dict.fromkeys(("tp", "fp", "fn", "confusions", "precision", "recall", "f1"), 0)
    assert printed({"task": task, "matrix": {"classes": ["background"], "counts": [[0]]}, **numbers}).startswith(
        f"{head}\n"
    )

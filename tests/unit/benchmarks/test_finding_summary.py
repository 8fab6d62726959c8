"""The table of finding power: tasks of injected errors are means, ratios are the least of all models."""

from __future__ import annotations

from benchmarks.finding_summary import Row, compared, summary


def row(task: str, model: str, ours: float, theirs: float) -> Row:
    first, second = (dict.fromkeys(("ap", "p50", "p100", "recall"), value) for value in (ours, theirs))
    return Row(task, model, first, second, raised=(10, 8.0, 6))


ROWS = [
    row("toys, uniform 1%", "none", 0.4, 0.5),
    row("toys, near 10%", "none", 0.8, 0.5),
    row("toys, near 10%", "trees", 0.75, 0.5),
    row("toys, near 10%", "oracle", 0.5, 0.5),
    row("real, reviewed", "none", 0.3, 0.2),
]


def test_injected_errors_are_means_and_reviewed_ones_stand_alone() -> None:
    lines = "\n".join(summary(ROWS))
    assert "| toys, injected (mean of 2) | none | 0.600 | 0.600 | 0.600 | 0.600 | 0.500 |" in lines
    assert "| real, reviewed | none | 0.300 |" in lines
    assert "Of 5 rows Assay's average precision is higher in 3, lower in 1, equal in the rest." in lines
    assert "Raised, toys, injected, with a model: 20; claimed : true 0.80 : 0.60." in lines


def test_each_ratio_is_the_least_of_all_models() -> None:
    found = compared(ROWS)
    assert found["average_precision"]["toys, injected, oracle"] == 0.5
    assert found["times_cleanlab"] == {"toys, injected": 1.0, "real, reviewed": 1.5}
    assert found["without_a_model"] == {"toys, injected": 0.8}

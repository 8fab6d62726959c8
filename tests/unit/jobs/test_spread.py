"""Tasks begin here, go on over processes, and what takes a process down is tried in pieces (V2.1)."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from assay.jobs import spread as module
from assay.jobs.spread import spread


def halves(task: list[int]) -> list[list[int]]:
    return [[one] for one in task]


def total(task: list[int]) -> int:
    return sum(task)


def deadly(task: list[int]) -> int:
    if 3 in task:
        os._exit(9)
    return sum(task)


def test_few_tasks_are_done_right_here_in_order() -> None:
    seen: list[int] = []

    def note(task: Sequence[int]) -> int:  # a function that no process could be given
        seen.extend(task)
        return len(task)

    found = [done.result for done in spread(note, [[1, 2], [3]], pieces=halves)]
    assert (found, seen) == ([2, 1], [1, 2, 3])
    assert list(spread(note, [], pieces=halves)) == []


def test_after_a_moment_processes_take_over_and_no_task_is_done_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HERE_SECONDS", -1.0)
    tasks = [[at] for at in range(6)]
    found = [(done.task, done.result) for done in spread(total, tasks, pieces=halves)]
    assert sorted(found) == [([at], at) for at in range(6)]


def test_what_takes_its_process_down_is_the_only_one_that_is_lost() -> None:
    done = list(spread(deadly, [[1, 2], [3, 4]], pieces=halves, starts_here=False))
    assert sorted(one.result or 0 for one in done if one.lost is None) == [3, 4]
    assert [one.task for one in done if one.lost is not None] == [[3]]

"""A pool of processes: every task is done once, whatever happens to one of them."""

from __future__ import annotations

import os
import threading
from itertools import count, islice

import pytest

from assay.jobs.pool import processors, run_tasks


def exit_on_three(task: int) -> int:
    if task == 3:
        os._exit(7)
    return task * 2


def environment(name: str) -> str | None:
    return os.environ.get(name)


def test_every_task_is_done_once() -> None:
    found = [done.result for done in run_tasks(exit_on_three, iter([1, 2, 4, 5, 6]), processes=2)]
    assert sorted(result for result in found if result is not None) == [2, 4, 8, 10, 12]


def test_a_process_that_dies_takes_nothing_but_its_task() -> None:
    found = {done.task: (done.result, done.lost) for done in run_tasks(exit_on_three, range(6), processes=2)}
    assert found[3] == (None, "ended with exit code 7")
    assert {task: result for task, (result, _) in found.items() if task != 3} == {0: 0, 1: 2, 2: 4, 4: 8, 5: 10}


def test_an_error_of_the_function_is_raised_with_its_traceback() -> None:
    with pytest.raises(RuntimeError, match="ValueError: invalid literal"):
        list(run_tasks(int, ["seven"], processes=1))


def test_tasks_without_end_are_taken_as_processes_become_free_and_stop_with_the_iterator() -> None:
    before = threading.active_count()
    running = run_tasks(abs, count(), processes=2)
    assert len({done.task for done in islice(running, 5)}) == 5
    running.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_libraries_in_the_processes_have_one_thread() -> None:
    names = ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
    assert [done.result for done in run_tasks(environment, names, processes=1)] == ["1"] * 3
    assert processors() >= 1

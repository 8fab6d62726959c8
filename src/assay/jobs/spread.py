"""Tasks done right here for a moment, then over processes; what takes its process down is tried again in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from time import thread_time
from typing import TypeVar

from assay.jobs.pool import Done, processors, run_tasks

T = TypeVar("T")
R = TypeVar("R")

HERE_SECONDS = 1.5
"""So much computing is done right here before processes are started, each of which takes a second or two to begin."""


def spread(
    function: Callable[[T], R], tasks: Sequence[T], *, pieces: Callable[[T], Sequence[T]], starts_here: bool = True
) -> Iterator[Done[T, R]]:
    """`function` of each task, as they are done; see `run_tasks`.

    pieces : a task as smaller ones. Where a task takes its process down, they are done one by one, and only the one
        that does so again is lost.
    starts_here : begin in this thread. Not for code that might take this process down.
    """
    begun = 0
    if starts_here:
        began = None
        for task in tasks:
            yield Done(task, function(task))
            begun += 1
            # The first one is not counted: it loads what all of them use.
            if began is not None and thread_time() - began > HERE_SECONDS:
                break
            began = thread_time() if began is None else began
    lost: list[T] = []
    for done in _in_pool(function, tasks[begun:]):
        if done.lost is None:
            yield done
        else:
            lost.append(done.task)
    yield from _in_pool(function, [piece for task in lost for piece in pieces(task)])


def _in_pool(function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[Done[T, R]]:
    return run_tasks(function, tasks, processes=min(processors(), len(tasks))) if tasks else iter(())

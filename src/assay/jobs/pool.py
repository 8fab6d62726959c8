"""Tasks spread over processes. One that dies, or is killed for its memory, takes nothing but its own task with it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Generic, TypeVar

from assay.jobs.worker import receive, send

T = TypeVar("T")
R = TypeVar("R")

_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMBA_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)
"""What keeps libraries from starting threads of their own beside as many processes."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """A task that is over: its `result`, or why there is none (`lost`: the process ended; None when it did not)."""

    task: T
    result: R | None
    lost: str | None = None


def processors() -> int:
    """How many processes can compute at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def run_tasks(function: Callable[[T], R], tasks: Iterable[T], *, processes: int) -> Iterator[Done[T, R]]:
    """`function` of each task, as they are done. It is a function of a module; tasks and results can be pickled.

    Tasks are taken as processes become free, so `tasks` may be long, or without end. The processes end with the
    iterator: close it (or let go of it) to stop at once; a task under way is then lost.

    Raises
    ------
    RuntimeError : `function` raised; its traceback is the message.
    """
    pool = _Pool(function, iter(tasks))
    workers = [Thread(target=pool.work, name=f"pool-{at}", daemon=True) for at in range(max(1, processes))]
    for worker in workers:
        worker.start()
    try:
        left = len(workers)
        while left:
            done = pool.results.get()
            if done is None:
                left -= 1
            elif isinstance(done, BaseException):
                raise done
            else:
                yield done
    finally:
        pool.stop()
        for worker in workers:
            worker.join()


class _Pool(Generic[T, R]):
    """What the threads share that drive one process each."""

    def __init__(self, function: Callable[[T], R], tasks: Iterator[T]) -> None:
        self._function, self._tasks = function, tasks
        self._lock = Lock()
        self._children: set[subprocess.Popen[bytes]] = set()
        self._is_stopped = False
        self.results: SimpleQueue[Done[T, R] | BaseException | None] = SimpleQueue()

    def work(self) -> None:
        """Give tasks to one process, and to another where it dies, until there are no more."""
        child: subprocess.Popen[bytes] | None = None
        try:
            for task in iter(self._next, None):
                if child is None:
                    child = self._begin()
                done = self._ask(child, task)
                if done.lost is not None:
                    self._end(child)
                    child = None
                self.results.put(done)
        except BaseException as error:  # noqa: BLE001 - it is raised where the results are read
            self.results.put(error)
        finally:
            if child is not None:
                self._end(child)
            self.results.put(None)

    def stop(self) -> None:
        """Take no more tasks, and end every process."""
        with self._lock:
            self._is_stopped = True
            children = list(self._children)
        for child in children:
            child.kill()

    def _next(self) -> T | None:
        with self._lock:
            return None if self._is_stopped else next(self._tasks, None)

    def _begin(self) -> subprocess.Popen[bytes]:
        paths = os.pathsep.join(path for path in sys.path if path)
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "assay.jobs.worker"],  # -P: the current folder is no place for modules
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **dict.fromkeys(_ONE_THREAD, "1"), "PYTHONPATH": paths},
        )
        with self._lock:
            self._children.add(child)
            if self._is_stopped:
                child.kill()
        return child

    def _ask(self, child: subprocess.Popen[bytes], task: T) -> Done[T, R]:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            send(child.stdin, (self._function, task))
            succeeded, answer = receive(child.stdout)
        except (EOFError, OSError):
            return Done(task, None, _how_it_ended(child))
        if not succeeded:
            raise RuntimeError(answer)
        return Done(task, answer)

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        with self._lock:
            self._children.discard(child)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        child.kill()
        child.wait()


def _how_it_ended(child: subprocess.Popen[Any]) -> str:
    code = child.wait()
    return f"killed by signal {-code}" if code < 0 else f"ended with exit code {code}"

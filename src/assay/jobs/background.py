"""Jobs: long work of a server, on a thread of its own, that a person can watch and cancel."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from threading import Event, Lock, Thread
from typing import Any, Generic, TypeVar

from assay.errors import AssayError, NotFound
from assay.jobs.progress import Progress
from assay.store.full_disk import full_disk, is_full_disk

R = TypeVar("R")

KEPT = 100
"""Jobs that are remembered once they are over."""


class JobState(StrEnum):
    """How a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Job(Generic[R]):
    """A job as it stands: `done` of `total` steps of the current `stage` (None: nobody knows how many).

    `result` is what it gave, `error` what went wrong, in words.
    """

    id: int
    title: str
    state: JobState = JobState.RUNNING
    stage: str = ""
    done: int = 0
    total: int | None = None
    error: str | None = None
    result: R | None = None


class Cancelled(Exception):
    """Raised out of progress in the thread of a job that was cancelled: the workflow cleans up as for any error."""


class Jobs:
    """The jobs of one server. They run one after the other, for they write to one project."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._jobs: dict[int, Job[Any]] = {}
        self._cancelled: dict[int, Event] = {}
        self._lock, self._turn = Lock(), Lock()

    def start(self, title: str, work: Callable[[Progress], R]) -> Job[R]:
        """Begin `work`, which reports to the progress that it is given and returns the result."""
        with self._lock:
            job: Job[R] = Job(next(self._ids), title)
            self._jobs[job.id], self._cancelled[job.id] = job, Event()
            for old in [old for old, known in self._jobs.items() if known.state != JobState.RUNNING][:-KEPT]:
                del self._jobs[old], self._cancelled[old]
        Thread(target=self._run, args=(job.id, work), name=f"job-{job.id}", daemon=True).start()
        return job

    def get(self, id: int) -> Job[Any]:
        """One job as it stands; raise `NotFound` when there is none."""
        with self._lock:
            if id not in self._jobs:
                raise NotFound(f"There is no job {id}.", hint="Jobs are forgotten when the server ends.")
            return self._jobs[id]

    def list(self) -> list[Job[Any]]:
        """All jobs, newest first."""
        with self._lock:
            return sorted(self._jobs.values(), key=lambda job: -job.id)

    def cancel(self, id: int) -> Job[Any]:
        """Let a job end at its next step; what it has kept so far stays. Nothing happens to one that is over."""
        job = self.get(id)
        self._cancelled[id].set()
        return job

    def close(self) -> None:
        """Cancel all of them and wait for the one that runs."""
        with self._lock:
            for event in self._cancelled.values():
                event.set()
        with self._turn:
            pass

    def _run(self, id: int, work: Callable[[Progress], Any]) -> None:
        with self._turn:
            progress = _JobProgress(self, id, self._cancelled[id])
            try:
                progress.check()
                result = work(progress)
            except Cancelled:
                self._put(id, state=JobState.CANCELLED)
            except AssayError as error:
                self._put(id, state=JobState.FAILED, error=f"{error.message} {error.hint}".strip())
            except OSError as error:
                told = full_disk() if is_full_disk(error) else None
                words = f"{type(error).__name__}: {error}" if told is None else f"{told.message} {told.hint}"
                self._put(id, state=JobState.FAILED, error=words)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told to whoever watches the job
                self._put(id, state=JobState.FAILED, error=f"{type(error).__name__}: {error}")
            else:
                self._put(id, state=JobState.DONE, result=result)

    def _put(self, id: int, **changes: Any) -> None:
        with self._lock:
            self._jobs[id] = replace(self._jobs[id], **changes)

    def move(self, id: int, *, stage: str | None = None, total: int | None = None, steps: int = 0) -> None:
        """Note what a job does: a new `stage`, or `steps` more of the one it is in."""
        if stage is not None:
            self._put(id, stage=stage, total=total, done=0)
        else:
            self._put(id, done=self._jobs[id].done + steps)


class _JobProgress:
    """Progress that a job's watchers see, and that ends the work when the job is cancelled."""

    def __init__(self, jobs: Jobs, id: int, cancelled: Event) -> None:
        self._jobs, self._id, self._cancelled = jobs, id, cancelled

    def stage(self, title: str, total: int | None = None) -> None:
        self.check()
        self._jobs.move(self._id, stage=title, total=total)

    def advance(self, steps: int = 1) -> None:
        self.check()
        self._jobs.move(self._id, steps=steps)

    def check(self) -> None:
        """Raise `Cancelled` when somebody wishes so."""
        if self._cancelled.is_set():
            raise Cancelled


class Follower:
    """Work that follows others: done once after each burst of `poke`, on a thread of its own."""

    def __init__(self, work: Callable[[], object], *, after: float = 0.3) -> None:
        self._work, self._after = work, after
        self._poked, self._lock = Event(), Lock()
        self._thread: Thread | None = None

    def poke(self) -> None:
        """Ask for the work; returns at once."""
        self._poked.set()
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._follow, name="follower", daemon=True)
                self._thread.start()

    def _follow(self) -> None:
        """Work until a while has passed in which nobody asked."""
        while True:
            while self._poked.is_set():
                self._poked.clear()
                self._poked.wait(self._after)  # whoever asks again meanwhile puts it off
            with suppress(Exception):  # it follows up: whatever keeps it from that, the next one may not
                self._work()
            with self._lock:
                if not self._poked.is_set():
                    self._thread = None
                    return

"""Jobs of a server: watched, cancelled, and told how they ended."""

from __future__ import annotations

import time
from threading import Event

import pytest

from assay.errors import NotFound
from assay.jobs.background import Follower, Job, Jobs, JobState
from assay.jobs.progress import Progress
from tests.patience import wait_until


def ended(jobs: Jobs, id: int) -> Job[object]:
    wait_until(lambda: jobs.get(id).state is not JobState.RUNNING)
    return jobs.get(id)


def test_a_job_tells_its_stage_and_its_result() -> None:
    jobs, go = Jobs(), Event()

    def work(progress: Progress) -> str:
        progress.stage("Measuring images", 4)
        progress.advance(3)
        go.wait(60)
        return "all well"

    started = jobs.start("Measure", work)
    wait_until(lambda: jobs.get(started.id).done > 0)
    seen = jobs.get(started.id)
    assert (seen.stage, seen.done, seen.total, seen.state) == ("Measuring images", 3, 4, JobState.RUNNING)
    go.set()
    assert (ended(jobs, started.id).state, ended(jobs, started.id).result) == (JobState.DONE, "all well")


def test_a_cancelled_job_ends_at_its_next_step_and_cleans_up() -> None:
    jobs, running, cleaned = Jobs(), Event(), Event()

    def work(progress: Progress) -> None:
        try:
            while True:
                running.set()
                progress.advance()
                time.sleep(0.001)
        finally:
            cleaned.set()

    job = jobs.start("Measure", work)
    assert running.wait(60)
    jobs.cancel(job.id)
    assert ended(jobs, job.id).state is JobState.CANCELLED
    assert cleaned.is_set()


def test_what_goes_wrong_is_told_in_words() -> None:
    def miss(_: Progress) -> None:
        raise NotFound("There is no run 'x'.", hint="Import one.")

    def divide(_: Progress) -> float:
        return 1 / 0

    jobs = Jobs()
    assert ended(jobs, jobs.start("Measure", miss).id).error == "There is no run 'x'. Import one."
    assert ended(jobs, jobs.start("Measure", divide).id).error == "ZeroDivisionError: division by zero"
    assert [job.state for job in jobs.list()] == [JobState.FAILED] * 2
    with pytest.raises(NotFound):
        jobs.get(99)


def test_closing_cancels_what_waits_for_its_turn() -> None:
    jobs, running, go = Jobs(), Event(), Event()

    def wait(progress: Progress) -> None:
        running.set()
        go.wait(60)
        progress.advance()

    first, second = jobs.start("one", wait), jobs.start("two", lambda _: None)
    assert running.wait(60)
    go.set()
    jobs.close()
    assert {ended(jobs, job.id).state for job in (first, second)} <= {JobState.CANCELLED, JobState.DONE}


def test_work_that_follows_a_burst_is_done_once() -> None:
    done: list[float] = []
    follower = Follower(lambda: done.append(time.monotonic()), after=0.2)
    for _ in range(5):
        follower.poke()
    wait_until(lambda: len(done) > 0)
    time.sleep(0.3)
    assert len(done) == 1
    follower.poke()
    wait_until(lambda: len(done) > 1)
    time.sleep(0.3)
    assert len(done) == 2

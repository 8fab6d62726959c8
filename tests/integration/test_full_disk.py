"""A full disk is told in one sentence with what would do, and the next try works."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from assay.errors import ProjectUnreachable
from assay.jobs.background import Jobs, JobState
from assay.server.handlers import add_problem_handlers
from assay.store.full_disk import is_full_disk
from assay.store.store import Store
from tests.store_rows import relabel

FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="the system has no /dev/full")


def write_to_full_disk(*_: object) -> None:
    with FULL.open("wb", buffering=0) as file:
        file.write(b"x")


@needs_full
def test_an_edit_says_so_and_the_next_one_works(store: Store) -> None:
    with pytest.raises(ProjectUnreachable, match="There is no room left on the disk") as told, store.writer():
        write_to_full_disk()
    assert "make room there" in told.value.hint
    assert str(store.path) in told.value.message
    relabel(store, [0], 3)


@needs_full
def test_a_job_says_so_and_the_next_one_works() -> None:
    jobs = Jobs()
    failed, done = jobs.start("Measure", write_to_full_disk), jobs.start("Measure", lambda _: 1)
    while jobs.get(done.id).state is JobState.RUNNING:
        pass
    jobs.close()
    assert jobs.get(failed.id).state is JobState.FAILED
    assert (jobs.get(failed.id).error or "").startswith("There is no room left on the disk. ")
    assert jobs.get(done.id).state is JobState.DONE


@needs_full
def test_a_request_says_so() -> None:
    def write() -> None:
        write_to_full_disk()

    app = FastAPI()
    add_problem_handlers(app)
    app.add_api_route("/", write)
    reply = TestClient(app).get("/")
    assert (reply.status_code, reply.json()["code"]) == (507, "project-unreachable")


def test_what_is_no_full_disk_passes_as_it_is(store: Store) -> None:
    with pytest.raises(PermissionError), store.writer():
        raise PermissionError(errno.EACCES, "Permission denied")
    assert not is_full_disk(ValueError("No space left on device"))


def test_the_words_of_databases_are_understood() -> None:
    assert is_full_disk(OSError("LanceError(IO): No space left on device (os error 28)"))
    with sa.create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 2")
        with pytest.raises(OperationalError) as told:
            connection.exec_driver_sql("CREATE TABLE t AS SELECT zeroblob(100000)")
    assert is_full_disk(told.value)

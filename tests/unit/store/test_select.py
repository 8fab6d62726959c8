"""The query engine answers SELECTs over the relations it is given, and reaches nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from assay.errors import QueryError
from assay.schema.statement import Statement
from assay.store.select import Engine, words_of

ROWS = pa.table({"id": [0, 1, 2], "deleted": [False, True, False]})


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = Engine()
    yield engine
    engine.close()


def test_tombstones_are_hidden_and_values_bound(engine: Engine) -> None:
    statement = Statement("SELECT id FROM images WHERE id >= $p0 ORDER BY id", {"p0": 0})
    assert engine.run(statement, {"images": ROWS})["id"].to_pylist() == [0, 2]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('https://example.org')",
        "SELECT * FROM ROWS",
        "SELECT getenv('HOME')",
        "COPY (SELECT 1) TO '{tmp}/out.csv'",
        "ATTACH '{tmp}/other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "PRAGMA database_list",
        "CREATE TABLE t (a INT)",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP VIEW images",
        "not sql at all",
        "",
    ],
)
def test_everything_but_one_select_over_its_relations_is_refused(engine: Engine, sql: str, tmp_path: Path) -> None:
    """No files, no network, no extensions, no settings, no Python variables (`ROWS` is one)."""
    with pytest.raises(QueryError):
        engine.run(Statement(sql.replace("{tmp}", str(tmp_path))), {"images": ROWS})
    assert list(tmp_path.iterdir()) == []


def test_threads_do_not_see_each_others_relations(engine: Engine) -> None:
    wrong: list[int] = []

    def ask(number: int) -> None:
        rows = pa.table({"id": [number], "deleted": [False]})
        for _ in range(30):
            found = engine.run(Statement("SELECT id FROM images"), {"images": rows})["id"].to_pylist()
            if found != [number]:
                wrong.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_words_of_a_statement() -> None:
    """Which columns a statement may touch; a star stands for all of them unless it counts or multiplies."""
    assert words_of("SELECT count(*), a.id FROM x a") == {"SELECT", "count", "a", "id", "FROM", "x"}
    assert "*" not in words_of("SELECT COUNT( * ), a.w * a.h FROM x a WHERE (a.w) * 2 > 1")
    for sql in ("select * FROM x", "SELECT a.* FROM x a", "SELECT 1, * FROM x", "SELECT DISTINCT * FROM x"):
        assert "*" in words_of(sql)


def test_closing_lets_the_queries_under_way_end() -> None:
    """A server that ends while a page is being answered ends without an error, and so does the answer."""
    engine, answers, started = Engine(), [], threading.Event()
    numbers, sql = pa.table({"id": range(6_000)}), "SELECT sum(a.id * b.range) AS n FROM numbers a, range(6000) b"

    def ask() -> None:
        started.set()
        answers.append(engine.run(Statement(sql), {"numbers": numbers})["n"].to_pylist())

    asking = threading.Thread(target=ask)
    asking.start()
    started.wait()
    while asking.is_alive() and not answers:
        engine.close()
    asking.join()
    assert answers == [[(6_000 * 5_999 // 2) ** 2]]

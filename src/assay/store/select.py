"""Run compiled SQL over Arrow: one DuckDB in memory, shut in, with a cursor for each query.

The statements come from `query/`, which compiles only listed functions and binds every value. Even so the
engine can reach nothing: no files, no network, no extensions, no Python variables; only relations handed in.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping
from typing import Any

import duckdb
import pyarrow as pa

from assay.errors import ProjectDamaged, QueryError
from assay.schema.statement import Statement

MAX_THREADS = 8
MAX_CHECKED = 1_000

_UNREADABLE = "reading the stream registered as"
"""What DuckDB says when a relation that it reads fails, rather than the statement."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
_ALL_COLUMNS = re.compile(r"(?:\bselect|\bdistinct|,|\.)\s*\*", re.IGNORECASE)

_CONFIG = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",
    "lock_configuration": "true",
}


class Engine:
    """A DuckDB in memory. Safe to share between threads: every query has its own cursor."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._checked: set[str] = set()  # values are bound, so the same texts come again and again

    def run(self, statement: Statement, relations: Mapping[str, Any]) -> pa.Table:
        """The result of `statement`, which may name `relations`; the live rows of each are what it sees.

        Raises
        ------
        QueryError : DuckDB refuses the statement, or it is more than one SELECT.
        ProjectDamaged : the rows of a relation cannot be read.
        """
        with self._cursor() as cursor:
            try:
                self._check_select(cursor, statement.sql)
                for name, rows in relations.items():
                    _expose(cursor, name, rows)
                return cursor.sql(statement.sql, params=dict(statement.parameters) or None).to_arrow_table()
            except duckdb.Error as error:
                if _UNREADABLE in str(error):
                    raise ProjectDamaged(
                        f"Rows of a table cannot be read: {error}", hint="Restore the project from a backup."
                    ) from error
                raise QueryError(f"The query cannot be run: {error}") from error

    def _check_select(self, cursor: duckdb.DuckDBPyConnection, sql: str) -> None:
        if sql in self._checked:
            return
        statements = cursor.extract_statements(sql)
        if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
            raise QueryError("Only one SELECT can be run.")
        if len(self._checked) >= MAX_CHECKED:
            self._checked.clear()
        self._checked.add(sql)

    def close(self) -> None:
        """Let the memory go, once the queries that are under way are answered; a later query starts anew."""
        with self._lock:
            self._connection = None  # each cursor holds the memory itself; DuckDB refuses to close what is in use

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        # Connected at the first query: opening a project shall not wait for an engine it may not need.
        with self._lock:
            if self._connection is None:
                threads = str(min(os.cpu_count() or 1, MAX_THREADS))
                self._connection = duckdb.connect(":memory:", config={**_CONFIG, "threads": threads})
            return self._connection.cursor()


def words_of(sql: str) -> frozenset[str]:
    """Every name that stands in `sql`, and `*` where it asks for all columns.

    Tells which tables and columns a statement may need; a name too many costs a little time, nothing else.
    """
    return frozenset(_WORD.findall(sql)) | (frozenset("*") if _ALL_COLUMNS.search(sql) else frozenset())


def _expose(cursor: duckdb.DuckDBPyConnection, name: str, rows: Any) -> None:
    if "deleted" not in rows.schema.names:
        cursor.register(name, rows)
        return
    # Registrations and temporary views belong to this cursor alone, so that threads do not see each other's.
    cursor.register(f"{name}$all", rows)
    cursor.execute(f'CREATE TEMP VIEW {name} AS SELECT * FROM "{name}$all" WHERE NOT deleted')

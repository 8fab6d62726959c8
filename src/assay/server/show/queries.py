"""What the query editor is told: is the text right, how to colour it, how it could go on, what its clauses count."""

from __future__ import annotations

from assay.errors import QueryError
from assay.model.level import Level
from assay.query.colour import colour
from assay.query.complete import complete
from assay.query.explain import explain
from assay.query.parse import parse
from assay.server.problems import problem_body
from assay.server.replies import ClauseCount, Completion, QueryCheck, Token
from assay.store.snapshot import Snapshot
from assay.workflows.explore.catalog import catalog_of, scope_of
from assay.workflows.explore.search import ask, total_of


def show_check(snapshot: Snapshot, text: str, *, level: Level, dataset: int, run: int | None) -> QueryCheck:
    """Whether `text` is right. A wrong text is an answer like any other, with the error inside."""
    tokens = _tokens(text)
    try:
        question = ask(snapshot, text, level=level, dataset=dataset, run=run)
        total = total_of(question)
    except QueryError as error:
        return {"ok": False, "canonical": None, "tokens": tokens, "error": problem_body(error), "total": None}
    return {"ok": True, "canonical": question.canonical, "tokens": tokens, "error": None, "total": total}


def show_completions(snapshot: Snapshot, text: str, cursor: int, *, level: Level, dataset: int) -> list[Completion]:
    """What could stand at the cursor."""
    catalog = catalog_of(snapshot, snapshot.dataset(dataset).id)
    return [
        {"start": found.start, "end": found.end, "insert": found.insert, "kind": found.kind, "detail": found.detail}
        for found in complete(text, cursor, catalog, level)
    ]


def show_clauses(snapshot: Snapshot, text: str, *, level: Level, dataset: int, run: int | None) -> list[ClauseCount]:
    """How many rows each clause lists on its own."""
    scope = scope_of(snapshot, dataset, run)
    clauses = explain(parse(text), catalog=catalog_of(snapshot, scope.dataset_id), level=level, scope=scope)
    return [
        {
            "text": clause.text,
            "start": clause.span[0],
            "end": clause.span[1],
            "depth": clause.depth,
            "count": int(snapshot.query(clause.statement).column("count")[0].as_py()),
        }
        for clause in clauses
    ]


def _tokens(text: str) -> list[Token]:
    return [{"start": token.start, "end": token.end, "kind": token.kind} for token in colour(text)]

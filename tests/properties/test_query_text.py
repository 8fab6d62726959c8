"""Laws of the query text: reading, showing, colouring, completing and complaining about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import QueryError
from assay.model.level import Level
from assay.query.caret import caret
from assay.query.check import Checked, check
from assay.query.colour import colour
from assay.query.complete import complete
from assay.query.names import resolve
from assay.query.nodes import Literal, Name, Node, Query
from assay.query.pages import count_rows
from assay.query.parse import parse
from assay.query.show import show
from assay.schema.catalog import Catalog
from assay.schema.field import FieldType
from tests.query_kit.queries import predicate
from tests.query_kit.trees import texts, trees
from tests.query_kit.world import CATALOG, SCOPE

T = TypeVar("T")

_levels = st.sampled_from(list(Level))


@settings(max_examples=300)
@given(trees)
def test_reading_what_was_shown_gives_the_same_tree(node: Node) -> None:
    assert parse(show(node)) == Query(node)


@given(trees)
def test_the_span_of_a_query_covers_it(node: Node) -> None:
    text = f"  {show(node)}\n"
    body = parse(text).body
    assert body is not None
    assert parse(text[slice(*body.span)]).body == node


def _outcome(attempt: Callable[[], T]) -> T | QueryError:
    """What the attempt gives, or the error it is refused with; any other error is a fault of ours."""
    try:
        return attempt()
    except QueryError as error:
        return error


@settings(max_examples=300)
@given(texts)
def test_any_text_either_parses_or_points_at_the_place_that_does_not(text: str) -> None:
    outcome = _outcome(lambda: parse(text))
    if isinstance(outcome, Query):
        assert parse(show(outcome)) == outcome
        return
    assert outcome.message
    assert outcome.span is not None
    assert 0 <= outcome.span[0] <= outcome.span[1] <= len(text) + 1
    assert "^" in caret(text, outcome)


@settings(max_examples=200)
@given(trees, _levels)
def test_any_tree_either_checks_or_is_refused_with_a_place(node: Node, level: Level) -> None:
    text = show(node)
    outcome = _outcome(lambda: check(parse(text), CATALOG, level))
    if isinstance(outcome, Checked):
        assert check(parse(outcome.canonical), CATALOG, level).predicate == outcome.predicate
        return
    assert outcome.span is not None
    assert 0 <= outcome.span[0] <= outcome.span[1] <= len(text)


@settings(max_examples=200)
@given(texts)
def test_colours_stand_in_order_and_leave_out_nothing_but_space(text: str) -> None:
    tokens = colour(text)
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))
    assert all(token.start < token.end for token in tokens)


@settings(max_examples=200)
@given(texts, st.integers(-2, 40), _levels)
def test_completions_never_fail_and_replace_what_is_at_the_cursor(text: str, cursor: int, level: Level) -> None:
    found = complete(text, cursor, CATALOG, level)
    at = min(max(cursor, 0), len(text))
    assert all(0 <= completion.start <= at <= completion.end <= len(text) for completion in found)
    assert all(completion.detail and completion.insert for completion in found)
    assert len({completion.insert for completion in found}) == len(found)


@given(st.text(max_size=12), st.text(max_size=12))
def test_no_text_of_the_user_stands_in_the_sql(first: str, second: str) -> None:
    def sql(text: str) -> str:
        node = parse(f"name = {show(Literal(text))} and reference_id in [{show(Literal(text))}]")
        return count_rows(check(node, CATALOG, Level.IMAGE), level=Level.IMAGE, scope=SCOPE).sql

    assert sql(first) == sql(second)


@given(_levels.flatmap(lambda level: st.tuples(st.just(level), predicate(level, 2))))
def test_checking_the_canonical_text_changes_nothing(case: tuple[Level, Node]) -> None:
    level, node = case
    checked = check(Query(node), CATALOG, level)
    assert check(parse(checked.canonical), CATALOG, level).predicate == checked.predicate


@given(st.text(max_size=10), st.text(max_size=10))
def test_a_metadata_key_of_any_characters_can_be_named(key: str, inner: str) -> None:
    catalog = Catalog.build(metadata_keys={(key, inner): FieldType.NUMBER, key: FieldType.TEXT})
    for field in catalog.fields(Level.IMAGE):
        if field.path:
            body = parse(field.name).body
            assert isinstance(body, Name)
            assert getattr(resolve(body, catalog, Level.IMAGE), "field", None) == field

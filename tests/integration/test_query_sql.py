"""Compiled queries, run by DuckDB over Arrow tables, against a slow evaluator in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.model.level import Level
from assay.query.check import check
from assay.query.explain import explain
from assay.query.facets import Bins, histogram, terms, value_range
from assay.query.nodes import And, Compare, Literal, Node, Not, Or, Query, Range
from assay.query.pages import Cursor, count_rows, select_ids, select_page
from assay.query.parse import parse
from assay.query.show import show
from tests.query_kit.fields import Many
from tests.query_kit.forms import FORMS
from tests.query_kit.oracle import Oracle
from tests.query_kit.queries import CLASS_FIELDS, FLAGS, NUMBERS, TEXTS, name, number, predicate
from tests.query_kit.world import CATALOG, SCOPE, Cells, World, make_world, run, show_world, worlds


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """One connection for all worlds: opening one takes longer than any of their queries."""
    with duckdb.connect() as opened:
        yield opened


_levels = st.sampled_from(list(Level))
_cases = _levels.flatmap(lambda level: st.tuples(st.just(level), predicate(level, 3)))


def _expected(world: World, node: Node | None, level: Level) -> list[Cells]:
    oracle = Oracle(world)
    return [row for row in world.rows(level) if oracle.holds(node, row, level)]


_WORLDS = tuple(make_world(seed, images) for seed, images in ((4, 12), (23, 7), (58, 3)))


@pytest.mark.parametrize("world", _WORLDS, ids=["a world of 12 images", "of 7", "of 3"])
def test_each_form_of_the_language_lists_what_the_slow_evaluator_lists(
    connection: duckdb.DuckDBPyConnection, world: World
) -> None:
    show_world(connection, world)
    wrong = []
    for level, text in FORMS:
        query = parse(text)
        checked = check(query, CATALOG, level)
        found = [row["id"] for row in run(connection, select_ids(checked, level=level, scope=SCOPE))]
        if found != (expected := [row["id"] for row in _expected(world, checked.query.body, level)]):
            wrong.append((level.value, text, found, expected))
    assert wrong == []


def test_each_form_tells_some_rows_from_others() -> None:
    """A form that lists nothing or everything in every world would prove little."""
    idle = []
    for level, text in FORMS:
        body = check(parse(text), CATALOG, level).query.body
        shares = {len(_expected(world, body, level)) / max(len(world.rows(level)), 1) for world in _WORLDS}
        if shares <= {0.0, 1.0}:
            idle.append(text)
    assert idle == [
        "split in []",
        "not split in []",
        'segment = "everything"',
        "true",
        'label like "x%"',
        "label is not null",
    ]


@settings(max_examples=70)
@given(world=worlds(), cases=st.lists(_cases, min_size=4, max_size=4))
def test_a_query_lists_exactly_the_rows_that_the_slow_evaluator_lists(
    connection: duckdb.DuckDBPyConnection, world: World, cases: list[tuple[Level, Node]]
) -> None:
    show_world(connection, world)
    for level, node in cases:
        expected = [row["id"] for row in _expected(world, node, level)]
        checked = check(parse(show(node)), CATALOG, level)
        assert [row["id"] for row in run(connection, select_ids(checked, level=level, scope=SCOPE))] == expected
        assert run(connection, count_rows(checked, level=level, scope=SCOPE)) == [{"count": len(expected)}]


def _sorts(level: Level) -> st.SearchStrategy[Node]:
    fields = (*NUMBERS[level], *TEXTS[level], *FLAGS[level], *CLASS_FIELDS[level])
    return st.one_of(
        st.sampled_from(fields).map(name), number(level, 1).filter(lambda node: not isinstance(node, Literal))
    )


@settings(max_examples=60)
@given(
    world=worlds(),
    case=_levels.flatmap(lambda level: st.tuples(st.just(level), predicate(level, 1), _sorts(level))),
    descending=st.booleans(),
    size=st.integers(1, 4),
)
def test_pages_by_cursor_and_by_offset_follow_one_stable_order(
    connection: duckdb.DuckDBPyConnection, world: World, case: tuple[Level, Node, Node], descending: bool, size: int
) -> None:
    level, node, sort = case
    oracle = Oracle(world)
    rows = _expected(world, node, level)
    known = [row for row in rows if oracle.value(sort, row, level) is not None]
    known.sort(key=lambda row: oracle.value(sort, row, level), reverse=descending)  # stable: ties stay in order of id
    expected = [row["id"] for row in (*known, *(row for row in rows if row not in known))]

    show_world(connection, world)
    options: dict[str, Any] = {
        "level": level,
        "scope": SCOPE,
        "catalog": CATALOG,
        "sort": show(sort),
        "descending": descending,
        "limit": size,
    }
    checked = check(Query(node), CATALOG, level)
    by_offset: list[int] = []
    by_cursor: list[int] = []
    after: Cursor | None = None
    for offset in range(0, len(expected) + size, size):
        by_offset += [row["id"] for row in run(connection, select_page(checked, **options, offset=offset))]
        page = run(connection, select_page(checked, **options, after=after))
        by_cursor += [row["id"] for row in page]
        after = Cursor.read(Cursor(page[-1]["sort_value"], page[-1]["id"]).text()) if page else after
    assert by_offset == expected
    assert by_cursor == expected


@settings(max_examples=60)
@given(world=worlds(), descending=st.booleans(), level=_levels)
def test_pages_without_a_sort_go_by_id_and_carry_the_image(
    connection: duckdb.DuckDBPyConnection, world: World, descending: bool, level: Level
) -> None:
    show_world(connection, world)
    options: dict[str, Any] = {"level": level, "scope": SCOPE, "catalog": CATALOG, "descending": descending, "limit": 3}
    first = run(connection, select_page(None, **options))
    after = Cursor(first[-1]["sort_value"], first[-1]["id"]) if first else None
    found = [*first, *(run(connection, select_page(None, **options, after=after)) if after else [])]
    expected = sorted(world.rows(level), key=lambda row: row["id"], reverse=descending)[:6]
    assert [row["id"] for row in found] == [row["id"] for row in expected]
    if level is not Level.IMAGE:
        assert [row["image_id"] for row in found] == [row["image_id"] for row in expected]


@settings(max_examples=60)
@given(world=worlds(), case=_cases)
def test_explain_counts_each_clause_as_if_it_stood_alone(
    connection: duckdb.DuckDBPyConnection, world: World, case: tuple[Level, Node]
) -> None:
    level, node = case
    text = show(node)
    show_world(connection, world)
    clauses = explain(parse(text), catalog=CATALOG, level=level, scope=SCOPE)
    assert clauses
    for clause in clauses:
        part = parse(clause.text).body
        assert run(connection, clause.statement) == [{"count": len(_expected(world, part, level))}]
        assert parse(text[slice(*clause.span)]).body == part
    if isinstance(node, And | Or):
        assert [clause.text for clause in clauses if clause.depth == 0] == [show(operand) for operand in node.operands]
    elif not isinstance(node, Not):
        assert [clause.text for clause in clauses] == [text]


@settings(max_examples=80)
@given(
    world=worlds(),
    case=_levels.flatmap(lambda level: st.tuples(st.just(level), predicate(level, 1), st.sampled_from(NUMBERS[level]))),
    most=st.integers(1, 12),
)
def test_a_bar_of_a_histogram_counts_what_its_range_lists(
    connection: duckdb.DuckDBPyConnection, world: World, case: tuple[Level, Node, str], most: int
) -> None:
    """V5.2: the list behind a bar is as long as the bar says."""
    level, node, field = case
    spelled = show(name(field))
    show_world(connection, world)
    options: dict[str, Any] = {"level": level, "scope": SCOPE, "catalog": CATALOG, "field": spelled}
    (span,) = run(connection, value_range(**options))
    oracle = Oracle(world)
    rows = _expected(world, node, level)
    values = [oracle.value(name(field), row, level) for row in rows]
    if span["low"] is None:
        assert set(values) <= {None}
        return
    bins = Bins.over(span["low"], span["high"], most=most)
    found = {
        row["bin"]: row["count"]
        for row in run(connection, histogram(check(Query(node), CATALOG, level), **options, bins=bins))
    }
    assert sum(found.values()) == len(rows)
    assert found.get(None, 0) == values.count(None)
    for number_of_bin, count in found.items():
        if number_of_bin is None:
            continue
        low, high = bins.edges[number_of_bin : number_of_bin + 2]
        last = number_of_bin == bins.count - 1
        within = Range(Literal(low), "<=", name(field), "<=" if last else "<", Literal(high))
        both = Query(And((node, within))) if not isinstance(node, And) else Query(And((*node.operands, within)))
        assert run(connection, count_rows(check(both, CATALOG, level), level=level, scope=SCOPE)) == [{"count": count}]


@pytest.mark.parametrize("most", [5, 10, 20, 50, 100])
def test_values_on_the_edges_of_bars_are_counted_on_the_right_side(
    connection: duckdb.DuckDBPyConnection, most: int
) -> None:
    """0.58 * 50 is a little less than 29 in floating point; the bar from 0.58 must hold it all the same."""
    world = make_world(4, 4)
    row = next(row for row in world.rows(Level.PREDICTION))
    world.predictions = [row | {"id": i, "score": i / 100} for i in range(101)]
    show_world(connection, world)
    bins = Bins.over(0, 1, most=most)
    statement = histogram(None, level=Level.PREDICTION, scope=SCOPE, catalog=CATALOG, field="score", bins=bins)
    each = 100 // bins.count
    assert [row["count"] for row in run(connection, statement)] == [each] * (bins.count - 1) + [each + 1]


_TERM_FIELDS = {
    Level.IMAGE: (*TEXTS[Level.IMAGE], *FLAGS[Level.IMAGE], "annotations.label", "predictions.label", "issue"),
    Level.ANNOTATION: (*TEXTS[Level.ANNOTATION], *FLAGS[Level.ANNOTATION], "label", "predicted_label", "issue"),
    Level.PREDICTION: (*TEXTS[Level.PREDICTION], "label", "true_label", "issue"),
    Level.ISSUE: (*TEXTS[Level.ISSUE], "label"),
}


@settings(max_examples=80)
@given(
    world=worlds(),
    case=_levels.flatmap(lambda at: st.tuples(st.just(at), predicate(at, 1), st.sampled_from(_TERM_FIELDS[at]))),
)
def test_terms_count_rows_by_value_most_frequent_first(
    connection: duckdb.DuckDBPyConnection, world: World, case: tuple[Level, Node, str]
) -> None:
    level, node, field = case
    oracle = Oracle(world)
    expected: Counter[Any] = Counter()
    for row in _expected(world, node, level):
        value = oracle.fields.field(tuple(field.split(".")), row, level)
        expected.update(set(value) if isinstance(value, Many) else {value})
    statement = terms(
        check(Query(node), CATALOG, level), level=level, scope=SCOPE, catalog=CATALOG, field=show(name(field))
    )
    show_world(connection, world)
    found = run(connection, statement)
    assert {row["value"]: row["count"] for row in found} == {_spelled(value): n for value, n in expected.items()}
    assert [row["count"] for row in found] == sorted(expected.values(), reverse=True)


def _spelled(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ('label = "car" and area < 2', 'any(annotation: label = "car" and area < 2)'),
        ("score >= 0.5", "any(prediction: score >= 0.5)"),
        ('state = "open"', 'any(issue: state = "open")'),
        ('split = "train" and label = "car"', 'any(annotation: split = "train" and label = "car")'),
    ],
)
def test_a_text_about_objects_lists_the_images_that_have_one(
    connection: duckdb.DuckDBPyConnection, text: str, wrapped: str
) -> None:
    show_world(connection, make_world(3, 6))
    checked = check(parse(text), CATALOG, Level.IMAGE)
    assert checked.canonical == wrapped
    plain = select_ids(checked, level=Level.IMAGE, scope=SCOPE)
    explicit = select_ids(check(parse(wrapped), CATALOG, Level.IMAGE), level=Level.IMAGE, scope=SCOPE)
    assert run(connection, plain) == run(connection, explicit) != []


def test_unknown_is_neither_listed_nor_listed_by_not(connection: duckdb.DuckDBPyConnection) -> None:
    world = World(images=[make_world(1, 1).images[0] | {"dataset_id": 1, "width": None}])
    show_world(connection, world)
    for text, expected in [("width > 3", 0), ("not width > 3", 0), ("width is null", 1), ("not width is not null", 1)]:
        checked = check(parse(text), CATALOG, Level.IMAGE)
        assert run(connection, count_rows(checked, level=Level.IMAGE, scope=SCOPE)) == [{"count": expected}], text


def test_a_chain_of_two_thousand_alternatives_runs(connection: duckdb.DuckDBPyConnection) -> None:
    node = Or(tuple(Compare("=", name("width"), Literal(i)) for i in range(2000)))
    checked = check(Query(node), CATALOG, Level.IMAGE)
    show_world(connection, make_world(3, 4))
    assert len(run(connection, count_rows(checked, level=Level.IMAGE, scope=SCOPE))) == 1


def test_the_deepest_query_that_parses_also_runs(connection: duckdb.DuckDBPyConnection) -> None:
    show_world(connection, make_world(3, 4))
    text = "(" * 90 + "width > 3" + ")" * 90
    nested = "not " * 45 + "(" * 45 + "width + 1 > 3" + ")" * 45
    for deep in (text, nested, "+".join(["width"] * 90) + " > 3"):
        checked = check(parse(deep), CATALOG, Level.IMAGE)
        assert len(run(connection, count_rows(checked, level=Level.IMAGE, scope=SCOPE))) == 1

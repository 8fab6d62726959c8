"""Cursors, and what cannot be sorted by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import QueryError, QuerySyntax, QueryType
from assay.model.level import Level
from assay.query.explain import explain
from assay.query.facets import terms, value_range
from assay.query.pages import Cursor, select_page
from assay.query.parse import parse
from assay.schema.catalog import Catalog
from assay.schema.scope import Scope

_CATALOG = Catalog.build([(0, "car")])
_SCOPE = Scope(1, 1, 1)


@given(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    st.integers(0, 2**62),
)
def test_a_cursor_survives_its_text(value: int | float | str | bool | None, id: int) -> None:
    assert Cursor.read(Cursor(value, id).text()) == Cursor(value, id)


@pytest.mark.parametrize("text", ["", "7", "[1]", '["a", "b"]', "[[1], 2]", "{}", "[1, 2, 3]", "[1, 2.5]", "[1, true]"])
def test_other_text_is_no_cursor(text: str) -> None:
    with pytest.raises(QuerySyntax, match="is not a cursor"):
        Cursor.read(text)


@pytest.mark.parametrize("sort", ["", "3", "annotations.label", "wdth", "issue", "width >"])
def test_what_rows_cannot_be_sorted_by_is_refused(sort: str) -> None:
    with pytest.raises(QueryError, match=r"^Sorting by `.*`: ") as raised:
        select_page(None, level=Level.IMAGE, scope=_SCOPE, catalog=_CATALOG, sort=sort, limit=10)
    assert raised.value.span is None  # a span points into the query, and this is another text


def test_facets_are_of_one_field_of_the_level() -> None:
    with pytest.raises(QueryType, match="not a number"):
        value_range(level=Level.IMAGE, scope=_SCOPE, catalog=_CATALOG, field="split")
    with pytest.raises(QueryType, match="field is empty"):
        terms(None, level=Level.IMAGE, scope=_SCOPE, catalog=_CATALOG, field=" ")
    with pytest.raises(QueryType, match="of another level"):
        terms(None, level=Level.ANNOTATION, scope=_SCOPE, catalog=_CATALOG, field="annotations.label")


def test_explain_lists_clauses_in_reading_order_with_their_depth() -> None:
    text = 'width > 3 and (split = "a" or not (height > 4 and id > 5))'
    clauses = explain(parse(text), catalog=_CATALOG, level=Level.IMAGE, scope=_SCOPE)
    assert [(clause.depth, clause.text) for clause in clauses] == [
        (0, "width > 3"),
        (0, 'split = "a" or not (height > 4 and id > 5)'),
        (1, 'split = "a"'),
        (1, "not (height > 4 and id > 5)"),
        (2, "height > 4 and id > 5"),
        (3, "height > 4"),
        (3, "id > 5"),
    ]
    assert [text[slice(*clause.span)] for clause in clauses] == [clause.text for clause in clauses]
    assert explain(parse(""), catalog=_CATALOG, level=Level.IMAGE, scope=_SCOPE) == []

"""Many queries answered in one pass list what each lists on its own."""

from __future__ import annotations

from collections import defaultdict

import duckdb
import pytest

from assay.model.level import Level
from assay.query.check import Checked, check
from assay.query.pages import select_ids, select_page
from assay.query.parse import parse
from assay.query.tally import tally
from tests.query_kit.forms import FORMS
from tests.query_kit.world import CATALOG, SCOPE, make_world, run, show_world

FIRST = 3


@pytest.mark.parametrize("level", list(Level))
def test_every_form_of_the_language_is_counted_as_if_it_were_asked_alone(level: Level) -> None:
    asked: dict[Level, list[Checked]] = defaultdict(list)
    for of, text in FORMS:
        asked[of].append(check(parse(text), CATALOG, of))
    with duckdb.connect() as connection:
        show_world(connection, make_world(4, 12))
        together = tally([(one, None) for one in asked[level]], level=level, scope=SCOPE, catalog=CATALOG, first=FIRST)
        (row,) = run(connection, together)
        for at, one in enumerate(asked[level]):
            ids = [found["id"] for found in run(connection, select_ids(one, level=level, scope=SCOPE))]
            assert (row[f"count_{at}"], row[f"first_{at}"]) == (len(ids), ids[:FIRST]), one.canonical
        everything = run(connection, select_ids(None, level=level, scope=SCOPE))
        assert row["total"] == len(everything)


def test_the_first_rows_are_those_of_a_page_in_that_order() -> None:
    """Smallest first, ties by id, rows without a value last."""
    checked = check(parse("width is null or width >= 0"), CATALOG, Level.IMAGE)
    with duckdb.connect() as connection:
        show_world(connection, make_world(23, 12))
        for sort in ("width", "-width", "annotations.count"):
            statement = select_page(checked, level=Level.IMAGE, scope=SCOPE, catalog=CATALOG, sort=sort, limit=5)
            page = [(found["id"], found["sort_value"]) for found in run(connection, statement)]
            together = tally([(checked, sort)], level=Level.IMAGE, scope=SCOPE, catalog=CATALOG, first=5)
            assert run(connection, together)[0]["first_0"] == [id_ for id_, _ in page], sort

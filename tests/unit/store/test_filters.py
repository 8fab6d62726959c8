"""`where` means the same as text for Lance and as a test of Arrow columns."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.errors import ArrayError
from assay.schema.tables import ANNOTATIONS
from assay.store.filters import check_columns, id_predicate, is_short, mask, members, positions, predicate

IDS = st.lists(st.integers(0, 2**40), max_size=50)


def test_text_of_a_user_cannot_leave_its_quotes() -> None:
    assert predicate({"name": "x' OR '1'='1"}) == "(`name` IN ('x'' OR ''1''=''1'))"


@pytest.mark.parametrize(
    ("where", "text"),
    [
        pytest.param({}, "", id="nothing to test"),
        pytest.param({"a": 1}, "(`a` IN (1))", id="equality is membership of one"),
        pytest.param({"a": [1, 2], "b": "x"}, "(`a` IN (1, 2)) AND (`b` IN ('x'))", id="all must hold"),
        pytest.param({"a": []}, "false", id="no value is admissible"),
        pytest.param({"a": None}, "(`a` IS NULL)", id="NULL is not a value"),
        pytest.param({"a": [1, None]}, "(`a` IN (1) OR `a` IS NULL)", id="NULL beside values"),
        pytest.param({"a": False}, "(`a` IN (false))", id="a flag is not a number"),
    ],
)
def test_predicate(where: dict[str, object], text: str) -> None:
    assert predicate(where) == text  # type: ignore[arg-type]


def test_neighbouring_ids_become_ranges() -> None:
    assert id_predicate(np.r_[5:100, 200:300]) == "(id >= 5 AND id <= 99) OR (id >= 200 AND id <= 299)"
    assert id_predicate(np.array([9, 1, 5])) == "id IN (1, 5, 9)"
    assert id_predicate(np.array([], dtype=np.int64)) == "false"


@given(ids=IDS, wanted=IDS)
def test_membership_agrees_with_numpy(ids: list[int], wanted: list[int]) -> None:
    """Id 0 is an id, and ids far apart are no special case."""
    given_ids, given_wanted = np.array(ids, dtype=np.int64), np.array(wanted, dtype=np.int64)
    assert np.array_equal(members(given_ids, given_wanted), np.isin(given_ids, given_wanted))


@given(
    values=st.lists(st.one_of(st.none(), st.integers(0, 9))),
    wanted=st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=5),
)
def test_mask_agrees_with_python(values: list[int | None], wanted: list[int | None]) -> None:
    column = pa.chunked_array([pa.array(values, pa.int32())])
    assert mask({"a": column}, {"a": wanted}).tolist() == [value in wanted for value in values]  # type: ignore[dict-item]


@given(
    values=st.lists(st.integers(0, 30), max_size=60),
    cuts=st.lists(st.integers(0, 60), max_size=4),
    wanted=st.lists(st.integers(-5, 35), max_size=5),
)
def test_positions_agree_with_python_however_the_column_is_cut(
    values: list[int], cuts: list[int], wanted: list[int]
) -> None:
    edges = [0, *sorted(min(cut, len(values)) for cut in cuts), len(values)]
    parts = [pa.array(values[low:high], pa.int64()) for low, high in pairwise(edges)]
    columns = {"a": pa.chunked_array(parts), "b": pa.chunked_array([[value % 2 == 0 for value in values]], pa.bool_())}
    expected = [at for at, value in enumerate(values) if value in wanted and value % 2]
    assert positions(columns, {"a": wanted, "b": False}).tolist() == expected


def test_mask_of_text_and_flags() -> None:
    columns = {"s": pa.chunked_array([["a", None, "b"]]), "d": pa.chunked_array([[False, False, True]])}
    assert mask(columns, {"s": ["a", "b"], "d": False}).tolist() == [True, False, False]
    assert mask(columns, {"s": None}).tolist() == [False, True, False]


def test_long_lists_are_not_written_out() -> None:
    assert is_short({"a": 1, "b": "a long text is one value" * 50})
    assert not is_short({"a": np.arange(10_000)})


def test_an_unknown_column_is_named_beside_the_known_ones() -> None:
    with pytest.raises(ArrayError, match=r"no column 'colour'.*category_id"):
        check_columns(ANNOTATIONS, ["id", "colour"])

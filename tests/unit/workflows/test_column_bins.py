"""Bins of a column: they share out all values, and their conditions say the same in words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assay.model.level import Level
from assay.query.nodes import Compare, IsNull, Literal, Member, Name, Node, Not, Range
from assay.query.parse import parse
from assay.query.show import show
from assay.workflows.runs.column_bins import MOST_GROUPS, ColumnBins, _short, cut
from assay.workflows.runs.columns import Column, Values

NAN = float("nan")
numbers = st.one_of(st.floats(-1e6, 1e6), st.integers(-5, 5).map(float), st.just(NAN))


def column(groups: tuple[str | bool, ...] | None = None) -> Column:
    none = np.empty(0)
    return Column("f", "F", "", Level.ANNOTATION, Name(("f",)), groups, none, none, np.empty(0, np.int64), none)


def holds(condition: Node, value: float | str | bool | None) -> bool:
    """What the query language says of a condition on `f`."""
    match condition:
        case IsNull():
            return value is None
        case _ if value is None:
            return False
        case Range(Literal(low), "<=", Name(), upper, Literal(high)):
            assert isinstance(value, float)
            assert isinstance(low, int | float)
            assert isinstance(high, int | float)
            return low <= value and (value <= high if upper == "<=" else value < high)
        case Compare("=", Name(), Literal(other)):
            return value == other
        case Member(Name(), literals, True):
            return value not in [literal.value for literal in literals]
        case Name():
            return value is True
        case Not(Name()):
            return value is False
    raise AssertionError(condition)


def check(parts: ColumnBins, values: Values, told: list[float | str | bool | None]) -> None:
    """Each value lies in the one bin whose condition holds for it."""
    for place, value in zip(parts.place(values).tolist(), told, strict=True):
        assert [at for at, bin in enumerate(parts.bins) if holds(bin.condition, value)] == [place]
    for bin in parts.bins:
        assert parse(show(bin.condition)).body == bin.condition


@given(st.lists(numbers, max_size=40), st.integers(1, 8))
def test_each_number_lies_in_the_one_bin_whose_condition_holds(values: list[float], most: int) -> None:
    array = np.array(values, np.float64)
    parts = cut(column(), [array], most=most)
    assert len(parts.bins) <= most + 1
    assert parts.count(array).sum() == len(values)
    check(parts, array, [None if np.isnan(value) else value for value in values])


@given(st.lists(st.sampled_from([NAN, 0.0, 1.0, 2.0]), max_size=20))
def test_each_text_lies_in_its_bin(codes: list[float]) -> None:
    words = ("red", 'bl"ue', "")
    array = np.array(codes, np.float64)
    parts = cut(column(words), [array], most=10)
    check(parts, array, [None if np.isnan(code) else words[int(code)] for code in codes])


def test_flags_are_told_as_yes_and_no() -> None:
    array = np.array([1.0, 0.0, NAN, 1.0])
    parts = cut(column((False, True)), [array], most=10)
    assert [bin.label for bin in parts.bins] == ["no", "yes", "unknown"]
    check(parts, array, [True, False, None, True])


def test_rare_texts_share_a_bin() -> None:
    words = tuple(f"w{at}" for at in range(MOST_GROUPS + 3))
    array = np.arange(len(words), dtype=np.float64)
    parts = cut(column(words), [array], most=10)
    assert [bin.label for bin in parts.bins[-2:]] == ["3 other values", "unknown"]
    assert parts.count(array).tolist() == [*[1] * MOST_GROUPS, 3, 0]
    check(parts, array, list(words))


def test_nothing_has_no_bins_but_the_unknown() -> None:
    parts = cut(column(), [np.array([NAN, NAN])], most=4)
    assert [bin.label for bin in parts.bins] == ["unknown"]
    assert parts.count(np.array([NAN])).tolist() == [1]


def test_ends_are_short_and_whole_numbers_are_named_by_what_is_there() -> None:
    spread = cut(column(), [np.array([0.12345, 0.2345, 0.35678, 0.4999])], most=2)
    assert show(spread.bins[0].condition) == "0.12345 <= f < 0.3"
    whole = cut(column(), [np.array([1.0, 1.0, 4.0, 7.0, 9.0])], most=3)
    assert [bin.label for bin in whole.bins] == ["1", "4", "7 to 9", "unknown"]
    assert show(whole.bins[1].condition) == "f = 4"


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_a_short_decimal_lies_between(one: float, other: float) -> None:
    below, above = sorted((one, other))
    if below < above:
        assert below < _short(below, above) <= above


@pytest.mark.parametrize(
    ("below", "above", "expected"), [(0.1234, 0.1261, 0.126), (17, 230, 200), (-3.2, -1.1, -2), (0, 1e-7, 1e-7)]
)
def test_it_is_the_shortest(below: float, above: float, expected: float) -> None:
    assert _short(below, above) == pytest.approx(expected)

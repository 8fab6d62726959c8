"""The functions a query may call: only these compile."""

from __future__ import annotations

from dataclasses import dataclass

from assay.schema.field import FieldType


@dataclass(frozen=True, slots=True)
class Function:
    """One function: types of its operands and result, how many operands, and what it gives."""

    name: str
    takes: FieldType
    gives: FieldType
    least: int
    most: int
    meaning: str


_NUMBER, _TEXT = FieldType.NUMBER, FieldType.TEXT

FUNCTIONS = {
    function.name: function
    for function in (
        Function("abs", _NUMBER, _NUMBER, 1, 1, "the number without its sign"),
        Function("round", _NUMBER, _NUMBER, 1, 1, "the nearest whole number, halves away from zero"),
        Function("floor", _NUMBER, _NUMBER, 1, 1, "the whole number below"),
        Function("ceil", _NUMBER, _NUMBER, 1, 1, "the whole number above"),
        Function("sqrt", _NUMBER, _NUMBER, 1, 1, "the square root; null below zero"),
        Function("min", _NUMBER, _NUMBER, 2, 8, "the smallest of the numbers that are known"),
        Function("max", _NUMBER, _NUMBER, 2, 8, "the largest of the numbers that are known"),
        Function("length", _TEXT, _NUMBER, 1, 1, "how many characters the text has"),
        Function("lower", _TEXT, _TEXT, 1, 1, "the text in small letters"),
        Function("upper", _TEXT, _TEXT, 1, 1, "the text in capital letters"),
    )
}
"""Every function, by name."""

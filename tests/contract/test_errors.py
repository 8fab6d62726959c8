"""The error tree is drawn as it is, every leaf has its own code, and a test raises each."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

import assay.errors
from assay.errors import AssayError
from tests.contract.tracked import python


def _family(root: type[AssayError]) -> list[type[AssayError]]:
    return [root, *(member for child in root.__subclasses__() for member in _family(child))]


TREE = [error for error in _family(AssayError) if error.__module__ == assay.errors.__name__]
LEAVES = [error for error in TREE if not error.__subclasses__()]


def test_the_tree_drawn_at_the_top_is_the_tree() -> None:
    drawn = re.findall(r"^[│├└─\s]*([A-Z]\w+)\b", (assay.errors.__doc__ or "").split("\n\n", 1)[1], flags=re.MULTILINE)
    assert [name for name in drawn if name != "Each"] == [error.__name__ for error in TREE]


def test_codes_are_unique() -> None:
    codes = [error.code for error in TREE]
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.__name__)
def test_a_test_raises_it(error: type[AssayError]) -> None:
    """Error messages are code: one that nobody raised in a test is one that nobody has read.

    A test of the server or the command line sees the error's code instead of its class.
    """
    is_raised = error.__name__ in _raised_in_tests() or error.code in _texts_in_tests()
    assert is_raised, f"no test has `pytest.raises({error.__name__})` or meets the code {error.code!r}"


def test_only_errors_py_adds_to_the_tree() -> None:
    """A package may have an exception of its own for its own flow; what reaches a user is a leaf of the tree."""
    known = {error.__name__ for error in TREE}
    strays = [
        node.name
        for path, tree in python("src")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        and path.name != "errors.py"
        and any(isinstance(base, ast.Name) and base.id in known for base in node.bases)
    ]
    assert strays == []


@cache
def _texts_in_tests() -> frozenset[str]:
    return frozenset(
        node.value
        for _, tree in python("tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def _raised_in_tests() -> frozenset[str]:
    raised: set[str] = set()
    for _, tree in python("tests"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "raises":
                expected = node.args[0] if node.args else None
                members = expected.elts if isinstance(expected, ast.Tuple) else [expected]
                raised |= {member.id for member in members if isinstance(member, ast.Name)}
                raised |= {member.attr for member in members if isinstance(member, ast.Attribute)}
    return frozenset(raised)

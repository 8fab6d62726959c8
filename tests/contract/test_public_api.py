"""What `import assay` gives is pinned, documented and typed; `docs/python.md` is made of its docstrings."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import assay
from assay.sdk.annotations import Annotations
from assay.sdk.changes import Changes
from assay.sdk.images import Images
from assay.sdk.issues import Issues
from assay.sdk.predictions import Predictions
from assay.sdk.project import Project
from assay.sdk.result import Result
from assay.sdk.rows import Rows
from assay.sdk.run_analysis import RunAnalysis
from assay.sdk.runs import Runs
from assay.sdk.segments import Segments
from tests.contract.pins import assert_pinned
from tests.contract.tracked import ROOT

NOUNS = (Project, Rows, Images, Annotations, Predictions, Runs, RunAnalysis, Issues, Segments, Changes, Result)
INTRODUCTION = """\
# Python

<!-- Made from the docstrings by `make pins`; edit those. Every example is run by tests/unit/test_doctests.py. -->

The same verbs as in the browser and the shell, as methods of a project's nouns. Everything is typed.
`pip install assay[frames]` adds pandas and polars.
"""


def test_public_names_are_pinned() -> None:
    assert_pinned(ROOT / "tests" / "contract" / "api.txt", "\n".join(_surface()) + "\n")


def test_python_page_is_what_the_docstrings_say() -> None:
    assert_pinned(ROOT / "docs" / "python.md", "\n".join(_page()))


def test_every_public_name_is_there_and_nothing_else_is_offered() -> None:
    assert sorted(assay.__all__) == dir(assay)
    for name in assay.__all__:
        assert getattr(assay, name) is not None


def test_every_public_method_is_documented() -> None:
    silent = [f"{noun.__name__}.{name}" for noun in NOUNS for name, member in _members(noun) if not _doc(member)]
    assert silent == []


def _surface() -> Iterator[str]:
    for name in sorted(assay.__all__):
        value = getattr(assay, name)
        if isinstance(value, FunctionType):
            yield f"assay.{name}{_signature(value)}"
        else:
            yield f"assay.{name}"
    for noun in NOUNS:
        yield ""
        yield _title(noun)
        for name, member in _members(noun):
            yield f"  .{name}{_signature(member)}"


def _page() -> Iterator[str]:
    yield INTRODUCTION
    for name in ("open", "create"):
        yield f"## assay.{name}\n"
        yield from _section(f"assay.{name}{_signature(getattr(assay, name))}", _doc(getattr(assay, name)))
    for noun in NOUNS:
        yield f"## {noun.__name__}\n"
        if issubclass(noun, Rows) and noun is not Rows:
            yield "Has `search`, `count` and `ids` of [Rows](#rows) too.\n"
        if issubclass(noun, RunAnalysis) and noun is not RunAnalysis:
            yield "Has the questions of [RunAnalysis](#runanalysis) too.\n"
        yield from _prose(_doc(noun))
        for name, member in _members(noun):
            yield f"### {noun.__name__}.{name}\n"
            yield from _section(f"{name}{_signature(member)}", _doc(member))


def _section(signature: str, doc: str) -> Iterator[str]:
    yield f"```python\n{signature}\n```\n"
    yield from _prose(doc)


def _prose(doc: str) -> Iterator[str]:
    """A docstring as Markdown: examples fenced, `Raises` as a list."""
    for block in doc.split("\n\n"):
        lines = block.splitlines()
        if lines and lines[0].startswith(">>>"):
            yield f"```pycon\n{block}\n```\n"
        elif len(lines) > 2 and set(lines[1]) == {"-"}:
            yield f"**{lines[0]}**\n"
            yield "\n".join(f"- {line}" for line in lines[2:]) + "\n"
        else:
            yield f"{block}\n"


def _members(noun: type) -> Iterator[tuple[str, Any]]:
    """The noun's own public methods and properties, in the order they are written."""
    for name, member in vars(noun).items():
        if not name.startswith("_") and isinstance(member, FunctionType | property):
            yield name, member


def _signature(function: Any) -> str:
    """The signature as it is written, without `self`; a property has none."""
    if isinstance(function, property):
        return ""
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(node, ast.FunctionDef)
    node.args.args = [argument for argument in node.args.args if argument.arg != "self"]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns is not None else ""
    return f"({ast.unparse(node.args)}){returns}"


def _title(noun: type) -> str:
    """The noun with the one it builds on: `Images(Rows)`."""
    base = noun.__bases__[0]
    return noun.__name__ if base is object else f"{noun.__name__}({base.__name__})"


def _doc(member: Any) -> str:
    return inspect.cleandoc(member.__doc__ or "")

"""What `import assay` gives is pinned, documented and typed; `docs/python.md` is made of its docstrings."""

from __future__ import annotations

import inspect
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
from assay.sdk.runs import Runs
from assay.sdk.segments import Segments
from tests.contract.pins import assert_pinned
from tests.contract.tracked import ROOT

NOUNS = (Project, Images, Annotations, Predictions, Runs, Issues, Segments, Changes, Result)
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
        yield noun.__name__
        for name, member in _members(noun):
            signature = "" if isinstance(member, property) else _signature(member)
            yield f"  .{name}{signature}"


def _page() -> Iterator[str]:
    yield INTRODUCTION
    for name in ("open", "create"):
        yield f"## assay.{name}\n"
        yield from _section(f"assay.{name}{_signature(getattr(assay, name))}", _doc(getattr(assay, name)))
    for noun in NOUNS:
        yield f"## {noun.__name__}\n"
        yield from _prose(_doc(noun))
        for name, member in _members(noun):
            yield f"### {noun.__name__}.{name}\n"
            signature = "" if isinstance(member, property) else _signature(member)
            yield from _section(f"{name}{signature}", _doc(member))


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
    """Public methods and properties in the order they are written, inherited ones first."""
    seen: dict[str, Any] = {}
    for base in reversed(noun.__mro__[:-1]):
        seen |= {name: member for name, member in vars(base).items() if not name.startswith("_")}
    yield from ((name, member) for name, member in seen.items() if isinstance(member, FunctionType | property))


def _signature(function: Any) -> str:
    """The signature without `self`, annotations as they are written."""
    signature = inspect.signature(function)
    parameters = [p for p in signature.parameters.values() if p.name != "self"]
    return str(signature.replace(parameters=parameters)).replace("'", "")


def _doc(member: Any) -> str:
    return inspect.cleandoc(member.__doc__ or "")

"""What the pages tell people to type can be typed: commands take these words, queries parse, Python names exist."""

from __future__ import annotations

import ast
import inspect
import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from typer.core import TyperGroup
from typer.main import get_command

import assay
from assay.cli.main import build
from assay.errors import QueryError
from assay.model.level import Level
from assay.query.check import check
from assay.query.parse import parse
from assay.schema.catalog import Catalog
from assay.sdk.project import Project
from tests.contract.tracked import files, name

PAGES = [p for p in files("README.md", "docs/*.md") if p.suffix == ".md"]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TYPED = re.compile(r"^(?:    )?(?:\$ )?(assay [a-z].*)$", re.MULTILINE)
QUERIES = {"--query", "--reference", "--current"}


@cache
def _group() -> TyperGroup:
    group = get_command(build())
    assert isinstance(group, TyperGroup)
    return group


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    with assay.create(tmp_path_factory.mktemp("docs") / "my.assay") as made:
        yield made


def _whole(page: Path) -> list[str]:
    """Commands that stand on a line of their own, to be typed as they are."""
    text = page.read_text(encoding="utf-8")
    blocks = [body for kind, body in BLOCK.findall(text) if kind != "python"]
    indented = re.findall(r"^    assay .*$", BLOCK.sub("", text), flags=re.MULTILINE)
    return [line for body in (*blocks, *indented) for line in TYPED.findall(body)]


def _spoken(page: Path) -> list[str]:
    """Commands in the run of a sentence, which may leave out what goes without saying."""
    text = BLOCK.sub("", page.read_text(encoding="utf-8"))
    return [re.sub(r"\s+", " ", line) for line in re.findall(r"(?<!`)`(assay [a-z][^`]*)`(?!`)", text)]


def _cases(of: Any) -> list[tuple[str, str]]:
    return sorted({(name(page), line) for page in PAGES for line in of(page)})


@pytest.mark.parametrize(("page", "line"), _cases(_whole))
def test_a_command_of_the_page_is_taken_word_for_word(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command = _group().commands[words[0]]
    with command.make_context(words[0], words[1:], resilient_parsing=False):
        pass
    assert [hint for query in _queries(words) for hint in _unquoted(query)] == [], page


@pytest.mark.parametrize(("page", "line"), _cases(_spoken))
def test_a_command_in_a_sentence_has_these_options(page: str, line: str) -> None:
    words = shlex.split(line)[1:]
    command = _group().commands[words[0]]
    known = {spelling for option in command.params for spelling in (*option.opts, *option.secondary_opts)} | {"--help"}
    assert {word for word in words if re.match(r"--?[a-z]", word)} <= known, page
    assert [hint for query in _queries(words) for hint in _unquoted(query)] == [], page


def _unquoted(query: str) -> Iterator[str]:
    """What the language says of words of `query` that look like texts without quotes; a query that is none raises."""
    parsed = parse(query)
    for level in Level:
        try:
            check(parsed, Catalog.build(enumerate(["car"])), level)
        except QueryError as error:
            if error.hint.startswith("Is it a text?"):
                yield f"{query}: {error}"


def _queries(words: list[str]) -> list[str]:
    return [value for option, value in pairwise(words) if option in QUERIES and value != "…"]


def _python(page: Path) -> Iterator[str]:
    for kind, body in BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "python" and "->" not in body:
            yield body


@pytest.mark.parametrize(("page", "body"), _cases(_python))
def test_a_call_of_the_page_names_a_method_and_its_words(page: str, body: str, project: Project) -> None:
    for call in (node for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Call)):
        method = _method(call.func, project)
        if method is not None:
            given = [ast.Constant(0) for _ in call.args]
            bound = inspect.signature(method).bind(*given, **{word.arg: 0 for word in call.keywords if word.arg})
            assert len(bound.args) + len(bound.kwargs) == len(call.args) + len(call.keywords), page


def _method(func: ast.expr, project: Project) -> Any:
    """The method that `project.images.search` means; None of another expression."""
    path: list[str] = []
    while isinstance(func, ast.Attribute):
        path, func = [func.attr, *path], func.value
    if not isinstance(func, ast.Name) or func.id != "project":
        return None
    found: Any = project
    for attribute in path:
        found = getattr(found, attribute)
    return found

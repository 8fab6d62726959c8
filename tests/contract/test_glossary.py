"""One word per idea: the words that GLOSSARY.md avoids are in nothing that a person reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
from typer.testing import CliRunner

from assay.cli.commands import load_commands
from assay.cli.main import build
from tests.contract.tracked import ROOT, files, name

OF_OTHERS = re.compile(
    r"object detection|edge detection|collection campaigns?|outlier detection|radiometric resolution"
    r"|human detection|out-of-distribution detection|detection baselines|(?:ridge|logistic) regression"
    r"|\(detection\)|YOLO detection|detection (?:set|demo|dataset)|code sample|sample photos"
    r"|class probabilit\w+|probabilit\w+ (?:of|per|for|vector|column|table)|tables? of probabilit\w+",
    re.IGNORECASE,
)
"""Phrases in which an avoided word is the field's own term for something else."""


HOLDERS = r"(?:title|label|placeholder|description|alt|aria-label|hint|message)"
"""Attributes and fields of components that hold words."""


def _avoided() -> dict[str, str]:
    """Each word to avoid, and the term to use in its place."""
    rows = re.findall(
        r"^\| ([^|]+) \| [^|]+ \| [^|]* \|([^|]*)\|$", (ROOT / "GLOSSARY.md").read_text(), flags=re.MULTILINE
    )
    words = {word.strip(): term for term, avoided in rows if term != "Term" for word in avoided.split(",")}
    return {word: term for word, term in words.items() if word and not set(word) <= {"-"}}


@cache
def _texts() -> tuple[tuple[str, str], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[str, str]]:
    """Everything a person reads, and where it stands."""
    runner = CliRunner(env={"COLUMNS": "100", "TERMINAL_WIDTH": "100"})
    for command in load_commands():
        yield f"assay {command.NAME} --help", runner.invoke(build(), [command.NAME, "--help"]).stdout
    for path in files("docs", "README.md"):
        if path.suffix == ".md":
            yield name(path), re.sub(r"```.*?```|`[^`]*`", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for path in files("web/src"):
        if path.suffix == ".tsx" and ".test." not in path.name:
            yield name(path), "\n".join(_shown(path.read_text(encoding="utf-8")))


def _shown(source: str) -> Iterator[str]:
    """Texts of a component that reach the screen: between tags, and in the attributes and fields that hold words."""
    source = re.sub(r"/\*.*?\*/|^\s*//.*$", " ", source, flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r">\s*([A-Z][^<>{}=;]*?)\s*[<{]", source)
    for quote in ("'", '"', "`"):
        yield from re.findall(rf"{HOLDERS}\s*[=:]\s*\{{?{quote}([^{quote}\n]+){quote}", source)


@pytest.mark.parametrize(("word", "term"), sorted(_avoided().items()))
def test_the_avoided_word_is_not_used(word: str, term: str) -> None:
    pattern = re.compile(rf"(?<![\w.-]){re.escape(word)}s?(?![\w-])", re.IGNORECASE if word.islower() else 0)
    found = [
        f"{place}: {line.strip()[:140]}"
        for place, text in _texts()
        for line in OF_OTHERS.sub(" ", text).splitlines()
        if pattern.search(line)
    ]
    assert found == [], f"say {term!r}, not {word!r}"

"""Figures of the pages can be printed again: the commands named beside them exist and take these words."""

from __future__ import annotations

import re

import pytest

from assay.metrics.builtin import BUILTIN
from benchmarks.__main__ import NAMES
from tests.contract.tracked import ROOT, files, name

PAGES = [page for page in files("README.md", "CHANGELOG.md", "docs/*.md") if page.suffix == ".md"]
SCRIPT = re.compile(r"`[^`]*?(benchmarks/\w+\.py)([^`]*)`")
BY_NAME = re.compile(r"`python -m benchmarks ([^`]*)`")


def _scripts() -> list[tuple[str, str, str]]:
    """Each page, script and words; a line break in the middle of a command is a space."""
    found = []
    for page in PAGES:
        for script, words in SCRIPT.findall(page.read_text(encoding="utf-8")):
            found.append((name(page), script, re.sub(r"\s+", " ", words)))
    return sorted(set(found))


@pytest.mark.parametrize(("page", "script", "words"), _scripts())
def test_a_benchmark_that_a_page_names_is_there_and_takes_these_words(page: str, script: str, words: str) -> None:
    assert (ROOT / script).is_file(), page
    source = (ROOT / script).read_text(encoding="utf-8")
    assert [word for word in re.findall(r"--[a-z-]+", words) if f'"{word}"' not in source] == [], page


def test_what_follows_python_m_benchmarks_is_one_of_its_names() -> None:
    source = (ROOT / "benchmarks/__main__.py").read_text(encoding="utf-8")
    for page in PAGES:
        for words in BY_NAME.findall(page.read_text(encoding="utf-8")):
            said = [word for word in words.split() if word.islower() and not word.startswith("-")]
            assert set(said) <= {*NAMES, "fiftyone", "lightly"}, page
            assert [word for word in re.findall(r"--[a-z-]+", words) if f'"{word}"' not in source] == [], page


def test_the_metrics_are_as_many_as_is_said() -> None:
    readme, changes = ((ROOT / page).read_text(encoding="utf-8") for page in ("README.md", "CHANGELOG.md"))
    columns = sum(len(metric.outputs) for metric in BUILTIN)
    assert f"tracks, {len(BUILTIN)} of them" in readme
    assert f"{len(BUILTIN)} plug-ins ({columns} columns)" in changes

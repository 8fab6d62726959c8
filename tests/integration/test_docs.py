"""The documentation is true: its commands and its Python run, its links lead somewhere, its site builds."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.tracked import ROOT, files, name
from tests.shell import Shell

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")


def test_every_command_and_example_of_the_quickstart_runs(tiny: Path, shell: Shell) -> None:
    """Console blocks in order, then the Python ones, in a folder with the files that the page speaks of."""
    blocks = BLOCK.findall((ROOT / "docs" / "quickstart.md").read_text(encoding="utf-8"))
    commands = [line[2:] for kind, text in blocks if kind == "console" for line in text.splitlines()]
    assert len(commands) > 10
    for command in commands:
        program, *words = shlex.split(command)
        assert program == "assay"
        done = shell(*words)
        assert done.code == 0, f"{command}\n{done.err}"
    for text in (text for kind, text in blocks if kind == "python"):
        told = subprocess.run([sys.executable, "-c", text], cwd=tiny, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr


def test_the_sixty_seconds_of_the_readme_run(tiny: Path, shell: Shell) -> None:
    """Its short commands, then its Python, on files in which a class is misspelt as the page has it."""
    labels = (tiny / "labels.json").read_text(encoding="utf-8").replace('"cat"', '"cra"').replace('"dog"', '"car"')
    (tiny / "labels.json").write_text(labels, encoding="utf-8")
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Sixty seconds")[2]
    lines = [line for line in section.partition("```\n")[2].partition("```")[0].splitlines() if line]
    assert len(lines) == 10
    for words in (shlex.split(line, comments=True)[1:] for line in lines):
        if words[0] not in {"serve", "embed", "metric"}:
            done = shell(*words)
            assert done.code == 0, f"{words}\n{done.err}"
    python = next(text for kind, text in BLOCK.findall(section) if kind == "python")
    told = subprocess.run([sys.executable, "-c", python], cwd=tiny, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


@pytest.mark.parametrize("page", [p for p in files("*.md", "docs/*.md") if p.suffix == ".md"], ids=name)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    local = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    missing = [target for target in local if not (page.parent / target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", [p for p in files("README.md", "docs/*.md") if p.suffix == ".md"], ids=name)
def test_pictures_are_there(page: Path) -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    missing = [picture for picture in pictures if not (page.parent / picture).is_file()]
    assert missing == []


def test_the_site_builds_without_a_warning_and_asks_nothing_of_other_hosts(tmp_path: Path) -> None:
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    loaded = re.compile(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=\"https?://(?!127\.0\.0\.1)[^\"]+\"")
    asked = {
        found
        for page in tmp_path.rglob("*.html")
        for found in loaded.findall(page.read_text(encoding="utf-8"))
        if 'rel="canonical"' not in found
    }
    assert asked == set()

"""Nothing in the repository is bound to one machine, and every exclusion says why it is there."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.contract.tracked import ROOT, files, name

TEXT = {
    ".css",
    ".html",
    ".in",
    ".js",
    ".json",
    ".lark",
    ".md",
    ".mjs",
    ".py",
    ".sh",
    ".toml",
    ".ts",
    ".tsx",
    ".txt",
    ".yml",
    "",
}
HOME = re.compile(r"(?<![\w.~-])/(?:root|work|home/(?!(?:someone|me|you)/)\w+|Users/\w+)/[\w.]")
REGISTRY = re.compile(
    r"https?://[\w.@:-]*(?:pypi|npmjs|pythonhosted|yarnpkg|conda|artifactory|nexus)[\w.:-]*", re.IGNORECASE
)


def _text_files() -> list[Path]:
    return [path for path in files() if path.suffix in TEXT and path.stat().st_size < 5_000_000]


@pytest.mark.parametrize(
    ("pattern", "what"), [(HOME, "a path of one machine"), (REGISTRY, "the address of a registry")]
)
def test_no_file_names(pattern: re.Pattern[str], what: str) -> None:
    found = []
    for path in _text_files():
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if pattern.search(line):
                found.append(f"{name(path)}:{number}: {line.strip()[:120]}")
    assert found == [], what


def test_locks_are_pinned_with_hashes_and_without_an_index() -> None:
    for path in files("requirements/*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert not [line for line in lines if re.match(r"\s*(-i|--index|--extra-index|--find-links|-f )", line)]
        pins = [line for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)]
        assert pins, name(path)
        assert [line for line in pins if "==" not in line or not line.endswith("\\")] == []


def test_the_web_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "web" / "package-lock.json").read_text(encoding="utf-8")


def test_the_web_lock_holds_the_packages_of_every_platform() -> None:
    """`npm ci` refuses a lock that lacks one; a lock made where a registry has only this platform's would."""
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    lacking = [
        wanted
        for place, package in packages.items()
        for wanted in package.get("optionalDependencies", {})
        if f"node_modules/{wanted}" not in packages and f"{place}/node_modules/{wanted}" not in packages
    ]
    assert lacking == []


def test_every_silenced_check_names_its_code() -> None:
    """`# noqa` alone would hide what comes later; ruff (PGH) and mypy hold the same for their own comments."""
    blanket = [
        f"{name(path)}:{number}"
        for path in files("src", "tests", "benchmarks", "examples", "docs")
        if path.suffix == ".py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#\s*(noqa|type:\s*ignore)\s*$", line)
    ]
    assert blanket == []


def test_every_exclusion_of_a_linter_carries_its_reason() -> None:
    """Each code that `pyproject.toml` ignores stands on a line with a comment."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ignored = tomllib.loads(text)["tool"]["ruff"]["lint"]["ignore"]
    confusables = {"RUF002", "RUF003"}  # their reason stands at RUF001
    for code in set(ignored) - confusables:
        assert re.search(rf'^\s*"{code}",\s+# \S+', text, flags=re.MULTILINE), f"{code} is ignored without a reason"

"""The files that make up the repository: tracked, or new and not ignored."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "assay"


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Paths of the files that match any of the git pathspecs (all of them when none is given), sorted."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = {ROOT / name for name in told.split("\0") if name}
    return tuple(sorted(path for path in paths if path.is_file()))


def name(path: Path) -> str:
    """`path` as people write it: from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The parsed Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=name(path))


def python(*patterns: str) -> Iterator[tuple[Path, ast.Module]]:
    """Python files under the pathspecs, each with its tree."""
    for path in files(*patterns):
        if path.suffix == ".py":
            yield path, tree(path)

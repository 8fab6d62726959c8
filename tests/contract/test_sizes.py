"""Files, functions, classes and components stay small; an exception is a line with a reason."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

from tests.contract.tracked import files, name, python

FILE, FUNCTION, METHODS, TYPESCRIPT_FILE = 400, 60, 15, 300
REASONS: dict[str, str] = tomllib.loads(Path(__file__).with_name("size_exceptions.toml").read_text(encoding="utf-8"))


def test_python_files() -> None:
    _check({name(path): _lines(path) for path, _ in python("src", "tests", "benchmarks")}, FILE)


def test_functions() -> None:
    lengths = {}
    for path, tree in python("src", "benchmarks"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lengths[f"{name(path)}::{node.name}"] = (node.end_lineno or node.lineno) - node.lineno + 1
    _check(lengths, FUNCTION)


def test_public_methods_of_a_class() -> None:
    counts = {}
    for path, tree in python("src"):
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
                counts[f"{name(path)}::{node.name}"] = len({m.name for m in methods if not m.name.startswith("_")})
    _check(counts, METHODS)


def test_typescript_files() -> None:
    """Components are held to 150 lines by eslint, which knows where one begins and ends."""
    sources = [path for path in files("web/src") if path.suffix in {".ts", ".tsx"} and "generated" not in path.parts]
    _check({name(path): _lines(path) for path in sources}, TYPESCRIPT_FILE)


def test_every_exception_is_still_needed_and_has_a_reason() -> None:
    for place, reason in REASONS.items():
        path = place.partition("::")[0]
        assert path in {name(file) for file in files()}, f"{place} is gone; drop its exception"
        assert len(reason.split()) >= 5, f"{place} needs a reason, not {reason!r}"


def _check(sizes: dict[str, int], limit: int) -> None:
    too_large = {place: size for place, size in sizes.items() if size > limit and place not in REASONS}
    assert too_large == {}, f"more than {limit}; split it by noun or verb"


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())

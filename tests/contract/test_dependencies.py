"""Every package that Assay imports is declared, and every declared package is imported."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

from tests.contract.tracked import ROOT, name, python

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEVER = {"cleanvision", "deepchecks", "fastdup", "pickle"}
"""Deepchecks is AGPL, fastdup non-commercial; a pickle of a stranger runs the stranger's code."""

BETWEEN_OUR_PROCESSES = "src/assay/jobs/worker.py"
"""Pickles what goes through the pipe to a process it started itself, as `multiprocessing` does; reads nothing else."""


def test_core_dependencies_are_what_the_package_imports() -> None:
    optional = {"pandas", "polars", "torch"}  # torch is used by embedders that say so
    taken_by_uvicorn = {"httptools", "uvloop"}  # where they are installed it needs a third less time for a request
    assert _imported("src/assay") - optional == _declared(PROJECT["dependencies"]) - taken_by_uvicorn


def test_forbidden_packages_are_not_imported() -> None:
    found = {(name(path), module) for path, tree in python("src") for module in _modules(tree) & NEVER}
    assert found <= {(BETWEEN_OUR_PROCESSES, "pickle")}


def test_locks_hold_every_declared_package() -> None:
    for lock, extras in {"run.txt": (), "dev.txt": ("frames", "onnx", "test", "docs", "dev")}.items():
        text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
        pinned = {_normal(pin) for pin in re.findall(r"^([\w.-]+)==", text, flags=re.MULTILINE)}
        wanted = [
            *PROJECT["dependencies"],
            *(line for extra in extras for line in PROJECT["optional-dependencies"][extra]),
        ]
        assert _declared(wanted) - {"assay"} <= pinned, f"run `make lock` for {lock}"


def _imported(folder: str) -> set[str]:
    of_module = packages_distributions()
    modules = {module for _, tree in python(folder) for module in _modules(tree)}
    foreign = modules - sys.stdlib_module_names - {"assay"}
    return {_normal(of_module.get(module, [module])[0]) for module in foreign}


def _modules(tree: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def _declared(lines: list[str]) -> set[str]:
    return {_normal(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0]) for line in lines}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

"""The architecture of `.importlinter` holds, and the linter sees every module there is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp

from tests.contract.tracked import PACKAGE, ROOT, files, name


def test_imports_point_down() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--config", ".importlinter"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_module_is_analysed() -> None:
    """A folder without `__init__.py` would hide from the linter."""
    analysed = grimp.build_graph("assay", cache_dir=None).modules
    there = set()
    for path in files("src/assay"):
        if path.suffix == ".py":
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            there.add(".".join(part for part in parts if part != "__init__"))
    assert analysed == there


def test_no_package_stands_empty() -> None:
    """A package appears with its first real inhabitant: a module, or a package with one."""
    inits = [path for path in files("src/assay") if path.name == "__init__.py"]
    empty = [name(path.parent) for path in inits if len(list(path.parent.rglob("*.py"))) == 1]
    assert empty == []

"""`import assay` is quick: modules are counted, for a clock on a busy machine tells little."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("cv2", "duckdb", "fastapi", "lance", "numba", "numpy", "pandas", "polars", "pyarrow", "sklearn", "sqlalchemy")


@pytest.mark.parametrize(
    ("code", "at_most"),
    [
        pytest.param("import assay", 90, id="import assay"),
        pytest.param("import assay.cli.main", 420, id="the command line before it knows the command"),
        pytest.param(
            "import assay.cli.main, assay.server.serve, assay.store.layout",
            440,
            id="a server that has the web app only",
        ),
    ],
)
def test_import_loads_no_heavy_library(code: str, at_most: int) -> None:
    report = f"{code}\nimport sys\nprint(*sorted(sys.modules), sep='\\n')"
    told = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in told if name in HEAVY] == []
    assert len(told) <= at_most

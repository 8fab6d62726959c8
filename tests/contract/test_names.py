"""Files are named by what is inside."""

from __future__ import annotations

import re

from tests.contract.tracked import files, name

NOTHING_SAID = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "stuff", "core", "base"}
OF_THE_LANGUAGE = {"__init__", "__main__"}


def test_no_file_or_folder_is_named_by_nothing() -> None:
    named = files("src", "tests", "benchmarks", "docs", "examples", "web/src")
    vague = [name(path) for path in named if NOTHING_SAID & {part.partition(".")[0].lower() for part in path.parts}]
    assert vague == []


def test_python_files_are_snake_case() -> None:
    odd = [
        name(path)
        for path in files("src/assay")
        if path.suffix == ".py" and path.stem not in OF_THE_LANGUAGE and not re.fullmatch(r"[a-z][a-z0-9_]*", path.stem)
    ]
    assert odd == []

"""Every example in a docstring runs, with the files of `tests/tiny.py` around it."""

from __future__ import annotations

import doctest
import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import assay
from tests.contract.tracked import PACKAGE, files


def _modules_with_examples() -> Iterator[str]:
    for path in files("src/assay/**.py"):
        if ">>>" in path.read_text(encoding="utf-8"):
            parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__")


@pytest.fixture(scope="module")
def project_as_imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.tiny import write_tiny

    folder = tmp_path_factory.mktemp("tiny")
    write_tiny(folder)
    with assay.create(folder / "my.assay") as project:
        project.import_dataset(folder / "labels.json", images=folder / "photos")
        project.runs.import_(folder / "predictions.json", "small")
    return folder


def _examples() -> list[object]:
    finder = doctest.DocTestFinder(exclude_empty=True)
    return [
        pytest.param(example, id=example.name)
        for name in _modules_with_examples()
        for example in finder.find(importlib.import_module(name), name)
        if example.examples
    ]


@pytest.mark.parametrize("example", _examples())
def test_example(
    example: doctest.DocTest, project_as_imported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    shutil.copytree(project_as_imported, folder)
    monkeypatch.chdir(folder)
    example.globs["assay"] = assay
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    failed, _ = runner.run(example, out=report.append)
    assert not failed, "".join(report)

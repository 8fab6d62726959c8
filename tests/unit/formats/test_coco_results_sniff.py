"""Which files are taken for COCO results by their first bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.formats.coco.results import CocoResultsReader
from assay.formats.format import ReadOptions


@pytest.mark.parametrize("text", ["[]", " [\n] \n"])
def test_an_empty_list_is_a_run_that_predicts_nothing(tmp_path: Path, text: str) -> None:
    file = tmp_path / "predictions.json"
    file.write_text(text)
    reader = CocoResultsReader()
    assert reader.sniff(file) is not None
    assert sum(batch.objects.num_rows for batch in reader.read(file, ReadOptions())) == 0


@pytest.mark.parametrize("text", ["", "[1, 2]", "{}", "[[]]"])
def test_other_lists_are_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "predictions.json"
    file.write_text(text)
    assert CocoResultsReader().sniff(file) is None

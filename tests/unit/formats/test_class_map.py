"""Class mappings as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import SourceNotFound, SourceUnreadable
from assay.formats.class_map import read_class_map
from tests.unit.formats.files import write

MAP = {"bike": "bicycle", "sky": "", "traffic light": "light"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.json", '{"bike": "bicycle", "sky": "", "traffic light": "light"}'),
        ("m.toml", 'bike = "bicycle"\nsky = ""\n"traffic light" = "light"\n'),
        ("m.csv", "given,class\nbike,bicycle\nsky,\ntraffic light,light\n"),
        ("m.csv", "bike,bicycle\nsky,\n\ntraffic light,light\n"),  # no header
        ("m.csv", "given,count,nearest,suggestion\nbike,9,bicycle,bicycle\nsky,3,,\ntraffic light,1,,light\n"),
        ("m.csv", "\ufeffgiven,class\nbike,bicycle\nsky,\ntraffic light,light\n"),  # as spreadsheets write it
    ],
)
def test_a_mapping_reads_alike_in_every_form(tmp_path: Path, name: str, text: str) -> None:
    assert read_class_map(write(tmp_path / name, text)) == MAP


@pytest.mark.parametrize(
    ("name", "text"), [("m.json", "[1]"), ("m.json", '{"a": 1}'), ("m.toml", "a ="), ("m.csv", "bike\n")]
)
def test_what_is_no_mapping_is_refused_with_an_example(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(SourceUnreadable, match="given"):
        read_class_map(write(tmp_path / name, text))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        read_class_map(tmp_path / "none.csv")

"""A report of an export counts what stands in the files; a refusal of the system names the file that was asked for."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assay.errors import OutputUnwritable
from assay.formats.coco.results_writer import CocoResultsWriter
from assay.formats.output import copy_image, new_folder, whole_file
from assay.formats.records import Records
from assay.formats.registry import WRITERS
from tests.unit.formats.files import image, read
from tests.unit.formats.records import box, records

WHOLE = {"image_key": "a.jpg", "kind": "whole_image"}


@pytest.fixture
def mixed(tmp_path: Path) -> Records:
    """Two images, one of them without a file; labels of which each format leaves others out."""
    images = [{"file_name": "a.jpg", "path": str(image(tmp_path / "in" / "a.jpg"))}, {"file_name": "b.jpg"}]
    objects = [
        box(10, 20, 20, 40),
        box(500, 20, 20, 40),
        box(10, 20, 20, 40, is_crowd=True),
        WHOLE,
        {**WHOLE, "category_key": "1"},
        box(1, 2, 3, 4) | {"image_key": "not there.jpg"},
    ]
    return records(images, objects)


@pytest.mark.parametrize("name", ["coco", "yolo", "table", "folders"])
def test_counts_are_those_of_the_files(name: str, mixed: Records, tmp_path: Path) -> None:
    """As the format's own reader counts them. An image without a file stands in COCO and in tables only."""
    out = tmp_path / ("out.csv" if name == "table" else "out")
    written = WRITERS[name].write([mixed], out)
    again = read(name, out)
    assert written.objects == len(again.objects) < mixed.objects.num_rows
    if name != "yolo":  # the label file of an image without a file is read as an image
        assert written.images == len(again.images)
    assert written.images == (2 if name in ("coco", "table") else 1)


def test_a_result_file_counts_what_has_a_score(tmp_path: Path) -> None:
    batch = records([{"file_name": "a.jpg", "foreign_id": "1"}], [box(1, 2, 3, 4, score=0.5), box(1, 2, 3, 4)])
    written = CocoResultsWriter().write([batch], tmp_path / "x.json")
    assert (written.images, written.objects) == (1, 1)


def test_a_refusal_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "x.json").mkdir()
    with (
        pytest.raises(OutputUnwritable, match=r"x\.json cannot be written: Is a directory\.") as caught,
        whole_file(tmp_path / "x.json") as file,
    ):
        file.write(b"{}")
    assert ".part" not in str(caught.value)
    assert "name another place" in caught.value.hint
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_a_file_where_a_folder_should_stand_is_told(tmp_path: Path) -> None:
    source = image(tmp_path / "a.jpg")
    with pytest.raises(OutputUnwritable, match="Not a directory"):
        new_folder(source / "out")
    with pytest.raises(OutputUnwritable, match="Not a directory"):
        copy_image(str(source), source / "out" / "a.jpg")


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    place = tmp_path / "x.json"
    place.write_text("as it was")
    with (
        _at_most(1000),
        pytest.raises(OutputUnwritable, match=r"x\.json cannot be written") as caught,
        whole_file(place) as file,
    ):
        file.write(b" " * 100_000)
    assert "Make room" in caught.value.hint
    assert place.read_text() == "as it was"
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


@contextmanager
def _at_most(size: int) -> Iterator[None]:
    """Files of this process cannot grow beyond `size` bytes."""
    before, asked = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, asked)


def test_what_fails_while_it_is_read_is_not_told_of_the_target(tmp_path: Path) -> None:
    unreadable = Path("/proc/self/mem")  # it opens, and refuses to be read at its beginning
    if not unreadable.exists():
        pytest.skip("no such file on this system")
    with pytest.raises(OSError, match="Input/output error"):
        copy_image(str(unreadable), tmp_path / "a.jpg")
    with (
        pytest.raises(OSError, match="Input/output error"),
        whole_file(tmp_path / "a.json") as file,
        unreadable.open("rb") as given,
    ):
        file.write(given.read(1))
    assert not (tmp_path / "a.json").exists()

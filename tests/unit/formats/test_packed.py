"""Files that gzip has packed are read as if they lay there; what is made to do harm is refused."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest

from assay.errors import SourceUnreadable
from assay.formats.packed import open_source
from assay.formats.sniff import sniff, sniff_predictions
from tests.unit.formats.files import coco, label, read, read_predictions, write

PREDICTION = {"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}
MEBIBYTE = 1 << 20


def packed(place: Path, text: str) -> Path:
    return write(place, gzip.compress(text.encode()))


def test_label_files_are_read_packed(tmp_path: Path) -> None:
    there = packed(tmp_path / "instances_val2017.json.gz", json.dumps(coco([label()])))
    found = read(sniff(there)[0].name, there)
    assert [(row["image_key"], row["category_key"]) for row in found.objects] == [("1", "1")]
    assert found.images[0]["split"] == "val"
    table = packed(tmp_path / "labels.csv.gz", "\ufeffpath;label\na.jpg;c\u00e4t\n;dog\n")
    found = read(sniff(table)[0].name, table)
    assert [row["category_key"] for row in found.objects] == ["c\u00e4t"]
    assert found.skipped == [("line 3", "missing-key")]


def test_predictions_are_read_packed_whatever_they_are_called(tmp_path: Path) -> None:
    for name in ("p.json.gz", "p.json"):
        there = packed(tmp_path / name, json.dumps([PREDICTION]))
        assert len(read_predictions(sniff_predictions(there)[0].name, there).objects) == 1
    table = packed(tmp_path / "p.csv.gz", "path,cat,dog\na,0.25,0.75\n")
    assert read_predictions(sniff_predictions(table)[0].name, table).objects[0]["category_key"] == "dog"


@pytest.mark.parametrize("name", ["x.json.gz", "x.csv.gz"])
def test_a_bomb_is_refused_with_bounded_memory(tmp_path: Path, name: str) -> None:
    """300 MiB in 300 KiB; nothing near that is ever held."""
    begin = '{"images": [' if name.startswith("x.json") else "path,label\n"
    row = "\n" if name.startswith("x.json") else "a.jpg,cat\n" * 8
    there = tmp_path / name
    with gzip.open(there, "wt") as file:
        file.write(begin)
        for _ in range(300):
            file.write(row * (MEBIBYTE // len(row)))
    assert there.stat().st_size < 2 * MEBIBYTE
    tracemalloc.start()
    with pytest.raises(SourceUnreadable, match=r"unpacks to more than .* 200 times its size.*unpack it yourself"):
        read(sniff(there)[0].name, there)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 150 * MEBIBYTE


def test_what_breaks_off_is_refused_whole(tmp_path: Path) -> None:
    whole = packed(tmp_path / "p.csv.gz", "path,label\n" + "".join(f"{n}.jpg,cat\n" for n in range(50_000)))
    there = write(tmp_path / "cut.csv.gz", whole.read_bytes()[:-4000])
    with pytest.raises(SourceUnreadable, match="breaks off or is damaged"):
        read("table", there)
    with pytest.raises(SourceUnreadable, match="breaks off or is damaged"):
        sniff(write(tmp_path / "labels.json.gz", b"\x1f\x8b\x08\x00"))
    with open_source(write(tmp_path / "x", b"\x1f")) as file:
        assert file.read() == b"\x1f"

"""Whatever happened to a file, reading it ends with records, problems or an error of ours (A20)."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assay.errors import AssayError, FormatUnknown
from assay.formats.format import ReadOptions
from assay.formats.registry import PREDICTION_READERS, PREDICTION_WRITERS, READERS, WRITERS
from assay.formats.sniff import sniff, sniff_predictions

LABELS = {
    "info": {"year": 2026},
    "images": [{"id": n, "file_name": f"day/{n}.jpg", "width": 64, "height": 48, "license": 1} for n in range(3)],
    "annotations": [
        {"id": 1, "image_id": 0, "category_id": 1, "bbox": [1.5, 2, 3, 4], "area": 12.0, "iscrowd": 0, "note": "x"},
        {"id": 2, "image_id": 1, "category_id": 2, "bbox": [1, 2, 3, 4], "segmentation": [[1, 2, 3, 4, 5, 6.5]]},
        {"id": 3, "image_id": 2, "category_id": 1, "segmentation": {"size": [48, 64], "counts": [48, 3, 3021]}},
        {"id": 4, "image_id": 2, "category_id": 1, "bbox": [0, 0, 9, 9], "keypoints": [1, 2, 2, 0, 0, 0]},
    ],
    "categories": [{"id": 1, "name": "cat", "supercategory": "animal"}, {"id": 2, "name": "dog"}],
}
RESULTS = [{"image_id": n, "category_id": 1, "bbox": [n, 2.5, 3, 4], "score": n / 10} for n in range(6)]
SEEDS = {
    "labels.json": json.dumps(LABELS),
    "results.json": json.dumps(RESULTS),
    "labels.csv": 'path,label,split,hour\na.jpg,cat,train,1\n"b, c.jpg",dog,val,2.5\nd.jpg,,,\n',
    "probabilities.csv": "path,cat,dog\na.jpg,0.25,0.75\nb.jpg,1,0\nc.jpg,0.5,0.5\n",
    "data.yaml": "path: .\ntrain: images\nval: [images]\nnames: {0: cat, 1: dog}\nnc: 2\n",
    "labels.txt": "0 0.5 0.5 0.25 0.25\n1 0.1 0.1 0.2 0.2 0.5 0.5\n0 0.5 0.5 0.25 0.25 0.875\n",
}
NOISE = st.sampled_from(
    [
        b"null",
        b"true",
        b"NaN",
        b'"x"',
        b"1e999",
        b"-1",
        b"[]",
        b"{}",
        b"[[",
        b"}}",
        b"9" * 30,
        b'""',
        b"\xff",
        b",,",
        b"\n",
    ]
) | st.binary(max_size=4)
CHANGES = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12), NOISE), min_size=1, max_size=5)


def changed(text: str, changes: list[tuple[float, int, bytes]]) -> bytes:
    """The text with pieces cut out and noise put in their place."""
    found = text.encode()
    for where, cut, noise in changes:
        place = int(where * len(found))
        found = found[:place] + noise + found[place + cut :]
    return found


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=20)
@given(changes=CHANGES)
def test_noise_never_gets_further_than_a_problem(name: str, changes: list[tuple[float, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as base:
        source = _source(Path(base), name, changed(SEEDS[name], changes))
        for look in (sniff, sniff_predictions):
            with suppress(FormatUnknown):
                look(source)
        for number, reader in enumerate((*READERS.values(), *PREDICTION_READERS.values())):
            try:
                batches = list(reader.read(source, ReadOptions()))
            except AssayError:
                continue
            _check(batches, Path(base) / f"out-{number}")


def _source(base: Path, name: str, content: bytes) -> Path:
    if name.endswith((".yaml", ".txt")):
        for folder in ("images", "labels"):
            (base / "set" / folder).mkdir(parents=True)
        (base / "set" / "images" / "a.jpg").touch()
        (base / "set" / ("data.yaml" if name.endswith("yaml") else "labels/a.txt")).write_bytes(content)
        return base / "set"
    (base / name).write_bytes(content)
    return base / name


def _check(batches: list[Any], out: Path) -> None:
    """The records are valid Arrow data, and every writer takes them."""
    for batch in batches:
        batch.images.validate(full=True)
        batch.objects.validate(full=True)
    for writer in (*WRITERS.values(), *PREDICTION_WRITERS.values()):
        assert writer.write(batches, out / writer.name).losses == writer.losses(batches)

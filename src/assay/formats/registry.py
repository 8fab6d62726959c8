"""The formats by name: what `--format` chooses from."""

from __future__ import annotations

from assay.formats import builtin
from assay.formats.format import Reader, Writer
from assay.registry import Registry

READERS: Registry[Reader] = Registry("format to read datasets from")
"""Readers of datasets: images and labels."""

PREDICTION_READERS: Registry[Reader] = Registry("format to read predictions from")
"""Readers of predictions: rows that name images declared elsewhere."""

WRITERS: Registry[Writer] = Registry("format to write")
"""Writers of datasets."""

PREDICTION_WRITERS: Registry[Writer] = Registry("format to write predictions in")
"""Writers of the predictions of a run: objects with a score."""

for _reader in builtin.READERS:
    READERS.add(_reader.name, _reader)
for _reader in builtin.PREDICTION_READERS:
    PREDICTION_READERS.add(_reader.name, _reader)
for _writer in builtin.WRITERS:
    WRITERS.add(_writer.name, _writer)
for _writer in builtin.PREDICTION_WRITERS:
    PREDICTION_WRITERS.add(_writer.name, _writer)

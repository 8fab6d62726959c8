"""The contracts of a format: `Reader` and `Writer`. Both speak records, never the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from assay.formats.records import Records
from assay.model.loss import LossReport, Written
from assay.model.reading import VectorForm


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read.

    `images` is the folder the image files lie in, `split` the split to give to all images, `vectors` what the class
    vectors of predictions are, where a person said so.
    """

    images: Path | None = None
    split: str | None = None
    vectors: VectorForm | None = None


@dataclass(frozen=True, slots=True)
class Guess:
    """How sure a reader is that a source is its own, 0 to 1, and why in one sentence."""

    confidence: float
    reason: str


@runtime_checkable
class Reader(Protocol):
    """Reads one foreign format. `name` is what `--format` says; `title` is for people."""

    name: str
    title: str

    def sniff(self, source: Path) -> Guess | None:
        """How likely `source` is of this format; None when it is not. Must be quick."""
        ...

    def read(self, source: Path, options: ReadOptions) -> Iterator[Records]:
        """Yield batches. A bad row becomes a `RowProblem`, never an exception.

        Raises
        ------
        SourceNotFound, SourceUnreadable : when nothing at all can be read.
        """
        ...


@runtime_checkable
class Writer(Protocol):
    """Writes one foreign format."""

    name: str
    title: str

    def losses(self, batches: Iterable[Records]) -> LossReport:
        """What this format cannot carry of these batches. Writes nothing."""
        ...

    def write(self, batches: Iterable[Records], out: Path) -> Written:
        """Write to `out` (a file or a folder, as the format has it); return what stands there now and what was lost.

        Raises
        ------
        OutputUnwritable : the system refused to write there; a file is there whole or not at all.
        """
        ...

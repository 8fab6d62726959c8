"""What an import did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assay.model.dataset import Exif
from assay.model.problem import RowProblem


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows an import met: new ones, changed ones, and ones that stood there unchanged."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0

    @property
    def total(self) -> int:
        """All rows the source holds and the project has taken."""
        return self.added + self.updated + self.unchanged

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )


@dataclass(frozen=True, slots=True)
class UnknownClass:
    """A class of a prediction file that the dataset does not know: a row of the review table.

    `given` is what the file calls it, `count` its predictions, `nearest` the dataset's classes of a similar name,
    nearest first; `suggestion` is the one it very likely is, empty when there is none.
    """

    given: str
    count: int
    nearest: tuple[str, ...]
    suggestion: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of a dataset or of predictions did.

    `problems` lists the rows that were left out (`skipped`) or kept but reported, up to a bound per code;
    `problem_counts` counts all of them by code, `skipped` those left out. `unknown_classes` lists the classes of a
    prediction file that need a word before their predictions can be taken, most frequent first; `classes` are those
    of the dataset, which they may be. `exif` is the frame
    that the dataset declares for its labels; None where it declares none.
    """

    dataset: str
    format: str
    images: Tally
    objects: Tally
    problems: tuple[RowProblem, ...]
    problem_counts: Mapping[str, int]
    skipped: int
    seconds: float
    run: str | None = None
    exif: Exif | None = None
    unknown_classes: tuple[UnknownClass, ...] = ()
    classes: tuple[str, ...] = ()

"""The label errors that a demo set was given, and how many of them a search found."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Injection(StrEnum):
    """The kinds of label error that a demo set is given."""

    SWAPPED_CLASS = "swapped_class"
    MISSING_BOX = "missing_box"
    LOOSE_BOX = "loose_box"
    SHIFTED_BOX = "shifted_box"
    DUPLICATE_BOX = "duplicate_box"


@dataclass(frozen=True, slots=True)
class Injected:
    """One injected error. `reference_id` names the label it spoils, None where the label was taken away.

    `box` is the true box x, y, width, height in pixels, None for a label of a whole image; `truth` is the true class.
    """

    kind: Injection
    image: str
    truth: str
    reference_id: str | None = None
    box: tuple[float, float, float, float] | None = None


def write_injected(errors: Sequence[Injected], file: Path) -> None:
    """Write the errors as a JSON list, one object each."""
    file.write_text(json.dumps([asdict(error) for error in errors], indent=1), encoding="utf-8")


def read_injected(file: Path) -> list[Injected]:
    """Read what `write_injected` wrote."""
    rows = json.loads(file.read_text(encoding="utf-8"))
    return [
        Injected(**(row | {"kind": Injection(row["kind"]), "box": tuple(row["box"]) if row["box"] else None}))
        for row in rows
    ]

"""What a class is: a few words and examples that settle doubts while labels are looked at."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NOTE = 2_000
MOST_EXEMPLARS = 3


@dataclass(frozen=True, slots=True)
class ClassNote:
    """A note on the class `category_id`: `text` such as "Worn or carried, at least half visible"; ids of labels."""

    category_id: int
    text: str = ""
    exemplars: tuple[int, ...] = ()

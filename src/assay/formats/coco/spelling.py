"""How a COCO file spells its numbers and ids, so that an export spells them the same way.

JSON has one kind of number, but people compare files as text: 12 stays 12 and 12.0 stays 12.0. What most numbers
of a member do is kept for the set as a whole, for crowd regions apart (the official files differ there).
It stands under `assay:spelling` in what is kept of the set, and is never written to a COCO file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from assay.formats.kept import SPELLING

_NUMBERS = ("bbox", "area", "keypoints")
_LARGEST = 1 << 63


@dataclass(frozen=True, slots=True)
class Spelling:
    """The unusual spellings of a set.

    `short` are members whose whole numbers have no fraction (`bbox`, `crowd.bbox`…); `text_ids` are lists whose
    ids are text though they look like numbers (`images`, `annotations`, `categories`, `tracks`).
    """

    short: frozenset[str] = frozenset()
    text_ids: frozenset[str] = frozenset()

    @classmethod
    def of(cls, extra: dict[str, Any]) -> Spelling:
        """The spelling kept in what is known of a set."""
        kept = extra.get(SPELLING)
        if not isinstance(kept, dict):
            return cls()
        return cls(frozenset(kept.get("short", ())), frozenset(kept.get("text_ids", ())))

    def number(self, value: float, member: str) -> float:
        """A number as this member spells it."""
        return int(value) if member in self.short and float(value).is_integer() else value

    def identifier(self, text: str, member: str) -> int | str:
        """An id as this list spells it: a number when it looks like one."""
        return int(text) if member not in self.text_ids and is_number_text(text) else text


@dataclass(slots=True)
class SpellingVotes:
    """Counts spellings while a file is read."""

    short: Counter[str] = field(default_factory=Counter)
    long: Counter[str] = field(default_factory=Counter)
    text_ids: set[str] = field(default_factory=set)
    number_ids: set[str] = field(default_factory=set)

    def see_labels(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take note of annotations that are as COCO wants them."""
        crowd = [row for row in rows if row.get("iscrowd")]
        self._see_numbers([row for row in rows if not row.get("iscrowd")] if crowd else rows, "")
        self._see_numbers(crowd, "crowd.")
        for name, member in (("annotations", "id"), ("tracks", "track_id")):
            self.see_ids(name, (row.get(member) for row in rows))

    def see_ids(self, name: str, values: Iterable[Any]) -> None:
        """Take note of the ids of a list."""
        for value in values:
            if type(value) is int:
                self.number_ids.add(name)
                return
            if isinstance(value, str) and is_number_text(value):
                self.text_ids.add(name)
                return

    def kept(self) -> dict[str, list[str]]:
        """What to keep of the set; empty when there is nothing unusual."""
        short = sorted(name for name, count in self.short.items() if count > self.long[name])
        texts = sorted(self.text_ids - self.number_ids)
        return {name: found for name, found in (("short", short), ("text_ids", texts)) if found}

    def _see_numbers(self, rows: Sequence[dict[str, Any]], prefix: str) -> None:
        for member in _NUMBERS if rows else ():
            values = [row[member] for row in rows if member in row]
            flat = values if member == "area" else list(chain.from_iterable(value or () for value in values))
            types = list(map(type, flat))
            floats = flat if types.count(float) == len(flat) else [value for value in flat if type(value) is float]
            self.short[prefix + member] += types.count(int)
            self.long[prefix + member] += sum(map(float.is_integer, floats))


def is_number_text(text: str) -> bool:
    """Whether a text is exactly how a 64-bit whole number is written."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > 19 or (digits[0] == "0" and text != "0"):
        return False
    return -_LARGEST <= int(text) < _LARGEST

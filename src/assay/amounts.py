"""How many of what, as people read it."""

from __future__ import annotations

from collections.abc import Sequence


def amount(count: int, noun: str, many: str | None = None) -> str:
    """So many of them; `many` where the plural of `noun` does not just end in s.

    >>> amount(1, "label"), amount(2000, "label"), amount(0, "class", "classes")
    ('1 label', '2,000 labels', '0 classes')
    """
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def listed(names: Sequence[str], most: int) -> str:
    """The first `most` of some names, and how many more there are.

    >>> listed(["a", "b"], 2), listed(["a", "b", "c", "d"], 2)
    ('a, b', 'a, b and 2 more')
    """
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")

"""One spelling for a name: what looks the same is the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def composed(name: str) -> str:
    r"""The name with its accents in one character each where Unicode has one (NFC), as all names are kept.

    >>> composed("cafe\N{COMBINING ACUTE ACCENT}") == "caf\N{LATIN SMALL LETTER E WITH ACUTE}"
    True
    """
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def spelled_twice(names: Iterable[str]) -> list[str]:
    r"""Which of these names, as they are kept, come in more than one spelling, in the order they were met.

    >>> spelled_twice(["cafe\N{COMBINING ACUTE ACCENT}", "bus", "caf\N{LATIN SMALL LETTER E WITH ACUTE}", "bus"])
    ['café']
    """
    met: dict[str, set[str]] = {}
    for name in names:
        met.setdefault(composed(name), set()).add(name)
    return [name for name, spellings in met.items() if len(spellings) > 1]

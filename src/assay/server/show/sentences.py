"""Sentences with names that files bring, safe to read from left to right."""

from __future__ import annotations

_TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def readable(sentence: str) -> str:
    r"""Without the characters that turn the direction of all that follows; they print nothing themselves.

    >>> readable("Predicted as cat \u202egod at 0.97.")
    'Predicted as cat god at 0.97.'
    """
    return sentence.translate(_TURNS)

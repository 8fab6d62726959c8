"""What is kept of a set as a whole beside its rows, as JSON text."""

from __future__ import annotations

from typing import Any

from assay.formats.json_text import from_json

SPELLING = "assay:spelling"
"""Where it says how a COCO file spells its numbers and ids; never written to a file."""


def kept_members(extra: str | None) -> dict[str, Any]:
    """What is kept, as an object; empty when there is nothing."""
    kept = from_json(extra) if extra else {}
    return kept if isinstance(kept, dict) else {}


def said_of_the_set(extra: str | None) -> list[str]:
    """The members that the source itself had (COCO `info`, `licenses`…)."""
    return [member for member in kept_members(extra) if member != SPELLING]

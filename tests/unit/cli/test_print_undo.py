"""What `assay undo` tells a person."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime

from rich.console import Console

from assay.cli.reports import print_undo
from assay.model.change import Change, ChangeKind, ChangeState

EDIT = Change(
    id=3,
    kind=ChangeKind.DELETE,
    state=ChangeState.UNDONE,
    title="Delete 1 label",
    author="grace",
    reason="",
    source="web",
    at=datetime(2026, 3, 1, 9, 5, tzinfo=UTC),
    rows=1,
)


def told(author: str) -> str:
    text = io.StringIO()
    undo = replace(EDIT, id=4, kind=ChangeKind.UNDO, title="Undo “Delete 1 label”", author=author, target=3)
    print_undo(Console(file=text, width=200), undo, EDIT)
    return text.getvalue()


def test_another_persons_change_is_named_with_when_it_was_made() -> None:
    assert told("ada") == (
        "Undo “Delete 1 label”. 1 row changed.\n"
        "It was not yours: grace made it on 2026-03-01 at 09:05 UTC. `assay redo` puts it back.\n"
    )


def test_of_ones_own_change_nothing_more_is_said() -> None:
    assert told("grace") == "Undo “Delete 1 label”. 1 row changed.\n"

"""A change: one reversible edit of labels, as it stands in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeKind(StrEnum):
    """What was done."""

    IMPORT = "import"
    RELABEL = "relabel"
    DELETE = "delete"
    ADD = "add"
    MOVE = "move"
    RESHAPE = "reshape"
    ATTRIBUTES = "attributes"
    CLASSES = "classes"
    REMOVE_IMAGE = "remove_image"
    DECIDE = "decide"
    SEGMENT = "segment"
    AUTOTAG = "autotag"
    REVIEW = "review"
    RESTORE = "restore"
    UNDO = "undo"
    REDO = "redo"


class ChangeState(StrEnum):
    """Whether an edit is in force.

    LIVE     in force.  UNDONE  taken back, can be redone.  DROPPED  taken back, and a later edit closed the way
    to redo it.  LOGGED  an entry that is not itself undoable: an import, an undo, a redo.
    """

    LIVE = "live"
    UNDONE = "undone"
    DROPPED = "dropped"
    LOGGED = "logged"


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the journal.

    `title` is a short sentence for people ("Relabel 3 labels to car"); `target` is the edit that an undo or a
    redo speaks of; `rows` is how many label, image, issue and segment rows it touched; `source` is where it came from
    (`web`, `cli`, `sdk`).
    """

    id: int
    kind: ChangeKind
    state: ChangeState
    title: str
    author: str
    reason: str
    source: str
    at: datetime
    rows: int
    target: int | None = None

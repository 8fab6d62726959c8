"""Undo and redo changes, without limit and across restarts."""

from __future__ import annotations

from itertools import takewhile

import numpy as np

from assay.errors import UndoConflict
from assay.model.change import Change, ChangeState
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.edits.draft import touched_images
from assay.workflows.runs.rematch import rematch

_LATER = 1_000  # entries that come while somebody looks at the journal


def undo(store: Store, *, newest: int | None = None, author: str = "", source: str = "sdk") -> Change:
    """Take back the latest edit in force; `newest` is the one that `author` knows as the latest.

    Raises
    ------
    NothingToUndo : no edit is in force.
    UndoConflict : the latest is another one than `newest`, made by somebody else.
    """
    with store.writer() as writer:
        last = writer.base.next_undo()
        if newest is not None and last is not None:
            _check_known([last], newest, author)
        return _followed_up(writer, writer.undo(author=author, source=source))


def redo(store: Store, *, author: str = "", source: str = "sdk") -> Change:
    """Do the edit that was undone last again; raise `NothingToRedo` when there is none."""
    with store.writer() as writer:
        return _followed_up(writer, writer.redo(author=author, source=source))


def undo_to(
    store: Store, change: int, *, newest: int | None = None, author: str = "", source: str = "sdk"
) -> list[Change]:
    """Take back every edit in force from the newest down to `change`, in one go; the journal tells of each.

    Raises
    ------
    NothingToUndo : `change` is not an edit in force.
    UndoConflict : somebody else made an edit after `newest`, the latest that `author` knows.
    """
    with store.writer() as writer:
        if newest is not None:
            later = takewhile(lambda entry: entry.id > newest, writer.base.changes(limit=_LATER))
            _check_known([entry for entry in later if entry.state is ChangeState.LIVE], newest, author)
        return _all_followed_up(writer, writer.undo_to(change, author=author, source=source))


def redo_to(store: Store, change: int, *, author: str = "", source: str = "sdk") -> list[Change]:
    """Put back every undone edit up to `change`, in one go; the journal tells of each.

    Raises
    ------
    NothingToRedo : `change` was not undone, or an edit was made since.
    """
    with store.writer() as writer:
        return _all_followed_up(writer, writer.redo_to(change, author=author, source=source))


def undone_by(store: Store, change: Change) -> Change:
    """The edit that the undo `change` took back: who made it, when and why."""
    assert change.target is not None
    return store.snapshot().changes(limit=1, before=change.target + 1)[0]


def _check_known(edits: list[Change], newest: int, author: str) -> None:
    for edit in edits:
        if edit.id != newest and edit.author != author:
            raise UndoConflict(
                f"The latest change is another one by now: “{edit.title}” by {edit.author or 'someone'}.",
                hint="Nothing was undone. Look at that change; undo again if it is meant.",
            )


def _followed_up(writer: Writer, change: Change) -> Change:
    return _all_followed_up(writer, [change])[0]


def _all_followed_up(writer: Writer, changes: list[Change]) -> list[Change]:
    """Match the images anew whose labels the changes touched."""
    images, names = [np.empty(0, np.int64)], set[str]()
    for change in changes:
        assert change.target is not None
        after = {name: rows for name, (_, rows) in writer.base.change_rows(change.target).items()}
        images.append(touched_images(after))
        names |= after.keys()
    rematch(writer, np.unique(np.concatenate(images)))
    if "autotags" in names:
        from assay.workflows.embeddings.autotag_scores import rescore  # learning is loaded by the first who needs it

        rescore(writer)
    return changes

"""Undo and redo changes, without limit and across restarts."""

from __future__ import annotations

import numpy as np

from assay.model.change import Change
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.edits.draft import touched_images
from assay.workflows.runs.rematch import rematch


def undo(store: Store, *, author: str = "", source: str = "sdk") -> Change:
    """Take back the latest edit in force; raise `NothingToUndo` when there is none."""
    with store.writer() as writer:
        return _followed_up(writer, writer.undo(author=author, source=source))


def redo(store: Store, *, author: str = "", source: str = "sdk") -> Change:
    """Do the edit that was undone last again; raise `NothingToRedo` when there is none."""
    with store.writer() as writer:
        return _followed_up(writer, writer.redo(author=author, source=source))


def undo_to(store: Store, change: int, *, author: str = "", source: str = "sdk") -> list[Change]:
    """Take back every edit in force from the newest down to `change`, in one go; the journal tells of each.

    Raises
    ------
    NothingToUndo : `change` is not an edit in force.
    """
    with store.writer() as writer:
        return _all_followed_up(writer, writer.undo_to(change, author=author, source=source))


def redo_to(store: Store, change: int, *, author: str = "", source: str = "sdk") -> list[Change]:
    """Put back every undone edit up to `change`, in one go; the journal tells of each.

    Raises
    ------
    NothingToRedo : `change` was not undone, or an edit was made since.
    """
    with store.writer() as writer:
        return _all_followed_up(writer, writer.redo_to(change, author=author, source=source))


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

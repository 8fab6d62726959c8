"""Undo and redo changes, without limit and across restarts."""

from __future__ import annotations

from assay.model.change import Change
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.draft import touched_images
from assay.workflows.rematch import rematch


def undo(store: Store, *, author: str = "", source: str = "sdk") -> Change:
    """Take back the latest edit in force; raise `NothingToUndo` when there is none."""
    with store.writer() as writer:
        return _followed_up(writer, writer.undo(author=author, source=source))


def redo(store: Store, *, author: str = "", source: str = "sdk") -> Change:
    """Do the edit that was undone last again; raise `NothingToRedo` when there is none."""
    with store.writer() as writer:
        return _followed_up(writer, writer.redo(author=author, source=source))


def _followed_up(writer: Writer, change: Change) -> Change:
    """Match the images anew whose labels the change touched."""
    assert change.target is not None
    after = {name: rows for name, (_, rows) in writer.base.change_rows(change.target).items()}
    rematch(writer, touched_images(after))
    if "autotags" in after:
        from assay.workflows.autotag_scores import rescore  # learning is loaded by the first who needs it

        rescore(writer)
    return change

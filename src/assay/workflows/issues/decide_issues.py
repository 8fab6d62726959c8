"""Decide suspects: accept the suggested fix, keep the label as it is, or give another class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import numpy as np

from assay.amounts import amount
from assay.errors import EditConflict, EditInvalid
from assay.model.change import Change, ChangeKind
from assay.model.issue import IssueState, SuggestedAction
from assay.model.signature import NOBODY, Signature
from assay.store.store import Store
from assay.workflows.edits.draft import Draft
from assay.workflows.edits.edit_labels import resolve_class
from assay.workflows.issues.suggested_fix import SuggestedFix


class Decision(StrEnum):
    """What a person says of a suspect.

    ACCEPT   it is an error: apply the suggested fix.  KEEP  it is no error.  RELABEL  it is an error, and the
    class is the one given.  CONFIRM  it is an error, which is mended elsewhere: nothing but the suspect changes.
    """

    ACCEPT = "accept"
    KEEP = "keep"
    RELABEL = "relabel"
    CONFIRM = "confirm"


def decide_issues(
    store: Store,
    ids: Sequence[int],
    decision: Decision,
    *,
    category: str | int | None = None,
    by: Signature = NOBODY,
) -> Change:
    """Decide the suspects `ids` in one change; `category` is the class a RELABEL gives.

    Raises
    ------
    EditConflict : a suspect, or the label it speaks of, is not there any more.
    EditInvalid : a suspect has no suggested fix to accept, or RELABEL lacks a class.
    """
    with store.writer() as writer:
        draft = Draft(writer)
        rows = writer.base.take("issues", np.asarray(ids, dtype=np.int64)).to_pylist()
        if len(rows) != len(ids):
            raise EditConflict(
                "A suspect is not there any more.", hint="Search for suspects again. Nothing was changed."
            )
        if decision is Decision.KEEP:
            draft.decide(ids, IssueState.KEPT)
            title = f"Keep {amount(len(ids), 'label')}: not an error"
        elif decision is Decision.CONFIRM:
            title = f"Confirm {amount(len(ids), 'suspect')}: an error"
        elif decision is Decision.ACCEPT:
            _accept(draft, rows)
            title = f"Fix {amount(len(ids), 'suspect')}"
        else:
            if category is None:
                raise EditInvalid("No class was given.", hint="Pick the class the label should have.")
            category_id, name = resolve_class(writer.base, rows[0]["dataset_id"], category)
            _relabel(draft, rows, category_id)
            title = f"Fix {amount(len(ids), 'suspect')}: {name}"
        if decision is not Decision.KEEP:
            draft.decide(ids, IssueState.FIXED)
        return draft.commit(ChangeKind.DECIDE, title, author=by.author, reason=by.reason, source=by.source)


def _accept(draft: Draft, rows: Sequence[dict[str, Any]]) -> None:
    """Apply each suspect's suggested fix, all of one action at once. A fix that was read has what its action needs."""
    by_action: dict[SuggestedAction, list[tuple[dict[str, Any], SuggestedFix]]] = defaultdict(list)
    for row in rows:
        if row["suggestion"] is None:
            raise EditInvalid(
                f"Suspect {row['id']} has no suggested fix.", hint="Edit the label, or keep it. Nothing was changed."
            )
        fix = SuggestedFix.read(row["suggestion"])
        if fix is None:
            raise EditInvalid(
                f"The suggested fix of suspect {row['id']}, written by {row['detector']}, cannot be read.",
                hint="Edit the label, or keep it. Nothing was changed.",
            )
        by_action[fix.action].append((row, fix))
    for action, pairs in by_action.items():
        labels = [row["annotation_id"] for row, _ in pairs]
        if action is SuggestedAction.RELABEL:
            draft.relabel(labels, [fix.category_id for _, fix in pairs if fix.category_id is not None])
        elif action is SuggestedAction.DELETE:
            draft.delete(labels)
        elif action is SuggestedAction.MOVE:
            draft.move(labels, np.array([fix.box for _, fix in pairs], dtype=np.float64))
        elif action is SuggestedAction.ADD:
            draft.accept(
                [fix.prediction_id for _, fix in pairs if fix.prediction_id is not None],
                [fix.category_id for _, fix in pairs if fix.category_id is not None],
            )
        else:
            draft.remove_images(sorted({row["image_id"] for row, _ in pairs}))


def _relabel(draft: Draft, rows: Sequence[dict[str, Any]], category_id: int) -> None:
    """Give the chosen class to the labels the suspects speak of, or to new labels where there is only a prediction."""
    labels = [row["annotation_id"] for row in rows if row["annotation_id"] is not None]
    alone = [row["prediction_id"] for row in rows if row["annotation_id"] is None and row["prediction_id"] is not None]
    if len(labels) + len(alone) < len(rows):
        raise EditInvalid("A suspect speaks of a whole image, which has no class.", hint="Nothing was changed.")
    if labels:
        draft.relabel(labels, [category_id] * len(labels))
    if alone:
        draft.accept(alone, [category_id] * len(alone))

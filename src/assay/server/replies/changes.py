"""The journal, and what an edit did."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.change import ChangeKind, ChangeState


class ChangeRef(TypedDict):
    """The edit that undo or redo would act on, and who made it."""

    id: int
    title: str
    author: str


class ChangeResult(TypedDict):
    """What an edit, an undo or a redo did, what can be undone and redone now, and the new revision."""

    id: int
    kind: ChangeKind
    title: str
    rows: int
    undo: ChangeRef | None
    redo: ChangeRef | None
    revision: str


class Change(TypedDict):
    """An entry of the journal. `at` is an ISO 8601 time in UTC; `target` is the edit an undo or redo speaks of."""

    id: int
    kind: ChangeKind
    state: ChangeState
    title: str
    author: str
    reason: str
    source: str
    at: str
    rows: int
    target: int | None


class ClassRows(TypedDict):
    """How many rows of one class."""

    class_id: int
    count: int


class AttributeRows(TypedDict):
    """How many rows have this value of an attribute now; null: have none of that name. `same`: it would stay."""

    name: str
    value: str | float | bool | None
    count: int
    same: bool


class EditPreview(TypedDict):
    """What an edit would touch; `by_value`: of attributes that it sets, the values there are, most first."""

    rows: int
    by_class: list[ClassRows]
    by_value: list[AttributeRows]

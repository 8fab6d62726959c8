"""Near-duplicates: which image of each group stays, and which go (J5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.arrays import Flags, Ids
from assay.errors import ChoiceInvalid, NotFound
from assay.model.change import Change
from assay.model.level import Level
from assay.model.signature import NOBODY, Signature
from assay.schema.catalog import near
from assay.statistics.groups import joined
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.edits.edit_labels import remove_images
from assay.workflows.explore.number_fields import read_values
from assay.workflows.explore.search import Question, ask
from assay.workflows.segments.items import ItemsChange, add_items


class Keep(StrEnum):
    """Which image of a group stays: the one with most pixels, the sharpest, the most labelled, the first."""

    LARGEST = "largest"
    SHARPEST = "sharpest"
    MOST_LABELS = "most_labels"
    FIRST = "first"


class Alike(StrEnum):
    """By what images are taken for duplicates: by their pixels, their hashes, or their embeddings."""

    PIXELS = "pixels"
    HASH = "hash"
    EMBEDDING = "embedding"


FIELDS = {
    Alike.PIXELS: "same_pixels",
    Alike.HASH: "near_duplicate",
    Alike.EMBEDDING: "near_duplicate_embedding",
}
"""The measured groups that each goes by."""

METRICS = {**FIELDS, Alike.PIXELS: "exact_duplicate"}
"""The metrics that measure them."""

_WORTH = {Keep.LARGEST: "area", Keep.SHARPEST: "sharpness", Keep.MOST_LABELS: "annotations.count", Keep.FIRST: "id"}
_UNITS = {Keep.LARGEST: "{:,.0f} pixels", Keep.SHARPEST: "sharpness {:.3g}", Keep.MOST_LABELS: "{:,.0f} labels"}


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Images that are alike: the one that stays, why, and those that go, in order of id.

    splits : the splits that the group lies in; two or more are a leak. alike : by what they were found.
    """

    keep: int
    remove: tuple[int, ...]
    why: str
    splits: tuple[str, ...]
    alike: tuple[Alike, ...]


@dataclass(frozen=True, slots=True)
class DedupePlan:
    """What removing near-duplicates would do; nothing is done yet.

    alike : by what groups were made. missing : by what they could not be, as it was not measured, with what would do.
    """

    dataset_id: int
    keep: Keep
    prefer: str | None
    alike: tuple[Alike, ...]
    missing: dict[Alike, str]
    groups: tuple[DuplicateGroup, ...]

    @property
    def remove(self) -> list[int]:
        """The images that go, in order of id."""
        return sorted(id for group in self.groups for id in group.remove)


def plan_dedupe(
    snapshot: Snapshot,
    query: str = "",
    *,
    keep: Keep = Keep.LARGEST,
    prefer: str | None = None,
    alike: Sequence[Alike] = tuple(Alike),
    dataset: str | int | None = None,
) -> DedupePlan:
    """Groups of near-duplicates among the images that `query` lists, and the one of each that stays.

    Two images are in one group when any of `alike` says so, or others join them. Of a group an image of the split
    `prefer` stays before the others, then the one that `keep` finds best, then the lowest id.

    Raises
    ------
    ChoiceInvalid : nothing of `alike`, or not what `keep` goes by, is measured.
    NotFound : there is no split `prefer`.
    QueryError : the query is wrong.
    """
    question = ask(snapshot, query, level=Level.IMAGE, dataset=dataset)
    missing = {one: f"assay metric run P {METRICS[one]}" for one in alike if not _is_there(question, FIELDS[one])}
    known = tuple(one for one in alike if one not in missing)
    if not known:
        raise ChoiceInvalid(
            "Nothing tells yet which images are alike.", hint="Measure it: " + "; ".join(missing.values())
        )
    if not _is_there(question, _WORTH[keep]):
        raise ChoiceInvalid(
            f"`{keep.value}` needs `{_WORTH[keep]}`, which is not measured.", hint="Keep by another rule."
        )
    if prefer is not None and prefer not in question.catalog.splits:
        nearest = near(prefer, question.catalog.splits)
        hint = (
            f"Did you mean {nearest[0]!r}?"
            if nearest
            else f"There are: {', '.join(question.catalog.splits) or 'none'}."
        )
        raise NotFound(f"There is no split {prefer!r}.", hint=hint)
    groups = _groups(_Rows.read(question, keep, known), keep, prefer, known)
    return DedupePlan(question.scope.dataset_id, keep, prefer, known, missing, groups)


def remove_duplicates(store: Store, plan: DedupePlan, *, by: Signature = NOBODY) -> Change:
    """Take the images that go out of the dataset, as one change that can be undone. Their files stay.

    Raises
    ------
    ChoiceInvalid : there is none.
    """
    if not plan.groups:
        raise ChoiceInvalid("No image would be removed: there are no duplicates.")
    told = by.reason or f"near-duplicates, the {plan.keep.value.replace('_', ' ')} stays"
    return remove_images(store, plan.remove, by=Signature(by.author, told, by.source))


def set_duplicates_aside(store: Store, plan: DedupePlan, segment: str, *, by: Signature = NOBODY) -> ItemsChange:
    """Add the images that would go to a frozen segment; a new name makes one. The images stay."""
    return add_items(store, {Level.IMAGE: plan.remove}, segment=segment, dataset=plan.dataset_id, by=by)


def _is_there(question: Question, field: str) -> bool:
    return question.catalog.field(Level.IMAGE, field) is not None


@dataclass(frozen=True, eq=False)
class _Rows:
    """The images of the question in order of id.

    worth : (n,) what the rule goes by, higher is better. groups : of each way to be alike (n,) a group, -1 for none.
    """

    ids: Ids
    splits: NDArray[np.object_]
    worth: NDArray[np.float64]
    groups: tuple[Ids, ...]

    @classmethod
    def read(cls, question: Question, keep: Keep, alike: Sequence[Alike]) -> _Rows:
        rows = read_values(question, ["id", "split", _WORTH[keep], *(FIELDS[one] for one in alike)])
        rows = rows.sort_by(rows.column_names[0])
        ids = rows.column(0).to_numpy()
        worth = np.asarray(rows.column(2).cast(pa.float64(), safe=False).fill_null(-np.inf), np.float64)
        groups = tuple(
            np.asarray(rows.column(3 + at).cast(pa.int64(), safe=False).fill_null(-1), np.int64)
            for at in range(len(alike))
        )
        splits = np.array(rows.column(1).to_pylist(), object)
        return cls(ids, splits, -worth if keep is Keep.FIRST else worth, groups)


def _groups(rows: _Rows, keep: Keep, prefer: str | None, alike: Sequence[Alike]) -> tuple[DuplicateGroup, ...]:
    group = _joined(rows)
    inside = np.flatnonzero(np.bincount(group, minlength=len(group))[group] > 1)
    is_preferred: Flags = rows.splits == prefer
    # Sorted so that of each group the one that stays comes first.
    order = inside[np.lexsort((rows.ids[inside], -rows.worth[inside], ~is_preferred[inside], group[inside]))]
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    return tuple(_told(rows, part, keep, prefer, alike) for part in np.split(order, starts[1:]) if len(part))


def _joined(rows: _Rows) -> Ids:
    """(n,) one number for all images that any way to be alike puts into one group."""
    first, second = [], []
    for group in rows.groups:
        members = np.flatnonzero(group >= 0)
        order = members[np.argsort(group[members], kind="stable")]
        same = group[order][1:] == group[order][:-1]
        first.append(order[:-1][same])
        second.append(order[1:][same])
    return joined(np.concatenate(first), np.concatenate(second), count=len(rows.ids))


def _told(rows: _Rows, part: Ids, keep: Keep, prefer: str | None, alike: Sequence[Alike]) -> DuplicateGroup:
    best, others = part[0], part[1:]
    preferred = [f"in {prefer}"] if prefer is not None and rows.splits[best] == prefer else []
    worth = rows.worth[best]
    unit = _UNITS.get(keep)
    numbers = [unit.format(worth)] if unit is not None and np.isfinite(worth) else []
    tied = unit is not None and (rows.worth[part] == worth).all()
    why = ", ".join(
        [*preferred, f"as good as the others: {numbers[0]}" if tied and numbers else _spoken(keep, numbers)]
    )
    return DuplicateGroup(
        keep=int(rows.ids[best]),
        remove=tuple(sorted(rows.ids[others].tolist())),
        why=why,
        splits=tuple(sorted({str(split) for split in rows.splits[part] if split is not None})),
        alike=tuple(
            one
            for one, group in zip(alike, rows.groups, strict=True)
            if len(np.unique(group[part][group[part] >= 0])) < (group[part] >= 0).sum()
        ),
    )


def _spoken(keep: Keep, numbers: Sequence[str]) -> str:
    words = {Keep.MOST_LABELS: "most labels"}.get(keep, keep.value)
    return ": ".join([words, *numbers])

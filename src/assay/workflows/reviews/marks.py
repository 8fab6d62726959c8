"""The marks of a review as a file, out and in again: to keep, to send, to go on elsewhere (V3.8).

The file is JSON. Each mark names its item twice: by our id, which is right in this project, and by the names that the
source gave the image and the label, which are right in every project that the same source was imported into.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from assay.errors import ReviewInvalid, SourceNotFound
from assay.model.level import Level
from assay.model.review import VERDICTS, Look, Mark, Review, Reviewer, ReviewEvent, Verdict
from assay.store.id_ranges import ids_in, ranges_of
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.search import TABLE_OF
from assay.workflows.reviews.events import record_events
from assay.workflows.reviews.state import Standing, review_state

FORM = "assay-marks"
VERSION = 1

_Said = tuple[Verdict, int | None]


@dataclass(frozen=True, slots=True)
class MarkConflict:
    """A mark of a file whose item is marked otherwise in the review; what stands there was left."""

    id: int
    author: str
    verdict: Verdict
    category_id: int | None
    file_verdict: Verdict
    file_category_id: int | None


@dataclass(frozen=True, slots=True)
class UnknownMark:
    """The mark at place `row` of a file, from 1, that cannot be read, and why."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class LoadedMarks:
    """What became of the marks of a file: `added` were new, `same` stood so already; `seen` items were looked at."""

    added: int
    same: int
    seen: int
    conflicts: tuple[MarkConflict, ...]
    unknown: tuple[UnknownMark, ...]


def marks_of(store: Store, review: Review) -> dict[str, Any]:
    """The marks that wait to be applied and what was looked at, as JSON holds them."""
    snapshot, question = store.snapshot(), review.question
    stands = review_state(store.reviews.log(review.id), snapshot.applications(review.id))
    pending = stands.pending
    classes = {category.id: category.name for category in snapshot.categories(question.dataset_id)}
    names = _names(snapshot, question.level, pending)
    return {
        "form": FORM,
        "version": VERSION,
        "project": _project(snapshot),
        "dataset": snapshot.dataset(question.dataset_id).name,
        "level": question.level.value,
        "query": question.query,
        "marks": [
            {
                "id": id,
                **names.get(id, {}),
                "verdict": VERDICTS[verdict - 1].value,
                **({"class": classes.get(category_id)} if category_id >= 0 else {}),
            }
            for id, verdict, category_id in zip(
                pending.ids.tolist(), pending.verdict.tolist(), pending.category_id.tolist(), strict=True
            )
        ],
        "seen": ranges_of(stands.seen).tolist(),
    }


def read_marks(path: Path) -> dict[str, Any]:
    """The content of a file of marks.

    Raises
    ------
    SourceNotFound : there is no file.
    ReviewInvalid : it is not JSON.
    """
    if not path.is_file():
        raise SourceNotFound(f"There is no file {path}.", hint="Check the path.")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ReviewInvalid(f"{path.name} is not JSON: {error}.", hint="Save one from a review.") from None
    return found if isinstance(found, dict) else {}


def load_marks(
    store: Store, review: Review, file: Mapping[str, Any], *, by: Reviewer, now: int, force: bool = False
) -> LoadedMarks:
    """Add the marks of a file to a review; `now` is ms since 1970.

    An item that is marked otherwise is a conflict, and left as it stands unless `force`. What was looked at is taken
    over from files of this project only, where ids mean the same. Bad rows are told and never stop the rest.

    Raises
    ------
    ReviewInvalid : it is no file of marks, is of a newer form, or is of another level.
    """
    _check_form(file, review)
    snapshot = store.snapshot()
    reader = _Reader(snapshot, review, is_own=file.get("project") == _project(snapshot))
    said, unknown = reader.read(file.get("marks", []))
    pending = review_state(store.reviews.log(review.id), snapshot.applications(review.id)).pending
    standing = _standing(pending)
    same = sum(standing.get(id) == spoken for id, spoken in said.items())
    against = {id: spoken for id, spoken in said.items() if id in standing and standing[id] != spoken and not force}
    added = {id: spoken for id, spoken in said.items() if id not in against and standing.get(id) != spoken}
    seen = reader.seen(file.get("seen", []))
    events: list[ReviewEvent] = [*_marks(added, now), Look(uuid.uuid4().hex, now, seen)]
    record_events(store, review.id, events, by=by)
    conflicts = tuple(
        MarkConflict(id, _author(pending, id), *standing[id], *spoken) for id, spoken in sorted(against.items())
    )
    return LoadedMarks(len(added), same, len(seen), conflicts, tuple(unknown))


class _Reader:
    """Finds the items that the rows of a file speak of."""

    def __init__(self, snapshot: Snapshot, review: Review, *, is_own: bool) -> None:
        self._snapshot, self._question, self._is_own = snapshot, review.question, is_own
        self._classes = {category.name: category.id for category in snapshot.categories(review.question.dataset_id)}

    def read(self, rows: Any) -> tuple[dict[int, _Said], list[UnknownMark]]:
        """What the rows say, by item, and which cannot be read."""
        if not isinstance(rows, list):
            raise ReviewInvalid("`marks` is not a list.", hint="Give the file as it was saved.")
        by_name, there = self._by_name(rows), self._there(rows)
        said: dict[int, _Said] = {}
        unknown: list[UnknownMark] = []
        for number, row in enumerate(rows, 1):
            spoken = self._said(row)
            if isinstance(spoken, str):
                unknown.append(UnknownMark(number, spoken))
                continue
            found = by_name.get(_name(row), []) if _name(row) is not None else []
            if self._is_own and row.get("id") in there and (not found or row["id"] in found):
                said[row["id"]] = spoken
            elif len(found) == 1:
                said[found[0]] = spoken
            else:
                unknown.append(UnknownMark(number, "Several items have that name." if found else "It is not there."))
        return said, unknown

    def seen(self, ranges: Any) -> list[int]:
        """The items that were looked at; none where ids mean others."""
        pairs = isinstance(ranges, list) and all(_is_range(pair) for pair in ranges)
        if not (self._is_own and pairs and ranges):
            return []
        ids = np.unique(ids_in(np.array(ranges, np.int64)))
        there: list[int] = self._snapshot.take(TABLE_OF[self._question.level], ids, columns=("id",))["id"].to_pylist()
        return there

    def _said(self, row: Any) -> _Said | str:
        """Verdict and class of a row, or why there is none."""
        if not isinstance(row, Mapping) or row.get("verdict") not in list(Verdict):
            return f"A mark has one of these verdicts: {', '.join(Verdict)}."
        verdict = Verdict(row["verdict"])
        if verdict is not Verdict.RELABEL:
            return verdict, None
        category_id = self._classes.get(str(row.get("class")))
        return f"There is no class {row.get('class')!r}." if category_id is None else (verdict, category_id)

    def _there(self, rows: Sequence[Any]) -> set[int]:
        ids = [row["id"] for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), int)]
        found = self._snapshot.take(TABLE_OF[self._question.level], np.array(ids, np.int64), columns=("id",))
        return set(found["id"].to_pylist())

    def _by_name(self, rows: Sequence[Any]) -> dict[tuple[str, ...] | None, list[int]]:
        """Ids of the items of the dataset that have one of the names in these rows."""
        named = [_name(row) for row in rows if isinstance(row, Mapping)]
        snapshot, level, where = self._snapshot, self._question.level, {"dataset_id": self._question.dataset_id}
        found: dict[tuple[str, ...] | None, list[int]] = defaultdict(list)
        images = snapshot.rows("images", columns=("id", "reference_id"), where=where)
        wanted = images.filter(
            pa.array(np.isin(images["reference_id"].to_pylist(), [name[0] for name in named if name]))
        )
        names = dict(zip(wanted["id"].to_pylist(), wanted["reference_id"].to_pylist(), strict=True))
        if level is Level.IMAGE:
            for id, name in names.items():
                found[(name,)].append(id)
            return found
        objects = snapshot.rows(TABLE_OF[level], columns=("id", "image_id", "reference_id"), where=where)
        for id, image, name in zip(*(objects[column].to_pylist() for column in objects.column_names), strict=True):
            if name is not None and image in names:
                found[(names[image], name)].append(id)
        return found


def _check_form(file: Mapping[str, Any], review: Review) -> None:
    if file.get("form") != FORM or file.get("version") != VERSION:
        raise ReviewInvalid("This is no file of marks that this Assay can read.", hint="Save one from a review.")
    if file.get("level") != review.question.level.value:
        raise ReviewInvalid(
            f"The marks are of level {file.get('level')!r}, and the review of {review.question.level.value!r}.",
            hint="Open a review of the same level.",
        )


def _project(snapshot: Snapshot) -> str:
    return snapshot.key.partition("-")[0]


def _names(snapshot: Snapshot, level: Level, pending: Standing) -> dict[int, dict[str, str | None]]:
    """How the source named each item and its image."""
    if level is Level.IMAGE:
        rows = snapshot.take("images", pending.ids, columns=("id", "reference_id"))
        pairs = zip(rows["id"].to_pylist(), rows["reference_id"].to_pylist(), strict=True)
        return {id: {"image": name} for id, name in pairs}
    rows = snapshot.take(TABLE_OF[level], pending.ids, columns=("id", "image_id", "reference_id"))
    images = snapshot.take("images", np.unique(rows["image_id"].to_numpy()), columns=("id", "reference_id"))
    names = dict(zip(images["id"].to_pylist(), images["reference_id"].to_pylist(), strict=True))
    triples = zip(*(rows[column].to_pylist() for column in ("id", "image_id", "reference_id")), strict=True)
    return {id: {"image": names.get(image), "reference_id": name} for id, image, name in triples}


def _name(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Image and item by the names of the source; None where the row lacks them."""
    image, name = row.get("image"), row.get("reference_id")
    if not isinstance(image, str):
        return None
    return (image,) if "reference_id" not in row else (image, name) if isinstance(name, str) else None


def _is_range(pair: Any) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and all(isinstance(end, int) for end in pair)
        and 0 <= pair[0] <= pair[1] < pair[0] + 10_000_000
    )


def _standing(pending: Standing) -> dict[int, _Said]:
    rows = zip(pending.ids.tolist(), pending.verdict.tolist(), pending.category_id.tolist(), strict=True)
    return {id: (VERDICTS[verdict - 1], None if category < 0 else category) for id, verdict, category in rows}


def _author(pending: Standing, id: int) -> str:
    return pending.log[int(pending.by[np.searchsorted(pending.ids, id)])].by.author


def _marks(said: Mapping[int, _Said], now: int) -> list[Mark]:
    """One event for each verdict and class."""
    by_word: dict[_Said, list[int]] = defaultdict(list)
    for id, spoken in said.items():
        by_word[spoken].append(id)
    empty = Mark("", now, (), None, force=True)
    return [
        replace(empty, key=uuid.uuid4().hex, ids=ids, verdict=verdict, category_id=category_id)
        for (verdict, category_id), ids in by_word.items()
    ]

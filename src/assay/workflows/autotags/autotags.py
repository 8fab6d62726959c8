"""Autotags: make one from examples, teach it, rename and remove it. Each act is a change, with an undo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

import numpy as np
import pyarrow as pa

from assay.amounts import amount
from assay.arrays import Ids
from assay.errors import AutotagInvalid, EditConflict, NotFound
from assay.model.autotag import AUTOTAG_LEVELS, Autotag, word_of
from assay.model.change import Change, ChangeKind
from assay.model.level import Level
from assay.model.signature import NOBODY, Signature
from assay.schema.autotag_fields import score_name
from assay.schema.fields import LEVEL_TABLES
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.store.writer import Writer
from assay.vectors.autotag import worth_asking
from assay.workflows.embeddings.autotag_scores import rescore, scored
from assay.workflows.names import checked_name

ROUND = 12
"""How many items a round asks about."""

BINS = 40
"""Bars of the histogram of scores, from -1 to 1."""

_MOST_EXAMPLES = 20_000


@dataclass(frozen=True, slots=True)
class AutotagFacts:
    """An autotag and what became of it.

    field : how a query names its scores. yes, no : how many answers it has. scored : items with a score, of which
    `tagged` have one above 0. bins : how many scores lie in each of `BINS` equal parts of -1 to 1.
    ready : the dataset has vectors of that level, so that it can be taught.
    """

    autotag: Autotag
    field: str
    yes: int
    no: int
    scored: int
    tagged: int
    bins: tuple[int, ...]
    ready: bool


@dataclass(frozen=True, slots=True)
class Taught:
    """What teaching did: the autotag as it now is, and the change; None where nothing was new."""

    autotag: Autotag
    change: Change | None


def create_autotag(
    store: Store,
    name: str,
    yes: Sequence[int],
    *,
    level: Level = Level.IMAGE,
    no: Sequence[int] = (),
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Taught:
    """A new autotag of that name, learnt from items that have it and, if any are given, items that have not.

    Raises
    ------
    AutotagInvalid : the name is taken or has no letter, the level has no autotags, or no item was given.
    EditConflict : an item is not there.
    NameInvalid : an autotag cannot be named so.
    NotFound : there is no such dataset, or it has no embedding of that level.
    """
    with store.writer() as writer:
        dataset_id = writer.base.dataset(dataset).id
        check_level(level)
        name = checked_name(name, "autotag")
        _check_embedded(writer.base, dataset_id, level)
        _check_name(writer.base, dataset_id, level, name)
        fresh = Autotag(writer.reserve_ids("autotags", 1), dataset_id, level, name, ())
        autotag = _answered(writer.base, fresh, yes, no)
        if not autotag.yes:
            raise AutotagInvalid("No example was given.", hint=f"Choose at least one {AUTOTAG_LEVELS[level]}.")
        title = f"Create autotag {autotag.name!r} from {amount(len(autotag.examples), 'example')}"
        return Taught(autotag, _write(writer, autotag, title, by))


def teach_autotag(
    store: Store,
    name_or_id: str | int,
    *,
    yes: Sequence[int] = (),
    no: Sequence[int] = (),
    forget: Sequence[int] = (),
    level: Level | None = None,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Taught:
    """Answer for some items, or take their answers back; every score is worked out anew. One change, with an undo.

    Raises
    ------
    NotFound : there is no such autotag, or its dataset has no embedding any more.
    AutotagInvalid : an item would be both, or no item of yes would be left.
    EditConflict : an item is not there.
    """
    with store.writer() as writer:
        standing = find_autotag(writer.base, name_or_id, level=level, dataset=dataset)
        _check_embedded(writer.base, standing.dataset_id, standing.level)
        gone = set(forget)
        kept = replace(standing, examples=tuple(one for one in standing.examples if one[0] not in gone))
        autotag = _answered(writer.base, kept, yes, no)
        if autotag.examples == standing.examples:
            return Taught(standing, None)
        if not autotag.yes:
            raise AutotagInvalid(
                f"{autotag.name!r} would have no example left.", hint="Remove it, or say yes to another item first."
            )
        return Taught(autotag, _write(writer, autotag, f"Teach {autotag.name!r}: {_told(yes, no, forget)}", by))


def rename_autotag(
    store: Store,
    name_or_id: str | int,
    name: str,
    *,
    level: Level | None = None,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Taught:
    """Give an autotag another name; queries name its scores by that. Raise as `create_autotag` does for a name."""
    with store.writer() as writer:
        standing = find_autotag(writer.base, name_or_id, level=level, dataset=dataset)
        name = checked_name(name, "autotag")
        if name == standing.name:
            return Taught(standing, None)
        _check_name(writer.base, standing.dataset_id, standing.level, name, but=standing.id)
        autotag = replace(standing, name=name)
        return Taught(autotag, _write(writer, autotag, f"Rename autotag {standing.name!r} to {autotag.name!r}", by))


def remove_autotag(
    store: Store,
    name_or_id: str | int,
    *,
    level: Level | None = None,
    dataset: str | int | None = None,
    by: Signature = NOBODY,
) -> Change:
    """Remove an autotag with its scores; undo brings both back. Raise `NotFound` when there is none."""
    with store.writer() as writer:
        autotag = find_autotag(writer.base, name_or_id, level=level, dataset=dataset)
        return _write(writer, autotag, f"Remove autotag {autotag.name!r}", by, deleted=True)


def list_autotags(snapshot: Snapshot, dataset: str | int | None = None) -> list[AutotagFacts]:
    """The autotags of `dataset` (the first one when None), in the order in which they were made."""
    return [facts_of(snapshot, autotag) for autotag in snapshot.autotags(snapshot.dataset(dataset).id)]


def facts_of(snapshot: Snapshot, autotag: Autotag) -> AutotagFacts:
    """An autotag and the spread of its stored scores."""
    table, stored = LEVEL_TABLES[autotag.level].name, np.empty(0)
    if autotag.column in snapshot.table(table).measured:
        rows = snapshot.rows(table, columns=[autotag.column], where={"dataset_id": autotag.dataset_id})
        stored = rows[autotag.column].drop_null().to_numpy()
    bins = np.bincount(np.clip(((stored + 1) / 2 * BINS).astype(np.int64), 0, BINS - 1), minlength=BINS)
    return AutotagFacts(
        autotag,
        score_name(autotag),
        len(autotag.yes),
        len(autotag.no),
        len(stored),
        int((stored > 0).sum()),
        tuple(bins.tolist()),
        snapshot.embedding(autotag.dataset_id, autotag.level) is not None,
    )


def next_round(snapshot: Snapshot, autotag: Autotag, *, count: int = ROUND, skip: Sequence[int] = ()) -> Ids:
    """At most `count` items most worth an answer, the most wanted first; none of `skip`, and none that is gone."""
    found = scored(snapshot, autotag)
    if found is None:
        return np.empty(0, np.int64)
    able = found.scores.copy()
    table = LEVEL_TABLES[autotag.level].name
    live = snapshot.rows(table, columns=["id"], where={"dataset_id": autotag.dataset_id})["id"].to_numpy()
    able[~np.isin(found.ids, live) | np.isin(found.ids, np.asarray(skip, np.int64))] = np.nan
    return found.ids[worth_asking(found.vectors, able, asked=found.asked, count=count)]


def find_autotag(
    snapshot: Snapshot, name_or_id: str | int, *, level: Level | None = None, dataset: str | int | None = None
) -> Autotag:
    """The autotag of that name (in any case, with any separators) or id; of `level`, where both levels have one.

    Raises
    ------
    NotFound : there is none; the hint has the nearest name.
    AutotagInvalid : both levels have one of that name, and none was said.
    """
    standing = snapshot.autotags(snapshot.dataset(dataset).id)
    fits = [one for one in standing if _is_called(one, name_or_id) and level in (None, one.level)]
    if len(fits) > 1:
        raise AutotagInvalid(
            f"Images and objects both have an autotag {name_or_id!r}.", hint="Say which level is meant."
        )
    if fits:
        return fits[0]
    names = [one.name for one in standing]
    near = get_close_matches(str(name_or_id), names, n=1)
    told = f"There are: {', '.join(names)}." if names else "None was made yet."
    raise NotFound(f"There is no autotag {name_or_id!r}.", hint=f"Did you mean {near[0]!r}?" if near else told)


def check_level(level: Level) -> None:
    """Raise `AutotagInvalid` unless items of the level can have autotags."""
    if level not in AUTOTAG_LEVELS:
        raise AutotagInvalid(f"There are no autotags of {level.value}s.", hint="Choose images or labels.")


def _is_called(autotag: Autotag, name_or_id: str | int) -> bool:
    if isinstance(name_or_id, int):
        return autotag.id == name_or_id
    return autotag.word == word_of(name_or_id) or score_name(autotag) == name_or_id


def _check_embedded(base: Snapshot, dataset_id: int, level: Level) -> None:
    if base.embedding(dataset_id, level) is None:
        raise NotFound(
            f"The dataset has no embedding of its {AUTOTAG_LEVELS[level]}s, by which they could be told apart.",
            hint="Embed it first: `assay embed P`.",
        )


def _check_name(base: Snapshot, dataset_id: int, level: Level, name: str, *, but: int = -1) -> None:
    if not word_of(name):
        raise AutotagInvalid(
            f"An autotag cannot be named {name!r}.", hint="Queries name it by its letters and digits: give it one."
        )
    for other in base.autotags(dataset_id):
        if other.id != but and (other.level, other.word) == (level, word_of(name)):
            raise AutotagInvalid(
                f"There is an autotag {other.name!r} of {AUTOTAG_LEVELS[level]}s already.",
                hint="Teach that one, or choose another name.",
            )


def _answered(base: Snapshot, autotag: Autotag, yes: Sequence[int], no: Sequence[int]) -> Autotag:
    """The autotag with these answers behind the others; a new answer takes the place of an older one."""
    fresh = {**dict.fromkeys(map(int, yes), True), **dict.fromkeys(map(int, no), False)}
    if len(fresh) < len(set(yes)) + len(set(no)):
        raise AutotagInvalid("An item cannot be both yes and no.", hint="Give each item one answer.")
    standing = dict(autotag.examples)
    fresh = {item: answer for item, answer in fresh.items() if standing.get(item) is not answer}
    _check_there(base, autotag, list(fresh))
    examples = {item: answer for item, answer in standing.items() if item not in fresh} | fresh
    if len(examples) > _MOST_EXAMPLES:
        raise AutotagInvalid(f"An autotag has at most {_MOST_EXAMPLES:,} examples.", hint="A few dozen are enough.")
    return replace(autotag, examples=tuple(examples.items()))


def _check_there(base: Snapshot, autotag: Autotag, items: Sequence[int]) -> None:
    rows = base.take(LEVEL_TABLES[autotag.level].name, items, columns=("id", "dataset_id"))
    there = rows["id"].to_numpy()[rows["dataset_id"].to_numpy() == autotag.dataset_id]
    missing = np.setdiff1d(np.asarray(items, np.int64), there)
    if len(missing):
        raise EditConflict(
            f"{AUTOTAG_LEVELS[autotag.level].capitalize()} {missing[0]} is not in the dataset.",
            hint="It may have been deleted meanwhile. Nothing was changed.",
        )


def _told(yes: Sequence[int], no: Sequence[int], forget: Sequence[int]) -> str:
    """`3 yes, 2 no`."""
    counts = ((yes, "yes"), (no, "no"), (forget, "taken back"))
    return ", ".join(f"{len(set(items)):,} {word}" for items, word in counts if len(items))


def _write(writer: Writer, autotag: Autotag, title: str, by: Signature, *, deleted: bool = False) -> Change:
    row = {
        "id": autotag.id,
        "dataset_id": autotag.dataset_id,
        "level": autotag.level.value,
        "name": autotag.name,
        "examples": json.dumps(autotag.examples),
        "deleted": deleted,
    }
    change = writer.edit(
        {"autotags": pa.Table.from_pylist([row])},
        kind=ChangeKind.AUTOTAG,
        title=title,
        author=by.author,
        reason=by.reason,
        source=by.source,
    )
    rescore(writer)
    return change

"""`project.similar` and `project.dedupe`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from os import PathLike
from pathlib import Path
from typing import TypeVar

import numpy as np

from assay.errors import ChoiceInvalid
from assay.model.level import Level
from assay.schema.likeness import LikeItem
from assay.sdk.session import Session
from assay.workflows.curation.dedupe import (
    Alike,
    DedupePlan,
    Keep,
    plan_dedupe,
    remove_duplicates,
    set_duplicates_aside,
)
from assay.workflows.embeddings.find_similar import LookAlikes, find_similar

E = TypeVar("E", bound=Enum)

_LEVELS = {"images": Level.IMAGE, "labels": Level.ANNOTATION, "predictions": Level.PREDICTION}


def look_alikes(
    session: Session,
    given: Mapping[str, int | Sequence[int]],
    files: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    query: str,
    level: str | Level | None,
    count: int,
    mean: bool,
    run: str | None,
) -> LookAlikes:
    """As `Project.similar`."""
    ids = {_LEVELS[name]: np.atleast_1d(np.asarray(some, np.int64)).tolist() for name, some in given.items()}
    asked = {source: some for source, some in ids.items() if some}
    if len(asked) > 1:
        raise ChoiceInvalid("Items of one level are asked about at a time.", hint="Give images, labels or predictions.")
    source, some = next(iter(asked.items()), (Level.IMAGE if level is None else Level(level), []))
    items: list[LikeItem] = [*some, *_kept(session, files)]
    return find_similar(
        session.store.snapshot(),
        items,
        source=source,
        level=None if level is None else Level(level),
        query=query,
        count=count,
        mean=mean,
        dataset=session.dataset,
        run=run,
    )


def dedupe(
    session: Session,
    query: str,
    *,
    keep: str | Keep,
    prefer: str | None,
    by: Sequence[str | Alike],
    apply: bool,
    segment: str | None,
) -> DedupePlan:
    """As `Project.dedupe`."""
    rule, ways = _one_of(Keep, keep), [_one_of(Alike, way) for way in by]
    plan = plan_dedupe(session.store.snapshot(), query, keep=rule, prefer=prefer, alike=ways, dataset=session.dataset)
    if plan.groups and segment is not None:
        set_duplicates_aside(session.store, plan, segment, by=session.sign())
    if plan.groups and apply:
        session.follow(remove_duplicates(session.store, plan, by=session.sign()))
    return plan


def _kept(session: Session, files: str | PathLike[str] | Sequence[str | PathLike[str]]) -> list[str]:
    from assay.workflows.embeddings.ask_picture import keep_picture, read_picture  # loads the embedders

    paths = [files] if isinstance(files, str | PathLike) else files
    return [keep_picture(session.store, read_picture(Path(path)), dataset=session.dataset) for path in paths]


def _one_of(choices: type[E], word: str | E) -> E:
    try:
        return choices(word)
    except ValueError:
        known = ", ".join(str(choice.value) for choice in choices)
        raise ChoiceInvalid(f"There is no choice {word!r}.", hint=f"There are: {known}.") from None

"""Matches of some objects only: those that a query lists, those of one kind of error, those wrong for one reason.

The choice is one text, so that an address can hold it: a word, a colon, and what is meant.

    image: split = "val"        in these images
    annotation: area < 400      of these labels
    prediction: score < 0.4     of these predictions
    error: loc                  of one kind of error (E8)
    reason: taken               of predictions that are wrong for one reason (E7)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

import numpy as np

from assay.arrays import Flags, Ids
from assay.errors import QueryName
from assay.evaluation.outcomes import MatchArrays
from assay.evaluation.reasons import REASONS, Reason, find_reasons
from assay.evaluation.tide import KINDS, ErrorKind
from assay.model.evaluation import EvaluationConfig
from assay.model.level import Level
from assay.store.snapshot import Snapshot
from assay.workflows.explore.search import ask, ids_of
from assay.workflows.runs.error_types import tide_errors
from assay.workflows.runs.matches import RunMatches

_Word = TypeVar("_Word", bound=StrEnum)

_LISTS = {level.value: level for level in (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)}
_OF_ANY_CONFIDENCE = frozenset({"prediction", "error"})


def matches_within(
    snapshot: Snapshot, rows: RunMatches, config: EvaluationConfig, *, within: str, images: Ids | None = None
) -> MatchArrays:
    """The matches at `config`'s thresholds of the objects that `within` names, in these images (None: in all).

    Listed predictions and kinds of error are told at every confidence: matching goes by falling score, so how a
    prediction fares does not depend on those below it. Of other objects only what `config` lets in counts.

    Raises
    ------
    QueryError : the text is not of the form above, or its query is wrong.
    """
    word, colon, meant = (part.strip() for part in within.partition(":"))
    if word in _OF_ANY_CONFIDENCE:
        config = replace(config, confidence=0.0)
    found = rows.at(config, images)
    if word in _LISTS and colon:
        return found.take(_listed(snapshot, rows, found, level=_LISTS[word], query=meant))
    choose = _CODED.get(word)
    if choose is None:
        words = ", ".join([*_LISTS, *_CODED])
        raise QueryName(f"`{word}` is no way to choose results.", hint=f"Write one of {words} and a colon.")
    return found.take(choose(rows, found, config, images, meant))


def _listed(snapshot: Snapshot, rows: RunMatches, found: MatchArrays, *, level: Level, query: str) -> Flags:
    """Which matches are of the rows that a query lists at a level."""
    ids = ids_of(ask(snapshot, query, level=level, dataset=rows.run.dataset_id, run=rows.run.id))
    if level is Level.IMAGE:
        return np.isin(rows.image_of(found), ids)
    if level is Level.ANNOTATION:
        return np.isin(rows.label.id[found.label_index], ids)
    return np.isin(rows.pred.id[found.pred_index], ids)


def _of_kind(rows: RunMatches, found: MatchArrays, config: EvaluationConfig, images: Ids | None, meant: str) -> Flags:
    kind = _known(ErrorKind, meant)
    errors = tide_errors(rows, iou=config.iou, images=images)
    if kind is ErrorKind.MISS:
        return np.append(errors.missed, False)[found.label_index]
    chosen: Flags = np.append(errors.kind, -1)[found.pred_index] == KINDS.index(kind)
    return chosen


def _for_reason(rows: RunMatches, found: MatchArrays, config: EvaluationConfig, _: Ids | None, meant: str) -> Flags:
    reasons = np.append(find_reasons(rows.candidates, found, iou=config.iou), -1)
    chosen: Flags = reasons[found.pred_index] == REASONS.index(_known(Reason, meant))
    return chosen


def _known(words: type[_Word], meant: str) -> _Word:
    try:
        return words(meant)
    except ValueError:
        raise QueryName(f"There is no {meant!r} here.", hint=f"There are: {', '.join(words)}.") from None


_Choose = Callable[[RunMatches, MatchArrays, EvaluationConfig, Ids | None, str], Flags]

_CODED: dict[str, _Choose] = {"error": _of_kind, "reason": _for_reason}

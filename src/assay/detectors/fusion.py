"""Make one suspect of what several detectors say of one thing.

Each detector hands back the chance that its suspect is an error. Two of them that agree are worth more than one, but
less than twice one: they often look at the same evidence. With the chances of one subject in falling order, the doubt
1 - p is pooled as

    1 - pooled = Π (1 - pₖ) ^ (1 - r)ᵏ,   k = 0, 1, 2, …

where r tells how alike the detectors judge: at r = 0 they are independent and this is the noisy-or; at r = 1 they are
copies and it is the chance of the surest. The pooled chance is never below the surest one, grows with each of them,
and does not depend on their order.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Ids, Scores
from assay.detectors.detector import SUSPECTS
from assay.detectors.suspects import as_json
from assay.statistics.ranks import percentiles

Floats = NDArray[np.float64]

RAISED: pa.Schema = pa.schema([*SUSPECTS, pa.field("run_id", pa.int32()), pa.field("detector", pa.string())])
"""Columns of suspects with who raised them: `run_id` is NULL where the detector needs no run."""

_ASSUMED = 0.5  # how alike two detectors judge as long as nothing is known of them
_WEIGHT = 20  # shared subjects that this assumption is worth
_LEAST_SHARED = 3


def likeness(chance: Scores, subject: Ids, witness: Ids) -> float:
    """How alike detectors judge what they share, 0 independently to 1 as copies.

    The mean rank correlation of the chances of each two of them over the subjects that both raise, negative ones
    taken for 0, leaning on one half as if by 20 more subjects. Arrays of (n,), each detector once per subject.
    """
    weighed, total = _WEIGHT * _ASSUMED, float(_WEIGHT)
    for one, other in combinations(np.unique(witness).tolist(), 2):
        a, b = np.flatnonzero(witness == one), np.flatnonzero(witness == other)
        shared, at, against = np.intersect1d(subject[a], subject[b], assume_unique=True, return_indices=True)
        if len(shared) >= _LEAST_SHARED:
            weighed += len(shared) * _correlation(chance[a[at]], chance[b[against]])
            total += len(shared)
    return weighed / total


def pool(chance: Scores, subject: Ids, *, count: int, alike: float) -> Scores:
    """(count,) the pooled chance of each subject 0..count-1; 0 for one that nobody raised.

    chance : (n,) 0..1. subject : (n,) what each is about. alike : 0..1, see `likeness`.
    """
    order = np.lexsort((-chance, subject))
    doubt, group = 1.0 - chance[order], subject[order]
    with np.errstate(divide="ignore"):
        logs = np.log(doubt)
    place = _place_in_group(group)
    # 0 to the power of 0 is 1, and so is a doubt of 0 that has no weight.
    weight = (1.0 - alike) ** place
    weighed = np.where(weight > 0, logs, 0.0) * weight
    pooled: Scores = -np.expm1(np.bincount(group, weighed, minlength=count))
    return np.clip(pooled, 0.0, 1.0)


def subjects_of(issues: pa.Table) -> pa.ChunkedArray:
    """What each issue speaks of, as text: its kind, its image, and its label, else its prediction.

    A label is one subject whatever prediction speaks against it.
    """
    object_ = pc.coalesce(
        pc.binary_join_element_wise("a", pc.cast(issues.column("annotation_id"), pa.string()), ""),
        pc.binary_join_element_wise("p", pc.cast(issues.column("prediction_id"), pa.string()), ""),
        pa.scalar("-"),
    )
    image = pc.cast(issues.column("image_id"), pa.string())
    return pc.binary_join_element_wise(issues.column("kind"), image, object_, ":")


def fuse(raised: pa.Table) -> pa.Table:
    """One row for each subject of `raised` (columns of `RAISED`), worst first.

    The row is that of the surest detector, with the pooled score. Where several agree, `also` of its evidence tells
    who else and why, its suggestion is the first that any of them makes, surest first, and it needs a run only if each
    of them does.
    """
    subject, witness = _codes(subjects_of(raised)), _codes(raised["detector"])
    chance = 1.0 - raised["score"].to_numpy()
    prediction = pc.fill_null(raised["prediction_id"], -1).to_numpy()
    order = np.lexsort((prediction, witness, -chance, subject))
    # A detector has one voice: of several rows about one subject its surest counts.
    _, first = np.unique(subject[order] * (witness.max(initial=0) + 1) + witness[order], return_index=True)
    order = order[np.sort(first)]
    rows, subject, witness, chance = raised.take(order), subject[order], witness[order], chance[order]
    place = _place_in_group(subject)
    pooled = _pooled_by_kind(rows, subject, witness, chance)
    leads = np.flatnonzero(place == 0)
    told = rows.take(leads)
    told = _replaced(told, "score", pa.array(1.0 - pooled[subject[leads]], pa.float64()))
    sizes = np.diff(np.append(leads, len(place)))
    shared = np.flatnonzero(sizes > 1)
    if len(shared):
        told = _told_together(told, shared, [rows.slice(leads[at], sizes[at]).to_pylist() for at in shared.tolist()])
    worst_first = [
        ("score", "ascending"),
        *((f"{noun}_id", "ascending") for noun in ("image", "annotation", "prediction")),
    ]
    return told.sort_by(worst_first)


def _pooled_by_kind(rows: pa.Table, subject: Ids, witness: Ids, chance: Scores) -> Scores:
    """(subjects,) pooled chances; how alike detectors judge is told for each kind by itself."""
    kind, pooled = _codes(rows["kind"]), np.zeros(int(subject.max(initial=-1)) + 1)
    for number in np.unique(kind).tolist():
        of_kind = kind == number
        part = chance[of_kind], subject[of_kind]
        alike = likeness(*part, witness[of_kind])
        pooled += pool(*part, count=len(pooled), alike=alike)
    return pooled


def _told_together(rows: pa.Table, at: Ids, groups: list[list[dict[str, Any]]]) -> pa.Table:
    """`rows` with what the whole group says at these places; each group has its surest row first."""
    evidence, suggestion, run = (rows[name].to_pylist() for name in ("evidence", "suggestion", "run_id"))
    for place, group in zip(at.tolist(), groups, strict=True):
        also = [
            {
                "detector": row["detector"],
                "chance": 1.0 - row["score"],
                "sentence": str((_object(row["evidence"]) or {}).get("sentence", "")),
            }
            for row in group[1:]
        ]
        lead = _object(evidence[place])
        if lead is not None:
            evidence[place] = as_json(lead | {"also": also})
        suggestion[place] = next((row["suggestion"] for row in group if row["suggestion"] is not None), None)
        run[place] = None if any(row["run_id"] is None for row in group) else run[place]
    for name, values in (("evidence", evidence), ("suggestion", suggestion), ("run_id", run)):
        rows = _replaced(rows, name, pa.array(values, RAISED.field(name).type))
    return rows


def _object(evidence: str) -> dict[str, Any] | None:
    """The evidence that a detector wrote, which may be a plug-in's; None where it is no JSON object."""
    try:
        told = orjson.loads(evidence)
    except orjson.JSONDecodeError:
        return None
    return told if isinstance(told, dict) else None


def _correlation(one: Floats, other: Floats) -> float:
    """Rank correlation, 0 where it is negative or one side is constant."""
    a, b = percentiles(one) - 0.5, percentiles(other) - 0.5
    spread = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return max(float((a * b).sum()) / spread, 0.0) if spread else 0.0


def _codes(names: pa.ChunkedArray) -> Ids:
    """(n,) a number for each text, in the order of the texts."""
    encoded = names.combine_chunks().dictionary_encode()
    ranks = pc.rank(encoded.dictionary, "ascending").to_numpy().astype(np.int64) - 1
    return np.asarray(ranks[encoded.indices.to_numpy()], np.int64)


def _place_in_group(group: Ids) -> Ids:
    """(n,) place of each row among those of its group, from 0; rows of a group stand together."""
    starts = np.flatnonzero(np.append(True, group[1:] != group[:-1])) if len(group) else np.zeros(0, np.int64)
    return np.arange(len(group)) - np.repeat(starts, np.diff(np.append(starts, len(group))))


def _replaced(rows: pa.Table, name: str, values: pa.Array) -> pa.Table:
    at = rows.schema.get_field_index(name)
    return rows.set_column(at, rows.schema.field(at), values)

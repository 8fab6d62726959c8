"""The order of the inbox: which suspect a person should judge next.

    benefit = chance · worth of mending the kind / effort of judging it · (1 - sink)

The chance is what the detector claims, calibrated by what was decided (`detectors.calibration`), so that a decision
re-ranks all other suspects of its detector. `sink` lowers what looks like a suspect of the same detector that was
judged no error: by up to a third, with the fourth power of the cosine of their embeddings. Nothing of it is written to
the suspects: it is computed from them, in one go, whenever they change, and queries read it as `chance` and `benefit`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.arrays import Flags, Ids, Scores
from assay.detectors.calibration import Calibration, calibrate
from assay.errors import EditInvalid
from assay.model.issue import IssueKind, IssueState
from assay.model.level import Level
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.vectors_of import vectors_of

WORTH: Mapping[str, float] = {
    IssueKind.WRONG_CLASS: 1.0,
    IssueKind.MISSING_OBJECT: 1.0,
    IssueKind.CONTRADICTION: 1.0,
    IssueKind.CLASS_DRIFT: 1.0,
    IssueKind.INVALID_GEOMETRY: 1.0,
    IssueKind.SPURIOUS_LABEL: 0.8,
    IssueKind.TRACK_ERROR: 0.8,
    IssueKind.DUPLICATE_BOX: 0.6,
    IssueKind.WRONG_PIXELS: 0.6,
    IssueKind.DUPLICATE_IMAGE: 0.5,
    IssueKind.ODD_OBJECT: 0.5,
    IssueKind.ODD_IMAGE: 0.5,
    IssueKind.LOOSE_BOX: 0.4,
    IssueKind.ODD_GEOMETRY: 0.4,
}
"""What mending one error of a kind is worth, beside a wrong class; a project may say otherwise. 1 for other kinds."""

EFFORT: Mapping[str, float] = {
    IssueKind.CONTRADICTION: 1.5,
    IssueKind.CLASS_DRIFT: 1.5,
    IssueKind.DUPLICATE_IMAGE: 1.5,
    IssueKind.ODD_IMAGE: 1.5,
    IssueKind.ODD_OBJECT: 1.5,
    IssueKind.ODD_GEOMETRY: 1.5,
    IssueKind.TRACK_ERROR: 2.0,
    IssueKind.WRONG_PIXELS: 2.0,
}
"""Effort of judging one suspect, beside one glance and one key; 1 for other kinds."""

_SINK = 1 / 3
_SHARPNESS = 4
_REMEMBERED = 64  # rejects, the newest
_HEAD = 4096  # the part of the queue that a person may get to see before the next decision re-ranks it

_COLUMNS = ("id", "kind", "image_id", "annotation_id", "score", "detector", "state", "changed_by")


@dataclass(frozen=True, eq=False)
class Ranking:
    """The suspects of one dataset, decided ones too, n of them in ascending order of id.

    chance : (n,) calibrated chance that each is an error. benefit : (n,) what judging it is expected to bring.
    calibrations : how the chances of each detector are read.
    """

    ids: Ids
    chance: Scores
    benefit: NDArray[np.float64]
    calibrations: Mapping[str, Calibration]

    def of(self, ids: Ids) -> tuple[Scores, NDArray[np.float64]]:
        """Chance and benefit of suspects that are in the dataset."""
        at = np.searchsorted(self.ids, ids)
        return self.chance[at], self.benefit[at]


def ranking(snapshot: Snapshot, dataset_id: int) -> Ranking:
    """The order of a dataset's suspects as they stand; kept until one of them changes."""
    worths = worths_of(snapshot, dataset_id)
    embedded = [snapshot.embedding(dataset_id, level) for level in (Level.IMAGE, Level.ANNOTATION)]
    versions = [snapshot.vectors_version(embedding) for embedding in embedded if embedding is not None]
    key = (dataset_id, tuple(sorted(worths.items())), tuple(versions))
    return snapshot.derived("ranking", key, ("issues",), lambda: _rank(snapshot, dataset_id, worths))


def worths_of(snapshot: Snapshot, dataset_id: int) -> dict[str, float]:
    """What mending each kind is worth in a dataset."""
    return {**WORTH, **snapshot.kind_worths(dataset_id)}


def set_worth(store: Store, kind: str, worth: float | None, *, dataset: str | int | None = None) -> None:
    """Say what mending an error of `kind` is worth in a dataset, beside a wrong class; None for the default.

    Raises
    ------
    EditInvalid : there is no such kind, or the worth is below 0 or not finite.
    """
    if kind not in set(IssueKind):
        raise EditInvalid(f"There is no kind {kind!r}.", hint=f"There are: {', '.join(IssueKind)}.")
    if worth is not None and not 0 <= worth < float("inf"):
        raise EditInvalid(f"A worth must be 0 or more, got {worth:g}.", hint="1 is that of a wrong class.")
    with store.writer() as writer:
        writer.set_kind_worth(writer.base.dataset(dataset).id, kind, worth)


def _rank(snapshot: Snapshot, dataset_id: int, worths: Mapping[str, float]) -> Ranking:
    rows = snapshot.rows("issues", columns=_COLUMNS, where={"dataset_id": dataset_id})
    claimed = 1.0 - rows["score"].to_numpy()
    fixed, kept = _in_state(rows, IssueState.FIXED), _in_state(rows, IssueState.KEPT)
    chance, calibrations = np.empty(rows.num_rows), dict[str, Calibration]()
    for name, of_detector in groups(rows["detector"]):
        decided = of_detector & (fixed | kept)
        calibration = calibrate(claimed[decided], fixed[decided], typical=claimed[of_detector])
        chance[of_detector] = calibration.apply(claimed[of_detector])
        calibrations[name] = calibration
    benefit = chance.copy()
    for kind, of_kind in groups(rows["kind"]):
        benefit[of_kind] *= worths.get(kind, 1.0) / EFFORT.get(kind, 1.0)
    benefit *= 1.0 - _SINK * _like_rejected(snapshot, dataset_id, rows, benefit)
    return Ranking(rows["id"].to_numpy(), chance, benefit, calibrations)


def _like_rejected(snapshot: Snapshot, dataset_id: int, rows: pa.Table, benefit: NDArray[np.float64]) -> Scores:
    """(n,) how much each open suspect at the head of the queue looks like one of its detector that was rejected."""
    like = np.zeros(rows.num_rows)
    rejected, waiting = (np.flatnonzero(_in_state(rows, state)) for state in (IssueState.KEPT, IssueState.OPEN))
    if not len(rejected):
        return like
    age = pc.fill_null(rows["changed_by"], -1).to_numpy()[rejected]
    rejected = rejected[np.argsort(-age, kind="stable")[:_REMEMBERED]]
    if len(waiting) > _HEAD:
        waiting = waiting[np.argpartition(-benefit[waiting], _HEAD)[:_HEAD]]
    detector = rows["detector"].combine_chunks().dictionary_encode().indices.to_numpy()
    label = pc.fill_null(rows["annotation_id"], -1).to_numpy()
    for level, subject, concerned in (
        (Level.ANNOTATION, label, label >= 0),
        (Level.IMAGE, rows["image_id"].to_numpy(), label < 0),
    ):
        ones, others = rejected[concerned[rejected]], waiting[concerned[waiting]]
        told = vectors_of(snapshot, dataset_id, level, ids=subject[np.append(ones, others)]) if len(ones) else None
        if told is None:
            continue
        cosine = np.nan_to_num(told[len(ones) :] @ told[: len(ones)].T).clip(0.0, 1.0)
        cosine[detector[others][:, None] != detector[ones][None, :]] = 0.0
        like[others] = cosine.max(axis=1) ** _SHARPNESS
    return like


def _in_state(rows: pa.Table, state: IssueState) -> Flags:
    found: Flags = pc.equal(rows["state"], state.value).to_numpy()
    return found


def groups(names: pa.ChunkedArray) -> Iterator[tuple[str, Flags]]:
    """Each name with (n,) where it stands, in the order of the names."""
    encoded = names.combine_chunks().dictionary_encode()
    codes = encoded.indices.to_numpy()
    for name, code in sorted((name, code) for code, name in enumerate(encoded.dictionary.to_pylist())):
        yield name, codes == code


def rank_rows(snapshot: Snapshot) -> pa.Table:
    """The relation `ranks` of queries: id, chance and benefit of every suspect of every dataset."""
    nothing = Ranking(np.zeros(0, np.int64), np.zeros(0), np.zeros(0), {})
    found = [nothing, *(ranking(snapshot, dataset.id) for dataset in snapshot.datasets())]
    return pa.concat_tables([pa.table({"id": one.ids, "chance": one.chance, "benefit": one.benefit}) for one in found])

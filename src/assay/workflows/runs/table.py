"""Every run of a dataset in every split: which learns, and which only remembers (E18, F19)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from assay.arrays import Ids
from assay.evaluation.protocols import protocol_of
from assay.model.evaluation import EvaluationConfig
from assay.model.run import Run
from assay.statistics.resampling import interval
from assay.store.snapshot import Snapshot
from assay.workflows.runs.average_precision import average_precision
from assay.workflows.runs.headline import DrawnNumbers, Draws, draw_numbers, draw_precision

TRAINED_ON = ("train", "training")
HELD_OUT = ("val", "valid", "validation", "test", "testing")
"""What sources call the split that a model learns from, and those that it has not seen, the first there is."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in one split, None where images have none.

    numbers : AP, AP50, precision, recall and F1 by name, as far as they are defined.
    gap, low, high : F1 in the split that is trained on less F1 in this one, with its 95 % interval; None where this is
        not a split that is held out, or there is none to hold it against. Above 0 for sure, the run remembers.
    """

    run: Run
    split: str | None
    images: int
    numbers: dict[str, float]
    gap: float | None = None
    low: float | None = None
    high: float | None = None


def run_table(
    snapshot: Snapshot, *, dataset: str | int | None = None, config: EvaluationConfig | None = None
) -> list[RunRow]:
    """Headline numbers of the runs of `dataset`, oldest first, in each of its splits.

    Runs of one model at rising epochs, or trained on more and more images, are its learning curve.
    """
    thresholds, target = config or EvaluationConfig(), snapshot.dataset(dataset)
    splits = _splits(snapshot, target.id)
    return [row for run in snapshot.runs(target.id) for row in _rows(snapshot, run, thresholds, splits)]


def run_arrow(rows: list[RunRow]) -> pa.Table:
    """One row per run and split."""
    names = ("AP", "AP50", "precision", "recall", "f1")
    return pa.table(
        {
            "run": [row.run.name for row in rows],
            "split": pa.array([row.split for row in rows], pa.string()),
            "images": [row.images for row in rows],
            **{name: pa.array([row.numbers.get(name) for row in rows], pa.float64()) for name in names},
            **{name: pa.array([getattr(row, name) for row in rows], pa.float64()) for name in ("gap", "low", "high")},
        }
    )


def _splits(snapshot: Snapshot, dataset_id: int) -> dict[str | None, Ids]:
    """The images of each split, named ones first."""
    rows = snapshot.rows("images", columns=("id", "split"), where={"dataset_id": dataset_id})
    ids, splits = np.asarray(rows.column("id")), rows.column("split").to_pylist()
    names = sorted({split for split in splits if split is not None})
    codes = np.array([-1 if split is None else names.index(split) for split in splits])
    found: dict[str | None, Ids] = {name: ids[codes == at] for at, name in enumerate(names)}
    return found | ({None: ids[codes == -1]} if (codes == -1).any() else {})


def _rows(snapshot: Snapshot, run: Run, config: EvaluationConfig, splits: dict[str | None, Ids]) -> list[RunRow]:
    found = {split: _numbers(snapshot, run, config, images) for split, images in splits.items()}
    trained = next((found[name] for name in TRAINED_ON if name in found), None)
    return [
        RunRow(run, split, len(splits[split]), _told(numbers), *_gap(trained, numbers, split))
        for split, numbers in found.items()
    ]


def _numbers(snapshot: Snapshot, run: Run, config: EvaluationConfig, images: Ids) -> DrawnNumbers:
    draws = Draws.of(snapshot, run.dataset_id, images)
    counted = average_precision(snapshot, run, protocol=protocol_of(config.shape), images=images)
    return draw_numbers(snapshot, run, config, draws, precision=draw_precision(counted, draws))


def _told(numbers: DrawnNumbers) -> dict[str, float]:
    return {
        name: value for name, value in zip(numbers.names, numbers.values.tolist(), strict=True) if not np.isnan(value)
    }


def _gap(
    trained: DrawnNumbers | None, held_out: DrawnNumbers, split: str | None
) -> tuple[float | None, float | None, float | None]:
    """F1 where the run was trained less F1 here, and its interval; the two sets of images are drawn independently."""
    if trained is None or split not in HELD_OUT:
        return None, None, None
    at, there = held_out.names.index("f1"), trained.names.index("f1")
    low, high = interval(trained.drawn[:, there] - held_out.drawn[:, at])
    told = [float(trained.values[there] - held_out.values[at]), float(low), float(high)]
    gap, low_end, high_end = (None if np.isnan(value) else value for value in told)
    return gap, low_end, high_end

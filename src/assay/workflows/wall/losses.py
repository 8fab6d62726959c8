"""What each row of a wall costs the model, by what the labels say."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.evaluation.loss import LEAST
from assay.model.level import Level
from assay.model.match import Outcome
from assay.schema.statement import Statement
from assay.workflows.explore.colours import aligned
from assay.workflows.explore.search import Question
from assay.workflows.wall.rows import TABLES, WallRows

_KEYS = {Level.ANNOTATION: "annotation_id", Level.PREDICTION: "prediction_id", Level.IMAGE: "image_id"}


def losses_of(question: Question, rows: WallRows) -> NDArray[np.float64] | None:
    """(n,) -ln of the chance that the model gave to what the labels say, 0 to 6.9; None without an evaluation.

    That chance is what the class vector of the prediction gives to the class of the label it met; without one, the
    confidence of a correct prediction and what is left of it of a wrong one. A missed label has next to none. An image
    has that of its worst match. NaN for what was not compared. As `evaluation.loss` and metric M91.
    """
    evaluation = question.scope.evaluation_id
    if evaluation is None:
        return None
    snapshot, level = question.snapshot, question.level
    found = snapshot.derived("wall_losses", (evaluation, level), TABLES, lambda: _read(question, evaluation))
    ids, losses = found
    at = aligned(rows.ids, ids, np.arange(len(ids)), missing=len(ids))
    told: NDArray[np.float64] = np.append(losses, np.nan)[at]
    return told


def _read(question: Question, evaluation: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    key = _KEYS[question.level]
    classes = [category.id for category in question.snapshot.categories(question.scope.dataset_id)]
    found = question.snapshot.query(
        Statement(
            _CHANCES.format(key=key, vector=_VECTOR if _has_vectors(question) else "null"),
            {
                "evaluation": evaluation,
                "ignored": Outcome.IGNORED.value,
                "correct": Outcome.CORRECT.value,
                "missed": Outcome.MISSED.value,
                **({"classes": classes} if _has_vectors(question) else {}),
            },
        )
    )
    chances = pc.fill_null(found.column("chance"), 1.0).to_numpy()
    return np.asarray(found.column("id").to_numpy(), np.int64), -np.log(np.clip(chances, LEAST, 1.0))


def _has_vectors(question: Question) -> bool:
    counted = question.snapshot.query(
        Statement(
            "select count(*) as count from (select 1 from predictions"
            " where run_id = $run and probabilities is not null limit 1)",
            {"run": question.scope.run_id},
        )
    )
    return bool(counted.column("count")[0].as_py())


_VECTOR = "p.probabilities[list_position($classes, m.category_id)]"

_CHANCES = """
select m.{key} as id, min(coalesce({vector},
    case m.outcome when $correct then p.score when $missed then 0.0 else 1 - p.score end)) as chance
from matches m left join predictions p on p.id = m.prediction_id
where m.evaluation_id = $evaluation and m.{key} is not null and m.outcome <> $ignored
group by 1
"""

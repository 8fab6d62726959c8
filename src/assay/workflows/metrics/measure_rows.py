"""Row metrics measured: each over all rows at once, after those whose columns it reads."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from assay.errors import AssayError
from assay.jobs.progress import Progress
from assay.metrics.metric import Output, Values
from assay.metrics.plan import Step
from assay.metrics.view import View
from assay.model.metric import MetricType
from assay.schema.metric_fields import ARROW_TYPES
from assay.workflows.metrics.measured import Measured, ids_of
from assay.workflows.metrics.metric_view import with_columns


def measure_rows(view: View, steps: Sequence[Step], progress: Progress, into: Measured) -> dict[str, str]:
    """Bring the values of these steps `into` the columns; return why some could not be measured, by metric.

    A metric that raises stops nothing but itself.
    """
    refused: dict[str, str] = {}
    view = _with_measured(view, steps, into)
    if steps:
        progress.stage("Measuring labels and predictions", len(steps))
    for at, step in enumerate(steps):
        lacking = set(step.metric.reads) - _names(view)
        if lacking:
            refused[step.metric.slug] = f"It reads {min(lacking)!r}, which was not measured."
            continue
        try:
            columns = _columns(view, step)
        except AssayError as error:
            refused[step.metric.slug] = error.message
        except Exception as error:  # noqa: BLE001 - a stranger's code may raise anything; the reason is kept and shown
            refused[step.metric.slug] = f"{type(error).__name__}: {error}"
        else:
            into.put(step, columns)
            if any(set(later.metric.reads) & set(columns) for later in steps[at:]):
                view = with_columns(view, step.level, columns)
        progress.advance()
    return refused


def _with_measured(view: View, steps: Sequence[Step], into: Measured) -> View:
    """The view with those new columns of pictures that a step reads."""
    reads = {name for step in steps for name in step.metric.reads}
    for level, columns in into.columns():
        wanted = {name: values for name, values in columns.items() if name in reads}
        if wanted:
            view = with_columns(view, level, wanted)
    return view


def _names(view: View) -> set[str]:
    """Every column that a metric can read."""
    parts = (view.images, view.labels, view.predictions)
    return {name for part in parts if part is not None for name in part.rows.column_names}


def _columns(view: View, step: Step) -> dict[str, pa.Array]:
    assert step.metric.measure_rows is not None
    named = json.loads(step.parameters)
    values = step.metric.measure_rows(view, level=step.level, **named)
    shaped = _shaped(values, len(ids_of(view, step.level)), step)
    return {
        output.name: column(shaped[:, at], output)
        for at, output in enumerate(step.metric.outputs)
        if output in step.stored
    }


def _shaped(values: Values, count: int, step: Step) -> Values:
    found = np.asarray(values, dtype=np.float64)
    found = found[:, None] if found.ndim == 1 else found
    if found.shape != (count, len(step.metric.outputs)):
        raise ValueError(
            f"{step.metric.title} gave values of shape {found.shape} "
            f"instead of {(count, len(step.metric.outputs))} at level {step.level.value}."
        )
    return found


def column(values: Values, output: Output) -> pa.Array:
    """One output as a column: NaN is NULL, whole numbers are whole."""
    missing = ~np.isfinite(values)
    if output.type is MetricType.NUMBER:
        return pa.array(values, mask=missing)
    whole = np.where(missing, 0, values)
    return pa.array(whole.astype(np.int64), mask=missing).cast(ARROW_TYPES[output.type])

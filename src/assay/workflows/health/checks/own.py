"""A person's own metrics as checks."""

from __future__ import annotations

from collections.abc import Iterable

from assay.model.level import Level
from assay.model.metric import BadEnd, MetricColumn, MetricType
from assay.workflows.health.check import Check


def own_checks(columns: Iterable[MetricColumn]) -> tuple[Check, ...]:
    """A check for each own flag of images and labels that is declared bad when it is set."""
    return tuple(
        Check(
            f"own_{column.name}",
            column.title,
            f"{column.meaning or column.title}.".replace("{", "{{").replace("}", "}}"),
            "Look at them: the metric is your own.",
            column.name,
            level=column.level,
            reads=(column.name,),
        )
        for column in columns
        if column.is_own
        and column.type is MetricType.FLAG
        and column.bad is BadEnd.HIGH
        and column.level in {Level.IMAGE, Level.ANNOTATION}
    )

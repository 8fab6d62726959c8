"""The metrics Assay knows, by slug."""

from __future__ import annotations

from assay.metrics.metric import Metric
from assay.registry import Registry


def _builtin() -> dict[str, Metric]:
    from assay.metrics.builtin import BUILTIN

    return {metric.slug: metric for metric in BUILTIN}


METRICS = Registry[Metric]("metric", builtin=_builtin)
"""Every metric: the built-in ones first, then those of plug-ins, then a person's own."""

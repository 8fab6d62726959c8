"""The metrics Assay knows, by slug."""

from __future__ import annotations

from assay.metrics.builtin import BUILTIN
from assay.metrics.metric import Metric
from assay.registry import Registry

METRICS = Registry[Metric]("metric")
"""Every metric: the built-in ones first, then those of plug-ins, then a person's own."""

for _metric in BUILTIN:
    METRICS.add(_metric.slug, _metric)

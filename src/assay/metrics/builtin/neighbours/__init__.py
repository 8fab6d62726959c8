"""Metrics of images and labels among their neighbours, by embeddings."""

from __future__ import annotations

from assay.metrics.builtin.neighbours.class_confidence import class_confidence
from assay.metrics.builtin.neighbours.cluster import cluster
from assay.metrics.builtin.neighbours.diversity_rank import diversity_rank
from assay.metrics.builtin.neighbours.label_value import label_value
from assay.metrics.builtin.neighbours.leakage_embedding import leakage_embedding
from assay.metrics.builtin.neighbours.look_alike_order import look_alike_order
from assay.metrics.builtin.neighbours.map import map_places
from assay.metrics.builtin.neighbours.near_duplicate_embedding import near_duplicate_embedding
from assay.metrics.builtin.neighbours.order_gap import order_gap
from assay.metrics.builtin.neighbours.representativeness import representativeness
from assay.metrics.builtin.neighbours.singularity import singularity
from assay.metrics.builtin.neighbours.typical_score import typical_score
from assay.metrics.builtin.neighbours.typicality import typicality
from assay.metrics.builtin.neighbours.uniqueness import uniqueness
from assay.metrics.metric import Metric

NEIGHBOUR_METRICS: tuple[Metric, ...] = (
    near_duplicate_embedding,
    leakage_embedding,
    singularity,
    uniqueness,
    typical_score,
    typicality,
    representativeness,
    diversity_rank,
    class_confidence,
    label_value,
    map_places,
    cluster,
    look_alike_order,
    order_gap,
)
"""In the order in which they are shown."""

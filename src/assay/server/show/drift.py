"""Drift as replies."""

from __future__ import annotations

from assay.server.replies import fields as replies
from assay.workflows.drift.compare import Drift, FieldDrift
from assay.workflows.drift.overlay import Overlay


def show_drift(found: Drift) -> replies.DriftReport:
    """How far two questions lie apart, field by field."""
    return {
        "reference_count": found.reference_count,
        "current_count": found.current_count,
        "rows": [_row(row) for row in found.rows],
        "not_compared": [{"field": row.field, "title": row.title, "why": row.why} for row in found.not_compared],
    }


def show_overlay(found: Overlay) -> replies.DriftOverlay:
    """One field of two questions in the same bins."""
    return {
        "edges": None if found.edges is None else found.edges.tolist(),
        "terms": None if found.terms is None else list(found.terms),
        "reference": found.reference.tolist(),
        "current": found.current.tolist(),
        "queries_reference": list(found.queries_reference),
        "queries_current": list(found.queries_current),
        "missing_reference": found.missing_reference,
        "missing_current": found.missing_current,
    }


def _row(row: FieldDrift) -> replies.DriftRow:
    return {
        "field": row.field,
        "title": row.title,
        "unit": row.unit,
        "kind": row.kind,
        "ks": row.ks,
        "wasserstein": row.wasserstein,
        "psi": row.psi,
        "jensen_shannon": row.jensen_shannon,
        "chi2": row.chi2,
        "p": row.p,
        "p_holm": row.p_holm,
        "effect": row.effect,
        "missing": row.missing_reference + row.missing_current,
        "missing_reference": row.missing_reference,
        "missing_current": row.missing_current,
    }

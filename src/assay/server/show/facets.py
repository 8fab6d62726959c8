"""Facets as replies."""

from __future__ import annotations

from assay.server.replies import HistogramFacet, TermsFacet
from assay.workflows.explore import facets as counted


def show_facet(facet: counted.Facet) -> TermsFacet | HistogramFacet:
    """How the values of one field are spread."""
    if isinstance(facet, counted.TermsFacet):
        return {
            "kind": "terms",
            "field": facet.field.name,
            "title": facet.field.title,
            "unit": facet.field.unit,
            "missing": facet.missing,
            "distinct": facet.distinct,
            "terms": [{"value": term.value, "count": term.count, "total": term.total} for term in facet.terms],
        }
    return {
        "kind": "histogram",
        "field": facet.field.name,
        "title": facet.field.title,
        "unit": facet.field.unit,
        "missing": facet.missing,
        "bins": {"edges": list(facet.edges), "counts": list(facet.counts), "totals": list(facet.totals)},
    }

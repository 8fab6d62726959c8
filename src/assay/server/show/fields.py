"""Fields of the query language as replies."""

from __future__ import annotations

from assay.schema.field import Field as StoredField
from assay.server.replies import Field


def show_field(field: StoredField) -> Field:
    """A field as the sort menu, the facets and the help show it."""
    return {
        "name": field.name,
        "title": field.title,
        "meaning": field.meaning,
        "unit": field.unit,
        "type": field.type,
        "values": list(field.values),
        "sortable": field.sortable,
        "facet": field.facet,
        "origin": field.origin,
        "metric": field.metric or None,
    }

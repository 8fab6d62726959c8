"""Pages, outliers, contact sheets and scatters of fields as replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Literal, cast

from assay.schema.field import FieldType
from assay.server.replies import CountedQuery
from assay.server.replies import fields as replies
from assay.server.show.field_items import show_items
from assay.workflows.explore.colours import Colours
from assay.workflows.explore.field_page import FieldPage
from assay.workflows.explore.number_fields import NumberField
from assay.workflows.explore.outliers import Counted, Outliers
from assay.workflows.explore.scatter import Scatter
from assay.workflows.explore.search import Question
from assay.workflows.metrics.contact_sheet import SheetBin

_COLOURED: Mapping[FieldType, Literal["class", "text", "flag", "number"]] = {
    FieldType.CLASS: "class",
    FieldType.TEXT: "text",
    FieldType.FLAG: "flag",
    FieldType.NUMBER: "number",
}


def show_field_page(found: FieldPage, question: Question) -> replies.FieldPage:
    """The page of one field."""
    lowest, highest = show_items(question, (found.lowest, found.highest))
    histogram, outliers = found.histogram, found.outliers
    return {
        "field": show_number_field(found.field),
        "count": found.count,
        "missing": found.missing,
        "missing_reasons": [{"reason": why.reason, "count": why.count} for why in found.reasons],
        "histogram": {
            "edges": histogram.edges.tolist(),
            "counts": histogram.counts.tolist(),
            "totals": histogram.totals.tolist(),
        },
        "quantiles": cast("replies.Quantiles", asdict(found.quantiles)) if found.quantiles else None,
        "fences": _fences(outliers),
        "outliers": {
            "moderate_low": _counted(outliers.moderate_low),
            "moderate_high": _counted(outliers.moderate_high),
            "severe_low": _counted(outliers.severe_low),
            "severe_high": _counted(outliers.severe_high),
        },
        "lowest": lowest,
        "highest": highest,
    }


def show_outliers(found: Outliers) -> replies.FieldOutliers:
    """How many outliers one field has."""
    return {
        "level": found.level,
        "field": found.field.name,
        "title": found.field.title,
        "fences": _fences(found),
        "moderate": found.moderate.count,
        "severe": found.severe.count,
        "moderate_query": found.moderate.query,
        "severe_query": found.severe.query,
        "stated": found.stated,
    }


def show_sheet(found: list[SheetBin], question: Question) -> list[replies.SheetBin]:
    """The bins of a contact sheet with their rows."""
    shown = show_items(question, [each.items for each in found])
    return [
        {"low": each.low, "high": each.high, "count": each.count, "query": each.query, "items": items}
        for each, items in zip(found, shown, strict=True)
    ]


def show_scatter(found: Scatter) -> replies.Scatter:
    """The points of two fields."""
    return {
        "total": found.total,
        "x": show_number_field(found.x),
        "y": show_number_field(found.y),
        "ids": found.ids.tolist(),
        "xs": found.x_values.tolist(),
        "ys": found.y_values.tolist(),
        "colour": show_colour(found.colours),
        "codes": found.colours.codes.tolist(),
    }


def show_colour(colours: Colours) -> replies.PointColour:
    """What points are coloured by; their codes are told beside it."""
    return {
        "field": colours.field,
        "title": colours.title,
        "type": _COLOURED[colours.type],
        "terms": [{"value": value, "count": count} for value, count in colours.terms],
        "low": colours.low,
        "high": colours.high,
    }


def show_number_field(field: NumberField) -> replies.NumberField:
    """What a field declares."""
    return {
        "name": field.name,
        "title": field.title,
        "meaning": field.meaning,
        "unit": field.unit,
        "type": "whole" if field.is_whole else "number",
        "low": field.low,
        "high": field.high,
        "bad": field.bad,
        "page": field.page,
    }


def _fences(found: Outliers) -> replies.Fences | None:
    return None if found.fences is None else {"moderate": found.fences.moderate, "severe": found.fences.severe}


def _counted(found: Counted) -> CountedQuery:
    return {"count": found.count, "query": found.query}

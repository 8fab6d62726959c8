"""Autotags as columns of a table and as fields of a query."""

from __future__ import annotations

from assay.model.autotag import AUTOTAG_LEVELS, Autotag
from assay.schema.field import Facet, Field, FieldType, Origin, spell_name

AUTOTAG = "autotag"
"""How the names of these fields begin."""


def score_name(autotag: Autotag) -> str:
    """How a query names the scores: `autotag.image.police_car`."""
    return spell_name((AUTOTAG, AUTOTAG_LEVELS[autotag.level], autotag.word))


def autotag_fields(autotag: Autotag) -> tuple[Field, Field]:
    """The scores, and the answers that they were learnt from."""
    name, what = score_name(autotag), AUTOTAG_LEVELS[autotag.level]
    return (
        Field(
            name,
            autotag.level,
            FieldType.NUMBER,
            autotag.name,
            f"how much the {what} looks like “{autotag.name}”, -1 to 1; above 0 it rather has the tag",
            facet=Facet.HISTOGRAM,
            column=autotag.column,
            origin=Origin.METRIC,
        ),
        Field(
            f"{name}.given",
            autotag.level,
            FieldType.FLAG,
            f"{autotag.name}: given",
            f"the answer that “{autotag.name}” was taught with; unknown where nobody was asked",
            facet=Facet.TERMS,
            column=autotag.given_column,
            origin=Origin.METRIC,
        ),
    )

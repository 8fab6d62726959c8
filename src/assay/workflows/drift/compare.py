"""Drift: how far two queries lie apart, field by field (V2.9, K1, K2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

import numpy as np
import pyarrow as pa

from assay.errors import QueryType
from assay.query.nodes import And, Arithmetic, Compare, IsNull, Like, Member, Name, Negate, Node, Not, Or, Range
from assay.query.values import value_of
from assay.schema.field import Facet, Field, FieldType
from assay.statistics import drift as measures
from assay.workflows.drift.terms import count_terms
from assay.workflows.explore.number_fields import Ordered, ordered_values
from assay.workflows.explore.search import Question, total_of


@dataclass(frozen=True, slots=True)
class FieldDrift:
    """How far one field differs between a reference and what is current.

    effect : 0 to 1, alike for all fields: the distance of Kolmogorov and Smirnov for numbers, Cramér's V for terms.
    p, p_holm : how likely so great a difference is by chance, alone and corrected for the number of fields.
    ks, wasserstein, psi, jensen_shannon : of numbers; the last two in bins of the reference. chi2 : of terms, as are
        psi and jensen_shannon, which take each term for a bin.
    missing_* : rows without a value, which no measure counts.
    """

    field: str
    title: str
    unit: str
    kind: Literal["number", "terms"]
    effect: float
    p: float
    p_holm: float
    ks: float | None
    wasserstein: float | None
    psi: float
    jensen_shannon: float
    chi2: float | None
    missing_reference: int
    missing_current: int


@dataclass(frozen=True, slots=True)
class NotCompared:
    """A field that cannot be compared, and why."""

    field: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Drift:
    """Fields by how much they differ, the strongest effect first; rows on either side; fields not compared."""

    reference_count: int
    current_count: int
    rows: tuple[FieldDrift, ...]
    not_compared: tuple[NotCompared, ...]

    def arrow(self) -> pa.Table:
        """The fields as an Arrow table, a row for each."""
        return pa.Table.from_pylist([asdict(row) for row in self.rows])


def drift(reference: Question, current: Question, *, fields: Sequence[str] | None = None) -> Drift:
    """Compare two questions of one level, of the same project or of two, in `fields`, or in all that both have.

    A field of which neither side has a value is passed over, and so is a count of what a side has none of: predictions
    where it has no run, labels where it is not labelled, suspects where none were looked for. When `fields` is None, a
    field that either query names is left out: there the two differ because they were made to.

    Raises
    ------
    QueryError : as `shared_field` says of each of `fields`.
    """
    compared, left_out = _fields(reference, current, fields)
    counts = total_of(reference), total_of(current)
    rows = [
        *_numbers(reference, current, [field for field in compared if is_number(field)], counts),
        *_terms(reference, current, [field for field in compared if not is_number(field)]),
    ]
    told = [row for row in rows if isinstance(row, FieldDrift)]
    corrected = measures.holm(np.array([row.p for row in told])).tolist()
    ranked = sorted(
        (replace(row, p_holm=p) for row, p in zip(told, corrected, strict=True)),
        key=lambda row: (-row.effect, row.p, row.field),
    )
    untold = [row for row in rows if isinstance(row, NotCompared)]
    return Drift(*counts, tuple(ranked), (*left_out, *untold))


def is_number(field: Field) -> bool:
    """Whether the field's numbers are compared; the numbers of groups and the like are terms."""
    return field.type is FieldType.NUMBER and field.facet is not Facet.TERMS


def shared_field(reference: Question, current: Question, name: str) -> Field:
    """The field of this name, which both sides have.

    Raises
    ------
    QueryError : a side has no such field, it has many values per row, or it is another type on either side.
    """
    field, other = (_field_of(side, name) for side in (reference, current))
    if field.type is not other.type:
        raise QueryType(
            f"`{name}` is a {field.type} in the reference and a {other.type} in what is current.",
            hint="Compare fields of one type.",
        )
    return field


def _field_of(question: Question, name: str) -> Field:
    value_of(name, question.catalog, question.level)
    field = question.catalog.field(question.level, name)
    if field is None:
        raise QueryType(f"`{name}` is no field by itself.", hint="Name a field of the level.", span=(0, len(name)))
    return field


def _fields(
    reference: Question, current: Question, names: Sequence[str] | None
) -> tuple[list[Field], list[NotCompared]]:
    """The fields to compare, and those that are left out for what the queries say."""
    if names is not None:
        return [shared_field(reference, current, name) for name in names], []
    named = _named(reference) | _named(current)
    shared = [field for field in reference.catalog.facets(reference.level) if _is_shared(field, current)]
    lacking = [_cannot_have(side) for side in (reference, current)]
    compared = [field for field in shared if field.name not in named | lacking[0].keys() | lacking[1].keys()]
    left_out = [_left_out(field, "a query names it") for field in shared if field.name in named]
    for field in shared:
        whys = [why[field.name] for why in lacking if field.name in why]
        if len(whys) == 1 and field.name not in named:  # where neither side has it, it is passed over
            whose = "reference" if field.name in lacking[0] else "current set"
            left_out.append(_left_out(field, f"the {whose} has no {whys[0]}"))
    return compared, left_out


def _cannot_have(side: Question) -> dict[str, str]:
    """Counts of what a side has none of at all, and what that is: there 0 is no value that was found."""
    lacking = {} if side.scope.run_id is not None else {"predictions.count": "run"}
    where = {"dataset_id": side.scope.dataset_id}
    if not side.snapshot.count("annotations", where=where):
        lacking["annotations.count"] = "labels"
    if not side.snapshot.looked_for(side.scope.dataset_id) and not side.snapshot.count("issues", where=where):
        lacking["issues.count"] = "search for suspects"
    return lacking


def _is_shared(field: Field, current: Question) -> bool:
    """Whether both sides have the field, with one value per row that means the same in both."""
    other = current.catalog.field(current.level, field.name)
    is_group = field.type is FieldType.NUMBER and field.facet is Facet.TERMS
    return other is not None and other.type is field.type and not field.many and not is_group


def _numbers(
    reference: Question, current: Question, fields: Sequence[Field], counts: tuple[int, int]
) -> Iterator[FieldDrift | NotCompared]:
    names = [field.name for field in fields]
    sides = (ordered_values(side, names, rows=rows) for side, rows in zip((reference, current), counts, strict=True))
    for field, before, after in zip(fields, *sides, strict=True):
        if len(before.finite) and len(after.finite):
            yield _number(field, before, after)
        elif len(before.finite) or len(after.finite):
            yield _one_sided(field, len(before.finite))


def _number(field: Field, reference: Ordered, current: Ordered) -> FieldDrift:
    before, after = reference.finite, current.finite
    both = measures.steps(before, after)
    distance, p = measures.kolmogorov_smirnov(both)
    shares = measures.binned_shares(before, after)
    return FieldDrift(
        field.name,
        field.title,
        field.unit,
        kind="number",
        effect=distance,
        p=p,
        p_holm=p,
        ks=distance,
        wasserstein=measures.wasserstein(both),
        psi=measures.stability_index(*shares),
        jensen_shannon=measures.jensen_shannon(*shares),
        chi2=None,
        missing_reference=reference.missing,
        missing_current=current.missing,
    )


def _terms(reference: Question, current: Question, fields: Sequence[Field]) -> Iterator[FieldDrift | NotCompared]:
    for field in fields:
        found = count_terms(reference, current, field)
        sides = int(found.reference.sum()), int(found.current.sum())
        if not all(sides):
            if any(sides):
                yield _one_sided(field, sides[0])
            continue
        chi2, p, effect = measures.chi_square(found.reference, found.current)
        shares = found.reference / sides[0], found.current / sides[1]
        yield FieldDrift(
            field.name,
            field.title,
            field.unit,
            kind="terms",
            effect=effect,
            p=p,
            p_holm=p,
            ks=None,
            wasserstein=None,
            psi=measures.stability_index(*shares),
            jensen_shannon=measures.jensen_shannon(*shares),
            chi2=chi2,
            missing_reference=found.missing_reference,
            missing_current=found.missing_current,
        )


def _left_out(field: Field, why: str) -> NotCompared:
    return NotCompared(field.name, field.title, why)


def _one_sided(field: Field, reference: int) -> NotCompared:
    return _left_out(field, "no current row has a value" if reference else "no row of the reference has a value")


def _named(question: Question) -> set[str]:
    """The fields of the question's own rows that its query tests."""
    body = question.checked.query.body
    names = set() if body is None else set(_names(body))
    fields = (question.catalog.field(question.level, name) for name in names)
    return {field.name for field in fields if field is not None}


def _names(node: Node) -> Iterator[str]:
    """Every name that the node says of the row itself, not of the rows in it."""
    match node:
        case Name(parts, None):
            yield ".".join(parts)
        case And(operands) | Or(operands):
            for operand in operands:
                yield from _names(operand)
        case Not(operand) | Negate(operand) | Member(operand) | Like(operand) | IsNull(operand):
            yield from _names(operand)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            yield from _names(left)
            yield from _names(right)
        case Range(_, _, operand):
            yield from _names(operand)

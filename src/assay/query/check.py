"""Nodes and a catalog to a checked tree: names looked up, types fitted, segments expanded."""

from __future__ import annotations

from dataclasses import dataclass

from assay.errors import QueryError, QueryName, QueryType
from assay.model.level import Level
from assay.query.comparisons import as_flag, compare, describe, is_null, like, member
from assay.query.functions import FUNCTIONS
from assay.query.names import WORDS, alike, resolve
from assay.query.nodes import (
    And,
    Arithmetic,
    Call,
    Compare,
    IsNull,
    Like,
    Literal,
    LiteralValue,
    Member,
    Name,
    Negate,
    Node,
    Not,
    Or,
    Quantifier,
    Query,
    Range,
    Similar,
    Span,
)
from assay.query.parse import parse
from assay.query.show import show
from assay.query.typed import Aggregate, Apply, At, Constant, Listed, Typed, exists, retyped, source_field, values_of
from assay.schema.catalog import Catalog, SegmentItems, SegmentText, near
from assay.schema.field import FieldType, quote_text

_SEGMENT_NAMES = frozenset({"segment", "slice"})
_NEEDED = {
    FieldType.NUMBER: "Write a number or a field that is a number.",
    FieldType.TEXT: "Write a text or a field that is a text.",
}
_COUNT_OF_NONE = Constant(0, FieldType.NUMBER)


@dataclass(frozen=True, slots=True)
class Checked:
    """A query that can run at `level`.

    `query` is what runs, so that `show(query)` is the canonical text. When the text spoke of objects but
    images were asked for, `lifted` is the level it spoke of and `query` has the `any(…)` that was put around.
    """

    level: Level
    query: Query
    predicate: Typed | None
    lifted: Level | None = None

    @property
    def canonical(self) -> str:
        """The canonical text."""
        return show(self.query)


def check(node: Query, catalog: Catalog, level: Level) -> Checked:
    """`node` checked for `level`; raise `QueryName` or `QueryType` with the span of the place.

    A text about objects also lists images: those with any object for which it holds.
    """
    if node.body is None:
        return Checked(level, node, None)
    try:
        return Checked(level, node, _Checker(catalog).predicate(node.body, level))
    except QueryName as error:
        if level is not Level.IMAGE:
            raise
        return _lift(node.body, catalog, error)


def check_value(node: Node, catalog: Catalog, level: Level) -> Typed:
    """A value, such as a field to sort by, checked for `level`."""
    return _Checker(catalog).value(node, level)


def around(body: Node, level: Level) -> Quantifier:
    """`any(level: body)`, at the place of the body."""
    return Quantifier("any", level.value, body, body.span)


def _lift(body: Node, catalog: Catalog, error: QueryError) -> Checked:
    furthest = error
    for child in (Level.ANNOTATION, Level.PREDICTION, Level.ISSUE):
        wrapped = around(body, child)
        try:
            return Checked(Level.IMAGE, Query(wrapped), _Checker(catalog).predicate(wrapped, Level.IMAGE), child)
        except QueryError as other:
            # The attempt that got further understood more of the text, so its complaint is the better one.
            if (other.span or (0, 0))[0] > (furthest.span or (0, 0))[0]:
                furthest = other
    raise furthest


class _Checker:
    """Walks a tree once. `expanding` are the segments being expanded around it, outermost first."""

    def __init__(self, catalog: Catalog, expanding: tuple[str, ...] = ()) -> None:
        self.catalog = catalog
        self.expanding = expanding

    def predicate(self, node: Node, level: Level) -> Typed:
        """The node as something that holds or not."""
        match node:
            case And(operands) | Or(operands):
                op = "and" if isinstance(node, And) else "or"
                return Apply(op, tuple(self.predicate(operand, level) for operand in operands))
            case Not(operand):
                return Apply("not", (self.predicate(operand, level),))
            case Compare() | Range() | Member() | Like() | IsNull():
                return self._comparison(node, level)
            case Quantifier(kind) if kind != "count":
                return self._quantifier(node, level)
            case _:
                return self._flag(node, level)

    def value(self, node: Node, level: Level) -> Typed:
        """The node as a value."""
        match node:
            case Name(parts) if node.run is None and parts[-1].lower() in _SEGMENT_NAMES and len(parts) == 1:
                raise QueryType(
                    "A segment is a set of rows, not a value.", hint='Write `segment = "name"`.', span=node.span
                )
            case Name():
                return resolve(node, self.catalog, level)
            case Literal(value):
                return _constant(value, node.span)
            case Negate(operand):
                return Apply("neg", (self._number(operand, level),), FieldType.NUMBER)
            case Arithmetic(op, left, right):
                return Apply(op, (self._number(left, level), self._number(right, level)), FieldType.NUMBER)
            case Call():
                return self._call(node, level)
            case Similar():
                return alike(node, self.catalog, level)
            case Quantifier("count"):
                return self._quantifier(node, level)
            case _:
                return self.predicate(node, level)

    def _comparison(self, node: Compare | Range | Member | Like | IsNull, level: Level) -> Typed:
        subject = node.left if isinstance(node, Compare) else node.operand
        if _is_segment(subject):
            return self._segments(node, level)
        match node:
            case Compare(op, left, right):
                subject_value = self.value(left, level)
                other = self._compared(right, subject_value, level)
                return compare(op, subject_value, other, catalog=self.catalog, spans=(left.span, right.span))
            case Range(low, low_op, operand, high_op, high):
                lower = self._comparison(Compare(low_op, low, operand, node.span), level)
                upper = self._comparison(Compare(high_op, operand, high, node.span), level)
                if values_of(self.value(operand, level)) is not None:
                    raise QueryType(
                        "A field with many values has no range.",
                        hint="Write the range inside `any(annotation: …)`.",
                        span=operand.span,
                    )
                return Apply("and", (lower, upper))
            case Member(operand, values, negated):
                constants = [(_constant(literal.value, literal.span), literal.span) for literal in values]
                subject_value = self.value(operand, level)
                return member(subject_value, constants, negated=negated, catalog=self.catalog, span=operand.span)
            case Like(operand, pattern, negated):
                spans = (operand.span, pattern.span)
                fits = like(self.value(operand, level), self.value(pattern, level), catalog=self.catalog, spans=spans)
                return Apply("not", (fits,)) if negated else fits
            case IsNull(operand, negated):
                return is_null(self.value(operand, level), negated=negated)

    def _compared(self, node: Node, subject: Typed, level: Level) -> Typed:
        """The right side of a comparison; a word that is no field may be a text without its quotation marks."""
        try:
            return self.value(node, level)
        except QueryName as error:
            if isinstance(node, Name) and node.run is None and subject.type in {FieldType.TEXT, FieldType.CLASS}:
                is_near = error.hint.startswith("Did you mean")
                text = f"it a text? Write {quote_text(node.parts[0])}."
                error.hint = f"{error.hint} Or is {text}" if is_near else f"Is {text}"
            raise

    def _flag(self, node: Node, level: Level) -> Typed:
        value = self.value(node, level)
        flag = as_flag(value)
        if flag is None:
            field = source_field(value)
            what = f"`{field.name}`" if field is not None else f"`{show(node)}`"
            raise QueryType(
                f"{what} is {describe(value.type)}, and a condition is needed here.",
                hint=f"Compare it, as in `{show(node)} > 0`."
                if value.type is FieldType.NUMBER
                else f'Compare it, as in `{show(node)} = "…"`.',
                span=node.span,
            )
        return flag

    def _number(self, node: Node, level: Level) -> Typed:
        return self._single(node, level, FieldType.NUMBER, "Arithmetic needs numbers")

    def _single(self, node: Node, level: Level, type: FieldType, complaint: str) -> Typed:
        value = retyped(self.value(node, level), type)
        if values_of(value) is not None:
            raise QueryType(f"{complaint}; this field has many values.", hint="Use it inside `any(…)`.", span=node.span)
        if value.type is not type:
            raise QueryType(f"{complaint}, got {describe(value.type)}.", hint=_NEEDED[type], span=node.span)
        return value

    def _call(self, node: Call, level: Level) -> Typed:
        function = FUNCTIONS.get(node.function)
        if function is None:
            nearest = near(node.function, FUNCTIONS)
            hint = f"Did you mean `{nearest[0]}`?" if nearest else f"There are {', '.join(FUNCTIONS)}."
            raise QueryName(f"There is no function `{node.function}`.", hint=hint, span=node.span)
        given = len(node.arguments)
        if not function.least <= given <= function.most:
            wanted = str(function.least) if function.least == function.most else f"{function.least} to {function.most}"
            raise QueryType(
                f"`{function.name}` takes {wanted} value{'' if wanted == '1' else 's'}, got {given}.",
                hint=f"It gives {function.meaning}.",
                span=node.span,
            )
        complaint = f"`{function.name}` needs {describe(function.takes)}"
        arguments = tuple(self._single(argument, level, function.takes, complaint) for argument in node.arguments)
        return Apply(function.name, arguments, function.gives)

    def _quantifier(self, node: Quantifier, level: Level) -> Typed:
        child = Level(node.level)
        body = None if node.body is None else self.predicate(node.body, child)
        count = Aggregate(child, "count", body=body)
        outcome: Typed
        if node.kind == "count":
            outcome = count
        elif node.kind == "any":
            outcome = exists(child, body)
        elif body is None:
            raise QueryType("`all` needs a condition.", hint=f"Write `all({node.level}: …)`.", span=node.span)
        else:
            failing = Aggregate(child, "count", body=Apply("is not true", (body,)))
            outcome = Apply("=", (failing, _COUNT_OF_NONE))
        return outcome if level is Level.IMAGE else At(Level.IMAGE, outcome)

    def _segments(self, node: Compare | Range | Member | Like | IsNull, level: Level) -> Typed:
        match node:
            case Compare("=" | "!=", _, Literal(str() as name) as literal):
                inside = self._segment(name, literal.span, level)
                return Apply("not", (inside,)) if node.op == "!=" else inside
            case Member(_, values, negated):
                parts = tuple(self._segment(str(literal.value), literal.span, level) for literal in values)
                inside = Apply("or", parts) if parts else Constant(value=False, type=FieldType.FLAG)
                return Apply("not", (inside,)) if negated else inside
            case IsNull(_, negated):
                inside = self._put_somewhere(level)
                return inside if negated else Apply("not", (inside,))
            case _:
                raise QueryType(
                    "A segment is compared with names of segments, by =, != or in.",
                    hint='Write `segment = "name"`, or `segment is null` for what no one put into any.',
                    span=node.span,
                )

    def _segment(self, name: str, span: Span, level: Level) -> Typed:
        """Whether a row lies in the segment: two-valued, so that `!=` is the complement."""
        segment = self.catalog.segments.get(name)
        if segment is None:
            nearest = near(name, self.catalog.segments)
            known = ", ".join(map(quote_text, self.catalog.segments)) or "none"
            hint = f"Did you mean {quote_text(nearest[0])}?" if nearest else f"There are: {known}."
            raise QueryName(f"There is no segment named {quote_text(name)}.", hint=hint, span=span)
        if isinstance(segment, SegmentItems):
            return self._listed(segment, level, span)
        if name in self.expanding:
            circle = " → ".join((*self.expanding[self.expanding.index(name) :], name))
            raise QueryName(
                f"The segments refer to each other in a circle: {circle}.", hint="Change one of them.", span=span
            )
        inside = Apply("is true", (self._expanded(segment, span),))
        return self._reached(inside, segment.level, level, span)

    def _listed(self, segment: SegmentItems, level: Level, span: Span) -> Typed:
        """Whether a row is an item of a frozen segment, or has one in it, or lies in one."""
        homes = [home for home in segment.levels if home is level or {home, level} & {Level.IMAGE, Level.ISSUE}]
        inside = tuple(self._reached(Listed(segment.segment_id), home, level, span) for home in homes or segment.levels)
        return Apply("or", inside) if inside else Constant(value=False, type=FieldType.FLAG)

    def _put_somewhere(self, level: Level) -> Typed:
        """Whether this row itself was put into a frozen segment; where its image or its objects are does not count."""
        segments = self.catalog.segments.values()
        inside = tuple(
            Listed(segment.segment_id)
            for segment in segments
            if isinstance(segment, SegmentItems) and level in segment.levels
        )
        return Apply("or", inside) if inside else Constant(value=False, type=FieldType.FLAG)

    def _expanded(self, segment: SegmentText, span: Span) -> Typed:
        """The predicate that the segment's text is; its errors point at its name in the text on the screen."""
        try:
            body = parse(segment.text).body
            if body is None:
                return Constant(value=True, type=FieldType.FLAG)
            return _Checker(self.catalog, (*self.expanding, segment.name)).predicate(body, segment.level)
        except QueryError as error:
            if not self.expanding:
                error.message = f"The segment {quote_text(segment.name)} does not work any more: {error.message}"
            error.span = span
            raise

    def _reached(self, inside: Typed, home: Level, level: Level, span: Span) -> Typed:
        """A predicate of the level `home` as one of `level`."""
        if home is level:
            return inside
        if home is Level.IMAGE:
            return At(Level.IMAGE, inside)
        if level is Level.IMAGE:
            return exists(home, inside)
        if level is Level.ISSUE:
            return At(home, inside)
        raise QueryType(
            f"This segment lists {WORDS[home]}, not {WORDS[level]}.",
            hint=f"Write `any({home.value}: segment = …)`.",
            span=span,
        )


def _is_segment(node: Node) -> bool:
    return isinstance(node, Name) and len(node.parts) == 1 and node.parts[0].lower() in _SEGMENT_NAMES


def _constant(value: LiteralValue, span: Span) -> Constant:
    if value is None:
        raise QueryType("Nothing compares with null.", hint="Write `is null` or `is not null`.", span=span)
    if isinstance(value, bool):
        return Constant(value, FieldType.FLAG)
    return Constant(value, FieldType.TEXT if isinstance(value, str) else FieldType.NUMBER)

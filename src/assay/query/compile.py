"""Checked nodes to SQL expressions over a FROM clause that grows with what they read.

No subquery is ever tied to a row: what an image's objects have to say is computed once for all images, in one
grouped pass over each table, and joined.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from assay.model.level import Level
from assay.query import sql
from assay.query.check import Checked
from assay.query.typed import Aggregate, Alike, Apply, At, Column, Constant, Each, Listed, Typed
from assay.schema.fields import LEVEL_TABLES, MATCH_FIELDS, RANK_FIELDS
from assay.schema.likeness import Likeness
from assay.schema.scope import Scope
from assay.schema.statement import Statement

PARENT_KEYS = {Level.IMAGE: "image_id", Level.ANNOTATION: "annotation_id", Level.PREDICTION: "prediction_id"}
_LETTERS = {Level.IMAGE: "i", Level.ANNOTATION: "a", Level.PREDICTION: "p", Level.ISSUE: "s"}


class Binder:
    """Names of one statement: its parameters, each value once, and its aliases."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.parameters: dict[str, object] = {}
        self._names: dict[tuple[type, object], str] = {}
        self._aliases: dict[str, int] = {}
        self._likenesses: dict[Likeness, str] = {}

    def bind(self, value: object) -> str:
        """The parameter that stands for `value`."""
        known = self._names.setdefault((type(value), value), f"p{len(self._names)}")
        self.parameters[known] = value
        return f"${known}"

    def alias(self, letter: str) -> str:
        """A fresh alias."""
        number = self._aliases[letter] = self._aliases.get(letter, -1) + 1
        return f"{letter}{number}"

    def likeness(self, asked: Likeness) -> str:
        """The name of the relation that holds `asked`."""
        return self._likenesses.setdefault(asked, f"likeness_{len(self._likenesses)}")

    def statement(self, text: str) -> Statement:
        """`text` with all that was bound."""
        return Statement(text, self.parameters, {name: asked for asked, name in self._likenesses.items()})


class Source:
    """The FROM clause of one SELECT over the rows of a level, and the condition that puts them in scope."""

    def __init__(self, binder: Binder, level: Level) -> None:
        self.binder = binder
        self.level = level
        self.alias = binder.alias(_LETTERS[level])
        self.row = Row(self, level, f"{self.alias}.id", self.alias)
        self._joins: dict[tuple[str, ...], str] = {}
        self._lines: list[str | _Group] = []

    def join(self, table: str, key: str, on: str, condition: str = "") -> str:
        """Alias of `table`, left-joined where its column `key` equals `on`."""
        place = (table, key, on, condition)
        if place not in self._joins:
            alias = self.binder.alias(table[0])
            self._joins[place] = alias
            extra = f" AND {condition.format(alias)}" if condition else ""
            self._lines.append(f"LEFT JOIN {table} {alias} ON {alias}.{key} = {on}{extra}")
        return self._joins[place]

    def group(self, child: Level, key: str, on: str) -> _Group:
        """The grouped pass over the rows of `child` whose column `key` equals `on`."""
        for line in self._lines:
            if isinstance(line, _Group) and (line.source.level, line.key, line.on) == (child, key, on):
                return line
        group = _Group(Source(self.binder, child), key, on, self.binder.alias("g"))
        self._lines.append(group)
        return group

    def from_clause(self) -> str:
        """FROM and its joins, one per line."""
        lines = [f"FROM {LEVEL_TABLES[self.level].name} {self.alias}"]
        lines += [line if isinstance(line, str) else line.clause() for line in self._lines]
        return "\n".join(lines)

    def in_scope(self) -> str:
        """The condition that keeps the rows of the scope's dataset and run."""
        scope, bind = self.binder.scope, self.binder.bind
        condition = f"{self.alias}.dataset_id = {bind(scope.dataset_id)}"
        if self.level is Level.PREDICTION:
            return f"{condition} AND {self.alias}.run_id = {bind(scope.run_id)}"
        if self.level is Level.ISSUE and scope.run_id is not None:
            return f"{condition} AND ({self.alias}.run_id IS NULL OR {self.alias}.run_id = {bind(scope.run_id)})"
        return condition

    def where(self, *conditions: str | None) -> str:
        """WHERE with the scope and the conditions that are given."""
        return "WHERE " + " AND ".join([self.in_scope(), *(condition for condition in conditions if condition)])


@dataclass
class _Group:
    """One grouped pass over the rows of a level, with every aggregate that is asked of it."""

    source: Source
    key: str
    on: str
    alias: str
    columns: dict[tuple[str, str, str | None], str] = field(default_factory=dict)

    def column(self, function: str, value: str, condition: str | None) -> str:
        name = self.columns.setdefault((function, value, condition), f"n{len(self.columns)}")
        return f"{self.alias}.{name}"

    def clause(self) -> str:
        conditions = [condition for _, _, condition in self.columns]
        needed = None if None in conditions else " OR ".join(dict.fromkeys(c for c in conditions if c))
        only = len(set(conditions)) == 1
        selected = ",\n  ".join(
            f"{sql.aggregate(function, value, None if only else condition)} AS {name}"
            for (function, value, condition), name in self.columns.items()
        )
        key = f"{self.source.alias}.{self.key}"
        body = f"SELECT {key} AS key, {selected}\n{self.source.from_clause()}\n"
        body += f"{self.source.where(needed and f'({needed})')}\nGROUP BY {key}"
        indented = body.replace("\n", "\n  ")
        return f"LEFT JOIN (\n  {indented}\n) {self.alias} ON {self.alias}.key = {self.on}"


class Row:
    """A row that expressions read: of the source itself, or one that it refers to. `key` is the SQL of its id."""

    def __init__(self, source: Source, level: Level, key: str, alias: str = "") -> None:
        self.source = source
        self.level = level
        self.key = key
        self._alias = alias

    @property
    def alias(self) -> str:
        """Alias of the row's table; joined when it is first read."""
        if not self._alias:
            self._alias = self.source.join(LEVEL_TABLES[self.level].name, "id", self.key)
        return self._alias

    def at(self, place: Level) -> Row:
        """The row that this one refers to."""
        return self if place is self.level else Row(self.source, place, f"{self.alias}.{PARENT_KEYS[place]}")

    def column(self, node: Column) -> str:
        """The SQL of a field of this row."""
        declared = node.field
        in_matches = declared.name in MATCH_FIELDS and declared.level is not Level.ISSUE and not declared.metric
        if node.evaluation is not None or in_matches:
            return self._match(node)
        if self.level is Level.ISSUE and declared.name in RANK_FIELDS:
            return f"{self.source.join('ranks', 'id', self.key)}.{declared.name}"
        if declared.path:
            pointer = self.source.binder.bind(sql.json_pointer(declared.path))
            return sql.json_value(f"{self.alias}.{declared.column}", pointer, node.type)
        derived = sql.DERIVED.get((self.level, declared.name))
        if derived is not None:
            return derived.format(row=self.alias)
        return self.key if declared.column == "id" else f"{self.alias}.{declared.column}"

    def aggregate(self, node: Aggregate) -> str:
        """The SQL of an aggregate over the rows that belong to this one."""
        group = self.source.group(node.level, PARENT_KEYS[self.level], self.key)
        inner = group.source.row
        condition = None if node.body is None else expression(node.body, inner)
        value = "*" if node.value is None else expression(node.value, inner)
        column = group.column(node.function, value, condition)
        return f"coalesce({column}, 0)" if node.function == "count" else column

    def listed(self, node: Listed) -> str:
        """The SQL of whether this row is an item of a segment, which has a row once at most."""
        condition = f"{{}}.segment_id = {self.source.binder.bind(node.segment_id)}"
        return f"({self.source.join('segment_items', PARENT_KEYS[self.level], self.key, condition)}.id IS NOT NULL)"

    def alike(self, node: Alike) -> str:
        """The SQL of how alike this row is to items; NULL where it has no vector."""
        binder = self.source.binder
        asked = Likeness(binder.scope.dataset_id, self.level, node.source, node.items, node.mean)
        return f"{self.source.join(binder.likeness(asked), 'id', self.key)}.similarity"

    def _match(self, node: Column) -> str:
        binder = self.source.binder
        evaluation = binder.scope.evaluation_id if node.evaluation is None else node.evaluation
        key = PARENT_KEYS[self.level]
        alias = self.source.join("matches", key, self.key, f"{{}}.evaluation_id = {binder.bind(evaluation)}")
        if node.field.name in MATCH_FIELDS:
            return f"{alias}.{node.field.column}"
        return Row(self.source, node.field.level, f"{alias}.prediction_id").column(replace(node, evaluation=None))


def expression(node: Typed, row: Row) -> str:
    """The SQL of a checked node, read at `row`; the row's source grows by what the node needs."""
    match node:
        case Constant(value):
            return row.source.binder.bind(value)
        case Column():
            return row.column(node)
        case Aggregate():
            return row.aggregate(node)
        case At(place, inner):
            return expression(inner, row.at(place))
        case Listed():
            return row.listed(node)
        case Alike():
            return row.alike(node)
        case Apply(op, args):
            operand = _double if op in sql.IN_DOUBLES else expression
            return sql.render(op, [operand(arg, row) for arg in args])
        case Each():
            raise AssertionError("a set of values stands only in comparisons, which `check` has rewritten")


def _double(node: Typed, row: Row) -> str:
    """The SQL of a number in floating point, cast only where it is not so already."""
    match node:
        case Constant(int() | float() as value):
            return row.source.binder.bind(float(value))
        case Apply(op) if op in sql.IN_DOUBLES:
            return expression(node, row)
        case _:
            return sql.as_double(expression(node, row))


def filtered(checked: Checked | None, level: Level, scope: Scope) -> tuple[Source, str | None]:
    """The rows of the level, and the condition under which a query lists them; None when it lists all."""
    source = Source(Binder(scope), level)
    if checked is None or checked.predicate is None:
        return source, None
    assert checked.level is level, "a query checked for one level cannot list another"
    return source, expression(checked.predicate, source.row)

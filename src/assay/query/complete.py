"""What could stand at the cursor, for an editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assay.model.level import Level
from assay.query.candidates import (
    Candidate,
    CandidateKind,
    alike_at,
    fields_at,
    functions_at,
    keywords_at,
    levels_at,
    meaning,
    operators_at,
    run_fields_at,
    runs_at,
    values_of,
)
from assay.query.nodes import Name
from assay.query.parse import unquote
from assay.query.syntax import LEVELS
from assay.query.tokens import Lexeme, scan
from assay.schema.catalog import Catalog
from assay.schema.field import FieldType, fold

_MOST = 50
_WORD_AND_COLON = 2
_KEYWORDS = frozenset(
    {"AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS", "NULL", "TRUE", "FALSE", "QUANTIFIER", "RUN", "SIMILAR"}
)
_PARTS = frozenset({"WORD", "BACKTICK", "DIGITS", "TEXT"})


@dataclass(frozen=True, slots=True)
class Completion:
    """One thing that could stand at the cursor: put `insert` in place of the text from `start` up to `end`."""

    start: int
    end: int
    insert: str
    kind: CandidateKind
    detail: str


def complete(text: str, cursor: int, catalog: Catalog, level: Level) -> list[Completion]:
    """What could stand at `cursor`, likeliest first, 50 at most; nothing where anything could.

    Works on text that is broken or not finished, and never raises for it.
    """
    cursor = min(max(cursor, 0), len(text))
    lexemes = scan(text[:cursor]).lexemes
    typed = _being_typed(lexemes, cursor)
    before = lexemes[: len(lexemes) - len(typed)]
    if not typed and lexemes and lexemes[-1].end == cursor and lexemes[-1].terminal in {"NUMBER", "TEXT"}:
        return []
    start = typed[0].start if typed else cursor
    fragment = _fragment(typed)
    follow = scan(text[:start]).follow
    found = _ranked(_candidates(before, follow, fragment, catalog=catalog, level=level), fragment)
    covering = [lexeme for lexeme in scan(text).lexemes if lexeme.start < cursor < lexeme.end and lexeme.closed]
    end = covering[0].end if covering else cursor
    return [Completion(start, end, candidate.insert, candidate.kind, candidate.detail) for candidate in found]


def _being_typed(lexemes: Sequence[Lexeme], cursor: int) -> Sequence[Lexeme]:
    """The lexemes that end at the cursor and make up one name, word or open text."""
    if not lexemes or lexemes[-1].end != cursor:
        return ()
    last = lexemes[-1]
    if _run_before(lexemes[:-1]) is not None:
        return lexemes[-1:]
    follows_dot = len(lexemes) > 1 and lexemes[-2].terminal == "DOT"
    if last.terminal == "TEXT" and not follows_dot:
        return () if last.closed else lexemes[-1:]
    return _name_at_end(lexemes) or (lexemes[-1:] if last.terminal in _KEYWORDS else ())


def _name_at_end(lexemes: Sequence[Lexeme]) -> Sequence[Lexeme]:
    """The lexemes at the end that are one name: parts and dots by turns, with nothing between them."""
    first = len(lexemes)
    wants_part = lexemes[-1].terminal != "DOT" if lexemes else True
    while first > 0:
        lexeme = lexemes[first - 1]
        touches = first == len(lexemes) or lexeme.end == lexemes[first].start
        if not touches or not (lexeme.terminal in _PARTS if wants_part else lexeme.terminal == "DOT"):
            break
        first -= 1
        wants_part = not wants_part
    name = lexemes[first:]
    return name if name and name[0].terminal in {"WORD", "BACKTICK"} else ()


def _fragment(typed: Sequence[Lexeme]) -> str:
    return fold("".join(lexeme.text.strip("\"'`") for lexeme in typed))


def _candidates(
    before: Sequence[Lexeme], follow: frozenset[str], fragment: str, *, catalog: Catalog, level: Level
) -> Iterator[Candidate]:
    last = [lexeme.terminal for lexeme in before[-2:]]
    scope = _scope(before, level)
    subject = _subject(before)
    if last == ["QUANTIFIER", "LPAR"]:
        yield from levels_at()
    elif last == ["RUN", "LPAR"]:
        yield from runs_at(catalog)
    elif _run_before(before) is not None:
        yield from run_fields_at()
    elif (opened := _similar_open(before)) is not None:
        if len(opened) != 1 + _WORD_AND_COLON:  # directly behind the colon an id is wanted, which nobody can guess
            yield from alike_at(catalog, after_item=len(opened) > 1)
    elif "WORD" in follow:
        values = list(values_of(subject, catalog, scope)) if subject else []
        yield from values
        if not values:
            yield from fields_at(catalog, scope, everything=bool(fragment))
            yield from functions_at(catalog)
    elif "TEXT" in follow:
        yield from values_of(subject, catalog, scope) if subject else ()
    elif "COMPARE" in follow:
        yield from _after_operand(before, follow, catalog, scope)
    else:
        yield from keywords_at(follow)


def _similar_open(before: Sequence[Lexeme]) -> Sequence[Lexeme] | None:
    """The lexemes from the bracket of a `similar(` that is still open; None when the last open bracket is another."""
    terminals = [lexeme.terminal for lexeme in before]
    if "LPAR" not in terminals:
        return None
    bracket = len(terminals) - 1 - terminals[::-1].index("LPAR")
    inside = "RPAR" not in terminals[bracket:] and terminals[bracket - 1 : bracket] == ["SIMILAR"]
    return before[bracket:] if inside else None


def _after_operand(
    before: Sequence[Lexeme], follow: frozenset[str], catalog: Catalog, scope: Level
) -> Iterator[Candidate]:
    name = _reference(before)
    found = meaning(name, catalog, scope) if name else None
    is_segment = name is not None and name.run is None and name.parts[-1].lower() in {"segment", "slice"}
    known = FieldType.CLASS if is_segment else found.type if found else None
    if "BETWEEN" not in follow:
        # The right side of a comparison is complete: only `and`, `or` and a second bound of a range can follow.
        yield from keywords_at(follow)
        return
    joins = list(keywords_at(follow))
    flag = known is FieldType.FLAG
    yield from joins if flag else operators_at(known)
    yield from operators_at(known) if flag else joins


def _scope(before: Sequence[Lexeme], level: Level) -> Level:
    """The level that a name at the end speaks of: that of the innermost quantifier still open."""
    scopes = [level]
    for index, lexeme in enumerate(before):
        if lexeme.terminal == "LPAR":
            inner = scopes[-1]
            opens_quantifier = index > 0 and before[index - 1].terminal == "QUANTIFIER"
            if opens_quantifier and index + 1 < len(before):
                inner = Level(LEVELS.get(before[index + 1].text.lower(), inner.value))
            scopes.append(inner)
        elif lexeme.terminal == "RPAR" and len(scopes) > 1:
            scopes.pop()
    return scopes[-1]


def _subject(before: Sequence[Lexeme]) -> Name | None:
    """The name that a value at the end would be compared with; None when there is none."""
    end = len(before)
    if end and before[end - 1].terminal == "COMPARE":
        return _reference(before[: end - 1])
    while end and before[end - 1].terminal in {"TEXT", "NUMBER", "MINUS", "COMMA", "LSQB", "LPAR", "TRUE", "FALSE"}:
        end -= 1
    if end == len(before) or not end or before[end - 1].terminal != "IN":
        return None
    end -= 1
    if end and before[end - 1].terminal == "NOT":
        end -= 1
    return _reference(before[:end])


def _reference(before: Sequence[Lexeme]) -> Name | None:
    """The name that the lexemes end in, with the run that it belongs to; None when they end in none."""
    own = _name_at_end(before)
    if own:
        return Name(_parts(own))
    run = _run_before(before[:-1])
    return Name(_parts(before[-1:]), run) if run is not None and before[-1].terminal in _PARTS else None


def _run_before(lexemes: Sequence[Lexeme]) -> str | None:
    """The run in `run("name").` at the end of the lexemes; None when they do not end so."""
    if [lexeme.terminal for lexeme in lexemes[-5:]] != ["RUN", "LPAR", "TEXT", "RPAR", "DOT"]:
        return None
    return unquote(lexemes[-3].text)


def _parts(name: Sequence[Lexeme]) -> tuple[str, ...]:
    quoted = {"TEXT", "BACKTICK"}
    return tuple(
        unquote(lexeme.text) if lexeme.terminal in quoted else lexeme.text
        for lexeme in name
        if lexeme.terminal != "DOT"
    )


def _ranked(candidates: Iterator[Candidate], fragment: str) -> list[Candidate]:
    """The candidates that hold the fragment, those that begin with it first; each text once."""
    unique = {candidate.insert: candidate for candidate in reversed(list(candidates))}
    ordered = [(rank, candidate) for candidate in reversed(unique.values()) if (rank := _rank(candidate, fragment)) < 3]
    ordered.sort(key=lambda pair: pair[0])
    return [candidate for _, candidate in ordered[:_MOST]]


def _rank(candidate: Candidate, fragment: str) -> int:
    word = candidate.word
    if word.startswith(fragment):
        return 0
    if f".{fragment}" in word or f"_{fragment}" in word:
        return 1
    return 2 if fragment in word else 3

"""Text to tokens by the terminals of the grammar, also where the text is broken or not finished."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lark import Token
from lark.exceptions import UnexpectedInput
from lark.parsers.lalr_interactive_parser import InteractiveParser

from assay.query.syntax import grammar

BROKEN = "BROKEN"
"""Kind of a lexeme that no terminal of the grammar matches."""

_SPACE = re.compile(r"\s+")
_UNCLOSED = re.compile(r"[\"'`].*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of text with the terminal that it is, and whether it may stand where it stands."""

    terminal: str
    text: str
    start: int
    end: int
    fits: bool
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """The lexemes of a text, and the terminals that may follow the last one."""

    lexemes: tuple[Lexeme, ...]
    follow: frozenset[str]


def scan(text: str) -> Scan:
    """The lexemes of a text. One that does not fit is passed over, so that the rest is still understood."""
    parser = grammar().parse_interactive("")
    lexemes: list[Lexeme] = []
    position = 0
    while position < len(text):
        space = _SPACE.match(text, position)
        if space is not None:
            position = space.end()
            continue
        lexeme = _next(text, position, frozenset(parser.choices()))  # type: ignore[no-untyped-call]  # lark leaves it untyped
        if lexeme.fits:
            lexeme = _feed(parser, lexeme)
        lexemes.append(lexeme)
        position = lexeme.end
    follow = parser.accepts()  # type: ignore[no-untyped-call]  # lark leaves it untyped
    return Scan(tuple(lexemes), frozenset(follow))


def _feed(parser: InteractiveParser, lexeme: Lexeme) -> Lexeme:
    try:
        parser.feed_token(Token(lexeme.terminal, lexeme.text))
    except UnexpectedInput:
        return Lexeme(lexeme.terminal, lexeme.text, lexeme.start, lexeme.end, fits=False)
    return lexeme


def _next(text: str, position: int, expected: frozenset[str]) -> Lexeme:
    unclosed = False
    for fits, terminals in ((True, expected), (False, frozenset(_patterns()))):
        for name in _in_order(terminals):
            match = _patterns()[name].match(text, position)
            if match is not None:
                return Lexeme(name, match.group(), position, match.end(), fits)
        unclosed = unclosed or _UNCLOSED.match(text, position) is not None
        if unclosed:
            name = "BACKTICK" if text[position] == "`" else "TEXT"
            return Lexeme(name, text[position:], position, len(text), fits=False, closed=False)
    return Lexeme(BROKEN, text[position], position, position + 1, fits=False)


def _in_order(terminals: Iterable[str]) -> list[str]:
    return [name for name in _patterns() if name in terminals]


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The terminals in the order in which the parser's own lexer tries them."""
    terminals = [terminal for terminal in grammar().terminals if terminal.name != "WS"]
    terminals.sort(key=lambda t: (-t.priority, -t.pattern.max_width, -len(t.pattern.value), t.name))
    return {terminal.name: re.compile(terminal.pattern.to_regexp()) for terminal in terminals}

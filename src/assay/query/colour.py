"""Colours for an editor: what each piece of a text is, also where the text is broken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assay.query.syntax import ALIKE_LEVELS, LEVELS, MEAN
from assay.query.tokens import BROKEN, Lexeme, scan


class TokenKind(StrEnum):
    """What a piece of a query is to the eye."""

    FIELD = "field"
    FUNCTION = "function"
    KEYWORD = "keyword"
    LEVEL = "level"
    OPERATOR = "operator"
    NUMBER = "number"
    TEXT = "text"
    BRACKET = "bracket"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class ColourToken:
    """A coloured piece of the text, from `start` up to `end`."""

    start: int
    end: int
    kind: TokenKind


_KINDS = {
    BROKEN: TokenKind.ERROR,
    "WORD": TokenKind.FIELD,
    "BACKTICK": TokenKind.FIELD,
    "DIGITS": TokenKind.FIELD,
    "NUMBER": TokenKind.NUMBER,
    "TEXT": TokenKind.TEXT,
    "QUANTIFIER": TokenKind.FUNCTION,
    "RUN": TokenKind.FUNCTION,
    "SIMILAR": TokenKind.FUNCTION,
    **dict.fromkeys(("AND", "OR", "NOT", "IN", "BETWEEN", "LIKE", "IS", "NULL", "TRUE", "FALSE"), TokenKind.KEYWORD),
    **dict.fromkeys(("COMPARE", "PLUS", "MINUS", "STAR", "SLASH", "PERCENT"), TokenKind.OPERATOR),
    **dict.fromkeys(("LPAR", "RPAR", "LSQB", "RSQB", "COMMA", "COLON"), TokenKind.BRACKET),
    "DOT": TokenKind.FIELD,
}


def colour(text: str) -> list[ColourToken]:
    """The coloured pieces of a text, left to right; spaces have none. Never raises."""
    lexemes = scan(text).lexemes
    return [ColourToken(lexeme.start, lexeme.end, _kind(lexemes, index)) for index, lexeme in enumerate(lexemes)]


def _kind(lexemes: tuple[Lexeme, ...], index: int) -> TokenKind:
    lexeme = lexemes[index]
    before = [earlier.terminal for earlier in lexemes[max(index - 2, 0) : index]]
    after = [later.terminal for later in lexemes[index + 1 : index + 2]]
    if not lexeme.closed or (not lexeme.fits and lexeme.terminal not in {"WORD", "NUMBER", "TEXT"}):
        return TokenKind.ERROR
    if lexeme.terminal == "TEXT" and before[-1:] == ["DOT"]:
        return TokenKind.FIELD
    if lexeme.terminal == "WORD" and after == ["LPAR"]:
        return TokenKind.FUNCTION
    if before == ["QUANTIFIER", "LPAR"]:
        return TokenKind.LEVEL if lexeme.text.lower() in LEVELS else TokenKind.ERROR
    if before == ["SIMILAR", "LPAR"]:
        return TokenKind.LEVEL if lexeme.text.lower() in ALIKE_LEVELS else TokenKind.ERROR
    if lexeme.terminal == "WORD" and lexeme.text.lower() == MEAN and after == ["RPAR"] and before[-1:] == ["COMMA"]:
        return TokenKind.KEYWORD
    return _KINDS[lexeme.terminal]

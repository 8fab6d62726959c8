"""Why a text does not parse, in words a person would use."""

from __future__ import annotations

from collections.abc import Callable

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from assay.errors import QuerySyntax
from assay.query.nodes import Span

_WRONG_SPELLINGS = {
    "&": "Write `and`.",
    "|": "Write `or`.",
    "!": "Write `not`, or `!=` for different.",
    "^": "Powers are not there; multiply instead.",
    ";": "A query is one expression; join parts with `and` or `or`.",
    "“": 'Use straight quotation marks: "car".',
    "”": 'Use straight quotation marks: "car".',
    "‘": "Use straight quotation marks: 'car'.",
    "’": "Use straight quotation marks: 'car'.",
    "≥": "Write `>=`.",
    "≤": "Write `<=`.",
    "≠": "Write `!=`.",
}
_QUOTES = "\"'`"
_OPENING = {")": "(", "]": "["}


def explain_failure(text: str, error: UnexpectedInput) -> QuerySyntax:
    """The parser's complaint as an error with a span and a hint."""
    if isinstance(error, UnexpectedCharacters):
        position: int = error.pos_in_stream  # type: ignore[assignment]  # lark declares None and always sets it
        return _odd_character(text, position)
    assert isinstance(error, UnexpectedToken)
    if error.token.type == "$END":
        return _ends_early(text)
    start = int(error.token.start_pos or 0)
    return _odd_token(text, (start, start + len(error.token)), accepted=frozenset(error.accepts or error.expected))


def _odd_character(text: str, position: int) -> QuerySyntax:
    character = text[position]
    if character in _QUOTES:
        return QuerySyntax(
            "This text is never closed.", hint=f"Add {character} at its end.", span=(position, len(text))
        )
    if character.isdigit() or character == ".":
        end = position + 1
        while end < len(text) and (text[end].isalnum() or text[end] in "._"):
            end += 1
        return QuerySyntax(
            f"`{text[position:end]}` is neither a number nor a name.",
            hint=f"Put a name that starts with a digit between backticks: `{text[position:end]}`.",
            span=(position, end),
        )
    hint = _WRONG_SPELLINGS.get(character, "Put a text or a name with odd characters between quotation marks.")
    return QuerySyntax(f"{character!r} means nothing here.", hint=hint, span=(position, position + 1))


def _ends_early(text: str) -> QuerySyntax:
    opened = _open_brackets(text)
    end = len(text.rstrip())
    if opened and _complete_before(text):
        position = opened[-1]
        closing = ")" if text[position] == "(" else "]"
        return QuerySyntax("This bracket is never closed.", hint=f"Add `{closing}`.", span=(position, position + 1))
    return QuerySyntax(
        "The query ends where a field or a value is expected.",
        hint="Finish it, as in `width > 640`.",
        span=(end, end + 1),
    )


def _complete_before(text: str) -> bool:
    """Whether the text ends in a value, so that only brackets are missing."""
    last = text.rstrip()[-1:]
    word = text.rstrip().split()[-1].lower() if text.strip() else ""
    return (last.isalnum() or last in "_)]\"'`") and word not in {"and", "or", "not", "in", "is", "like", "between"}


def _odd_token(text: str, span: Span, *, accepted: frozenset[str]) -> QuerySyntax:
    got = text[span[0] : span[1]]
    if got in _OPENING and not _open_brackets(text[: span[0]]):
        return QuerySyntax(f"`{got}` closes a bracket that was never opened.", hint="Remove it.", span=span)
    if got in _WRONG_SPELLINGS:
        return QuerySyntax(f"`{got}` means nothing here.", hint=_WRONG_SPELLINGS[got], span=span)
    return QuerySyntax(f"Expected {_expected(accepted)}, got `{got}`.", hint=_hint(text, span, accepted), span=span)


def _expected(accepted: frozenset[str]) -> str:
    """What would fit, in words: the first row of the table that speaks of the terminals."""
    return next(words for fits, words, _ in _PLACES if fits(accepted))


def _hint(text: str, span: Span, accepted: frozenset[str]) -> str:
    got, before = text[span[0] : span[1]], text[: span[0]].rstrip()[-1:]
    if got[:1] in _COMPARING and before in _COMPARING:
        return "Comparisons are =, !=, <, <=, > and >=."
    if got[:1].isdigit() and not got.isdigit():
        return f"Put a name that starts with a digit between backticks: `{got}`."
    return next(hint for fits, _, hint in _PLACES if fits(accepted))


_COMPARING = tuple("=<>!")
_PLACES: tuple[tuple[Callable[[frozenset[str]], bool], str, str], ...] = (
    (
        lambda accepted: accepted <= {"LIKE", "IN", "BETWEEN"},
        "`in`, `like` or `between`",
        'Write it as `not in ["a", "b"]`, or use `!=`.',
    ),
    (
        lambda accepted: "BETWEEN" in accepted,
        "a comparison, `and`, `or` or the end",
        'Quote names with spaces, as in `annotations."traffic light"`; join parts with `and` or `or`.',
    ),
    (
        lambda accepted: accepted <= {"NULL", "NOT"},
        "`null`",
        "Write `is null` or `is not null`; compare values with `=`.",
    ),
    (
        lambda accepted: accepted == {"WORD"},
        "image, annotation, prediction or issue",
        "Write it as `any(annotation: area > 100)` or `similar(image: 12) > 0.8`.",
    ),
    (
        lambda accepted: accepted == {"NUMBER", "TEXT", "WORD"},
        "an id",
        "Write the ids of items, as in `similar(image: 12, 15) > 0.8`.",
    ),
    (lambda accepted: accepted <= {"LPAR", "LSQB"}, "a list in brackets", 'Write it as `in ["a", "b"]`.'),
    (
        lambda accepted: accepted <= {"COMMA", "RPAR", "RSQB"},
        "a comma or the closing bracket",
        "Put commas between the values.",
    ),
    (lambda accepted: "DIGITS" in accepted, "the next part of the name", "Finish the name, or remove the dot."),
    (
        lambda accepted: "AND" in accepted,
        "`and`, `or` or the end",
        "Join parts with `and` or `or`.",
    ),
    (
        lambda accepted: "TEXT" in accepted and "WORD" not in accepted,
        "a value",
        'A list holds values only; put texts between quotation marks: "train".',
    ),
    (lambda _: True, "a field or a value", "Write a comparison, such as `width > 640`."),
)
"""Where the text broke off, told from the terminals that would fit; what was expected, and what would do."""


def _open_brackets(text: str) -> list[int]:
    """Positions of the brackets that are still open at the end of the text, outermost first."""
    opened: list[int] = []
    quote = ""
    skip = False
    for position, character in enumerate(text):
        if skip:
            skip = False
        elif quote:
            skip = character == "\\"
            quote = "" if character == quote else quote
        elif character in _QUOTES:
            quote = character
        elif character in "([":
            opened.append(position)
        elif character in _OPENING and opened:
            opened.pop()
    return opened

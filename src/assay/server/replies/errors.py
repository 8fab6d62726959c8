"""The one body that every error has."""

from __future__ import annotations

from typing_extensions import TypedDict


class ApiError(TypedDict):
    """Every error of the server. `code` is stable; `span` is the range of the user's text it points at."""

    code: str
    message: str
    hint: str
    span: tuple[int, int] | None

"""What the command line writes: results on standard output, all else on standard error."""

from __future__ import annotations

import errno
import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import typer

from assay.errors import AssayError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


def emit(value: object, *, as_json: bool, human: Callable[[Console], None]) -> None:
    """Print a result: tables for a person at a terminal, else one JSON value (`as_json`, or when piped)."""
    if wants_json(as_json=as_json):
        json.dump(plain(value), sys.stdout, ensure_ascii=False, allow_nan=False)
        sys.stdout.write("\n")
        return
    from rich.console import Console

    human(Console(highlight=False))


def report(value: object, *, as_json: bool, human: Callable[[Console], None]) -> None:
    """As `emit`, for commands that go on running: text also when piped, JSON only on demand."""
    if as_json:
        emit(value, as_json=True, human=human)
        return
    from rich.console import Console

    human(Console(highlight=False))


def wants_json(*, as_json: bool) -> bool:
    """Whether the result is for a program."""
    return as_json or not sys.stdout.isatty()


def plain(value: Any) -> Any:
    """`value` in the terms of JSON: dataclasses as objects, moments in ISO form, NaN and infinities as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(member) for key, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(member) for member in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def note(message: str) -> None:
    """Tell a person something that is not part of the result."""
    typer.echo(message, err=True)


def render_error(error: AssayError, text: str = "") -> None:
    """Print what happened, the place in the user's `text` if there is one, and what would do.

    A program that asked for `--json` gets the error as its one value too.
    """
    from assay.query.caret import caret

    typer.echo(caret(text, error).replace("error", typer.style("error", fg="red", bold=True), 1), err=True)
    _tell_program({"code": error.code, "message": error.message, "hint": error.hint, "span": error.span})


def render_os_error(error: OSError) -> None:
    """Print an error of the operating system as a sentence; to a program as `render_error` does."""
    from assay.store.full_disk import full_disk, is_full_disk

    if error.errno is None and is_full_disk(error):  # the words of a library; those of the system name the file
        render_error(full_disk())
        return
    message = f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    hint = _HINTS.get(error.errno or 0, "")
    typer.echo(f"{typer.style('error', fg='red', bold=True)}[system]: {message}", err=True)
    if hint:
        typer.echo(f"hint: {hint}", err=True)
    _tell_program({"code": "system", "message": message, "hint": hint, "span": None})


_NOT_YOURS = "This user may not do that there: ask whoever owns it for the right, or name another place."
_IN_THE_WAY = "Something else stands there: name another place."
_HINTS = {
    errno.EACCES: _NOT_YOURS,
    errno.EPERM: _NOT_YOURS,
    errno.EROFS: "What lies there can only be read: name another place.",
    errno.ENOSPC: "Make room there, or name another place.",
    errno.EEXIST: _IN_THE_WAY,
    errno.ENOTDIR: _IN_THE_WAY,
}


def _tell_program(error: Mapping[str, object]) -> None:
    if "--json" in sys.argv:
        emit({"error": error}, as_json=True, human=lambda _: None)


@contextmanager
def pointing_at(text: str) -> Iterator[None]:
    """Errors that carry a span are shown with a caret under `text`, the user's own words."""
    try:
        yield
    except AssayError as error:
        render_error(error, text)
        raise typer.Exit(1) from error


class BarProgress:
    """Progress as bars on standard error; silent where that is no terminal.

    One bar per stage; they vanish at the end, when the result is printed.
    """

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bars = Progress(*columns, console=Console(stderr=True), transient=True)
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end_stage()
        if self._bars is not None:
            self._bars.stop()

    def stage(self, title: str, total: int | None = None) -> None:
        """Begin a bar; without a `total` it only pulses."""
        self._end_stage()
        if self._bars is not None:
            self._task = self._bars.add_task(title, total=total)

    def advance(self, steps: int = 1) -> None:
        """Move the bar on."""
        if self._bars is not None and self._task is not None:
            self._bars.advance(self._task, steps)

    def _end_stage(self) -> None:
        if self._bars is None or self._task is None:
            return
        task = next(task for task in self._bars.tasks if task.id == self._task)
        self._bars.update(
            self._task, total=task.total or max(1, task.completed), completed=task.total or max(1, task.completed)
        )
        self._task = None

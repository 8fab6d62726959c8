"""The commands, in the order of `assay --help`.

Each file has a NAME, its EXAMPLES and a `run`, whose docstring and flags are its help. Heavy imports stand inside
`run`: a person who asks for help does not wait for a database.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from assay.cli.commands import (
    accept,
    add,
    create,
    decide,
    delete,
    demo,
    doctor,
    drift,
    evaluate,
    export,
    find,
    health,
    import_,
    import_predictions,
    issues,
    log,
    metric,
    move,
    outliers,
    query,
    redo,
    relabel,
    report,
    runs,
    segments,
    serve,
    undo,
)


class Command(Protocol):
    """What a file of this folder offers."""

    @property
    def NAME(self) -> str:  # noqa: N802  (a constant of a module)
        """What is typed after `assay`."""
        ...

    @property
    def EXAMPLES(self) -> tuple[str, ...]:  # noqa: N802
        """Lines that a reader can copy."""
        ...

    @property
    def run(self) -> Callable[..., None]:
        """The command itself."""
        ...


COMMANDS: Final[tuple[Command, ...]] = (
    create,
    import_,
    import_predictions,
    evaluate,
    report,
    runs,
    health,
    metric,
    find,
    issues,
    query,
    outliers,
    drift,
    decide,
    relabel,
    move,
    add,
    delete,
    accept,
    undo,
    redo,
    log,
    segments,
    export,
    serve,
    demo,
    doctor,
)

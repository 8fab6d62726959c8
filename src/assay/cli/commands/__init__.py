"""The commands, in the order of `assay --help`.

Each file has a NAME, its EXAMPLES and a `run`, whose docstring and flags are its help. Heavy imports stand inside
`run`: a person who asks for help does not wait for a database. One command is loaded without the others.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Final, Protocol, cast


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


NAMES: Final[tuple[str, ...]] = (
    "create",
    "import",
    "import-predictions",
    "import-pixels",
    "evaluate",
    "report",
    "runs",
    "health",
    "balance",
    "groups",
    "metric",
    "embed",
    "embeddings",
    "find",
    "mislabels",
    "issues",
    "spot-check",
    "query",
    "similar",
    "dedupe",
    "map",
    "outliers",
    "drift",
    "acquire",
    "annotators",
    "consensus",
    "review",
    "decide",
    "relabel",
    "set-attributes",
    "merge-classes",
    "rename-class",
    "move",
    "add",
    "delete",
    "accept",
    "undo",
    "redo",
    "log",
    "version",
    "did-it-help",
    "segments",
    "segment",
    "autotag",
    "export",
    "serve",
    "demo",
    "doctor",
)


def load_command(name: str) -> Command:
    """The command `name`, one of `NAMES`: `import-predictions` is the file `import_predictions`."""
    file = "import_" if name == "import" else name.replace("-", "_")
    return cast(Command, import_module(f"{__name__}.{file}"))


def load_commands() -> tuple[Command, ...]:
    """Every command."""
    return tuple(load_command(name) for name in NAMES)

"""Load large libraries sooner: what takes a moment should not wait a second for its imports."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType


class _NoPandas:
    """An import hook that finds no pandas."""

    def find_spec(self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None) -> None:
        """Nothing to say of `name`, or that it is not there."""
        if name == "pandas":
            raise ModuleNotFoundError("pandas is not looked for now", name=name)


@contextmanager
def light_imports() -> Iterator[None]:
    """Let the block import without collecting garbage, and Arrow without pandas.

    Fresh modules hold next to no garbage. Arrow looks once whether there is pandas, and loads it (a third of a
    second) if so; where it looks in here it finds none, and only what turns tables into data frames will look
    again. Whoever imports pandas later gets it as ever.
    """
    collected, hook = gc.isenabled(), _NoPandas()
    gc.disable()
    sys.meta_path.insert(0, hook)
    try:
        import pyarrow

        pyarrow.array([])  # Arrow looks now
        yield
    finally:
        sys.meta_path.remove(hook)
        if collected:
            gc.enable()

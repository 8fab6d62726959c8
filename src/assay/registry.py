"""The one registry of all plug-in kinds: name -> plug-in, in the order they were added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from threading import RLock
from typing import Generic, TypeVar

from assay.errors import PluginClash, PluginUnknown

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """Plug-ins of one kind, by name.

    A clash raises and names both; a miss raises and lists near names. `builtin` tells those that come with Assay. It is
    called when something is looked up first, so that who only names a registry need not load a hundred modules.

    >>> shapes = Registry[int]("shape")
    >>> shapes.add("square", 4)
    >>> shapes["square"]
    4
    >>> shapes["sqare"]
    Traceback (most recent call last):
    assay.errors.PluginUnknown: There is no shape named 'sqare'. Did you mean 'square'?
    """

    def __init__(self, kind: str, *, builtin: Callable[[], Mapping[str, T]] = dict) -> None:
        self.kind = kind
        self._builtin: Callable[[], Mapping[str, T]] | None = builtin
        self._lock = RLock()
        self._known: dict[str, T] = {}

    def add(self, name: str, plugin: T) -> None:
        """Register `plugin` under `name`; raise `PluginClash` when another has the name."""
        present = self._plugins.get(name)
        if present is not None and present is not plugin:
            raise PluginClash(
                f"Two plug-ins claim the {self.kind} name {name!r}: {present!r} and {plugin!r}.",
                hint="Rename one of them.",
            )
        self._plugins[name] = plugin

    def __getitem__(self, name: str) -> T:
        try:
            return self._plugins[name]
        except KeyError:
            raise PluginUnknown(f"There is no {self.kind} named {name!r}.", hint=self._near(name)) from None

    def __contains__(self, name: object) -> bool:
        return name in self._plugins

    def __iter__(self) -> Iterator[str]:
        return iter(self._plugins)

    def __len__(self) -> int:
        return len(self._plugins)

    @property
    def _plugins(self) -> dict[str, T]:
        """All plug-ins, the built-in ones loaded."""
        if self._builtin is not None:
            with self._lock:
                if self._builtin is not None:
                    self._known.update(self._builtin())
                    self._builtin = None
        return self._known

    def _near(self, name: str) -> str:
        near = get_close_matches(name, self._plugins, n=1)
        if near:
            return f"Did you mean {near[0]!r}?"
        return f"There are: {', '.join(self._plugins)}." if self._plugins else ""

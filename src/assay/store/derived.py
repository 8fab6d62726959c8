"""What is computed from whole tables and asked for again: kept in memory while the tables stand."""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")


class Derived:
    """The last few values of each kind, by key. Safe to share: who asks for what another is making waits for it.

    Kinds do not push each other out: the matches of a run of a million rows take 100 MB and seconds to make, so few
    are kept, while a report or some counts are small, and are asked for anew after each write.
    """

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._values: defaultdict[str, OrderedDict[Hashable, Any]] = defaultdict(OrderedDict)
        self._lock = threading.Lock()
        self._making: dict[tuple[str, Hashable], threading.Lock] = {}

    def get(self, kind: str, key: Hashable, make: Callable[[], T], *, most: int | None = None) -> T:
        """The value of `key` among those of its kind, made now if it is not kept; of this kind `most` are kept."""
        with self._lock:
            values = self._values[kind]
            if key in values:
                values.move_to_end(key)
                return cast(T, values[key])
            making = self._making.setdefault((kind, key), threading.Lock())
        with making:
            with self._lock:
                if key in values:
                    return cast(T, values[key])
            try:
                value = make()
                with self._lock:
                    values[key] = value
                    while len(values) > (most or self._most):
                        values.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop((kind, key), None)
            return value

    def clear(self) -> None:
        """Let everything go."""
        with self._lock:
            self._values.clear()

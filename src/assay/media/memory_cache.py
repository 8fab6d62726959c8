"""A small cache in memory that makes each thing once, however many threads ask for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


class MemoryCache(Generic[V]):
    """Keeps what was used last, up to `limit` bytes as `size_of` tells.

    Thread-safe. While one thread makes a value, others that ask for the same one wait for it instead of making
    it again; a failure is not kept.
    """

    def __init__(self, limit: int, *, size_of: Callable[[V], int]) -> None:
        self._limit = limit
        self._size_of = size_of
        self._values: OrderedDict[Hashable, V] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}

    def get(self, key: Hashable, make: Callable[[], V]) -> V:
        """The value of `key`, made by `make` when it is not there."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
                return found
            turn = self._making.setdefault(key, Lock())
        with turn:
            with self._lock:
                found = self._values.get(key)
            if found is not None:
                return found
            try:
                value = make()
                self._keep(key, value)
            finally:
                with self._lock:
                    self._making.pop(key, None)
            return value

    def _keep(self, key: Hashable, value: V) -> None:
        size = self._size_of(value)
        if size > self._limit:
            return
        with self._lock:
            self._values[key] = value
            self._bytes += size
            while self._bytes > self._limit:
                _, dropped = self._values.popitem(last=False)
                self._bytes -= self._size_of(dropped)

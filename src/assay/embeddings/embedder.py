"""The contract of an embedder: what it declares, what it is given, what it hands back.

An embedder turns crops into vectors, in up to three steps. It may *learn* from crops of the set (a network trained
without labels); it *encodes* crops, many at once; and it may be *fitted* to the raw vectors of the set (whitening).
What is learned or fitted is a state: named arrays, stored beside the vectors, so that one edited object can be
embedded later exactly as the others were.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Crops: TypeAlias = NDArray[np.uint8]
"""(n, side, side, 3) uint8 RGB: pictures of n items, each resized to a square as the crop rule says."""

RawVectors: TypeAlias = NDArray[np.float32]
"""(n, d) float32, one row per crop, finite, of any length."""

State: TypeAlias = Mapping[str, NDArray[Any]]
"""What was learned or fitted, as named arrays of numbers; stored as .npz without pickles."""

NO_STATE: State = {}


class Encoder(Protocol):
    """An embedder made ready. `encode` is a pure function of each crop: what else is in the batch changes nothing."""

    @property
    def side(self) -> int:
        """Pixels of the longer and the shorter side of the crops it takes."""
        ...

    def encode(self, crops: Crops) -> RawVectors:
        """One vector per crop."""
        ...


class LearningProgress(Protocol):
    """Hears how far learning is; `jobs.progress.Progress` is one."""

    def stage(self, title: str, total: int | None = None) -> None:
        """Begin a stage of `total` steps."""
        ...

    def advance(self, steps: int = 1) -> None:
        """Say that `steps` more of them are done."""
        ...


class CropSource(Protocol):
    """The crops of the set, for an embedder that learns from them."""

    def __len__(self) -> int:
        """How many crops there are; fewer come where some cannot be cut."""
        ...

    def batches(self, side: int, *, size: int, seed: int) -> Iterator[Crops]:
        """All crops once, in an order drawn by `seed`, `size` at a time."""
        ...


@dataclass(frozen=True, slots=True)
class Embedder:
    """An embedder: one declaration, one to three functions.

    slug, version : identity, written by hand; the version grows when the same crops would give other vectors.
    title : what a person sees.
    load : from the parameters by name, and `state` (what `learn` gave, else NO_STATE), to an `Encoder`.
    learn : from a `CropSource`, with `progress`, `budget_seconds` (None: as long as it thinks right) and the
        parameters by name, to a `State`; None: nothing to learn.
    resumes : `learn` also takes `checkpoint`, a file that it writes as it learns, and goes on from after a kill.
    fit : from raw vectors of the set to a `State`; None: vectors stay as they are.
    project : from raw vectors and what `fit` gave to vectors; None without `fit`.
    parameters : name -> default of what a person may set; `model` names weights, where there are any.
    extra : the pip extra it needs ("torch"); empty for none.
    in_workers : crops are encoded where they are decoded, in a pool of processes; else here, in large batches.
    """

    slug: str
    version: int
    title: str
    load: Callable[..., Encoder] = field(repr=False)
    learn: Callable[..., State] | None = field(default=None, repr=False)
    fit: Callable[[RawVectors], State] | None = field(default=None, repr=False)
    project: Callable[[RawVectors, State], RawVectors] | None = field(default=None, repr=False)
    parameters: Mapping[str, object] = field(default_factory=dict)
    extra: str = ""
    resumes: bool = False
    in_workers: bool = False

    @property
    def name(self) -> str:
        """Identity as an embedding keeps it, such as `descriptor@1`."""
        return f"{self.slug}@{self.version}"

    @property
    def page(self) -> str:
        """The documentation of the embedder: the docstring of `load`."""
        return inspect.getdoc(self.load) or ""

"""A person's own metric: a function with a decorator, in a notebook or in a file.

    import assay

    @assay.metric(level="annotation")
    def redness(crop):
        return float(crop[..., 0].mean()) / 255

The function is given the pixels of one image, or of the crop of one object, as (h, w, 3) uint8 RGB, upright, and
gives one number; None and NaN say that there is none. What it raises is kept as the reason of that one item.
"""

from __future__ import annotations

import hashlib
import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, update_wrapper
from pathlib import Path
from types import ModuleType
from typing import Any, overload

import numpy as np

from assay.errors import MetricInvalid
from assay.metrics.metric import Metric, Need, Output, Values
from assay.metrics.picture import Picture
from assay.metrics.view import View
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

LEVELS = (Level.IMAGE, Level.ANNOTATION, Level.PREDICTION)
"""What can be measured."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")


class OwnMetric:
    """A function that was declared a metric: it can still be called, to try it. `declared` is what it declares."""

    def __init__(self, function: Callable[..., Any], declared: Metric) -> None:
        self.function, self.declared = function, declared
        update_wrapper(self, function)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """What the function gives."""
        return self.function(*args, **named)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of own metrics, and the SHA-256 that its bytes must have to be run."""

    path: Path
    digest: str


@overload
def metric(function: Callable[..., Any], /) -> OwnMetric: ...


@overload
def metric(
    *,
    level: str | Level | Iterable[str | Level] = ...,
    title: str = ...,
    meaning: str = ...,
    unit: str = ...,
    range: tuple[float | None, float | None] = ...,
    bad: str | BadEnd = ...,
    type: str | MetricType = ...,
    vectorised: bool = ...,
    reads: Sequence[str] = ...,
    whole_set: bool = ...,
) -> Callable[[Callable[..., Any]], OwnMetric]: ...


def metric(
    function: Callable[..., Any] | None = None,
    /,
    *,
    level: str | Level | Iterable[str | Level] = Level.IMAGE,
    title: str = "",
    meaning: str = "",
    unit: str = "",
    range: tuple[float | None, float | None] = (None, None),
    bad: str | BadEnd = BadEnd.NONE,
    type: str | MetricType = MetricType.NUMBER,
    vectorised: bool = False,
    reads: Sequence[str] = (),
    whole_set: bool = False,
) -> OwnMetric | Callable[[Callable[..., Any]], OwnMetric]:
    """Declare the decorated function a metric; its name becomes the field that queries know.

    `@metric` alone measures images; with brackets it takes words:
    level : what is measured: "image", "annotation" (the crop of each label), "prediction", or several of them.
    title, meaning, unit : for people; the function's own name and first line when left out.
    range : lowest and highest value, None where it is open. bad : which end is suspicious: low, high, both or none.
    type : "number", "whole", "flag" or "group".
    vectorised : the function takes a `View` of all rows and gives an array with one number per row of the level.
    reads : columns of other metrics that a vectorised function reads; those are measured first.
    whole_set : a value of a vectorised function leans on all other rows, so that one edit may move them all.

    Raises
    ------
    MetricInvalid : the function's name cannot be a field, or a word above is not known.
    """
    levels = frozenset(_levels(level))
    kind, end = _member(MetricType, type, "type"), _member(BadEnd, bad, "bad")

    def declare(function: Callable[..., Any]) -> OwnMetric:
        slug = function.__name__
        if not _NAME.fullmatch(slug):
            raise MetricInvalid(
                f"A metric cannot be called {slug!r}.", hint="Use small letters, digits and _, as in def redness(crop)."
            )
        shown = title or slug.replace("_", " ").capitalize()
        told = meaning or (inspect.getdoc(function) or "").partition("\n")[0]
        declared = Metric(
            slug,
            1,
            shown,
            levels,
            (Output(slug, shown, told, unit, kind, low=range[0], high=range[1], bad=end),),
            measure_rows=_of_rows(function) if vectorised else None,
            measure_picture=None if vectorised else _of_pixels(function),
            needs=frozenset({Need.RUN} if Level.PREDICTION in levels else ()),
            reads=tuple(reads),
            missing="The function gave no number.",
            whole_set=whole_set,
            is_own=True,
        )
        return OwnMetric(function, declared)

    return declare if function is None else declare(function)


def file_digest(source: bytes) -> str:
    """What a file is known by: SHA-256, hexadecimal."""
    return hashlib.sha256(source).hexdigest()


@lru_cache(maxsize=64)
def run_file(file: OwnFile) -> tuple[Metric, ...]:
    """The metrics that a file declares. This runs the file: only ever ask it of one that the user trusts.

    Raises
    ------
    MetricInvalid : its bytes are not those of `digest`, it cannot be run, or declares no metric.
    """
    source = file.path.read_bytes()
    if file_digest(source) != file.digest:
        raise MetricInvalid(f"{file.path.name} was changed meanwhile.", hint="Look at it, then `assay metric trust`.")
    module = ModuleType(f"assay_own_{file.path.stem}")
    module.__file__ = str(file.path)
    try:
        exec(compile(source, str(file.path), "exec"), module.__dict__)  # noqa: S102 - its user trusts these very bytes
    except (Exception, SystemExit) as error:
        raise MetricInvalid(
            f"{file.path.name} cannot be run: {error.__class__.__name__}: {error}", hint="Try it with python."
        ) from error
    version = int(file.digest[:7], 16)  # other bytes, other values
    found = tuple(
        replace(value.declared, version=version)
        for value in vars(module).values()
        if isinstance(value, OwnMetric) and value.function.__module__ == module.__name__
    )
    if not found:
        raise MetricInvalid(
            f"{file.path.name} declares no metric.", hint='Decorate a function with @assay.metric(level="annotation").'
        )
    return found


def _of_pixels(function: Callable[..., Any]) -> Callable[[Picture], float]:
    def measure(picture: Picture) -> float:
        value = function(picture.pixels)
        return float("nan") if value is None else float(value)

    return update_wrapper(measure, function)


def _of_rows(function: Callable[..., Any]) -> Callable[..., Values]:
    takes_level = "level" in inspect.signature(function).parameters

    def measure(view: View, *, level: Level) -> Values:
        values = function(view, level=level) if takes_level else function(view)
        return np.asarray(values, dtype=np.float64)

    return update_wrapper(measure, function)


def _levels(level: str | Level | Iterable[str | Level]) -> list[Level]:
    given = [level] if isinstance(level, str) else list(level)
    return [_member(Level, one, "level", among=LEVELS) for one in given]


def _member(kind: Any, value: Any, name: str, *, among: Sequence[Any] | None = None) -> Any:
    allowed = list(kind) if among is None else list(among)
    if value not in allowed:
        raise MetricInvalid(
            f"{name}={value!r} is not known.", hint=f"It is one of {', '.join(repr(one.value) for one in allowed)}."
        )
    return kind(value)

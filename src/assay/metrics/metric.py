"""The contract of a metric: what it declares, what it is given, what it hands back.

A metric is a function with a declaration; the function's docstring is the metric's page in the docs. There are two
kinds. One is given the pixels of one picture, an image or the crop of an object:

    @picture_metric(slug="brightness", version=1, title="Brightness", outputs=[Output("brightness", high=1.0)])
    def brightness(picture: Picture) -> float:
        '''...'''

The other is given all rows at once, as arrays, and no pixels:

    @row_metric(slug="object_count", version=1, title="Labels", levels=[Level.IMAGE], outputs=[...])
    def object_count(view: View) -> Values:
        '''...'''
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

Values: TypeAlias = NDArray[np.float64]
"""(n,) or (n, k) float64, one row per item and one column per output; NaN where it cannot be computed."""

MeasurePicture: TypeAlias = Callable[..., float | Sequence[float]]
"""From a `Picture`, and the parameters by name, to one number per output; NaN where it cannot be computed.

A WHOLE output, or a HASH, may be an int of up to 64 bits; it is kept exactly.
"""

MeasureRows: TypeAlias = Callable[..., Values]
"""From a `View` and the `Level` asked for by name, and the parameters by name, to `Values`."""


class Need(StrEnum):
    """What a metric cannot work without, beside images.

    LABELS  labels of the dataset.  RUN  the predictions of a run.  SECOND_RUN  those of another.  PROBABILITIES
    predictions with class vectors.  MATCHES  an evaluation of the run.  TRACKS  objects with track ids over frames.
    MASKS  polygons or masks.  KEYPOINTS  skeletons.  EMBEDDINGS  a vector per item.
    """

    LABELS = "labels"
    RUN = "run"
    SECOND_RUN = "second_run"
    PROBABILITIES = "probabilities"
    MATCHES = "matches"
    TRACKS = "tracks"
    MASKS = "masks"
    KEYPOINTS = "keypoints"
    EMBEDDINGS = "embeddings"
    PIXELS = "pixels"


@dataclass(frozen=True, slots=True)
class Output:
    """One column that a metric gives.

    name : the column, and the field a query names it by. A name that `schema/fields` has already at that level
        stands for that field, which every query computes by itself: nothing is stored.
    title, meaning : what a person sees; empty: those of the metric.
    low, high : its range, None where it is open. bad : which end is suspicious.
    """

    name: str
    title: str = ""
    meaning: str = ""
    unit: str = ""
    type: MetricType = MetricType.NUMBER
    low: float | None = 0.0
    high: float | None = None
    bad: BadEnd = BadEnd.NONE


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric: one function, one or several outputs.

    slug, version : identity, written by hand; the version grows when the same data would give other numbers.
    title : what a person sees ("Brightness").
    levels : what it measures; a picture metric at ANNOTATION or PREDICTION measures crops.
    outputs : what it gives, in the order of the columns of its values.
    measure_picture, measure_rows : one of the two.
    needs : what it cannot work without.
    parameters : name -> default; what the function takes by name, beside `level`.
    reads : columns of other metrics, or fields of the table, that it reads from `View`; those are measured first.
    missing : why a value is NaN, one sentence for a person.
    whole_set : a value leans on the whole set (a fence, a density), so that one edit may move all.
    least_side : the longer side, in pixels, that the picture must keep when it is decoded; None for every pixel;
        0 for no pixel at all: it looks at the file, and is measured even where the picture cannot be decoded.
    goes_on : it may start from its own standing values, where `View.standing` says that they are of the same version,
        parameters and kind of vectors.
    is_own : a person's own.
    """

    slug: str
    version: int
    title: str
    levels: frozenset[Level]
    outputs: tuple[Output, ...]
    measure_picture: MeasurePicture | None = field(default=None, repr=False)
    measure_rows: MeasureRows | None = field(default=None, repr=False)
    needs: frozenset[Need] = frozenset()
    parameters: Mapping[str, object] = field(default_factory=dict)
    reads: tuple[str, ...] = ()
    missing: str = ""
    whole_set: bool = False
    least_side: int | None = None
    goes_on: bool = False
    is_own: bool = False

    @property
    def name(self) -> str:
        """Identity as a column keeps it, such as `brightness@1`."""
        return f"{self.slug}@{self.version}"

    @property
    def page(self) -> str:
        """The documentation of the metric: the docstring of its function."""
        return inspect.getdoc(self.measure_picture or self.measure_rows) or ""


def picture_metric(
    *,
    slug: str,
    version: int,
    title: str,
    outputs: Iterable[Output],
    levels: Iterable[Level] = (Level.IMAGE, Level.ANNOTATION),
    missing: str = "",
    least_side: int | None = None,
) -> Callable[[MeasurePicture], Metric]:
    """Declare the decorated function, of one `Picture`, a metric; see `Metric` for what each word means."""

    def declare(measure: MeasurePicture) -> Metric:
        return Metric(
            slug,
            version,
            title,
            frozenset(levels),
            tuple(outputs),
            measure_picture=measure,
            parameters=_parameters(measure),
            missing=missing,
            least_side=least_side,
        )

    return declare


def row_metric(
    *,
    slug: str,
    version: int,
    title: str,
    levels: Iterable[Level],
    outputs: Iterable[Output],
    needs: Iterable[Need] = (),
    reads: Iterable[str] = (),
    missing: str = "",
    whole_set: bool = False,
    goes_on: bool = False,
) -> Callable[[MeasureRows], Metric]:
    """Declare the decorated function, of a `View`, a metric; see `Metric` for what each word means."""

    def declare(measure: MeasureRows) -> Metric:
        return Metric(
            slug,
            version,
            title,
            frozenset(levels),
            tuple(outputs),
            measure_rows=measure,
            needs=frozenset(needs),
            parameters=_parameters(measure),
            reads=tuple(reads),
            missing=missing,
            whole_set=whole_set,
            goes_on=goes_on,
        )

    return declare


def _parameters(measure: Callable[..., object]) -> dict[str, object]:
    """The defaults of the function's keyword-only parameters, less `level`, which the caller always gives."""
    return {
        name: parameter.default
        for name, parameter in inspect.signature(measure).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and name != "level"
    }

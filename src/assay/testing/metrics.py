"""What every metric must hold to, as named checks: for authors of plug-ins, and for the built-in ones.

    import pytest
    from assay.testing.metrics import METRIC_CHECKS

    @pytest.mark.parametrize("check", METRIC_CHECKS, ids=lambda check: check.__name__)
    def test_my_metric(check):
        check(my_metric)

Each check takes a metric and raises `AssertionError` with what is wrong and on what. A metric that claims to rise with
something is held to it by `rises`, on pictures of one's own.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.metrics.measure_picture import measure_picture
from assay.metrics.metric import Metric, Need, Output, Values
from assay.metrics.picture import Picture
from assay.metrics.plan import plan
from assay.metrics.registry import METRICS
from assay.metrics.view import Images, Objects, View
from assay.model.level import Level
from assay.model.metric import MetricType
from assay.schema.metric_fields import ARROW_TYPES
from assay.testing.measured_sets import empty_view, example_pictures, example_views
from assay.workflows.metrics.metric_view import with_columns

HEADINGS = ("What it measures", "Why it matters", "When it misleads", "Example", "Reference")
"""What the page of a metric must tell, each underlined in the docstring."""


def check_metric(metric: Metric) -> None:
    """Hold `metric` to every check; raise `AssertionError` at the first that fails."""
    for check in METRIC_CHECKS:
        check(metric)


def rises(metric: Metric, output: str, pictures: Sequence[Picture], *, falls: bool = False) -> None:
    """The output grows (falls) strictly from each of these pictures to the next."""
    at = [one.name for one in metric.outputs].index(output)
    values = np.array([_of_picture(metric, picture)[at] for picture in pictures])
    steps = np.diff(values) * (-1 if falls else 1)
    assert (steps > 0).all(), f"{output} does not {'fall' if falls else 'rise'}: {values.tolist()}"


def declares_itself(metric: Metric) -> None:
    """Slug, version, title, levels and outputs are there and in form; one function measures."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", metric.slug), f"slug {metric.slug!r} must be snake_case"
    assert metric.version >= 1, f"version must be 1 or more, got {metric.version}"
    assert metric.title[:1].isupper(), f"title {metric.title!r} must begin with a capital"
    assert metric.levels, "it must be of a level"
    assert Level.ISSUE not in metric.levels, "suspects are not measured"
    assert set(metric.needs) <= set(Need), f"unknown needs {set(metric.needs) - set(Need)}"
    assert (metric.measure_picture is None) != (metric.measure_rows is None), (
        "one function must measure: of which kind?"
    )
    assert metric.outputs, "it must give at least one output"
    for output in metric.outputs:
        assert re.fullmatch(r"[a-z][a-z0-9_.]*", output.name), f"output {output.name!r} must be snake_case"
        if output.low is not None and output.high is not None:
            assert output.low < output.high, f"the range of {output.name!r} is empty"
    names = [output.name for output in metric.outputs]
    assert len(set(names)) == len(names), f"an output is named twice in {names}"


def documents_itself(metric: Metric) -> None:
    """The docstring has a first line and every heading of a page, underlined."""
    lines = metric.page.splitlines()
    assert metric.page.partition("\n")[0].endswith("."), "the docstring must begin with a sentence"
    for heading in HEADINGS:
        assert heading in lines, f"the docstring lacks the heading {heading!r}"
        underline = lines[lines.index(heading) + 1]
        assert underline == "-" * len(heading), f"the heading {heading!r} must be underlined"


def keeps_its_range(metric: Metric) -> None:
    """Values lie in the declared range or are NaN, never infinite; flags are 0 or 1, whole numbers whole."""
    for name, values in _everything(metric):
        for at, output in enumerate(metric.outputs):
            _check_range(name, output, values[:, at])


def says_why_nothing(metric: Metric) -> None:
    """Where it gives no value (NULL, never 0, stands for that) it has a sentence that says why."""
    for name, values in _everything(metric):
        if np.isnan(values).any():
            assert metric.missing.endswith("."), f"on {name}: no value, and `missing` is no sentence"


def survives_nothing(metric: Metric) -> None:
    """No image at all, and images without labels or predictions, give arrays of as many rows."""
    if metric.measure_rows is None:
        return
    for name, view in {"no image": empty_view(), "images alone": _bare()}.items():
        ready = _with_reads(metric, view)
        for level in metric.levels:
            count = _count(ready, level)
            shape = _of_rows(metric, ready, level).shape
            assert shape == (count, len(metric.outputs)), f"on {name}: values of shape {shape} for {count} rows"


def survives_odd_pictures(metric: Metric) -> None:
    """One pixel, grey, 16 bits, alpha, CMYK, floats; a box outside and a file that is no image: a reason, no error."""
    if metric.measure_picture is None:
        return
    for _, picture in _pictures(metric):
        _of_picture(metric, picture)
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "broken.jpg"
        broken.write_bytes(b"\xff\xd8\xff\xe0 no picture")
        told = measure_picture(broken, metrics=[metric], boxes=np.array([[0.0, 0, 2, 2]]), crop_metrics=[metric])
    for reason in (
        *told.failures.values(),
        *(why for failed in told.crop_failures.values() for why in failed.values()),
    ):
        assert not re.match(r"[A-Z]\w*(Error|Exception|Warning):", reason), f"on a broken file: {reason}"


def repeats_itself(metric: Metric) -> None:
    """The same input gives the same values, and is left as it was."""
    for (name, picture), (_, same) in zip(_pictures(metric), _pictures(metric), strict=True):
        before = picture.pixels.copy()
        first = _of_picture(metric, picture)
        assert np.array_equal(before, picture.pixels), f"on {name}: the pixels were changed"
        assert np.array_equal(first, _of_picture(metric, same), equal_nan=True), f"on {name}: other values at once"
    for name, view in _views(metric):
        for level in metric.levels:
            boxes = view.labels.boxes.copy()
            first = _of_rows(metric, view, level)
            assert np.array_equal(boxes, view.labels.boxes, equal_nan=True), f"on {name}: the boxes were changed"
            assert np.array_equal(first, _of_rows(metric, view, level), equal_nan=True), (
                f"on {name}: other values at once"
            )


def knows_no_order(metric: Metric) -> None:
    """The order of the rows in their tables makes no difference."""
    rng = np.random.default_rng(1)
    for name, view in _views(metric):
        mixed = _reordered(view, rng)
        for level in metric.levels:
            assert np.allclose(
                _of_rows(metric, view, level), _of_rows(metric, mixed, level), rtol=0, atol=1e-9, equal_nan=True
            ), f"on {name}: other values when the rows stand in another order"


def judges_alone(metric: Metric) -> None:
    """Other images change no value, unless the metric declares `whole_set`, or follows tracks."""
    if metric.measure_rows is None or metric.whole_set or Need.TRACKS in metric.needs:
        return
    for name, view in _views(metric):
        half = _some_images(view, set(view.images.id[::2].tolist()))
        for level in metric.levels:
            every, some = (_by_id(metric, one, level) for one in (view, half))
            for id, values in some.items():
                assert np.allclose(values, every[id], rtol=0, atol=1e-9, equal_nan=True), (
                    f"on {name}: {level.value} {id} has other values when other images are gone"
                )


METRIC_CHECKS: tuple[Callable[[Metric], None], ...] = (
    declares_itself,
    documents_itself,
    keeps_its_range,
    says_why_nothing,
    survives_nothing,
    survives_odd_pictures,
    repeats_itself,
    knows_no_order,
    judges_alone,
)
"""Every check; `check_metric` runs them all."""


def _everything(metric: Metric) -> Iterator[tuple[str, Values]]:
    """What the metric gives on every picture and on every set whose needs are met."""
    for name, picture in _pictures(metric):
        yield name, _of_picture(metric, picture)[None, :]
    for name, view in _views(metric):
        for level in metric.levels:
            values = _of_rows(metric, view, level)
            assert values.shape == (_count(view, level), len(metric.outputs)), f"on {name}: shape {values.shape}"
            yield f"{name}, level {level.value}", values


def _pictures(metric: Metric) -> Iterator[tuple[str, Picture]]:
    """Whole pictures where the metric measures images, and crops of them where it measures objects."""
    for name, whole in example_pictures() if metric.measure_picture is not None else ():
        if Level.IMAGE in metric.levels:
            yield name, replace(whole)
        if metric.levels - {Level.IMAGE}:
            yield f"a crop of {name}", whole.crop(0, 0, (whole.width + 1) // 2, (whole.height + 1) // 2)


def _of_picture(metric: Metric, picture: Picture) -> Values:
    assert metric.measure_picture is not None
    found = metric.measure_picture(picture, **metric.parameters)
    values = np.atleast_1d(np.array([float(value) for value in np.atleast_1d(np.asarray(found, object))]))
    assert values.shape == (len(metric.outputs),), f"{len(values)} values for {len(metric.outputs)} outputs"
    return values


def _views(metric: Metric) -> Iterator[tuple[str, View]]:
    """The example sets on which the metric's needs are met, with the columns it reads."""
    if metric.measure_rows is None:
        return
    for name, (view, present) in example_views().items():
        if metric.needs <= present:
            yield name, _with_reads(metric, view)


def _with_reads(metric: Metric, view: View) -> View:
    """The view with columns of seeded values where the metric reads those of others."""
    rng = np.random.default_rng(11)
    for name in metric.reads:
        for level, output in _givers(name):
            if name not in _rows_of(view, level).column_names:
                view = with_columns(view, level, {name: _random(output, _count(view, level), rng)})
    return view


def _givers(name: str) -> list[tuple[Level, Output]]:
    steps = plan(METRICS.values())
    return [(step.level, output) for step in steps for output in step.stored if output.name == name]


def _random(output: Output, count: int, rng: np.random.Generator) -> pa.Array:
    low, high = output.low or 0.0, output.high if output.high is not None else (output.low or 0.0) + 10
    values = rng.uniform(low, high, count)
    if output.type is MetricType.NUMBER:
        return pa.array(values)
    mask = rng.random(count) < 0.3 if output.type is MetricType.GROUP else None
    return pa.array(np.round(values).astype(np.int64), mask=mask).cast(ARROW_TYPES[output.type])


def _of_rows(metric: Metric, view: View, level: Level) -> Values:
    assert metric.measure_rows is not None
    values = np.asarray(metric.measure_rows(view, level=level, **metric.parameters), np.float64)
    return values[:, None] if values.ndim == 1 else values


def _by_id(metric: Metric, view: View, level: Level) -> Mapping[int, Values]:
    ids = np.asarray(_rows_of(view, level)["id"])
    return dict(zip(ids.tolist(), _of_rows(metric, view, level), strict=True))


def _check_range(name: str, output: Output, values: Values) -> None:
    known = values[~np.isnan(values)]
    assert np.isfinite(known).all(), f"on {name}: {output.name} is infinite"
    within = ((output.low is None) | (known >= (output.low or 0) - 1e-9)) & (
        (output.high is None) | (known <= (output.high or 0) + 1e-9)
    )
    is_free = output.type in (MetricType.WHOLE, MetricType.HASH)
    assert is_free or within.all(), f"on {name}: {output.name} outside its range: {known}"
    if output.type is MetricType.FLAG:
        assert np.isin(known, (0, 1)).all(), f"on {name}: the flag {output.name} is {known}"
    if output.type in (MetricType.WHOLE, MetricType.GROUP, MetricType.HASH):
        assert (known == np.round(known)).all(), f"on {name}: {output.name} is not whole: {known}"


def _count(view: View, level: Level) -> int:
    return int(_rows_of(view, level).num_rows)


def _rows_of(view: View, level: Level) -> pa.Table:
    return view.images.rows if level is Level.IMAGE else view.objects(level).rows


def _bare() -> View:
    view, _ = example_views()["a detection set"]
    return View(view.images, _none_of(view.labels), None if view.predictions is None else _none_of(view.predictions))


def _none_of(objects: Objects) -> Objects:
    return Objects(objects.rows.slice(0, 0), objects.image[:0], np.zeros_like(objects.offsets))


def _reordered(view: View, rng: np.random.Generator) -> View:
    """The view of tables whose rows stand in another order; a view brings them back into its own."""

    def mixed(rows: pa.Table) -> pa.Table:
        return rows.take(pa.array(rng.permutation(rows.num_rows)))

    images = Images(view.images.rows)
    predictions = None if view.predictions is None else Objects.of(mixed(view.predictions.rows), images)
    matches = None if view.matches is None else mixed(view.matches)
    labels = Objects.of(mixed(view.labels.rows), images)
    return View(images, labels, predictions, view.classes, matches, embeddings=view.embeddings)


def _some_images(view: View, kept: set[int]) -> View:
    def of(rows: pa.Table, name: str = "image_id") -> pa.Table:
        return rows.filter(pc.is_in(rows[name], value_set=pa.array(sorted(kept), pa.int64())))

    images = Images(of(view.images.rows, "id"))
    predictions = None if view.predictions is None else Objects.of(of(view.predictions.rows), images)
    matches = None if view.matches is None else of(view.matches)
    labels = Objects.of(of(view.labels.rows), images)
    found = View(images, labels, predictions, view.classes, matches)
    embeddings = {level: rows[np.isin(view.ids(level), found.ids(level))] for level, rows in view.embeddings.items()}
    return replace(found, embeddings=embeddings)

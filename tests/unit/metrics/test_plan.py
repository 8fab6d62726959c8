"""What is measured, in which order, and what cannot be."""

from __future__ import annotations

import pytest

from assay.errors import NotFound
from assay.metrics.metric import Metric, Need, Output, Values, row_metric
from assay.metrics.plan import LACKING, plan
from assay.metrics.view import View
from assay.model.level import Level

IMAGE, LABEL = Level.IMAGE, Level.ANNOTATION


def made(
    slug: str,
    *,
    reads: tuple[str, ...] = (),
    outputs: tuple[str, ...] = (),
    needs: tuple[Need, ...] = (),
    levels: tuple[Level, ...] = (IMAGE, LABEL),
) -> Metric:
    @row_metric(
        slug=slug,
        version=1,
        title=slug.title(),
        levels=levels,
        outputs=[Output(name) for name in outputs or (slug,)],
        reads=reads,
        needs=needs,
    )
    def measure(view: View, *, level: Level, radius: int = 3) -> Values:
        raise NotImplementedError

    return measure


def test_a_metric_comes_after_those_it_reads() -> None:
    steps = plan([made("c", reads=("b",)), made("b", reads=("a", "width")), made("a")], levels=[IMAGE])
    assert [step.metric.slug for step in steps] == ["a", "b", "c"]


def test_metrics_that_read_each_other_in_a_ring_are_planned_all_the_same() -> None:
    steps = plan([made("a", reads=("b",)), made("b", reads=("a",))], levels=[IMAGE])
    assert {step.metric.slug for step in steps} == {"a", "b"}


def test_an_output_that_is_a_field_already_is_not_stored() -> None:
    """`width` is a field of images, not of labels."""
    steps = plan([made("size", outputs=("width",))])
    assert [(step.level, [output.name for output in step.stored]) for step in steps] == [(LABEL, ["width"])]


def test_parameters_are_part_of_what_values_are_known_by() -> None:
    plain, wide = (plan([made("a")], levels=[IMAGE], parameters=given)[0] for given in ({}, {"a": {"radius": 5}}))
    assert plain.key == 'a@1{"radius":3}'
    assert wide.key == 'a@1{"radius":5}'
    with pytest.raises(NotFound, match="no parameter 'size'"):
        plan([made("a")], parameters={"a": {"size": 5}})


def test_what_is_lacking_is_told() -> None:
    (step,) = plan([made("a", needs=(Need.MATCHES,))], levels=[LABEL])
    assert step.why_not({Need.MATCHES}) == LACKING[Need.LABELS]  # it measures labels
    assert step.why_not({Need.LABELS}) == LACKING[Need.MATCHES]
    assert step.why_not({Need.LABELS, Need.MATCHES}) is None


def test_what_predictions_lack_is_told_of_predictions() -> None:
    of_label, of_prediction = plan([made("a", needs=(Need.MASKS,), levels=(LABEL, Level.PREDICTION))])
    assert of_label.why_not({Need.LABELS}) == "No label is a polygon or a mask."
    assert of_prediction.why_not({Need.RUN}) == "No prediction of the run is a polygon or a mask."

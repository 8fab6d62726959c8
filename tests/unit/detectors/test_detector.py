from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from assay.detectors.detector import SUSPECTS, Detector, Need, detector, why_skipped
from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.errors import PluginClash, PluginUnknown
from assay.model.issue import IssueKind
from assay.schema.tables import ISSUES
from assay.testing.spoiled_views import spoiled_classes
from assay.testing.views import images_table, predictions_table, view_of


@detector(slug="none", version=3, kind=IssueKind.LOOSE_BOX, title="None", rule="Never.", needs={Need.RUN})
def none(view: DatasetView) -> pa.Table:
    """Finds nothing.

    What it measures
    ----------------
    Nothing.
    """
    return SUSPECTS.empty_table()


def test_a_declared_function_becomes_a_detector() -> None:
    assert isinstance(none, Detector)
    assert (none.name, none.needs, none.whole_set) == ("none@3", frozenset({Need.RUN}), False)
    assert none.page.startswith("Finds nothing.\n\nWhat it measures\n---")
    assert none.find(view_of(images_table(0))).num_rows == 0


def test_suspects_are_the_issue_table_less_what_the_workflow_adds() -> None:
    added = {"id", "dataset_id", "run_id", "detector", "state", "changed_by"}
    assert set(SUSPECTS.names) == set(ISSUES.arrow.names) - added
    assert all(SUSPECTS.field(name).type == ISSUES.arrow.field(name).type for name in SUSPECTS.names)


def test_a_detector_whose_needs_are_not_met_is_skipped_with_a_reason() -> None:
    images = images_table(1)
    whole = np.full((1, 4), np.nan)
    no_run, run = (
        view_of(images),
        view_of(images, predictions=predictions_table([0], whole, [0], [0.5]), classes=("a",)),
    )
    assert "`assay import-predictions` brings one in" in str(why_skipped(none, no_run))
    assert why_skipped(none, run) is None
    reads = detector(
        slug="x", version=1, kind=IssueKind.LOOSE_BOX, title="X", rule="X.", needs={Need.PROBABILITIES, Need.DIGESTS}
    )(none.find)
    assert "carry none" in str(why_skipped(reads, run))
    assert "none of the files" in str(why_skipped(reads, spoiled_classes().view))


def test_each_kind_has_a_built_in_detector() -> None:
    assert {d.kind for d in DETECTORS.values()} == set(IssueKind)
    assert all(slug == d.slug for slug, d in DETECTORS.items())


def test_two_detectors_cannot_share_a_slug() -> None:
    with pytest.raises(PluginClash, match="detector name 'loose_box'"):
        DETECTORS.add("loose_box", none)


def test_a_slip_of_the_pen_is_answered_with_a_near_name() -> None:
    with pytest.raises(PluginUnknown, match="Did you mean 'loose_box'"):
        DETECTORS["lose_box"]

"""The public kit notices what is wrong with a detector: each check fails on a detector that breaks its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from assay.detectors.detector import Detector
from assay.detectors.registry import DETECTORS
from assay.detectors.view import DatasetView
from assay.testing import detectors as kit

SOUND = DETECTORS["duplicate_box"]


def raising(change: Callable[[pa.Table, DatasetView], pa.Table]) -> Detector:
    """The built-in detector of duplicates, its suspects changed."""
    return replace(SOUND, find=lambda view: change(SOUND.find(view), view))


def nameless(view: DatasetView) -> pa.Table:
    return SOUND.find(view)


def with_column(table: pa.Table, name: str, values: object) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(name), pa.array(values, table.schema.field(name).type))


def first_label_of_the_table(table: pa.Table, view: DatasetView) -> pa.Table:
    return with_column(table, "score", np.full(len(table), view.labels.id[:1].sum() / 1e4))


def share_of_the_set(table: pa.Table, view: DatasetView) -> pa.Table:
    return with_column(table, "score", np.full(len(table), 1 / (1 + len(view.images))))


def largest_box(table: pa.Table, view: DatasetView) -> pa.Table:
    return with_column(table, "score", np.full(len(table), view.labels.boxes.max() / 1e4))


def in_place(table: pa.Table, view: DatasetView) -> pa.Table:
    view.labels.boxes[:] += 1
    return table


BROKEN = [
    (kit.declares_itself, replace(SOUND, slug="Duplicate Box")),
    (kit.declares_itself, replace(SOUND, version=0)),
    (kit.declares_itself, replace(SOUND, rule="no sentence")),
    (kit.documents_itself, replace(SOUND, find=nameless)),
    (kit.hands_back_suspects, raising(lambda table, view: table.drop_columns("evidence"))),
    (kit.hands_back_suspects, raising(lambda table, view: with_column(table, "score", np.full(len(table), 1.5)))),
    (kit.hands_back_suspects, raising(lambda table, view: with_column(table, "score", np.full(len(table), np.nan)))),
    (kit.hands_back_suspects, raising(lambda table, view: table.sort_by([("score", "descending")]))),
    (kit.hands_back_suspects, raising(lambda table, view: with_column(table, "kind", ["loose_box"] * len(table)))),
    (kit.hands_back_suspects, raising(lambda table, view: pa.concat_tables([table, table]).sort_by("score"))),
    (kit.names_what_is_there, raising(lambda table, view: with_column(table, "image_id", [10**6] * len(table)))),
    (kit.names_what_is_there, raising(lambda table, view: with_column(table, "annotation_id", [0] * len(table)))),
    (kit.names_what_is_there, raising(lambda table, view: with_column(table, "category_id", [77] * len(table)))),
    (kit.explains_itself, raising(lambda table, view: with_column(table, "evidence", ["{}"] * len(table)))),
    (kit.explains_itself, raising(lambda t, view: with_column(t, "suggestion", ['{"action":"move"}'] * len(t)))),
    (kit.repeats_itself, raising(first_label_of_the_table)),
    (kit.repeats_itself, raising(in_place)),
    (kit.judges_alone, raising(share_of_the_set)),
    (kit.survives_oddities, raising(largest_box)),
]


@pytest.mark.parametrize(("check", "broken"), BROKEN)
def test_a_broken_detector_is_noticed(check: Callable[[Detector], None], broken: Detector) -> None:
    with pytest.raises((AssertionError, ValueError)):
        check(broken)


def test_a_sound_detector_passes_everything() -> None:
    kit.check_detector(SOUND)

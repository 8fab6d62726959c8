"""Scores of autotags leave with the dataset where they are asked for (V5.5)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assay.model.level import Level
from assay.model.signature import Signature
from assay.store.store import Store
from assay.workflows.autotags.autotags import create_autotag
from assay.workflows.embeddings.embed import embed
from assay.workflows.exports.export_dataset import export_dataset


@pytest.fixture
def tagged(store: Store) -> Store:
    embed(store)
    by = Signature("anna")
    create_autotag(store, "Round thing", level=Level.ANNOTATION, yes=[0, 3], no=[1], by=by)
    create_autotag(store, "dark", level=Level.IMAGE, yes=[0], no=[1], by=by)
    return store


def test_coco_carries_scores_only_where_they_are_asked_for(tagged: Store, tmp_path: Path) -> None:
    for asked in (False, True):
        out = tmp_path / f"{asked}.json"
        export_dataset(tagged, out, format="coco", autotags=asked)
        labels = json.loads(out.read_text())["annotations"]
        assert all(("autotag.round_thing" in label) is asked for label in labels)
    assert labels[0]["autotag.round_thing"] == 1
    assert all(-1 <= label["autotag.round_thing"] <= 1 for label in labels)


def test_a_table_has_a_column_of_the_scores_of_images(tagged: Store, tmp_path: Path) -> None:
    export_dataset(tagged, tmp_path / "set.csv", format="table", autotags=True)
    head = (tmp_path / "set.csv").read_text().splitlines()[0]
    assert "autotag.dark" in head

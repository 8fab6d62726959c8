"""Nouns are found by name or id, and classes of foreign files by what they mean."""

from __future__ import annotations

import pytest

from assay.errors import NotFound
from assay.model.category import Category, CategoryRecord
from assay.model.run import Run
from assay.store.noun_writer import match_category
from assay.store.nouns import category_rows, find

CAT, DOG, THREE = Category(1, 1, "cat", "0"), Category(2, 1, "dog", "1"), Category(3, 1, "3", "3")


@pytest.mark.parametrize(
    ("record", "meant"),
    [
        pytest.param(CategoryRecord("0", "cat"), CAT, id="same name, same key"),
        pytest.param(CategoryRecord("0", "dog"), DOG, id="files that number the classes differently: the name decides"),
        pytest.param(CategoryRecord("1", "1"), DOG, id="a record without a name of its own is found by key"),
        pytest.param(CategoryRecord("3", "3"), THREE, id="a class without a name of its own"),
        pytest.param(CategoryRecord("0", "bird"), None, id="a new name is a new class, though its key is taken"),
        pytest.param(CategoryRecord("9", "9"), None, id="unknown key"),
    ],
)
def test_which_class_a_record_means(record: CategoryRecord, meant: Category | None) -> None:
    assert match_category([CAT, DOG, THREE], record) == meant


def test_a_miss_names_near_ones() -> None:
    runs = [Run(1, 1, "yolov8m"), Run(2, 1, "baseline")]
    with pytest.raises(NotFound, match=r"no run named 'yolov8'.*Did you mean 'yolov8m'"):
        find(runs, "yolov8", what="run")
    with pytest.raises(NotFound, match="There are: yolov8m, baseline"):
        find(runs, 7, what="run")
    with pytest.raises(NotFound, match="There is no run yet"):
        find([], None, what="run")
    with pytest.raises(NotFound, match="There is no version named 'v1', nor any other yet") as told:
        find([], "v1", what="version")
    assert told.value.hint == "Save one first."
    assert find(runs, 2, what="run").name == "baseline"


def test_positions_count_within_a_dataset() -> None:
    rows = category_rows([CAT, DOG, Category(4, 2, "cat", "0")])
    assert rows["position"].to_pylist() == [0, 1, 0]
    assert category_rows([]).num_rows == 0

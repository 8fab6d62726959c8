"""What class vectors are taken for, in result files and in tables (A11)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from assay.formats.format import ReadOptions
from assay.formats.vectors import sigmoid, softmax
from assay.model.reading import VectorForm
from tests.unit.formats.files import Content, read_predictions, write, write_json

LOGITS = [[2.0, -1.0, 0.5], [-3.0, 0.25, 4.0]]


def as_results(folder: Path, member: str, vectors: list[Any], **beside: Any) -> Path:
    rows = [
        {"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5, **({member: v} if v else {})}
        for v in vectors
    ]
    return write_json(folder / "p.json", {**beside, "predictions": rows} if beside else rows)


def read(place: Path, form: VectorForm | None = None) -> Content:
    kind = "coco-results" if place.suffix == ".json" else "table"
    return read_predictions(kind, place, ReadOptions(vectors=form))


def vectors_of(content: Content) -> Any:
    return [row.get("probabilities") for row in content.objects]


@pytest.mark.parametrize("member", ["probabilities", "logits", "scores", "class_pdf"])
def test_logits_are_told_by_their_numbers_and_made_probabilities(tmp_path: Path, member: str) -> None:
    found = read(as_results(tmp_path, member, LOGITS))
    np.testing.assert_allclose(vectors_of(found), softmax(np.array(LOGITS)), atol=1e-6)
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("$", "logits", False)]


def test_what_the_person_says_goes_before_what_the_numbers_look_like(tmp_path: Path) -> None:
    small = [[0.25, 0.75], [0.5, 0.5]]
    file = as_results(tmp_path, "probabilities", small)
    assert vectors_of(read(file)) == small
    np.testing.assert_allclose(vectors_of(read(file, VectorForm.LOGITS)), softmax(np.array(small)), atol=1e-6)
    file = as_results(tmp_path, "logits", LOGITS)
    many = read(file, VectorForm.MULTI_LABEL)
    np.testing.assert_allclose(vectors_of(many), sigmoid(np.array(LOGITS)), atol=1e-6)
    assert many.problems == []
    assert read(file, VectorForm.PROBABILITIES).codes == ["vector-range"] * 2


def test_independent_classes_that_went_through_their_sigmoid_stay(tmp_path: Path) -> None:
    file = as_results(tmp_path, "scores", [[0.75, 0.75], [0.5, 0.125]])
    assert vectors_of(read(file, VectorForm.MULTI_LABEL)) == [[0.75, 0.75], [0.5, 0.125]]
    assert read(file, VectorForm.MULTI_LABEL).problems == []
    assert [(p.place, p.code) for p in read(file).problems] == [("$", "probabilities-sum")]


def test_one_odd_vector_does_not_make_the_others_logits(tmp_path: Path) -> None:
    found = read(as_results(tmp_path, "probabilities", [[0.25, 0.75], [0.5, 0.5], [3.0, -1.0], None, [0.5, 0.5]]))
    assert vectors_of(found) == [[0.25, 0.75], [0.5, 0.5], None, None, [0.5, 0.5]]
    assert [(p.place, p.code) for p in found.problems] == [("$[2].probabilities", "vector-range")]


@pytest.mark.parametrize(
    ("beside", "keys"),
    [
        ({"classes": ["dog", "cat"]}, ["dog", "cat"]),
        ({"categories": [{"id": 10, "name": "cat"}, {"id": 2, "name": "dog"}]}, ["2", "10"]),
    ],
)
def test_classes_beside_the_list_give_the_order(tmp_path: Path, beside: dict[str, Any], keys: list[str]) -> None:
    found = read(as_results(tmp_path, "probabilities", [[0.25, 0.75]], **beside))
    assert [record.key for record in found.categories] == keys
    assert [record.name for record in found.categories] == ["dog", "cat"]


def test_classes_behind_the_list_are_found_too(tmp_path: Path) -> None:
    row = {"image_id": 1, "category_id": 3, "bbox": [1, 2, 3, 4], "score": 0.5}
    found = read(write_json(tmp_path / "p.json", {"predictions": [row], "info": [1], "classes": ["dog", "cat"]}))
    assert [record.name for record in found.categories] == ["dog", "cat"]
    assert len(found.objects) == 1


def test_columns_that_are_called_logits_are_logits(tmp_path: Path) -> None:
    found = read(write(tmp_path / "p.csv", "path,logit_cat,logit_dog\na,2,-1\nb,-3,4\n"))
    assert [row["category_key"] for row in found.objects] == ["cat", "dog"]
    np.testing.assert_allclose(vectors_of(found), softmax(np.array([[2, -1], [-3, 4]])), atol=1e-6)
    assert found.objects[0]["score"] == pytest.approx(1 / (1 + np.exp(-3)))
    assert found.codes == ["logits"]


def test_columns_of_any_numbers_are_logits_when_the_person_says_so(tmp_path: Path) -> None:
    file = write(tmp_path / "p.csv", "path,cat,dog\na,2,-1\nb,-3,4\n")
    assert [row["category_key"] for row in read(file, VectorForm.LOGITS).objects] == ["cat", "dog"]
    np.testing.assert_allclose(
        vectors_of(read(file, VectorForm.MULTI_LABEL)), sigmoid(np.array([[2, -1], [-3, 4]])), atol=1e-6
    )


def test_a_table_may_hold_its_vectors_as_lists(tmp_path: Path) -> None:
    text = 'path,label,score,probabilities\na,cat,0.5,"[0.25, 0.75]"\nb,dog,0.25,"[0.5, 0.5]"\nc,dog,0.125,[1]\n'
    found = read(write(tmp_path / "p.csv", text))
    assert vectors_of(found) == [[0.25, 0.75], [0.5, 0.5], None]
    assert [(row["category_key"], row["score"]) for row in found.objects] == [
        ("cat", 0.5),
        ("dog", 0.25),
        ("dog", 0.125),
    ]
    assert [(p.place, p.code, p.skipped) for p in found.problems] == [("line 4.probabilities", "vector-length", False)]
    assert found.categories == ()


def test_lists_with_named_classes_need_no_label(tmp_path: Path) -> None:
    table = pa.table({"path": ["a", "b"], "logits": LOGITS, "classes": [["x", "y", "z"]] * 2})
    parquet.write_table(table, tmp_path / "p.parquet")
    found = read(tmp_path / "p.parquet")
    assert [row["category_key"] for row in found.objects] == ["x", "z"]
    assert [record.name for record in found.categories] == ["x", "y", "z"]
    np.testing.assert_allclose(vectors_of(found), softmax(np.array(LOGITS)), atol=1e-6)

"""Vectors of one's own: .npy, .npz, Parquet and Feather; what does not fit is told row by row (E3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

from assay.errors import FormatUnknown, SourceNotFound, SourceUnreadable
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.embeddings.import_vectors import VectorsReport, import_vectors
from assay.workflows.metrics.metric_states import list_metrics


@pytest.fixture
def images(store: Store) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = store.snapshot().rows("images").to_pylist()
    return rows


def stored(store: Store, report: VectorsReport) -> dict[int, list[float]]:
    ids, vectors = store.snapshot().vectors(report.embedding)
    return dict(zip(ids.tolist(), vectors.tolist(), strict=True))


def random(count: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.random.default_rng(0).normal(size=(count, 5))


def test_rows_of_an_array_are_found_by_the_file_names_beside_it(
    store: Store, images: list[dict[str, Any]], tmp_path: Path
) -> None:
    vectors = random(len(images))
    np.save(tmp_path / "mine.npy", vectors)
    (tmp_path / "names.txt").write_text("\n".join(row["file_name"] for row in reversed(images)), encoding="utf-8")
    report = import_vectors(store, tmp_path / "mine.npy", ids=tmp_path / "names.txt", model="my net")
    assert (report.rows, report.taken, report.without, report.problems) == (len(images), len(images), 0, ())
    assert (report.embedding.name, report.embedding.model, report.embedding.is_default) == ("mine", "my net", True)
    found = stored(store, report)
    for row, vector in zip(reversed(images), vectors, strict=True):
        np.testing.assert_allclose(found[row["id"]], vector / np.linalg.norm(vector), rtol=1e-5)
    assert "cannot" not in {
        one.state.value for one in list_metrics(store) if one.slug == "uniqueness" and one.level is Level.IMAGE
    }


def test_what_does_not_fit_is_told_by_row_and_stops_nothing(
    store: Store, images: list[dict[str, Any]], tmp_path: Path
) -> None:
    names = [row["file_name"] for row in images[:6]]
    lists: list[list[float] | None] = [[1.0, 2.0], [0.0, 0.0], [1.0, float("nan")], [1.0], None, [2.0, 1.0]]
    table = pa.table({"file_name": [*names, "nobody.png", names[0]], "v": [*lists, [1.0, 1.0], [5.0, 5.0]]})
    parquet.write_table(table, tmp_path / "v.parquet")
    report = import_vectors(store, tmp_path / "v.parquet")
    assert report.taken == 2
    assert report.without == len(images) - 2
    told = {problem.place: problem.message for problem in report.problems}
    assert set(told) == {"row 2", "row 3", "row 4", "row 5", "row 7", "row 8"}
    assert told["row 4"] == "It has 1 numbers; the others have 2."
    assert report.problem_counts == {"no-vector": 4, "unknown-row": 1, "again": 1}
    np.testing.assert_allclose(stored(store, report)[images[0]["id"]], np.array([1, 2]) / 5**0.5, rtol=1e-6)


@pytest.mark.parametrize("kind", ["npz", "feather", "csv"])
def test_labels_are_found_by_their_id_in_the_source(store: Store, tmp_path: Path, kind: str) -> None:
    labels = store.snapshot().rows("annotations").to_pylist()
    names, vectors, ids = [row["reference_id"] for row in labels], random(len(labels)), None
    path = tmp_path / f"v.{kind}"
    if kind == "npz":
        np.savez(path, embeddings=vectors, ids=np.array([int(name) for name in names]))
    elif kind == "feather":
        feather.write_feather(pa.table({"annotation_id": names, "vector": vectors.tolist()}), path)
    else:
        path, ids = tmp_path / "v.npy", tmp_path / "v.csv"
        np.save(path, vectors.astype(np.float16))
        ids.write_text("image,annotation_id\n" + "\n".join(f"x,{name}" for name in names), encoding="utf-8")
    report = import_vectors(store, path, level=Level.ANNOTATION, ids=ids)
    if kind == "csv":  # its column of images comes later in the order of preference
        assert report.named_by == "reference_id"
    assert report.taken == len(labels)
    assert set(stored(store, report)) == {row["id"] for row in labels}


def test_files_that_hold_no_vectors_are_refused_and_nothing_is_unpickled(store: Store, tmp_path: Path) -> None:
    class Bomb:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return (Path.touch, (tmp_path / "boom",))  # type: ignore[return-value]

    np.save(tmp_path / "bomb.npy", np.array([Bomb()], dtype=object), allow_pickle=True)
    np.save(tmp_path / "flat.npy", np.zeros(4))
    np.save(tmp_path / "alone.npy", random(3))
    (tmp_path / "torn.npy").write_bytes((tmp_path / "alone.npy").read_bytes()[:40])
    (tmp_path / "two.txt").write_text("a\nb\n", encoding="utf-8")
    ids = tmp_path / "two.txt"
    for name, names, error, told in [
        ("bomb.npy", ids, SourceUnreadable, "Python objects"),
        ("flat.npy", ids, SourceUnreadable, r"\(n, d\) numbers"),
        ("alone.npy", None, SourceUnreadable, "does not say which rows"),
        ("alone.npy", ids, SourceUnreadable, "3 vectors and 2 names"),
        ("torn.npy", ids, SourceUnreadable, "cannot be read"),
        ("gone.npy", ids, SourceNotFound, "gone.npy"),
        ("two.txt", None, FormatUnknown, "two.txt"),
    ]:
        with pytest.raises(error, match=told):
            import_vectors(store, tmp_path / name, ids=names)
    assert not (tmp_path / "boom").exists()
    assert store.snapshot().embeddings(store.snapshot().dataset().id) == ()


def test_a_file_of_other_rows_is_refused_with_a_name_that_was_looked_for(store: Store, tmp_path: Path) -> None:
    parquet.write_table(pa.table({"path": ["elsewhere.jpg"], "v": [[1.0, 2.0]]}), tmp_path / "v.parquet")
    with pytest.raises(SourceUnreadable, match=r"elsewhere\.jpg"):
        import_vectors(store, tmp_path / "v.parquet")

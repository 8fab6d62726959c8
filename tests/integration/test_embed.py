"""Embeddings of images and labels: one pass, only what changed, exactly as the others were (E1, E2, V6.15)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.embeddings.embedder import Crops, CropSource, State
from assay.errors import NotFound, PluginUnknown
from assay.jobs.progress import Progress
from assay.media.decode_file import Decoded, decode_file
from assay.media.image_file import ImageFile
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.edits.undo_change import undo
from assay.workflows.embeddings import embed_chunk
from assay.workflows.embeddings.embed import EmbedReport, embed
from assay.workflows.embeddings.embed_parts import FOLDER
from assay.workflows.embeddings.embeddings import list_embeddings, make_default, remove_embedding
from assay.workflows.follow_up import follow_up
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics.measure import measure
from assay.workflows.metrics.metric_states import MetricState, list_metrics
from assay.workflows.vectors_of import vectors_of
from tests.tiny_embedder import SIDE, Shown, TinyEncoder, registered


@pytest.fixture(autouse=True)
def _tiny() -> Iterator[None]:
    with registered():
        yield


@pytest.fixture
def embedded(store: Store) -> Store:
    embed(store, embedder="tiny")
    Shown.crops = 0
    return store


def vectors(store: Store, level: Level = Level.ANNOTATION) -> dict[int, list[float]]:
    snapshot = store.snapshot()
    embedding = snapshot.embedding(snapshot.dataset().id, level)
    assert embedding is not None
    ids, rows = snapshot.vectors(embedding)
    return dict(zip(ids.tolist(), rows.tolist(), strict=True))


def counts(report: EmbedReport) -> list[tuple[int, int, int]]:
    return [(one.computed, one.reused, one.failures) for one in report.levels]


def test_every_image_and_label_gets_a_vector_of_length_one_from_one_decode_each(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[object] = []

    def counted(file: ImageFile, **how: Any) -> Decoded:
        decoded.append(file)
        return decode_file(file, **how)

    monkeypatch.setattr(embed_chunk, "decode_file", counted)
    report = embed(store, embedder="tiny")
    images, labels = (store.snapshot().count(name) for name in ("images", "annotations"))
    assert (len(decoded), report.decoded) == (images, images)
    assert counts(report) == [(images, 0, 0), (labels, 0, 0)]
    for level, count in ((Level.IMAGE, images), (Level.ANNOTATION, labels)):
        found = np.array(list(vectors(store, level).values()))
        assert found.shape == (count, 48)
        np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, rtol=1e-5)


def test_nothing_is_computed_twice_and_nothing_is_published_then(embedded: Store) -> None:
    before = embedded.snapshot().key
    report = embed(embedded, embedder="tiny")
    assert (report.decoded, Shown.crops, embedded.snapshot().key) == (0, 0, before)
    assert all(computed == 0 for computed, _, _ in counts(report))


def test_of_a_moved_box_exactly_one_vector_is_computed_and_as_if_all_were_made_anew(embedded: Store) -> None:
    before = vectors(embedded)
    moved = min(before)
    edit_labels.move(embedded, moved, [1, 1, 30, 30])
    (standing,) = [one for one in list_embeddings(embedded) if one.embedding.level is Level.ANNOTATION]
    assert standing.stale == 1
    follow_up(embedded)
    after = vectors(embedded)
    assert Shown.crops == 1
    assert {id for id in before if before[id] != after[id]} == {moved}
    assert all(one.stale == 0 for one in list_embeddings(embedded))
    undo(embedded)
    follow_up(embedded)
    np.testing.assert_allclose(vectors(embedded)[moved], before[moved], atol=1e-5)


def test_a_class_that_is_edited_changes_no_picture_and_no_vector(embedded: Store) -> None:
    edit_labels.relabel(embedded, [min(vectors(embedded))], 1)
    follow_up(embedded)
    assert Shown.crops == 0


def test_a_deleted_label_loses_its_vector_and_undo_brings_it_back(embedded: Store) -> None:
    before = vectors(embedded)
    edit_labels.delete(embedded, [min(before)])
    follow_up(embedded)
    assert set(vectors(embedded)) == set(before) - {min(before)}
    undo(embedded)
    follow_up(embedded)
    assert set(vectors(embedded)) == set(before)
    assert Shown.crops == 1


def test_a_dataset_none_of_whose_pictures_is_here_says_so_of_every_row_and_publishes_nothing(tmp_path: Path) -> None:
    labels = {"images": [{"id": at, "file_name": f"{at}.jpg", "width": 9, "height": 9} for at in range(3)]}
    labels["annotations"] = [{"id": 0, "image_id": 0, "category_id": 0, "bbox": [1, 1, 3, 3]}]
    labels["categories"] = [{"id": 0, "name": "cat"}]
    (tmp_path / "labels.json").write_text(json.dumps(labels))
    with Store.create(tmp_path / "bare.assay") as bare:
        import_dataset(bare, tmp_path / "labels.json")
        report = embed(bare)
        assert [(one.failures, one.embedding) for one in report.levels] == [(3, None), (1, None)]
        assert not list_embeddings(bare)


def test_a_file_that_changed_is_embedded_again_and_its_labels_with_it(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "a").mkdir(parents=True)
    for at in range(3):
        Image.new("RGB", (20, 20), (80 * at, 10, 200)).save(folder / "a" / f"{at}.png")
    with Store.create(tmp_path / "mine.assay") as mine:
        import_dataset(mine, folder)
        embed(mine, embedder="tiny")
        Image.new("RGB", (30, 20), (1, 2, 3)).save(folder / "a" / "1.png")
        assert counts(embed(mine, embedder="tiny")) == [(1, 2, 0), (1, 2, 0)]


def test_rows_without_a_picture_have_reasons_and_stop_nothing(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "mine" / "a"
    folder.mkdir(parents=True)
    for at in range(4):
        Image.new("RGB", (20, 20), (60 * at, 10, 200)).save(folder / f"{at}.png")
    with Store.create(tmp_path / "mine.assay") as mine:
        import_dataset(mine, tmp_path / "mine")
        (folder / "1.png").unlink()
        (folder / "2.png").write_bytes(b"no image")
        report = embed(mine, embedder="tiny")
        assert counts(report) == [(4, 0, 2), (4, 0, 2)]
        reasons = [one.reason for one in report.levels[0].failed]
        assert "No file was found for the image." in reasons
        assert counts(embed(mine, embedder="tiny")) == [(0, 4, 2), (0, 4, 2)]  # known, and told again
        dataset = mine.snapshot().dataset().id
        ids = np.arange(4)
        found = vectors_of(mine.snapshot(), dataset, Level.IMAGE, ids=ids)
        assert found is not None
        assert np.isfinite(found).all(axis=1).sum() == 2


def test_a_crop_that_the_embedder_cannot_stand_is_one_row_with_a_reason(store: Store) -> None:
    def trouble(crops: Crops) -> None:
        if (crops[:, 0, 0, 0] == worst).any():
            raise RuntimeError("too bright")

    seen: list[NDArray[np.uint8]] = []
    with registered(slug="seeing", load=lambda *, state, gain: TinyEncoder(trouble=seen.append)):
        embed(store, embedder="seeing", levels=[Level.IMAGE])
    corners = np.concatenate(seen)[:, 0, 0, 0]
    worst = corners[0]
    with registered(slug="shy", load=lambda *, state, gain: TinyEncoder(trouble=trouble)):
        report = embed(store, embedder="shy", levels=[Level.IMAGE])
    assert report.levels[0].failures == int((corners == worst).sum())
    assert report.levels[0].failed[0].reason == "RuntimeError: too bright"


def test_other_parameters_or_another_version_make_all_anew(embedded: Store) -> None:
    images, labels = len(vectors(embedded, Level.IMAGE)), len(vectors(embedded))
    assert counts(embed(embedded, embedder="tiny", parameters={"gain": 2.0})) == [(images, 0, 0), (labels, 0, 0)]
    with pytest.raises(NotFound, match="loudness"):
        embed(embedded, embedder="tiny", parameters={"loudness": 1})
    with pytest.raises(PluginUnknown, match="tinny"):
        embed(embedded, embedder="tinny")


def test_what_was_learned_is_kept_for_the_object_that_is_edited(store: Store) -> None:
    learned: list[int] = []

    def learn(crops: CropSource, *, progress: Progress, budget_seconds: float | None, gain: float) -> State:
        batches = list(crops.batches(SIDE, size=7, seed=3))
        assert sum(map(len, batches)) == len(crops)
        assert budget_seconds == 9
        learned.append(len(crops))
        return {"scale": np.array([gain])}

    def load(*, state: State, gain: float) -> TinyEncoder:
        assert state["scale"] == gain
        return TinyEncoder()

    with registered(slug="pupil", learn=learn, load=load):
        embed(store, embedder="pupil", budget_seconds=9)
        snapshot = store.snapshot()
        assert learned == [snapshot.count("images"), snapshot.count("annotations")]
        embed_chunk.encoder_of.cache_clear()
        edit_labels.move(store, min(vectors(store)), [1, 1, 30, 30])
        follow_up(store)
        assert len(learned) == 2
        assert not list((store.path / "cache" / FOLDER).glob("*.arrow"))


def test_a_run_that_is_cancelled_goes_on_where_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assay.workflows.embeddings.embed_pass.FIRST", 6)

    class Impatient:
        def stage(self, title: str, total: int | None = None) -> None: ...

        def advance(self, steps: int = 1) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed(store, embedder="tiny", progress=Impatient())
    assert store.snapshot().embeddings(store.snapshot().dataset().id) == ()
    done = Shown.crops
    assert done > 0
    embed(store, embedder="tiny")
    rows = sum(store.snapshot().count(name) for name in ("images", "annotations"))
    assert Shown.crops == rows  # in both runs together, each once


def test_metrics_of_neighbours_come_alive_and_are_stale_when_a_vector_changes(embedded: Store) -> None:
    def states() -> set[MetricState]:
        shown = [one for one in list_metrics(embedded) if one.level is not Level.PREDICTION]
        return {one.state for one in shown if one.slug == "uniqueness"}

    assert measure(embedded, metrics=["uniqueness"]).failures == 0
    assert MetricState.MEASURED in states()
    edit_labels.move(embedded, min(vectors(embedded)), [1, 1, 30, 30])
    follow_up(embedded)
    assert states() == {MetricState.MEASURED}  # brought up to date with the vector it reads
    embed(embedded, embedder="tiny", anew=True, parameters={"gain": 3.0})
    assert MetricState.STALE in states()


def test_embeddings_are_listed_chosen_and_removed_by_name(embedded: Store) -> None:
    embed(embedded, embedder="tiny", name="second", levels=[Level.IMAGE], default=False)
    assert [(one.embedding.name, one.embedding.is_default) for one in list_embeddings(embedded)] == [
        ("tiny", True),
        ("tiny", True),
        ("second", False),
    ]
    make_default(embedded, "second")
    snapshot = embedded.snapshot()
    found = snapshot.embedding(snapshot.dataset().id, Level.IMAGE)
    assert found is not None
    assert found.name == "second"
    assert len(remove_embedding(embedded, "tiny")) == 2
    assert [one.embedding.name for one in list_embeddings(embedded)] == ["second"]
    with pytest.raises(NotFound, match="tiny"):
        remove_embedding(embedded, "tiny")


def test_boxes_of_a_turned_photo_are_cut_from_the_picture_as_it_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:, :30] = (255, 0, 0)
    pixels[:, 30:] = (0, 0, 255)
    for name, orientation in (("upright", 1), ("turned", 6)):
        exif = Image.Exif()
        exif[274] = orientation
        Image.fromarray(pixels).save(folder / f"{name}.png", exif=exif)
    images = [
        {"id": at, "file_name": f"{name}.png", "width": 60, "height": 40}
        for at, name in enumerate(["upright", "turned"])
    ]
    labels = [
        {"id": 2 * at + side, "image_id": at, "category_id": 1, "bbox": [2 + 32 * side, 5, 24, 24], "area": 576}
        for at in range(2)
        for side in range(2)
    ]
    import json

    source = tmp_path / "labels.json"
    coco = {"images": images, "annotations": labels, "categories": [{"id": 1, "name": "field"}]}
    source.write_text(json.dumps(coco), encoding="utf-8")
    with Store.create(tmp_path / "turned.assay") as store:
        import_dataset(store, source, images=folder)
        embed(store, embedder="tiny", levels=[Level.ANNOTATION])
        found = np.array(list(vectors(store).values()))
    likeness = found @ found.T
    assert likeness[0, 2] > 0.99  # red on the left, in both
    assert likeness[1, 3] > 0.99
    assert likeness[0, 1] < 0

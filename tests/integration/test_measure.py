"""Metrics over a project: one decode per image, nothing measured twice, reasons per item (V2.1, D12)."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import assay
from assay.errors import NotFound
from assay.jobs import spread
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.explore.facets import facets
from assay.workflows.explore.search import ask, search
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics import measure_pictures
from assay.workflows.metrics.measure import measure
from assay.workflows.metrics.metric_states import MetricStanding, MetricState, list_metrics

PICTURES = ["brightness", "contrast"]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Thirty small pictures of their own brightness, in three folders, as a dataset of folders."""
    folder = tmp_path / "photos"
    for at in range(30):
        place = folder / f"class{at % 3}"
        place.mkdir(parents=True, exist_ok=True)
        pixels = np.full((24, 32, 3), at * 8, np.uint8)
        pixels[:, ::2] += 5
        Image.fromarray(pixels).save(place / f"{at:02}.png")
    return folder


@pytest.fixture
def photo_set(photos: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "photos.assay") as store:
        import_dataset(store, photos)
        yield store


def standing(store: Store, slug: str, level: Level = Level.IMAGE) -> MetricStanding:
    return next(one for one in list_metrics(store) if (one.slug, one.level) == (slug, level))


def values(store: Store, field: str) -> list[float | None]:
    rows = search(store, "", level=Level.IMAGE, limit=1_000).rows
    found = store.snapshot().take("images", rows.column("id").to_pylist(), columns=[field])
    return list(found[field].to_pylist())


def reasons(store: Store) -> list[dict[str, str]]:
    rows = store.snapshot().rows("images", columns=("unmeasured",))
    return [json.loads(text) for text in rows["unmeasured"].to_pylist() if text]


# One pass


def test_every_metric_that_can_be_measured_is_and_each_image_is_decoded_once(store: Store) -> None:
    """V2.1: pictures, labels, predictions and what leans on the evaluation, in one run."""
    report = measure(store)
    images = store.snapshot().count("images")
    assert report.decoded == images
    assert report.failures == 0
    assert not [slug for slug, why in report.skipped.items() if "Error" in why], report.skipped
    states = {one.state for one in list_metrics(store) if one.slug not in report.skipped}
    assert states <= {MetricState.MEASURED, MetricState.FIELD, MetricState.CANNOT}
    assert standing(store, "brightness").count == images
    assert standing(store, "brightness", Level.ANNOTATION).count == store.snapshot().count("annotations")


def test_values_are_those_of_the_pixels_and_queries_sort_by_them(photo_set: Store) -> None:
    measure(photo_set, metrics=PICTURES)
    rows = search(photo_set, "", level=Level.IMAGE, sort="brightness", limit=100).rows
    assert [Path(name).stem for name in rows.column("file_name").to_pylist()] == [f"{at:02}" for at in range(30)]
    dark = search(photo_set, "brightness < 0.2", level=Level.IMAGE, limit=100)
    assert 0 < dark.total < 30


def test_a_repeat_decodes_nothing_and_writes_nothing(photo_set: Store) -> None:
    first = measure(photo_set, metrics=PICTURES)
    revision = photo_set.snapshot().revision
    again = measure(photo_set, metrics=PICTURES)
    assert (first.decoded, first.measured, first.reused) == (30, 120, 0)  # images, and their labels of whole images
    assert (again.decoded, again.measured, again.reused) == (0, 0, 120)
    assert again.columns == first.columns
    assert photo_set.snapshot().revision == revision


def test_another_metric_measures_itself_alone(photo_set: Store) -> None:
    measure(photo_set, metrics=PICTURES, levels=[Level.IMAGE])
    report = measure(photo_set, metrics=[*PICTURES, "entropy"], levels=[Level.IMAGE])
    assert (report.measured, report.reused) == (30, 60)


def test_a_file_that_changed_is_measured_again_and_no_other(photo_set: Store, photos: Path) -> None:
    measure(photo_set, metrics=["brightness"])
    Image.new("RGB", (32, 24), (255, 255, 255)).save(photos / "class0" / "00.png")
    report = measure(photo_set, metrics=["brightness"])
    assert report.decoded == 1
    assert max(value for value in values(photo_set, "brightness") if value is not None) == 1


def test_a_copy_of_a_file_is_known_by_its_content(photo_set: Store, photos: Path) -> None:
    """A digest is what values are known by: neither a new time of change nor a new place costs a decode of others."""
    measure(photo_set, metrics=["brightness"])
    os.utime(photos / "class1" / "01.png")
    assert measure(photo_set, metrics=["brightness"]).decoded == 1  # it is read to see what it is
    assert measure(photo_set, metrics=["brightness"]).decoded == 0


def test_deleting_the_cache_costs_time_and_nothing_else(photo_set: Store) -> None:
    measure(photo_set, metrics=["brightness"])
    before = values(photo_set, "brightness")
    shutil.rmtree(photo_set.path / "cache")
    assert measure(photo_set, metrics=["brightness"]).decoded == 30
    assert values(photo_set, "brightness") == before


def test_processes_give_what_one_process_gives(photo_set: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(spread, "HERE_SECONDS", 0)
        pooled = measure(photo_set, metrics=PICTURES)
    here = {field: values(photo_set, field) for field in PICTURES}
    shutil.rmtree(photo_set.path / "cache")
    alone = measure(photo_set, metrics=PICTURES)
    assert {field: values(photo_set, field) for field in PICTURES} == here
    assert (alone.decoded, alone.measured) == (pooled.decoded, pooled.measured)


# What fails


def test_an_image_that_fails_is_a_row_with_a_reason_and_stops_nothing(photo_set: Store, photos: Path) -> None:
    (photos / "class0" / "00.png").write_bytes(b"no picture at all")
    (photos / "class1" / "01.png").unlink()
    report = measure(photo_set, metrics=["brightness"], levels=[Level.IMAGE])
    assert report.failures == 2
    assert {failure.metric for failure in report.failed} == {"brightness"}
    assert sorted(value is None for value in values(photo_set, "brightness")) == [False] * 28 + [True] * 2
    told = [reason["brightness"] for reason in reasons(photo_set)]
    assert any("image" in reason for reason in told)
    assert measure_pictures.NO_FILE in told


def test_a_reason_goes_when_the_file_is_mended(photo_set: Store, photos: Path) -> None:
    path = photos / "class0" / "00.png"
    whole = path.read_bytes()
    path.write_bytes(b"no picture")
    assert measure(photo_set, metrics=["brightness"], levels=[Level.IMAGE]).failures == 1
    path.write_bytes(whole)
    assert measure(photo_set, metrics=["brightness"], levels=[Level.IMAGE]).failures == 0
    assert reasons(photo_set) == []


def test_reasons_of_other_metrics_stand(photo_set: Store, photos: Path) -> None:
    (photos / "class1" / "01.png").unlink()
    measure(photo_set, metrics=["brightness"], levels=[Level.IMAGE])
    measure(photo_set, metrics=["contrast"], levels=[Level.IMAGE])
    assert set(reasons(photo_set)[0]) == {"brightness", "contrast"}


def test_a_metric_that_is_not_there_is_named(photo_set: Store) -> None:
    with pytest.raises(NotFound, match="There is no metric 'brightnes'"):
        measure(photo_set, metrics=["brightnes"])


# How metrics stand


def test_a_metric_is_not_measured_then_measured_then_stale(photo_set: Store, photos: Path) -> None:
    assert standing(photo_set, "brightness").state is MetricState.NOT_MEASURED
    measure(photo_set, metrics=["brightness"])
    assert standing(photo_set, "brightness").state is MetricState.MEASURED
    assert standing(photo_set, "brightness").count == 30
    Image.new("RGB", (9, 9)).save(photos / "class0" / "new.png")
    import_dataset(photo_set, photos)
    now = standing(photo_set, "brightness")
    assert (now.state, now.why) == (MetricState.STALE, "Rows were imported since.")
    assert measure(photo_set, metrics=["brightness"]).decoded == 1
    assert standing(photo_set, "brightness").state is MetricState.MEASURED


def test_what_a_query_computes_by_itself_is_no_column(photo_set: Store) -> None:
    assert standing(photo_set, "object_count").state is MetricState.FIELD


def test_why_a_metric_cannot_be_measured_is_told(photo_set: Store) -> None:
    one = standing(photo_set, "occluded_keypoints", Level.ANNOTATION)
    assert (one.state, one.why) == (MetricState.CANNOT, "No label has keypoints.")
    assert measure(photo_set).skipped["limb_surprise"] == "No label has keypoints."


def test_a_column_without_any_value_says_why(store: Store) -> None:
    """D1: measured, and nothing was there to measure; it has no facet."""
    measure(store, metrics=["annotation_time"])
    one = standing(store, "annotation_time", Level.ANNOTATION)
    assert (one.state, one.count) == (MetricState.MEASURED, 0)
    assert one.why.startswith("No time is logged for it")
    shown = facets(ask(store.snapshot(), level=Level.ANNOTATION))
    assert not {facet.field.name for facet in shown} & {"annotation_time", "annotation_time_z"}


def test_an_upright_crop_is_measured_of_a_picture_that_lies_on_its_side(tmp_path: Path) -> None:
    """A box is in the stored frame; EXIF turns the picture, and the box with it."""
    folder = tmp_path / "turned"
    folder.mkdir()
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:10, :10] = 255  # stored: a white corner at the upper left
    exif = Image.Exif()
    exif[274] = 6
    Image.fromarray(pixels).save(folder / "a.png", exif=exif)
    label = {"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 10, 10], "area": 100, "iscrowd": 0}
    document = {
        "images": [{"id": 1, "file_name": "a.png", "width": 60, "height": 40}],
        "categories": [{"id": 1, "name": "corner"}],
        "annotations": [label],
    }
    (folder / "labels.json").write_text(json.dumps(document), encoding="utf-8")
    with assay.create(tmp_path / "turned.assay") as project:
        project.import_dataset(folder / "labels.json", images=folder)
        project.metrics.run(["brightness"])
        (found,) = project.annotations.search("brightness > 0.99").table.column("id").to_pylist()
        assert found == project.annotations.ids()[0]

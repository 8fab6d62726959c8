"""Measured images: the outlier that was planted is found, and the metric that was shifted drifts most (V2.8, V2.9)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assay.model.level import Level
from assay.model.metric import BadEnd
from assay.store.store import Store
from assay.workflows.drift.compare import drift
from assay.workflows.drift.overlay import overlay
from assay.workflows.drift.sides import Side, both_sides
from assay.workflows.explore.field_page import field_page
from assay.workflows.explore.outliers import outliers
from assay.workflows.explore.search import ask, matching_ids
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics.contact_sheet import contact_sheet
from assay.workflows.metrics.measure import measure

IMAGES, BLACK = 24, 7


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Images of daylight, one of which is black."""
    with photographed(tmp_path_factory.mktemp("day"), light=120) as store:
        yield store


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """As many images of the same sizes, all of them darker."""
    with photographed(tmp_path_factory.mktemp("night"), light=50) as store:
        yield store


def photographed(folder: Path, *, light: float) -> Store:
    """A project of noisy images about as bright as `light` of 255, measured."""
    rng = np.random.default_rng(0)
    for at in range(IMAGES):
        pixels = np.zeros((40, 60, 3)) if at == BLACK else rng.normal(light + at % 5, 20, (40, 60, 3))
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / f"{at}.png")
    images = [{"id": at, "file_name": f"{at}.png", "width": 60, "height": 40} for at in range(IMAGES)]
    document = {"images": images, "categories": [{"id": 1, "name": "car"}], "annotations": []}
    (folder / "labels.json").write_text(json.dumps(document))
    store = Store.create(folder / "photos.assay")
    import_dataset(store, folder / "labels.json", images=folder)
    measure(store, metrics=["brightness"])
    return store


def test_the_black_image_is_a_severe_outlier(day: Store) -> None:
    """V2.8, D13: the count opens the image that was planted."""
    found = next(row for row in outliers(day.snapshot()) if row.field.name == "brightness")
    assert (found.severe_low.count, found.severe.count) == (1, 1)
    listed = matching_ids(day, found.severe_low.query)
    names = day.snapshot().take("images", listed, columns=["file_name"])["file_name"].to_pylist()
    assert names == [f"{BLACK}.png"]


def test_the_page_has_the_metric_s_own_words(day: Store) -> None:
    page = field_page(ask(day.snapshot()), "brightness")
    assert (page.field.low, page.field.high) == (0.0, 1.0)
    assert page.field.bad is BadEnd.BOTH
    assert page.field.page is not None
    assert "What it measures" in page.field.page
    assert (page.count, page.missing, page.reasons) == (IMAGES, 0, ())
    assert page.quantiles is not None
    assert page.lowest.values[0] == page.quantiles.min == 0.0


def test_a_sheet_shows_darkness_before_light(day: Store) -> None:
    sheet = contact_sheet(ask(day.snapshot()), "brightness", bins=4, each=2)
    assert [each.count for each in sheet] == [6, 6, 6, 6]
    shown = np.concatenate([each.items.values for each in sheet])
    assert (np.diff(shown) >= 0).all()


def test_the_metric_that_was_shifted_drifts_most_between_two_projects(day: Store, night: Store) -> None:
    """V2.9, K1: training against production; a bin of the overlay opens its images in its own project."""
    with both_sides(day, Side(), Side(), level=Level.IMAGE, other=night.path) as asked:
        found = drift(*asked)
        bins = overlay(*asked, "brightness", bins=8)
    assert found.rows[0].field in {"brightness", "file_size"}  # darker noise is cut off at 0, and packs better
    brightness = next(row for row in found.rows if row.field == "brightness")
    assert brightness.effect > 0.9
    assert brightness.p_holm < 1e-6
    assert next(row for row in found.rows if row.field == "width").effect == 0.0
    for store, counts, queries in (
        (day, bins.reference, bins.queries_reference),
        (night, bins.current, bins.queries_current),
    ):
        assert [len(matching_ids(store, query)) for query in queries] == counts.tolist()

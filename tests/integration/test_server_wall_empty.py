"""A wall of what is not there is empty, in every order."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.test_server_wall import ORDERS, wall
from tests.integration.visitor import Visitor
from tests.unit.media.drawn import canvas, write


@pytest.mark.parametrize("order", ORDERS)
def test_images_without_any_label_have_a_wall_of_labels(tmp_path: Path, empty: Store, order: str) -> None:
    (tmp_path / "photos").mkdir()
    write(tmp_path / "photos" / "0.jpg", canvas(80, 48, (10, 8, 24, 24)))
    import_dataset(empty, tmp_path / "photos")
    assert not len(wall(Visitor(create_app(empty)), order=order).ids)

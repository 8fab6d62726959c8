"""Window and level over HTTP: the stored values of deep images, by id and within bounds."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.visitor import Visitor

GROUND, FAINT, BONE = 1_000, 1_040, 30_000


def ramp() -> NDArray[np.uint16]:
    """(96, 128): flat tissue with a square that is 40 steps brighter, beside bone that is 30 times as bright."""
    values = np.full((96, 128), GROUND, np.uint16)
    values[:, 64:] = np.linspace(2_000, BONE, 64).astype(np.uint16)
    values[32:64, 16:48] = FAINT
    return values


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    (folder / "all").mkdir(parents=True)
    Image.fromarray(ramp()).save(folder / "all" / "deep.png")
    Image.fromarray(np.where(ramp() == FAINT, np.nan, ramp() / 7).astype(np.float32)).save(folder / "all" / "float.tif")
    Image.fromarray((ramp() // 256).astype(np.uint8)).convert("RGB").save(folder / "all" / "plain.png")
    return folder


@pytest.fixture
def web(scans: Path, empty: Store) -> Visitor:
    import_dataset(empty, scans, format="folders")
    return Visitor(create_app(empty))


def ids(web: Visitor) -> dict[str, int]:
    found = web.post("/api/search", {"dataset": 1, "level": "image"}).json()["items"]
    return {Path(item["name"]).stem: item["id"] for item in found}


def told(web: Visitor, name: str) -> dict[str, Any]:
    values: dict[str, Any] = web.get(f"/media/images/{ids(web)[name]}/values").json()
    return values


def shown(web: Visitor, name: str, low: float, high: float) -> NDArray[np.uint8]:
    reply = web.get(f"/media/images/{ids(web)[name]}/window?low={low}&high={high}&v=1")
    assert reply.status_code == 200
    return np.asarray(Image.open(BytesIO(reply.content)).convert("L"))


def test_a_window_shows_what_is_faint_in_native_values(web: Visitor, scans: Path) -> None:
    before = {path: sha256(path.read_bytes()).digest() for path in scans.rglob("*.*")}
    usual = shown(web, "deep", *told(web, "deep")["shown"]).astype(int)
    narrow = shown(web, "deep", GROUND, FAINT).astype(int)
    assert abs(usual[48, 32] - usual[10, 32]) < 3
    assert narrow[48, 32] > 245
    assert narrow[10, 32] < 10
    assert before == {path: sha256(path.read_bytes()).digest() for path in scans.rglob("*.*")}


def test_the_values_are_told_as_they_are_stored(web: Visitor) -> None:
    deep = told(web, "deep")
    assert (deep["type"], deep["full"]) == ("uint16", [GROUND, BONE])
    assert sum(deep["counts"]) == 96 * 128
    assert deep["shown"] == deep["auto"]


def test_floats_with_holes_have_a_range_and_a_window(web: Visitor) -> None:
    values = told(web, "float")
    assert values["type"] == "float32"
    assert values["full"] == pytest.approx([GROUND / 7, BONE / 7], rel=1e-6)
    assert sum(values["counts"]) == 96 * 128 - 32 * 32
    assert shown(web, "float", 100, 200)[48, 32] < 10


def test_eight_bits_are_windowed_on_0_to_255(web: Visitor) -> None:
    values = told(web, "plain")
    assert (values["type"], values["full"], values["shown"]) == ("uint8", [0, 255], [0, 255])
    assert len(values["counts"]) == 128
    assert shown(web, "plain", 0, 64).max() > 250


@pytest.mark.parametrize(
    "query", ["", "low=3", "low=5&high=5", "low=9&high=5", "low=nan&high=5", "low=0&high=inf", "low=-1e31&high=0"]
)
def test_a_window_must_be_two_sane_numbers(web: Visitor, query: str) -> None:
    reply = web.get(f"/media/images/{ids(web)['deep']}/window?{query}")
    assert (reply.status_code, reply.json()["code"]) == (422, "request-invalid")


def test_what_is_known_is_not_sent_twice(web: Visitor) -> None:
    address = f"/media/images/{ids(web)['deep']}/values"
    tag = web.get(address).headers["etag"]
    assert web.get(address, headers={"If-None-Match": tag}).status_code == 304

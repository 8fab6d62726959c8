"""A run of an embedder that is killed publishes nothing and goes on where it was (E1, V6.2)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.embeddings.embed import embed
from assay.workflows.embeddings.embed_parts import FOLDER, RawParts
from assay.workflows.imports.import_dataset import import_dataset
from tests.tiny_embedder import Shown, registered

pytestmark = pytest.mark.faults

COUNT = 120
SCRIPT = """
import sys, time
from assay.store.store import Store
from assay.workflows.embeddings import embed_parts
from assay.workflows.embeddings.embed import embed
from tests.tiny_embedder import TinyEncoder, registered
embed_parts._EVERY_SECONDS = 0
load = lambda *, state, gain: TinyEncoder(trouble=lambda crops: time.sleep(0.1))
with registered(load=load):
    embed(Store.open(sys.argv[1]), embedder="tiny")
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    photos = tmp_path / "photos" / "all"
    photos.mkdir(parents=True)
    rng = np.random.default_rng(0)
    for at in range(COUNT):
        Image.fromarray(rng.integers(0, 255, (12, 12, 3), dtype=np.uint8)).save(photos / f"{at:03}.png")
    with Store.create(tmp_path / "a.assay") as store:
        import_dataset(store, tmp_path / "photos")
    return tmp_path / "a.assay"


def parts(project: Path) -> int:
    return len(list((project / "cache" / FOLDER).glob("*.arrow")))


def test_a_killed_run_publishes_nothing_and_the_next_goes_on_where_it_was(project: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(project)], env=dict(os.environ))
    for _ in range(6_000):
        if parts(project) >= 4 or process.poll() is not None:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    with Store.open(project) as store, registered():
        assert store.snapshot().embeddings(store.snapshot().dataset().id) == ()
        embed(store, embedder="tiny")
        assert 0 < Shown.crops < 2 * COUNT  # images and their labels, but those that were done
        found = store.snapshot().embedding(store.snapshot().dataset().id, Level.IMAGE)
        assert found is not None
        assert found.count == COUNT
        assert parts(project) == 0


def test_a_damaged_part_is_as_if_it_were_not_there(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RawParts, "clear", RawParts.write)
    with Store.open(project) as store, registered():
        embed(store, embedder="tiny")
        for path in (project / "cache" / FOLDER).glob("*.arrow"):
            path.write_bytes(path.read_bytes()[:100])
        Shown.crops = 0
        embed(store, embedder="tiny", anew=True)
        assert Shown.crops == 2 * COUNT
        assert all(one.count == COUNT for one in store.snapshot().embeddings(store.snapshot().dataset().id))

"""Time what stands behind every mark of a review, at 100,000 labels: a real server, spoken to over HTTP.

    python benchmarks/review_marks.py [--labels 100000]

Prints one JSON value in milliseconds: a mark alone and while another process holds the project as its writer (the most
of 200 each), all verdicts at once, what is new, a chunk, the time log, and applying; then how long the 6,400 crops of
a scripted reviewer, 3 % of them wrong, take the server: one mark for each wrong crop, one look for each screen of 60.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from benchmarks.served import free_port, served

LABELS = 100_000
CROPS, WRONG, SCREEN = 6_400, 0.03, 60
_CLASSES = 10

_HOLD = """
import sys
from pathlib import Path
from assay.store.store import Store
with Store.open(Path(sys.argv[1])) as store, store.writer():
    print("held", flush=True)
    sys.stdin.read()
"""


def make_project(folder: Path, labels: int) -> Path:
    """A project with that many boxes of ten classes, and no image file."""
    images = [{"id": at, "file_name": f"{at}.png", "width": 640, "height": 480} for at in range(labels // 10)]
    boxes = [
        {
            "id": at,
            "image_id": at // 10,
            "category_id": at % _CLASSES + 1,
            "bbox": [at % 600, at % 440, 20, 20],
            "area": 400,
            "iscrowd": 0,
        }
        for at in range(labels)
    ]
    classes = [{"id": at + 1, "name": f"class {at}"} for at in range(_CLASSES)]
    (folder / "labels.json").write_text(json.dumps({"images": images, "annotations": boxes, "categories": classes}))
    with Store.create(folder / "marks.assay") as store:
        import_dataset(store, folder / "labels.json")
    return folder / "marks.assay"


@contextmanager
def held(project: Path) -> Iterator[None]:
    """Another process writes to the project meanwhile, as an import does."""
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(project)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        yield
    finally:
        holder.communicate()


class Reviewer:
    """A browser on one review."""

    def __init__(self, url: str, *, query: str = "") -> None:
        self._client = httpx.Client(base_url=url, timeout=60)
        asked = {"dataset": 1, "query": query, "anew": True}
        self.path = f"/api/reviews/{self._client.post('/api/reviews', json=asked).json()['id']}"

    def say(self, **event: object) -> dict:
        """Send one event."""
        told = {"key": uuid.uuid4().hex, "at": time.time_ns() // 1_000_000, **event}
        return self.post("events", events=[told])

    def post(self, act: str, **body: object) -> dict:
        """Do one act."""
        return self._client.post(f"{self.path}/{act}", json=body).raise_for_status().json()

    def get(self, what: str) -> dict:
        """Ask one thing."""
        return self._client.get(f"{self.path}/{what}").raise_for_status().json()


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` takes."""
    start = time.perf_counter()
    work()
    return round(1_000 * (time.perf_counter() - start), 1)


def marks(reviewer: Reviewer, rng: np.random.Generator, labels: int) -> dict[str, float]:
    """200 marks, one after the other."""
    times = [timed(lambda: reviewer.say(ids=[int(rng.integers(labels))], verdict="wrong")) for _ in range(200)]
    return {"median": float(np.median(times)), "most": max(times)}


def walk(reviewer: Reviewer, rng: np.random.Generator) -> dict[str, float]:
    """A scripted reviewer goes through 6,400 crops; every input is one request, and none is lost."""
    is_wrong = rng.random(CROPS) < WRONG
    times = []
    for start in range(0, CROPS, SCREEN):
        screen = list(range(start, min(start + SCREEN, CROPS)))
        wrong = [crop for crop in screen if is_wrong[crop]]
        times.extend(timed(lambda crop=crop: reviewer.say(ids=[crop], verdict="wrong")) for crop in wrong)
        times.append(timed(lambda screen=screen: reviewer.say(seen=screen)))
    found = reviewer.get("verdicts")
    assert found["ids"] == np.flatnonzero(is_wrong).tolist()
    assert found["seen"] == [[0, CROPS - 1]]
    return {"inputs": len(times), "seconds": round(sum(times) / 1_000, 2), "most": max(times)}


def main() -> None:
    """Make the set, serve it, and time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=int, default=LABELS)
    labels, rng = parser.parse_args().labels, np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        project, port = make_project(Path(folder), labels), free_port()
        url = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "assay", "serve", str(project), "--port", str(port)]
        with served(command, f"{url}/api/project"):
            reviewer = Reviewer(url)
            reviewer.say(seen=[0])  # what is counted is read by now
            result: dict[str, object] = {"labels": labels, "mark": marks(reviewer, rng, labels)}
            with held(project):
                result["mark_beside_a_writer"] = marks(reviewer, rng, labels)
            result["walk"] = walk(Reviewer(url), rng)
            result["mark_all"] = timed(lambda: reviewer.say(ids=list(range(labels)), verdict="relabel", class_id=1))
            result["verdicts"] = timed(lambda: reviewer.get("verdicts"))
            result["news"] = timed(lambda: reviewer.get("verdicts?since=401"))
            result["chunk"] = timed(lambda: Reviewer(url).post("claim"))
            result["times"] = timed(lambda: reviewer.get("times"))
            result["apply"] = timed(lambda: reviewer.post("apply"))
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

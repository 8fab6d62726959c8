"""Time what a reviewer waits for, at 100,000 labels: a wall opened, another order, the first 200 crops.

    python benchmarks/review.py [--images 10000] [--folder DIR]

Prints one JSON value. `server`: for each step the seconds that a client waits and the CPU seconds that the server, a
process of its own, spends meanwhile. `browser`: what a person before the page waits for, see `review_page.py`.
`--folder` keeps the set, which takes minutes to make, for the next time; `--only browser` leaves the server's half out.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.review_page import browser_half
from benchmarks.review_set import CLASSES, make_project
from benchmarks.served import PATIENCE, answers, free_port

IMAGES = 10_000
FIRST = 200
ORDERS = ("natural", "mean_distance", "loss", "label_quality", "suspect", "w", "look_alike")
_MOST = 128
_TICK = os.sysconf("SC_CLK_TCK")

Step = dict[str, float]
"""Seconds that a client waited, and CPU seconds of the server meanwhile."""


class Reviewer:
    """A client of one server, with a watch on the server's processor time."""

    def __init__(self, url: str, server: int) -> None:
        self.url = url
        self._client = httpx.Client(base_url=url, timeout=PATIENCE, limits=httpx.Limits(max_connections=6))
        self._server = server

    def timed(self, work: Callable[[], object]) -> Step:
        """How long `work` takes."""
        cpu, start = self._cpu(), time.perf_counter()
        work()
        return {"seconds": round(time.perf_counter() - start, 3), "cpu_seconds": round(self._cpu() - cpu, 2)}

    def wall(self, **asked: object) -> tuple[dict, np.ndarray]:
        """The header of a wall and its ids."""
        reply = self._client.post("/api/wall", json={"dataset": 1, "level": "annotation", **asked})
        reply.raise_for_status()
        header = int.from_bytes(reply.content[:4], "little")
        head = json.loads(reply.content[4 : 4 + header])
        return head, np.frombuffer(reply.content, "<i4", head["total"], 4 + header)

    def sheets(self, head: dict, ids: np.ndarray, *, side: int = 96) -> int:
        """Bytes of the sheets of these crops, asked for side by side as a browser does."""
        parts = [ids[start : start + _MOST] for start in range(0, len(ids), _MOST)]

        def ask(part: np.ndarray) -> int:
            told = {"level": head["level"], "ids": ",".join(map(str, part.tolist())), "side": side, "v": head["v"]}
            return len(self._client.get("/media/sheets", params=told).raise_for_status().content)

        with ThreadPoolExecutor(len(parts)) as pool:
            return sum(pool.map(ask, parts))

    def click(self, **asked: object) -> None:
        """Open a wall and see its first crops."""
        head, ids = self.wall(**asked)
        self.sheets(head, ids[:FIRST])

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self._server}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK


@contextmanager
def reviewer(project: Path) -> Iterator[Reviewer]:
    """A server of the project, as `assay serve` starts it, and its client once all of it is loaded."""
    port = free_port()
    command = [sys.executable, "-m", "assay", "serve", str(project), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url, start = f"http://127.0.0.1:{port}", time.perf_counter()
        while not answers(f"{url}/api/jobs"):
            if server.poll() is not None or time.perf_counter() - start > PATIENCE:
                raise RuntimeError(f"{' '.join(command)} does not answer")
            time.sleep(0.05)
        time.sleep(3)  # what it loads behind the first answer
        yield Reviewer(url, server.pid)
    finally:
        server.terminate()
        server.wait()


def walls(client: Reviewer) -> dict:
    """A wall of all labels opened for the first time and again; each order for the first time and again."""
    steps: dict = {"first": client.timed(client.wall), "again": client.timed(client.wall)}
    steps["orders"] = {order: client.timed(lambda order=order: client.wall(order=order)) for order in ORDERS}
    steps["order_again"] = client.timed(lambda: client.wall(order="loss"))
    steps["pairs"] = client.timed(lambda: client.wall(group="pair", order="loss"))
    return steps


def crops(client: Reviewer) -> dict:
    """From the click to the first 200 crops: of walls that nobody opened before, and of one that somebody did."""
    cold = [client.timed(lambda name=name: client.click(query=f'label = "{name}"')) for name in CLASSES[1:4]]
    head, ids = client.wall()
    client.sheets(head, ids[:FIRST])
    time.sleep(5)  # the crops behind are made meanwhile
    return {
        "click_cold": min(cold, key=lambda step: step["seconds"]),
        "click_warm": client.timed(client.click),
        "next_200": client.timed(lambda: client.sheets(head, ids[FIRST : 2 * FIRST])),
    }


def server_half(project: Path) -> dict:
    """What a client of the server waits for."""
    shutil.rmtree(project / "cache" / "crops", ignore_errors=True)
    with reviewer(project) as client:
        told = {"wall": walls(client), "crops": crops(client)}
    with reviewer(project) as client:
        head, ids = client.wall()
        told["crops"]["first_200_from_disk"] = client.timed(lambda: client.sheets(head, ids[:FIRST]))
    return told


def page_half(project: Path) -> dict[str, float]:
    """What a person before the page of a warm server waits for."""
    with reviewer(project) as client:
        client.click()
        return browser_half(client.url)


def main() -> None:
    """Make the set where it is not there, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=IMAGES)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", choices=("server", "browser"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        project = make_project(folder, images=chosen.images)
        halves = {"server": server_half, "browser": page_half}
        told = {name: half(project) for name, half in halves.items() if chosen.only in {None, name}}
        print(json.dumps({"labels": chosen.images * len(CLASSES), **told}))


if __name__ == "__main__":
    main()

"""Measure Assay beside a peer in one run: the same set imported by both, then asked and opened in both.

    python benchmarks/beside.py --peer fiftyone --peer-python PATH [--images 5000] [--parts queries page]

Prints one JSON value, and each part on stderr as soon as it is measured: the figures of both, and for each that both
have how many times less Assay takes. A peer imports once, which takes minutes; Assay imports before and after it.
The questions and pages take turns and are medians. A question answered differently has no ratio.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.model.level import Level
from assay.query.facets import Bins, histogram, terms
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.workflows.explore.search import ask, total_of
from benchmarks import page as own_page
from benchmarks import peer_pages
from benchmarks.import_set import import_apart
from benchmarks.peers import PEERS, Peer
from benchmarks.served import free_port, new_page, served
from benchmarks.sets import write_coco

PARTS = ("import_set", "queries", "page")
RUNS = 7
VISITS = 3
SURE = 'label = "class 3" and score > 0.5'

Figures = Mapping[str, float]


def times_less(ours: Figures, theirs: Figures, keys: Iterable[str]) -> dict[str, float]:
    """How many times less Assay takes, for each of the keys that both have."""
    return {key: round(theirs[key] / ours[key], 1) for key in keys if key in ours and key in theirs}


def times_quicker(ours: Mapping[str, Figures], theirs: Mapping[str, Figures]) -> dict[str, float]:
    """Of each question that both answered alike, how many times sooner Assay did."""
    alike = [name for name in ours if name in theirs and ours[name]["answer"] == theirs[name]["answer"]]
    return {name: round(theirs[name]["ms"] / ours[name]["ms"], 1) for name in alike}


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}


def imported(peer: Peer, labels: Path, predictions: Path, scratch: Path) -> dict[str, object]:
    """Both imports; what Assay imported last is `scratch/set.assay`."""
    ours = [import_apart(labels, predictions, scratch / f"{number}.assay") for number in range(2)]
    theirs = peer.import_set(labels, predictions)
    ours.append(import_apart(labels, predictions, scratch / "set.assay"))
    for run in ours:
        run["seconds"] = run["labels_s"] + run["predictions_s"]
    own = medians(ours)
    return {"assay": own, peer.name: theirs, "times_less": times_less(own, theirs, ("seconds", "peak_mb", "disk_mb"))}


def questions(snapshot: Snapshot) -> dict[str, Callable[[], int]]:
    """What `peer_scripts/*_queries.py` ask, understood anew each time as a request does."""

    def total(text: str, level: Level) -> int:
        return total_of(ask(snapshot, text, level=level))

    def sum_of(statement: Callable[..., object], **more: object) -> int:
        question = ask(snapshot, "", level=Level.PREDICTION)
        asked = statement(
            question.checked, level=question.level, scope=question.scope, catalog=question.catalog, **more
        )
        return sum(snapshot.query(asked).column("count").to_pylist())  # type: ignore[arg-type]

    return {
        "images with no label": partial(total, "annotations.count = 0", Level.IMAGE),
        "predictions of a class over .5": partial(total, SURE, Level.PREDICTION),
        "images with such a prediction": partial(total, f"any(prediction: {SURE})", Level.IMAGE),
        "histogram of score, 50 bins": partial(sum_of, histogram, field="score", bins=Bins.over(0, 1, most=50)),
        "predictions by class": partial(sum_of, terms, field="label"),
    }


def asked(peer: Peer, project: Path) -> dict[str, object]:
    """Both answers and their milliseconds, the median after a first time."""
    ours = {}
    with Store.open(project) as store:
        for name, question in questions(store.snapshot()).items():
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                answer = question()
                times.append((time.perf_counter() - start) * 1000)
            ours[name] = {"ms": round(statistics.median(times[1:]), 1), "answer": answer}
    theirs = peer.queries()
    return {"assay": ours, peer.name: theirs, "times_less": times_quicker(ours, theirs)}


def opened(peer: Peer, project: Path) -> dict[str, object]:
    """The waits on both pages, the server started anew for each visit."""
    visits: dict[str, list[dict[str, float]]] = {"assay": [], peer.name: []}
    for _ in range(VISITS):
        visits["assay"].append(own_page.once(project))
        address = f"http://127.0.0.1:{(port := free_port())}"
        with (
            new_page() as page,
            served(peer.server(port), address, environment=peer.environment()) as answer,
        ):
            visits[peer.name].append(peer_pages.VISITS[peer.name](page, address) | {"start_to_answer": answer})
    for run in visits[peer.name]:
        run["start_to_painted_grid"] = run["start_to_answer"] + run["open_to_painted_grid"]
    own, theirs = (medians(runs) for runs in visits.values())
    return {"assay": own, peer.name: theirs, "times_less": times_less(own, theirs, own)}


def measure(name: str, python: str, *, images: int, parts: Iterable[str]) -> Iterator[tuple[str, object]]:
    """Part by part, each as soon as it is measured; the import always, since the others need it."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        labels, predictions = write_coco(folder / "set", images=images)
        peer = Peer(name, python, folder / name)
        yield "import_set", imported(peer, labels, predictions, folder)
        for part, take in (("queries", asked), ("page", opened)):
            if part in parts:
                yield part, take(peer, folder / "set.assay")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--peer", choices=PEERS, required=True)
    arguments.add_argument("--peer-python", required=True)
    arguments.add_argument("--images", type=int, default=5000)
    arguments.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    given = arguments.parse_args()
    result: dict[str, object] = {"images": given.images}
    for part, figures in measure(given.peer, given.peer_python, images=given.images, parts=given.parts):
        print(part, json.dumps(figures), file=sys.stderr, flush=True)
        result[part] = figures
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

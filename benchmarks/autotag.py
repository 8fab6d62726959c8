"""How good an autotag is after two rounds: the labels of a project answer for a person.

    python benchmarks/autotag.py my.assay            # one line per class, at the level of labels
    python benchmarks/autotag.py my.assay --seeds 10
    python benchmarks/autotag.py --made 100000       # CPU seconds alone, on as many random vectors of 256 numbers

Of each class three labels are the first examples, drawn at random; two rounds of twelve questions follow. Printed is
the mean over the seeds of the precision of the 50 highest scores of items that were not answered, before and after,
the answers it took, and CPU seconds of one lesson (learn, score all, choose a round).
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from assay.arrays import Ids
from assay.model.level import Level
from assay.store.store import Store
from assay.vectors.autotag import Spread, learn, scores, spread_of, worth_asking
from assay.vectors.neighbours import Vectors
from assay.workflows.autotags.autotags import ROUND

TOP, FIRST, ROUNDS, DIMENSION = 50, 3, 2, 256


def main() -> None:
    """Measure every class of a project."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("project", type=Path, nargs="?")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--made", type=int, help="how many random vectors to time instead of a project's")
    asked = parser.parse_args()
    if bool(asked.project) == bool(asked.made):
        parser.error("name a project, or --made with a number")
    if asked.made:
        print(_timed(asked.made))
        return
    with Store.open(asked.project) as store:
        snapshot = store.snapshot()
        dataset = snapshot.dataset()
        embedding = snapshot.embedding(dataset.id, Level.ANNOTATION)
        if embedding is None:
            parser.error("the project has no embedding of its labels: assay embed P")
        ids, vectors = snapshot.vectors(embedding)
        category = snapshot.take("annotations", ids, columns=("category_id",))["category_id"].to_numpy()
        spread = spread_of(vectors)
        print(f"{embedding.name}, {len(ids):,} labels\n{'class':20} share  3 yes  after 2 rounds  yes/no  CPU s")
        for one in snapshot.categories(dataset.id):
            has = category == one.id
            if has.sum() < FIRST + TOP:
                continue
            runs = np.array([_taught(vectors, has, spread, seed) for seed in range(asked.seeds)]).mean(axis=0)
            before, after, yes, no, seconds = runs.tolist()
            print(f"{one.name:20} {has.mean():5.1%} {before:6.2f} {after:15.2f}  {yes:.0f}/{no:.0f}  {seconds:.3f}")


def _taught(vectors: Vectors, has: np.ndarray, spread: Spread, seed: int) -> tuple[float, ...]:
    """Precision of the top before and after, how many yes and no, CPU seconds a lesson."""
    asked = np.random.default_rng(seed).choice(np.flatnonzero(has), FIRST, replace=False)
    found, started = [], time.process_time()
    for _ in range(ROUNDS + 1):
        told = scores(vectors, learn(vectors[asked[has[asked]]], vectors[asked[~has[asked]]], spread))
        found.append(_precision(told, has, asked))
        last = asked
        asked = np.append(asked, worth_asking(vectors, told, asked=asked, count=ROUND))
    seconds = (time.process_time() - started) / (ROUNDS + 1)
    return found[0], found[-1], float(has[last].sum()), float((~has[last]).sum()), seconds


def _timed(count: int) -> str:
    """CPU seconds of each step over `count` random vectors."""
    vectors = np.random.default_rng(0).standard_normal((count, DIMENSION), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    at = [time.process_time()]
    spread = spread_of(vectors)
    at.append(time.process_time())
    taught = learn(vectors[:FIRST], vectors[FIRST : FIRST + ROUND], spread)
    at.append(time.process_time())
    told = scores(vectors, taught)
    at.append(time.process_time())
    worth_asking(vectors, told, asked=np.arange(FIRST + ROUND), count=ROUND)
    at.append(time.process_time())
    steps = ("the spread of the set", "learning", "all scores", "a round")
    return "; ".join(f"{step} {seconds:.3f} CPU s" for step, seconds in zip(steps, np.diff(at), strict=True))


def _precision(told: np.ndarray, has: np.ndarray, asked: Ids) -> float:
    rest = np.setdiff1d(np.flatnonzero(np.isfinite(told)), asked)
    return float(has[rest[np.argsort(-told[rest], kind="stable")[:TOP]]].mean())


if __name__ == "__main__":
    main()

"""How well vectors tell classes apart on real sets, beside plain edges and colours.

    python benchmarks/embedding_quality.py DATA [--sets roman_numerals ppe_valid] [--most 3000]
    python benchmarks/embedding_quality.py DATA --embedder selfsup --budget 180 [--steps 20000]

Prints a table. `knn`: share of crops whose 10 nearest others vote for their class. `probe`: share that ridge
regression on the vectors gets right, five-fold. `corrected`: by the labels that people corrected. No class is seen by
an embedder. `edges + colours` is what the descriptor has without motifs and whitening.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.embeddings.registry import EMBEDDERS
from assay.jobs.progress import quiet
from assay.testing.embedders import CropsInMemory, load_encoder, resized
from assay.vectors.neighbours import nearest
from benchmarks.embedding_sets import SETS

FOLDS, NEIGHBOURS, RIDGE = 5, 10, 1e-2
EDGES_AND_COLOURS = 6 * 6 * 9 + 3 * 3 * 18 + 4 * 4 * 6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--most", type=int, default=10_000, help="crops of a set")
    parser.add_argument("--embedder", default="descriptor")
    parser.add_argument("--budget", type=float, help="seconds to learn, where it learns")
    parser.add_argument("--steps", type=int, help="batches to learn from, where it learns")
    arguments = parser.parse_args()
    parameters = {} if arguments.steps is None else {"steps": arguments.steps}
    print(f"{'set':16}{'crops':>7} {'vectors':18}{'knn':>7}{'probe':>7}{'corrected knn':>15}{'probe':>7}{'CPU s':>8}")
    for name in arguments.sets:
        crops, classes, corrected = (part[: arguments.most] for part in SETS[name](arguments.data))
        for title, (vectors, seconds) in embedded(crops, arguments.embedder, arguments.budget, parameters).items():
            told = [knn(vectors, classes), probe(vectors, classes)]
            known = corrected >= 0
            again = [knn(vectors[known], corrected[known]), probe(vectors[known], corrected[known])]
            is_same = (corrected == classes).all()
            print(
                f"{name:16}{len(crops):7} {title:18}{told[0]:7.3f}{told[1]:7.3f}"
                + (" " * 22 if is_same else f"{again[0]:15.3f}{again[1]:7.3f}")
                + f"{seconds:8.1f}",
                flush=True,
            )


def embedded(
    crops: np.ndarray, slug: str, budget: float | None, parameters: dict[str, int]
) -> dict[str, tuple[np.ndarray, float]]:
    """By title: vectors of length 1, and the CPU seconds that all of it took."""
    embedder, started = EMBEDDERS[slug], time.process_time()
    state = {}
    if embedder.learn is not None:
        source = CropsInMemory(crops)
        state = embedder.learn(source, progress=quiet, budget_seconds=budget, **{**embedder.parameters, **parameters})
    encoder = load_encoder(embedder, state, {})
    raw = encoder.encode(resized(crops, encoder.side))
    vectors = raw if embedder.project is None else embedder.project(raw, embedder.fit(raw))
    found = {slug: (unit(vectors), time.process_time() - started)}
    if slug == "descriptor":
        plain = raw[:, :EDGES_AND_COLOURS]
        found["edges + colours"] = unit(plain - plain.mean(axis=0)), float("nan")
    return found


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)).astype(np.float32)


def knn(vectors: np.ndarray, classes: np.ndarray) -> float:
    near = nearest(vectors, count=NEIGHBOURS)
    weights = np.exp(-5 * near.distances)
    votes = np.zeros((len(vectors), classes.max() + 1))
    for place in range(NEIGHBOURS):
        votes[np.arange(len(votes)), classes[near.rows[:, place]]] += weights[:, place]
    return float((votes.argmax(axis=1) == classes).mean())


def probe(vectors: np.ndarray, classes: np.ndarray) -> float:
    fold = np.random.default_rng(0).permutation(len(vectors)) % FOLDS
    truth, points = np.eye(classes.max() + 1)[classes], vectors.astype(np.float64)
    right = 0
    for at in range(FOLDS):
        shown, asked = fold != at, fold == at
        mean = truth[shown].mean(axis=0)
        products = points[shown].T @ points[shown]
        products += RIDGE * shown.sum() / len(products) * np.eye(len(products))
        weights = np.linalg.solve(products, points[shown].T @ (truth[shown] - mean))
        right += int(((points[asked] @ weights + mean).argmax(axis=1) == classes[asked]).sum())
    return right / len(vectors)


if __name__ == "__main__":
    main()

"""CPU seconds of the map and what it keeps of neighbourhoods, beside PCA, and UMAP and PaCMAP where they are installed.

    python benchmarks/map_speed.py [ROWS]           # prints a JSON line per map; 50,000 rows take minutes

Two sets: scanned digits (1,797 x 64), where what is kept is told; and ROWS x 384 around 60 centres, for the time alone.
Our own time is told with and without the search for neighbours; that of the peers includes it and their compilation.
Of the look-alike order of the digits the mean step is told, beside a greedy chain's and the distance to the nearest.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.vectors.layout import CANDIDATES, layout
from assay.vectors.neighbours import Neighbours, Vectors, nearest
from assay.vectors.order import look_alike_order
from assay.vectors.project import principal

ROWS = 50_000
NEAR = 10


def unit(vectors: np.ndarray) -> Vectors:
    """Vectors of length 1."""
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def digits() -> Vectors:
    """Scanned digits, less their mean."""
    pixels = load_digits().data
    return unit(pixels - pixels.mean(axis=0))


def heaps(rows: int) -> Vectors:
    """Vectors of 384 numbers around 60 centres, spread along twelve directions each."""
    rng = np.random.default_rng(0)
    centres, along = rng.normal(size=(60, 384)), rng.normal(size=(60, 12, 384))
    kind = rng.integers(0, 60, rows)
    spread = np.einsum("nk,nkd->nd", rng.normal(0, 0.5, (rows, 12)), along[kind])
    return unit(centres[kind] + spread + rng.normal(0, 0.3, (rows, 384)))


def kept(vectors: Vectors, places: np.ndarray) -> float:
    """Share of the ten nearest neighbours that are still among the ten nearest."""
    found = [
        NearestNeighbors(n_neighbors=NEAR + 1).fit(rows).kneighbors(return_distance=False)[:, :NEAR]
        for rows in (vectors, places)
    ]
    return float(np.mean([len(set(one) & set(other)) / NEAR for one, other in zip(*found, strict=True)]))


def step_of(vectors: Vectors, order: np.ndarray) -> float:
    """The mean distance between one and the next of an order."""
    return round(float(1 - (vectors[order[1:]] * vectors[order[:-1]]).sum(axis=1).mean()), 4)


def greedy(vectors: Vectors) -> np.ndarray:
    """From the first row on always to the nearest that was not yet visited, which is how MLfix orders."""
    distance, order = 1 - vectors @ vectors.T, [0]
    for _ in vectors[1:]:
        distance[:, order[-1]] = np.inf
        order.append(int(distance[order[-1]].argmin()))
    return np.array(order)


def spent(work: Callable[[], object]) -> tuple[float, float, object]:
    """CPU seconds, wall seconds, and what came out."""
    cpu, wall = time.process_time(), time.perf_counter()
    found = work()
    return round(time.process_time() - cpu, 2), round(time.perf_counter() - wall, 2), found


def maps(vectors: Vectors, near: Neighbours) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each map by name, ours first."""
    yield "PCA", lambda: principal(vectors, count=2)
    yield "map, after neighbours", lambda: layout(vectors, near)
    yield "map, neighbours included", lambda: layout(vectors, nearest(vectors, count=CANDIDATES))
    yield "scikit-learn PCA", lambda: PCA(2, random_state=0).fit_transform(vectors)
    if importlib.util.find_spec("pacmap"):
        yield "pacmap", lambda: importlib.import_module("pacmap").PaCMAP(random_state=0).fit_transform(vectors)
    if importlib.util.find_spec("umap"):
        yield "umap-learn", lambda: importlib.import_module("umap").UMAP(random_state=0).fit_transform(vectors)


def main(rows: int) -> None:
    """Print a line for each map of each set."""
    few = digits()[:100]
    look_alike_order(few, nearest(few, count=CANDIDATES))
    layout(few, nearest(few, count=CANDIDATES))  # compiled
    for name, vectors in (("digits", digits()), (f"{rows} x 384", heaps(rows))):
        near = nearest(vectors, count=CANDIDATES)
        for title, work in maps(vectors, near):
            cpu, wall, places = spent(work)
            told = {"set": name, "map": title, "cpu_seconds": cpu, "seconds": wall}
            if name == "digits":
                told |= {"trustworthiness": round(float(trustworthiness(vectors, places, n_neighbors=NEAR)), 4)}
                told |= {"neighbours_kept": round(kept(vectors, np.asarray(places)), 4)}
            print(json.dumps(told), flush=True)
        cpu, wall, order = spent(lambda: look_alike_order(vectors, near))  # noqa: B023 - called at once
        told = {"set": name, "map": "look-alike order", "cpu_seconds": cpu, "seconds": wall}
        if name == "digits":
            told |= {"step": step_of(vectors, np.argsort(order)), "greedy_step": step_of(vectors, greedy(vectors))}
            told |= {"to_the_nearest": round(float(near.distances[:, 0].mean()), 4)}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    main(parser.parse_args().rows)

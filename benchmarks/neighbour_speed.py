"""Nearest neighbours beside numpy, faiss and hnswlib, in one run: python benchmarks/neighbour_speed.py [--rows 100000]

Vectors are made: heaps of points on a curved surface of few dimensions in a space of many, with noise, as embeddings
are. Times are CPU seconds of this process, all threads together, so that what else the machine does is left out; the
recall of each is the share of true neighbours among what it found, over the same random rows. A peer that is not
installed is left out.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assay.vectors.all_pairs import all_pairs
from assay.vectors.index import indexed
from assay.vectors.search import most_alike

Vectors = NDArray[np.float32]
COUNT, ASKED = 10, 500


def made(rows: int, dimension: int, *, seed: int = 0, inner: int = 24, heaps: int = 200) -> Vectors:
    """(rows, dimension) vectors of length 1."""
    rng = np.random.default_rng(seed)
    middles = 1.5 * rng.standard_normal((heaps, inner))
    first = rng.standard_normal((inner, 256)) / np.sqrt(inner)
    second = rng.standard_normal((256, dimension)) / 16
    out = np.empty((rows, dimension), np.float32)
    for start in range(0, rows, 10_000):
        part = out[start : start + 10_000]
        points = middles[rng.integers(heaps, size=len(part))] + rng.standard_normal((len(part), inner))
        part[:] = np.tanh(1.5 * points @ first) @ second + 0.02 * rng.standard_normal(part.shape)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return out


def cpu_seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of one call, and what it gave."""
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def recall(found: NDArray[Any], truth: NDArray[Any]) -> float:
    """The share of true neighbours that was found."""
    return float(np.mean([len(set(one) & set(other)) / COUNT for one, other in zip(found, truth, strict=True)]))


def graph(rows: int, *, heaps: int, inner: int, exact: bool) -> dict[str, Any]:
    """A graph of ten neighbours over `rows` x 384; where `exact`, beside that by comparing all with all."""
    vectors = made(rows, 384, heaps=heaps, inner=inner)
    asked = np.random.default_rng(1).choice(rows, ASKED, replace=False)
    cosines = vectors[asked] @ vectors.T
    cosines[np.arange(ASKED), asked] = -2
    truth = np.argpartition(-cosines, COUNT, axis=1)[:, :COUNT]
    indexed(vectors[:3000], count=COUNT)  # compiled before it is timed
    seconds, found = cpu_seconds(lambda: indexed(vectors, count=COUNT))
    told = {"assay": {"cpu_s": seconds, "recall": recall(found.rows[asked], truth), "stated": found.recall}}
    if exact:
        told["all_pairs"] = {"cpu_s": cpu_seconds(lambda: all_pairs(vectors, count=COUNT))[0]}
    for name, peer in (("hnswlib", _hnswlib), ("faiss_flat", _faiss)):
        try:
            seconds, rows_found = cpu_seconds(partial(peer, vectors))
        except ImportError:
            continue
        others = [[other for other in rows_found[row] if other != row][:COUNT] for row in asked]
        told[name] = {"cpu_s": seconds, "recall": recall(np.array(others), truth)}
    return told


def _hnswlib(vectors: Vectors) -> NDArray[Any]:
    hnswlib: Any = import_module("hnswlib")
    found = hnswlib.Index(space="ip", dim=vectors.shape[1])
    found.init_index(max_elements=len(vectors), M=16, ef_construction=100)
    found.add_items(vectors)
    found.set_ef(64)
    rows: NDArray[Any] = found.knn_query(vectors, k=COUNT + 1)[0]
    return rows


def _faiss(vectors: Vectors) -> NDArray[Any]:
    faiss: Any = import_module("faiss")
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    rows: NDArray[Any] = flat.search(vectors, COUNT + 1)[1]
    return rows


def one_query(rows: int) -> dict[str, float]:
    """The hundred most alike to one of `rows` x 512, and the product alone, which is what numpy needs at least."""
    vectors = np.random.default_rng(0).standard_normal((rows, 512), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    query = vectors[5:6]

    def product() -> Any:
        return vectors @ query[0]

    def ours() -> Any:
        return most_alike(vectors, query, count=100)

    # By turns, so that what else the machine does slows both alike.
    turns = [(cpu_seconds(product)[0], cpu_seconds(ours)[0]) for _ in range(9)]
    least, own = (min(times) for times in zip(*turns, strict=True))
    return {"numpy_product_cpu_ms": 1000 * least, "assay_cpu_ms": 1000 * own, "ratio": own / least}


def main() -> None:
    """Print one JSON value."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the graph")
    parser.add_argument("--query-rows", type=int, default=1_000_000, help="rows of the single query")
    parser.add_argument("--heaps", type=int, default=200, help="1: no heaps, so that little is near anything")
    parser.add_argument("--inner", type=int, default=24, help="dimensions in which the vectors truly lie")
    parser.add_argument("--exact", action="store_true", help="compare all with all too, in the same run")
    asked = parser.parse_args()
    made_graph = graph(asked.rows, heaps=asked.heaps, inner=asked.inner, exact=asked.exact)
    print(json.dumps({"graph": made_graph, "query": one_query(asked.query_rows)}, indent=2))


if __name__ == "__main__":
    main()

"""How many of the pairs of CIFAR-10 that people judged duplicates are found, by hashes and by embedding.

    python benchmarks/duplicates.py DATA

DATA holds `cifar10_test`, with the 39 pairs of ciFAIR (Barz and Denzler). Prints one JSON value. `hashes`: among all
10,000 images, by radius, how many of the pairs are found, and other pairs. `embedding`: among the images of the pairs
and every fourth other one, by the descriptor: of how many pairs either is the first neighbour of the other, and what
`near_duplicate_embedding` finds as it stands and with a greater `within`.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.model.level import Level
from assay.store.snapshot import Snapshot
from assay.store.store import Store
from assay.vectors.neighbours import nearest
from assay.workflows.embeddings.embed import embed
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics.measure import measure
from assay.workflows.vectors_of import vectors_of

Pairs = set[frozenset[str]]

RADII, WITHIN, EVERY = (4, 6, 8, 12), (0.03, 0.2, 0.3), 4


def read_pairs(folder: Path) -> tuple[list[str], Pairs]:
    """The files of all images, and those of each pair."""
    with (folder / "labels.csv").open(encoding="utf-8") as rows:
        path_of = {int(row["index"]): row["path"].removeprefix("images/") for row in csv.DictReader(rows)}
    with (folder / "duplicates_cifar10_test.csv").open(encoding="utf-8") as rows:
        pairs = {frozenset((path_of[int(r["TestID"])], path_of[int(r["TrainID"])])) for r in csv.DictReader(rows)}
    return [path_of[at] for at in sorted(path_of)], pairs


def copied(files: Iterable[str], source: Path, target: Path) -> Path:
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / file, target / file)
    return target


def in_groups(snapshot: Snapshot, column: str) -> Pairs:
    """The pairs of files that one group of `column` holds."""
    groups: dict[int, list[str]] = {}
    for row in snapshot.rows("images", columns=["file_name", column]).to_pylist():
        if row[column] is not None:
            groups.setdefault(row[column], []).append(row["file_name"])
    return {frozenset(pair) for members in groups.values() for pair in combinations(members, 2)}


def told(found: Pairs, truth: Pairs) -> dict[str, int]:
    return {"of_the_pairs": len(found & truth), "others": len(found - truth)}


def by_hashes(images: Path, truth: Pairs, scratch: Path) -> dict[str, object]:
    with Store.create(scratch / "hashes.assay") as store:
        import_dataset(store, images, dataset="cifar")
        measure(store, metrics=["content_hash", "exact_duplicate", "phash"])
        result = {}
        for radius in RADII:
            measure(store, metrics=["near_duplicate"], parameters={"near_duplicate": {"radius": radius}})
            result[str(radius)] = told(in_groups(store.snapshot(), "near_duplicate"), truth)
    return result


def by_embedding(images: Path, truth: Pairs, scratch: Path) -> dict[str, object]:
    with Store.create(scratch / "vectors.assay") as store:
        import_dataset(store, images, dataset="cifar")
        embed(store, levels=[Level.IMAGE])
        result: dict[str, object] = {"images": store.snapshot().count("images")}
        result["first_neighbour"] = len(first_neighbours(store.snapshot()) & truth)
        for within in WITHIN:
            parameters = {"near_duplicate_embedding": {"within": within}}
            measure(store, metrics=["near_duplicate_embedding"], parameters=parameters)
            result[f"within {within}"] = told(in_groups(store.snapshot(), "near_duplicate_embedding"), truth)
    return result


def first_neighbours(snapshot: Snapshot) -> Pairs:
    """Each image with the one most like it."""
    rows = snapshot.rows("images", columns=["id", "file_name"])
    names = rows["file_name"].to_pylist()
    vectors = vectors_of(snapshot, snapshot.datasets()[0].id, Level.IMAGE, ids=rows["id"].to_numpy())
    first = nearest(vectors, count=1).rows[:, 0]
    return {frozenset((names[at], names[other])) for at, other in enumerate(first.tolist())}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    folder = arguments.parse_args().data / "cifar10_test"
    files, truth = read_pairs(folder)
    some = {name for pair in truth for name in pair} | set(files[::EVERY])
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        result = {"pairs": len(truth), "hashes": by_hashes(folder / "images", truth, scratch)}
        result["embedding"] = by_embedding(copied(some, folder / "images", scratch / "some"), truth, scratch)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

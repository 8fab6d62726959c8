"""How many known label errors a reader of the wall meets, and after how many minutes, by the order of the wall.

    python benchmarks/review_finding.py DATA [--model resnet18]     # prints a Markdown table

DATA holds `roman_numerals`: 2,831 labels that people verified, 372 of them wrong. It becomes a project: labels, images,
vectors by the built-in descriptor, and, for the lower half of the table, the cross-validated chances of one model.
Nobody told Assay which labels are wrong.

The scripted reviewer opens the wall of all labels by class and reads the first quarter of every class, then the second,
and so on, at the pace that the paper on MLfix reports (6,400 crops in 30 minutes). Of what it reads it marks the wrong
ones and only those: it errs never and a mark costs no time, so a person finds fewer and takes longer. What the table
compares is the orders. The last column says how long one reads until nine in ten errors were met.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.embeddings.embed import embed
from assay.workflows.explore.search import ask
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.issues.mislabels import find_mislabels
from assay.workflows.runs.evaluate_run import evaluate_run
from assay.workflows.wall.wall import Wall, WallGroup, open_wall

PACE = 6_400 / 30
"""Crops a minute."""
STOPS = (0.25, 0.5, 0.75, 1.0)
MOST = 0.9
BY_PICTURES = ("natural", "doubtful", "look_alike", "mean_distance", "label_quality", "suspect")
BY_MODEL = ("doubtful", "loss", "label_quality", "suspect")


def make_project(store: Store, data: Path, folder: Path) -> set[str]:
    """The labels and images of the set with their vectors; the names of the images whose label is wrong."""
    with (data / "labels_and_review.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    write(folder / "labels.csv", ["path", "label"], ([row["path"], row["given_label"]] for row in rows))
    import_dataset(store, folder / "labels.csv", images=data / "images")
    embed(store, levels=[Level.ANNOTATION])
    return {row["path"] for row in rows if row["label_error"] == "1"}


def add_model(store: Store, chances: Path, folder: Path) -> None:
    """The chances of a model, and how it differs from the labels."""
    with chances.open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    write(folder / "chances.csv", [head[0], *(f"pred_{name}" for name in head[1:])], rows)
    import_predictions(store, folder / "chances.csv", run="model")
    evaluate_run(store)


def write(path: Path, head: Sequence[str], rows: object) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        written = csv.writer(file)
        written.writerow(head)
        written.writerows(rows)  # type: ignore[arg-type]


def judge(store: Store) -> None:
    """Measure label quality and raise suspects from what is known by now."""
    find_mislabels(store)
    find_issues(store)


def read_in_turn(wall: Wall) -> NDArray[np.int64]:
    """(n,) places on the wall as they are read: the first part of every class, then the next."""
    share = np.concatenate([(np.arange(group.count) + 0.5) / group.count for group in wall.groups])
    return np.argsort(share, kind="stable")


def met(store: Store, order: str, wrong: set[str]) -> NDArray[np.int64]:
    """(n,) how many of the wrong labels were met after each crop."""
    question = ask(store.snapshot(), level=Level.ANNOTATION)
    wall = open_wall(question, group=WallGroup.CLASS, order=order)
    if wall.order.used != order:
        raise RuntimeError(f"{order}: {wall.order.reason}")
    images = store.snapshot().rows("images", columns=["id", "file_name"])
    names = dict(zip(images["id"].to_pylist(), images["file_name"].to_pylist(), strict=True))
    is_wrong = np.array([names[image] in wrong for image in wall.images[read_in_turn(wall)].tolist()])
    if is_wrong.sum() != len(wrong):
        raise RuntimeError(f"{is_wrong.sum()} of {len(wrong)} known errors hang on the wall")
    return np.cumsum(is_wrong)


def row_of(name: str, model: str, found: NDArray[np.int64]) -> str:
    """One line of the table."""
    total, errors = len(found), int(found[-1])
    parts = [int(found[round(stop * total) - 1]) for stop in STOPS]
    until = (int(np.searchsorted(found, MOST * errors)) + 1) / PACE
    counts = " | ".join(f"{part} ({part / errors:.0%})" for part in parts)
    return f"| `{name}` | {model} | {counts} | {until:.1f} |"


def table(data: Path, model: str) -> Iterator[str]:
    """The lines of the table."""
    with tempfile.TemporaryDirectory() as scratch, Store.create(Path(scratch) / "roman.assay") as store:
        wrong = make_project(store, data, Path(scratch))
        judge(store)
        orders = [(name, "none", met(store, name, wrong)) for name in BY_PICTURES]
        add_model(store, next(data.glob(f"pred_probs_{model}*.csv")), Path(scratch))
        judge(store)
        orders += [(name, model, met(store, name, wrong)) for name in BY_MODEL]
    total = len(orders[0][2])
    stops = " | ".join(f"{stop:.0%}: {stop * total / PACE:.1f} min" for stop in STOPS)
    yield f"| Order | Model | {stops} | min to {MOST:.0%} |"
    yield "|" + "---|" * (len(STOPS) + 3)
    yield from (row_of(*one) for one in orders)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--model", default="resnet18", help="the beginning of its name")
    chosen = arguments.parse_args()
    print(*table(chosen.data / "roman_numerals", chosen.model), sep="\n")


if __name__ == "__main__":
    main()

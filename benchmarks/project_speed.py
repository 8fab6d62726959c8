"""CPU seconds of embedding a project, of storing vectors, and of keeping versions.

    OMP_NUM_THREADS=1 python benchmarks/project_speed.py DATA [--vectors 300000]

DATA holds `ppe_valid`: 425 images, 1,794 labels, 6,620 predictions. Prints one JSON value. `embedding`: all vectors of
images and labels by the descriptor, once more when nothing changed, and after a label was moved. `vectors`: made ones
of 256 numbers, stored, and read in a project opened anew. `versions`: the state hash, keeping a version, opening it,
the difference after an edit, and a branch.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from assay.workflows.embeddings.embed import embed
from assay.workflows.embeddings.import_vectors import import_vectors
from assay.workflows.embeddings.re_embed import re_embed
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.versions.diff_versions import diff_versions
from assay.workflows.versions.state_hash import state_hash
from assay.workflows.versions.versions import branch_version, open_version, save_version

DIMENSION, OF_IMAGE = 256, 60


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call, all threads together."""
    start = time.process_time()
    work()
    return round(time.process_time() - start, 3)


def embedding(store: Store) -> dict[str, float]:
    embedded: dict[str, float] = {"cpu_s": cpu(lambda: embed(store))}
    embedded["again_cpu_s"] = cpu(lambda: embed(store))
    edit_labels.move(store, 7, [50, 50, 80, 90])
    embedded["after_an_edit_cpu_s"] = cpu(lambda: re_embed(store))
    embedded["vectors"] = sum(store.snapshot().count(table) for table in ("images", "annotations"))
    return embedded


def versions(store: Store, scratch: Path) -> dict[str, float]:
    told = {"state_hash": cpu(lambda: state_hash(store.snapshot()))}
    told["keep"] = cpu(lambda: save_version(store, "before"))
    edit_labels.relabel(store, [0, 5, 9], store.snapshot().categories(1)[0].name)
    told["open"] = cpu(lambda: open_version(store, "before").close())
    with open_version(store, "before") as past:
        told["difference"] = cpu(lambda: diff_versions(past.snapshot(), store.snapshot()))
    return told | {"branch": cpu(lambda: branch_version(store, "before", scratch / "branch.assay"))}


def vectors(count: int, scratch: Path) -> dict[str, float]:
    """Of `count` labels without pictures."""
    rng = np.random.default_rng(0)
    images = [{"id": at, "file_name": f"{at}.jpg", "width": 640, "height": 480} for at in range(-(-count // OF_IMAGE))]
    rows = [{"id": at, "image_id": at // OF_IMAGE, "category_id": 0, "bbox": [1, 1, 9, 9]} for at in range(count)]
    file, new = scratch / "labels.json", scratch / "all.npz"
    file.write_text(json.dumps({"images": images, "annotations": rows, "categories": [{"id": 0, "name": "thing"}]}))
    np.savez(new, id=np.arange(count), vectors=rng.normal(size=(count, DIMENSION)).astype(np.float32))
    path = scratch / "many.assay"
    with Store.create(path) as store:
        import_dataset(store, file)
        told = {"count": count, "stored_cpu_s": cpu(lambda: import_vectors(store, new, level=Level.ANNOTATION))}
    with Store.open(path) as store:
        snapshot = store.snapshot()
        kept = snapshot.embedding(snapshot.datasets()[0].id, Level.ANNOTATION)
        told["read_cpu_s"] = cpu(lambda: snapshot.vectors(kept))
    return told


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--vectors", type=int, default=300_000)
    given = arguments.parse_args()
    folder = given.data / "ppe_valid"
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        with Store.create(scratch / "p.assay") as store:
            import_dataset(store, folder / "instances_valid.json", images=folder / "images")
            import_predictions(store, folder / "predictions_coco.json", run="model")
            result = {"embedding": embedding(store), "versions": versions(store, scratch)}
        result["vectors"] = vectors(given.vectors, scratch)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

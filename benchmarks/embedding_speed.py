"""How fast crops are cut and described on one core, decoding apart; one function per figure.

    OMP_NUM_THREADS=1 python benchmarks/embedding_speed.py

Prints one JSON value, in CPU seconds: `crops_cut_per_second` out of a 640 x 640 picture, `crops_described_per_second`
(at 96 pixels; 1,000 are wanted) and `vectors_whitened_per_second`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import numpy as np

from assay.embeddings.builtin import descriptor
from assay.embeddings.crops import cut_crops
from assay.embeddings.embedder import NO_STATE
from assay.embeddings.whitening import fit_whitening, whiten

COUNT = 500
RNG = np.random.default_rng(0)
ENCODER = descriptor.load(state=NO_STATE)
CROPS = RNG.integers(0, 256, (COUNT, ENCODER.side, ENCODER.side, 3), np.uint8)


def per_second(work: Callable[[], object]) -> int:
    """The best of three, after a first call that may compile."""
    seconds = []
    for _ in range(4):
        started = time.thread_time()
        work()
        seconds.append(time.thread_time() - started)
    return round(COUNT / min(seconds[1:]))


def cutting() -> int:
    picture = RNG.integers(0, 256, (640, 640, 3), np.uint8)
    boxes = np.column_stack([RNG.uniform(0, 500, (COUNT, 2)), RNG.uniform(20, 140, (COUNT, 2))])
    return per_second(lambda: cut_crops(picture, boxes, side=ENCODER.side))


def describing() -> int:
    return per_second(lambda: ENCODER.encode(CROPS))


def whitening() -> int:
    raw = ENCODER.encode(CROPS)
    state = fit_whitening(raw)
    return per_second(lambda: whiten(raw, state))


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    figures = {
        "crops_cut_per_second": cutting(),
        "crops_described_per_second": describing(),
        "vectors_whitened_per_second": whitening(),
    }
    print(json.dumps(figures, indent=2))

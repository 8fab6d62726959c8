"""`selfsup`: a small network trained on the set itself, without labels."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from assay.embeddings.augment import augmented
from assay.embeddings.embedder import Crops, CropSource, Embedder, Encoder, LearningProgress, State
from assay.embeddings.extra import import_extra
from assay.embeddings.torch_encoder import TorchEncoder
from assay.embeddings.twins import PREPROCESSING, SIDE, Twins, network_of
from assay.embeddings.whitening import fit_whitening, whiten

_BATCH, _LEAST = 256, 16  # crops per step; those of a smaller set are shown more than once in a step
_KEEP_EVERY_S = 30.0
_DONE, _SPENT = "done", "spent"


def learn(
    source: CropSource,
    *,
    progress: LearningProgress,
    budget_seconds: float | None,
    steps: int,
    seed: int,
    checkpoint: Path | None = None,
) -> State:
    """Train for `steps` batches, or for `budget_seconds` where that ends sooner.

    The same crops, steps and seed give the same network on the same machine, unless the budget cuts it short, and
    also where it was killed in between and went on from `checkpoint`.
    """
    import_extra("torch", extra="torch")
    if not len(source):
        return {}
    twins = Twins(seed=seed, steps=steps)
    done, spent = _resumed(twins, checkpoint)
    started = kept = time.monotonic()
    progress.stage("Learning what crops look like", steps)
    progress.advance(done)
    for at, crops in _steps(source, done, steps, seed):
        now = time.monotonic()
        used = (spent + now - started) / budget_seconds if budget_seconds else 0.0
        if used >= 1:
            break
        rng = np.random.default_rng((seed, at))
        twins.step(augmented(crops, rng), augmented(crops, rng), done=max(at / steps, used))
        progress.advance()
        if checkpoint is not None and now - kept > _KEEP_EVERY_S:
            kept = now
            _keep(twins, checkpoint, done=at + 1, spent=spent + now - started)
    return twins.state()


def _steps(source: CropSource, done: int, steps: int, seed: int) -> Iterator[tuple[int, Crops]]:
    """The batches of steps `done` … `steps`, as though from the first."""
    size = min(_BATCH, len(source))
    per_round = len(source) // size  # a last batch of fewer is left out: its statistics would be poor
    for turn in range(done // per_round, -(-steps // per_round)):
        batches = source.batches(SIDE, size=size, seed=seed + turn)
        for at, crops in zip(range(turn * per_round, min(steps, (turn + 1) * per_round)), batches, strict=False):
            if at >= done:
                yield at, np.resize(crops, (max(_LEAST, size), *crops.shape[1:]))


def _keep(twins: Twins, checkpoint: Path, *, done: int, spent: float) -> None:
    """Write all that is needed to go on; a kill meanwhile leaves the checkpoint before."""
    beside = checkpoint.with_name(f"{checkpoint.name}.npz")
    named = {**twins.everything(), _DONE: np.array(done), _SPENT: np.array(spent)}
    np.savez(beside, allow_pickle=False, **named)
    os.replace(beside, checkpoint)


def _resumed(twins: Twins, checkpoint: Path | None) -> tuple[int, float]:
    """Steps and seconds behind, after restoring `twins`; 0 without a checkpoint that can be read."""
    if checkpoint is None or not checkpoint.is_file():
        return 0, 0.0
    try:
        with np.load(checkpoint, allow_pickle=False) as archive:
            state = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, BadZipFile):
        return 0, 0.0
    done, spent = int(state.pop(_DONE)), float(state.pop(_SPENT))
    twins.restore(state)
    return done, spent


def load(*, state: State, steps: int, seed: int) -> Encoder:  # noqa: ARG001 - they are for `learn`
    """The features of a small network that learned, without labels, what crops of this set look like.

    What it measures
    ----------------
    A network of four convolutions is shown two versions of each crop, moved, scaled and lit differently, and learns to
    give both one vector whose numbers do not repeat each other (Barlow Twins). Nothing is mirrored or turned. The
    vector is the mean of its last layer, 256 numbers, turned to the principal axes of the set and scaled alike.

    Why it matters
    --------------
    It learns from the very pictures it is to tell apart: for scans, microscopy or spectrograms, which no published
    network has seen.

    When it misleads
    ----------------
    It has to learn much: with a few minutes on a CPU it is worse than the descriptor (the figures stand in the
    documentation of embeddings). Give it hours, or a graphics card, and thousands of crops. It calls those crops alike
    that differ in place, size and light alone; where those are what matters, it is the wrong choice.

    Example
    -------
    `assay embed my.assay --embedder selfsup --set steps=20000`

    Reference
    ---------
    J. Zbontar, L. Jing, I. Misra, Y. LeCun, S. Deny, "Barlow Twins: self-supervised learning via redundancy
    reduction", ICML 2021.
    """
    network = network_of(state)
    return TorchEncoder(network, network, PREPROCESSING)


selfsup = Embedder(
    slug="selfsup",
    version=1,
    title="Trained on the set",
    load=load,
    learn=learn,
    fit=fit_whitening,
    project=whiten,
    parameters={"steps": 3000, "seed": 0},
    extra="torch",
    resumes=True,
)
"""A network that nobody has to download."""

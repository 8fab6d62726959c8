"""Did the fix help, on scikit-learn's digits with noise that is mended, or moved to other labels at random.

    python benchmarks/fix_effect.py --share 0.03 --draws 20

Prints, over `--draws` sets of 600 digits that teach and about 700 that test: how often the verdict is "better" and
"worse", the mean gain, and the mean half width of the interval, in points, with CPU seconds for each measurement.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

from assay.statistics.paired_trainings import Effect, paired_effect, random_halves
from assay.vectors.paired_probe import paired_answers

TAUGHT = 600


def main() -> None:
    """Measure noise mended and noise moved."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=0.03, help="share of the labels that are wrong before")
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--repeats", type=int, default=20)
    asked = parser.parse_args()
    for name, is_mended in (("mended", True), ("random", False)):
        started = time.process_time()
        found = [effect(seed, asked.share, repeats=asked.repeats, is_mended=is_mended) for seed in range(asked.draws)]
        gain = 100 * np.mean([one.gain for one in found])
        half = 50 * np.mean([one.high - one.low for one in found])
        better, worse = (sum(getattr(one, verdict) for one in found) for verdict in ("is_better", "is_worse"))
        seconds = (time.process_time() - started) / asked.draws
        print(
            f"{name}: better {better}, worse {worse} of {asked.draws}; "
            f"gain {gain:+.2f} points, half width {half:.2f}; {seconds:.2f} CPU s"
        )


def effect(seed: int, share: float, *, repeats: int, is_mended: bool) -> Effect:
    """The effect of mending the noise of one draw, or of moving it to other labels."""
    pixels, truth = load_digits(return_X_y=True)
    vectors = (pixels / np.linalg.norm(pixels, axis=1, keepdims=True)).astype(np.float32)
    random = np.random.default_rng(seed)
    order = random.permutation(len(truth))
    taught, asked = order[:TAUGHT], order[-700:]
    before = spoiled(truth[taught], share, random)
    after = truth[taught] if is_mended else spoiled(truth[taught], share, random)
    halves = random_halves(np.arange(TAUGHT), repeats=repeats, seed=seed)
    answers = paired_answers(vectors[taught], before, after, halves=halves, asked=vectors[asked])
    return paired_effect(answers.before != truth[asked], answers.after != truth[asked], np.arange(len(asked)))


def spoiled(truth: NDArray[np.int64], share: float, random: np.random.Generator) -> NDArray[np.int64]:
    """The classes with `share` of them moved to another one."""
    is_wrong = random.random(len(truth)) < share
    given: NDArray[np.int64] = np.where(is_wrong, (truth + random.integers(1, 10, len(truth))) % 10, truth)
    return given


if __name__ == "__main__":
    main()

"""Quality of masks pixel by pixel against cleanlab, which is the authority (M51, G3)."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from assay.evaluation.pixels import PixelImage, confident_pixels, label_quality, mean_entropy, pixel_thresholds

REASON = "cleanlab is the authority here, and is not installed"
filtering = pytest.importorskip("cleanlab.segmentation.filter", reason=REASON)
rank = pytest.importorskip("cleanlab.segmentation.rank", reason=REASON)

N, K, H, W = 5, 3, 16, 20


Drawn = tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.bool_]]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """(n, h, w) labels, (n, k, h, w) chances of a model that sees the right ones, (n, h, w) which are wrong."""
    rng = np.random.default_rng(0)
    right = rng.integers(0, K, (N, 4, 5)).repeat(4, axis=1).repeat(4, axis=2)
    chances = rng.dirichlet(np.ones(K), (N, H, W)) + 2 * np.eye(K)[right]
    chances = np.moveaxis(chances / chances.sum(axis=-1, keepdims=True), -1, 1)
    wrong = rng.random((N, H, W)) < 0.05
    return np.where(wrong, (right + 1) % K, right), chances, wrong


def image(labels: NDArray[np.int64], chances: NDArray[np.float64]) -> PixelImage:
    none = np.zeros_like(labels, np.int32)
    return PixelImage(chances.astype(np.float32), labels.astype(np.int32), none, np.array([0]), labels.shape)


def test_the_score_of_an_image_is_that_of_cleanlab(drawn: Drawn) -> None:
    labels, chances, _ = drawn
    expected, _ = rank.get_label_quality_scores(labels, chances, verbose=False)
    found = [label_quality(image(*pair)) for pair in zip(labels, chances, strict=True)]
    assert found == pytest.approx(expected.tolist(), rel=1e-4)


def test_of_wrong_pixels_as_many_are_found_as_by_cleanlab_and_no_right_one(drawn: Drawn) -> None:
    """cleanlab takes the least likely ones up to its estimate, ours what is confidently of another class."""
    labels, chances, wrong = drawn
    expected = filtering.find_label_issues(labels, chances, downsample=1, n_jobs=1, verbose=False)
    images = [image(*pair) for pair in zip(labels, chances, strict=True)]
    thresholds = pixel_thresholds(images, K)
    found = np.stack([confident_pixels(one, thresholds)[0] for one in images])
    assert not (found & ~wrong).any()
    assert (found & wrong).sum() >= (expected & wrong).sum() > 0


def test_entropy_runs_from_0_to_1() -> None:
    """M88."""
    sure = np.zeros((K, H, W), np.float32)
    sure[0] = 1
    assert mean_entropy(sure) == 0
    assert mean_entropy(np.full((K, H, W), 1 / K, np.float32)) == pytest.approx(1)

"""How `motifs.npz`, the motifs that come with Assay, was made; `python -m assay.embeddings.make_motifs` makes it again.

Motifs are small bits of pictures that recur: edges, bars, corners, blobs, in colours. They are learnt from pictures of
opaque "dead leaves" that fall on one another, which share the statistics of photographs and belong to nobody. Of each
motif the mirror image is one too: bits and motifs are told apart along axes that mirroring keeps or turns round.

Reference: A. B. Lee, D. Mumford, J. Huang, "Occlusion models for natural images", IJCV 2001 (dead leaves); A. Coates,
A. Y. Ng, "Learning feature representations with k-means", 2012 (whitening and spherical k-means of bits of pictures).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from assay.embeddings.motifs import MOTIFS_FILE, SIZE, Motifs, normalised_bits

COUNT, KEPT = 256, 32
"""How many motifs there are, mirror images among them, and along how many axes they are told apart."""

_PICTURES, _SIDE, _SHRUNK = 800, 96, 32
_LEAVES, _BITS, _ROUNDS = 60, 50_000, 15
_RIDGE = 0.1
_SEED = 0

Floats = NDArray[np.float32]


def make_motifs() -> Motifs:
    """The motifs, learnt anew: the same on one machine each time, nearly the same on another."""
    rng = np.random.default_rng(_SEED)
    pictures = np.stack([_leaves(rng) for _ in range(_PICTURES)])
    bits = _drawn_bits(pictures, rng)
    mirrored = np.arange(SIZE * SIZE * 3).reshape(SIZE, SIZE, 3)[:, ::-1].ravel()
    both = np.concatenate([bits, bits[:, mirrored]])
    variances, axes = np.linalg.eigh(np.cov(both.T))
    axes = axes[:, ::-1][:, :KEPT]
    turned = np.sign((axes[mirrored] * axes).sum(axis=0))
    axes = (axes + turned * axes[mirrored]) / 2  # but for rounding they are so
    basis = (axes / np.sqrt(variances[::-1][:KEPT] + _RIDGE)).astype(np.float32)
    mean = both.mean(axis=0)
    found = _spherical_k_means((bits - mean) @ basis, turned.astype(np.float32), rng)
    return Motifs((mean @ basis).astype(np.float32), basis, found)


def _leaves(rng: np.random.Generator) -> Floats:
    """One picture (32, 32, 3), 0..255: leaves of like colours, sizes by a power law, a slope of light, faint noise."""
    picture = Image.new("RGB", (_SIDE, _SIDE), tuple(rng.integers(0, 256, 3).tolist()))
    draw, base = ImageDraw.Draw(picture), rng.uniform(0, 255, 3)
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    for _ in range(_LEAVES):
        long = min(6 * rng.random() ** -0.7, 80)
        short, angle = long * rng.uniform(0.15, 1), rng.uniform(0, np.pi)
        across, down = long * np.cos(turns), short * np.sin(turns)
        x = rng.uniform(0, _SIDE) + across * np.cos(angle) - down * np.sin(angle)
        y = rng.uniform(0, _SIDE) + across * np.sin(angle) + down * np.cos(angle)
        colour = np.clip(base + rng.normal(0, 60) + rng.normal(0, 25, 3), 0, 255).astype(int)
        draw.polygon(np.stack([x, y], axis=1).ravel().tolist(), fill=tuple(colour.tolist()))
    small = np.asarray(picture, np.float32).reshape(_SHRUNK, 3, _SHRUNK, 3, 3).mean(axis=(1, 3))
    places = np.mgrid[:_SHRUNK, :_SHRUNK] - _SHRUNK / 2
    light = np.tensordot(rng.normal(0, 25, 2) / _SHRUNK, places, axes=1)
    lit = small + light[..., None] + rng.normal(0, 1, small.shape)
    return np.asarray(np.clip(lit, 0, 255), np.float32)


def _drawn_bits(pictures: Floats, rng: np.random.Generator) -> Floats:
    """(n, SIZE * SIZE * 3) bits from anywhere in `pictures`, each less its mean, over its deviation."""
    which = rng.integers(0, len(pictures), _BITS)
    rows, columns = rng.integers(0, _SHRUNK - SIZE + 1, (2, _BITS))
    windows = np.lib.stride_tricks.sliding_window_view(pictures, (SIZE, SIZE), axis=(1, 2))  # (n, y, x, 3, SIZE, SIZE)
    bits = np.asarray(windows[which, rows, columns], np.float32).transpose(0, 2, 3, 1).reshape(_BITS, -1)
    return normalised_bits(bits)


def _spherical_k_means(points: Floats, turned: Floats, rng: np.random.Generator) -> Floats:
    """(KEPT, COUNT): directions of length 1, each followed by its mirror image.

    A point belongs to the direction that it projects farthest onto, of any sign; mirrored to that one's mirror image.
    turned : (KEPT,) 1 for axes that mirroring keeps, -1 for those that it turns round.
    """
    pairs = COUNT // 2
    centres = points[rng.choice(len(points), pairs, replace=False)]
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    for _ in range(_ROUNDS):
        projected = points @ np.concatenate([centres, centres * turned]).T
        nearest = np.abs(projected).argmax(axis=1)
        weights = projected[np.arange(len(points)), nearest]
        facing = np.where((nearest < pairs)[:, None], points, points * turned)
        sums = 1e-3 * centres
        np.add.at(sums, nearest % pairs, facing * weights[:, None])
        centres = sums / np.linalg.norm(sums, axis=1, keepdims=True)
    return np.ascontiguousarray(np.stack([centres, centres * turned], axis=1).reshape(COUNT, -1).T)


if __name__ == "__main__":
    made = make_motifs()
    np.savez(MOTIFS_FILE, **{name: array.astype(np.float16) for name, array in made._asdict().items()})

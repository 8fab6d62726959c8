"""`descriptor`: edges, colours and motifs by place, whitened on the set. No network, no download."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from assay.embeddings.embedder import Crops, Embedder, Encoder, RawVectors, State
from assay.embeddings.whitening import fit_whitening, whiten

_FINE, _COARSE = (6, 9, 2), (3, 18, 1)  # cells a side, directions, how often those go round in a turn
_PLACES = 4
_FAINT = 0.5  # strength of a block of cells below which it is noise
_ROOT = np.sqrt(np.arange(256, dtype=np.float32) / 255)  # evens out dark and light slopes
_OPPONENT = np.array([[1 / 3, 1 / 3, 1 / 3], [1, -1, 0], [0.5, 0.5, -1]], np.float32).T
_SMALL, _SMALLER = 3, 6  # pixels of a crop to one of the pictures that motifs are seen in
_FEW, _LARGE = 128, np.float32(0.7)  # motifs in the smaller one, and what they count
_SAME = np.ones(1, np.float32)  # of every crop, that a black one is not nothing; whitening drops it
_SHRINKAGE = 0.3  # chosen by probes, on sets that `docs/embedders.md` names


class _Descriptor:
    """See `load`."""

    side = 96

    def encode(self, crops: Crops) -> RawVectors:
        return np.stack([_described(crop) for crop in crops])


def _described(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The numbers of one crop (96, 96, 3)."""
    from assay.embeddings.motifs import motif_shares, motifs
    from assay.embeddings.shape_kernels import shrunk

    picture = shrunk(_ROOT[crop], 2)
    small = motif_shares(shrunk(crop, _SMALL), motifs())
    large = _LARGE * motif_shares(shrunk(crop, _SMALLER), motifs(_FEW))
    return np.concatenate([_edges(picture), _colours(picture), small, large, _SAME])


@cache
def mirrored_numbers() -> NDArray[np.intp]:
    """(k,) at which place each number of a crop stands once the crop is mirrored."""
    from assay.embeddings.motifs import mirrored_shares, motifs
    from assay.embeddings.shape_kernels import mirrored_cells, mirrored_places

    blocks = [mirrored_cells(*_FINE), mirrored_cells(*_COARSE), mirrored_places(_PLACES)]
    blocks += [mirrored_shares(motifs().directions.shape[1]), mirrored_shares(_FEW), np.zeros(1, np.intp)]
    starts = np.cumsum([0, *(len(block) for block in blocks)])
    return np.concatenate([block + start for block, start in zip(blocks, starts, strict=False)])


def _fit(raw: RawVectors) -> State:
    """The axes of the set, where crops are taken for their mirror images as far as the set allows it."""
    return fit_whitening(raw, shrinkage=_SHRINKAGE, mirrored=mirrored_numbers())


def _edges(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Histograms of directions of edges, in fine and in coarse cells."""
    from assay.embeddings.shape_kernels import gradients, histograms, normalised

    strength, turn = gradients(picture)
    fine, coarse = (histograms(strength, turn, cells, bins, rounds) for cells, bins, rounds in (_FINE, _COARSE))
    return np.concatenate([normalised(fine, _FAINT), normalised(coarse, _FAINT * (_FINE[0] / _COARSE[0]) ** 2)])


def _colours(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean and deviation of lightness, red against green and yellow against blue, place by place."""
    from assay.embeddings.shape_kernels import colour_places, shrunk

    return colour_places(shrunk(picture, 2) @ _OPPONENT, _PLACES)


def load(*, state: State) -> Encoder:  # noqa: ARG001 - it learns nothing
    """Edges, colours and motifs by place, made comparable by whitening on the set.

    What it measures
    ----------------
    Of a crop of 96 x 96 pixels: the directions of edges in 6 x 6 and in 3 x 3 cells, each against the cells around
    it; mean and deviation of lightness, red against green, and yellow against blue in 4 x 4 places; and how much of
    each of 256 motifs and of their negatives, small bits such as bars, corners and steps of colour, is in each quarter,
    and of 128 of them at twice the size. What a crop does not share with its mirror image counts less, down to .3,
    unless the set is seen to have a usual side, as writing has. The numbers of all crops are then turned to their
    principal axes, at most 256 of them, and the long ones made shorter.

    Why it matters
    --------------
    It needs no download, no graphics card and less than a millisecond per crop, and is at hand at once.

    When it misleads
    ----------------
    It knows shapes and colours, not meanings: two dogs in other poses are far apart, a brown dog and a brown horse
    may be near. Objects of a few pixels are mostly told by their colour. Where classes are mirror images of each other
    and as frequent (arrows to the left and to the right) they lie closer than the eye would have them.

    Example
    -------
    `assay embed my.assay` computes it for images and labels.

    Reference
    ---------
    N. Dalal, B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005. P. F. Felzenszwalb et al.,
    "Object detection with discriminatively trained part-based models", TPAMI 2010 (normalisation by four blocks).
    A. Coates, H. Lee, A. Y. Ng, "An analysis of single-layer networks in unsupervised feature learning", AISTATS 2011
    (motifs; ours are learnt once, from synthetic pictures). A. Coates, A. Y. Ng, "The importance of encoding versus
    training with sparse coding and vector quantization", ICML 2011 (soft threshold of both signs). H. Jégou, O. Chum,
    "Negative evidences and co-occurrences in image retrieval", ECCV 2012 (whitening).
    """
    return _Descriptor()


descriptor = Embedder(
    slug="descriptor",
    version=3,
    title="Descriptor",
    load=load,
    fit=_fit,
    project=whiten,
    in_workers=True,
)
"""The default: on any machine, at once."""

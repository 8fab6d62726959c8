"""What every embedder must hold to, as named checks: for authors of plug-ins, and for the built-in ones.

    import pytest
    from assay.testing.embedders import EMBEDDER_CHECKS

    @pytest.mark.parametrize("check", EMBEDDER_CHECKS, ids=lambda check: check.__name__)
    def test_my_embedder(check):
        check(my_embedder, model="a folder")

Each check takes an embedder, and its parameters by name, and raises `AssertionError` with what is wrong and on what.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np

from assay.embeddings.embedder import NO_STATE, Crops, Embedder, Encoder, RawVectors, State
from assay.jobs.progress import quiet
from assay.testing.metrics import HEADINGS

_NEAR = 1e-4  # of the length of a vector: networks round differently in batches of other sizes
_COUNT = 12


class CropsInMemory:
    """A `CropSource` of crops that are at hand. crops : (n, side, side, 3) uint8, of any side."""

    def __init__(self, crops: Crops) -> None:
        self._crops = crops

    def __len__(self) -> int:
        return len(self._crops)

    def batches(self, side: int, *, size: int, seed: int) -> Iterator[Crops]:
        """All crops once, in an order drawn by `seed`, `size` at a time."""
        order = np.random.default_rng(seed).permutation(len(self))
        for start in range(0, len(order), size):
            yield resized(self._crops[order[start : start + size]], side)


def resized(crops: Crops, side: int) -> Crops:
    """(n, side, side, 3): the same crops in another size."""
    from assay.embeddings.crops import whole

    if crops.shape[1] == side:
        return crops
    return np.concatenate([whole(crop, side=side) for crop in crops])


def vectors_of_crops(embedder: Embedder, crops: Crops, **parameters: object) -> RawVectors:
    """(n, d) of length 1: all that is done to embed `crops`, from learning to fitting."""
    encoder = load_encoder(embedder, _learned(embedder, crops, parameters), parameters)
    raw = encoder.encode(resized(crops, encoder.side))
    if embedder.fit is not None and embedder.project is not None:
        raw = embedder.project(raw, embedder.fit(raw))
    return np.asarray(raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-12), np.float32)


def load_encoder(embedder: Embedder, state: State, parameters: Mapping[str, object]) -> Encoder:
    """The encoder, with its default parameters where none are given."""
    return embedder.load(state=state, **{**embedder.parameters, **parameters})


def check_embedder(embedder: Embedder, **parameters: object) -> None:
    """Hold `embedder` to every check; raise `AssertionError` at the first that fails."""
    for check in EMBEDDER_CHECKS:
        check(embedder, **parameters)


def declares_itself(embedder: Embedder, **parameters: object) -> None:
    """Slug, version and title are in form; parameters are known; `fit` and `project` come together."""
    assert re.fullmatch(r"[a-z][a-z0-9_]*", embedder.slug), f"slug {embedder.slug!r} must be snake_case"
    assert embedder.version >= 1, f"version must be 1 or more, got {embedder.version}"
    assert embedder.title, "it must have a title"
    assert (embedder.fit is None) == (embedder.project is None), "`fit` and `project` come together"
    unknown = set(parameters) - set(embedder.parameters)
    assert not unknown, f"parameters {sorted(unknown)} are not declared"


def documents_itself(embedder: Embedder, **parameters: object) -> None:  # noqa: ARG001 - every check takes them
    """The docstring of `load` has a first line and every heading of a page, underlined."""
    lines = embedder.page.splitlines()
    assert lines, "`load` must have a docstring"
    assert lines[0].endswith("."), "the docstring must begin with a sentence"
    for heading in HEADINGS:
        assert heading in lines, f"the docstring lacks the heading {heading!r}"
        underline = lines[lines.index(heading) + 1]
        assert underline == "-" * len(heading), f"the heading {heading!r} must be underlined"


def gives_numbers(embedder: Embedder, **parameters: object) -> None:
    """(n, d) float32, finite, on photographs and on noise, flat, grey, black and white crops, and of one pixel."""
    encoder, crops = _ready(embedder, parameters)
    raw = encoder.encode(crops)
    assert raw.dtype == np.float32, f"vectors are {raw.dtype}, not float32"
    assert raw.ndim == 2, f"vectors have the shape {raw.shape}, not (n, d)"
    assert len(raw) == len(crops), f"{len(raw)} vectors for {len(crops)} crops"
    assert np.isfinite(raw).all(), f"crops {np.flatnonzero(~np.isfinite(raw).all(axis=1))} give no finite numbers"
    assert raw.any(axis=1).all(), f"crops {np.flatnonzero(~raw.any(axis=1))} give only zeros"


def tells_crops_apart(embedder: Embedder, **parameters: object) -> None:
    """Pictures that differ have other vectors."""
    encoder, crops = _ready(embedder, parameters)
    raw = encoder.encode(crops)
    apart = np.linalg.norm(raw[:, None] - raw[None], axis=2) + np.eye(len(raw)) * 1e9
    assert apart.min() > 0, "two crops that differ have one vector"


def repeats_itself(embedder: Embedder, **parameters: object) -> None:
    """The same crops and the same seed give the same numbers, learning and fitting included."""
    crops = example_crops(64)
    one, other = (vectors_of_crops(embedder, crops, **parameters) for _ in range(2))
    _same(one, other, "asked twice")


def knows_no_batch(embedder: Embedder, **parameters: object) -> None:
    """A crop has the same vector alone, among others and in another order."""
    encoder, crops = _ready(embedder, parameters)
    together = encoder.encode(crops)
    _same(np.concatenate([encoder.encode(crop[None]) for crop in crops]), together, "each crop alone")
    order = np.random.default_rng(3).permutation(len(crops))
    _same(encoder.encode(crops[order]), together[order], "in another order")


def leaves_crops_alone(embedder: Embedder, **parameters: object) -> None:
    """Encoding changes no pixel of what it is given."""
    encoder, crops = _ready(embedder, parameters)
    before = crops.copy()
    encoder.encode(crops)
    assert (before == crops).all(), "encoding has changed the crops"


def keeps_its_state(embedder: Embedder, **parameters: object) -> None:
    """What was learned and fitted goes through a file of arrays without pickles, and makes the same vectors."""
    crops = example_crops(64)
    learned = _learned(embedder, crops, parameters)
    encoder, again = (load_encoder(embedder, state, parameters) for state in (learned, _through_file(learned)))
    small = resized(crops[:_COUNT], encoder.side)
    raw = encoder.encode(small)
    _same(again.encode(small), raw, "after its state was stored")
    if embedder.fit is not None and embedder.project is not None:
        fitted = embedder.fit(raw)
        _same(embedder.project(raw, _through_file(fitted)), embedder.project(raw, fitted), "after `fit` was stored")


def fits_any_count(embedder: Embedder, **parameters: object) -> None:
    """One vector, two, and several copies of one can be fitted, and are projected to finite numbers, not to zeros."""
    if embedder.fit is None or embedder.project is None:
        return
    encoder, crops = _ready(embedder, parameters)
    raw = encoder.encode(crops)
    for name, some in {"one": raw[:1], "two": raw[:2], "copies": raw[[0, 0, 0]]}.items():
        found = embedder.project(some, embedder.fit(some))
        assert np.isfinite(found).all(), f"{name}: not finite"
        assert found.any(axis=1).all(), f"{name}: only zeros"


EMBEDDER_CHECKS: tuple[Callable[..., None], ...] = (
    declares_itself,
    documents_itself,
    gives_numbers,
    tells_crops_apart,
    repeats_itself,
    knows_no_batch,
    leaves_crops_alone,
    keeps_its_state,
    fits_any_count,
)
"""Every check; `check_embedder` runs them all."""


def example_crops(side: int) -> Crops:
    """(12, side, side, 3): slopes of light, stripes, discs, noise, a flat one, a grey one, black, white, one pixel."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:side, :side] / side
    grey = [x, y, (x * 8) % 1 > 0.5, (y * 8) % 1 > 0.5, np.hypot(x - 0.5, y - 0.5) < 0.3, rng.random((side, side))]
    crops = [np.repeat(255 * np.asarray(one, np.float64)[..., None], 3, axis=2) for one in grey]
    crops += [255 * np.stack([x, y, 1 - x], axis=2), 255 * rng.random((side, side, 3))]
    crops += [np.full((side, side, 3), value, np.float64) for value in ([90, 160, 40], [127] * 3, [0] * 3, [255] * 3)]
    return np.stack(crops).astype(np.uint8)


def _ready(embedder: Embedder, parameters: Mapping[str, object]) -> tuple[Encoder, Crops]:
    """The encoder, after learning where it learns, and crops of its side, one of them a single pixel enlarged."""
    crops = example_crops(64)
    encoder = load_encoder(embedder, _learned(embedder, crops, parameters), parameters)
    pixel = np.array([[[[200, 30, 30]]]], np.uint8)
    return encoder, np.concatenate([resized(crops, encoder.side), resized(pixel, encoder.side)])


def _learned(embedder: Embedder, crops: Crops, parameters: Mapping[str, object]) -> State:
    if embedder.learn is None:
        return NO_STATE
    named = {**embedder.parameters, **parameters}
    return embedder.learn(CropsInMemory(crops), progress=quiet, budget_seconds=None, **named)


def _through_file(state: State) -> State:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "state.npz"
        np.savez(path, **state)  # type: ignore[arg-type]  # names are those of arrays
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}


def _same(one: RawVectors, other: RawVectors, when: str) -> None:
    assert one.shape == other.shape, f"{when}: the shape is {one.shape}, not {other.shape}"
    apart = np.linalg.norm(one - other, axis=1) / np.maximum(np.linalg.norm(other, axis=1), 1e-6)
    assert apart.max(initial=0) <= _NEAR, f"{when}: the vector of crop {apart.argmax()} moved by {apart.max():.2g}"

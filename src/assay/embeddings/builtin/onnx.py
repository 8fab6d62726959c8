"""`onnx`: one output of any network in an ONNX file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assay.embeddings.embedder import NO_STATE, Crops, Embedder, Encoder, RawVectors, State
from assay.embeddings.extra import import_extra
from assay.embeddings.torch_encoder import IMAGENET_MEAN, IMAGENET_STD, Preprocessing, fetching
from assay.errors import ModelUnavailable

_SIDE = 224
_BATCH = 32


class _OnnxEncoder:
    """See `load`."""

    def __init__(self, session: Any, layer: str, preprocessing: Preprocessing, *, channels_last: bool) -> None:
        taken = session.get_inputs()[0]
        self._session, self._layer, self._preprocessing = session, layer, preprocessing
        self._input, self._is_raw = taken.name, taken.type == "tensor(uint8)"
        self._batch = taken.shape[0] if isinstance(taken.shape[0], int) else _BATCH
        self._channels_last = channels_last

    @property
    def side(self) -> int:
        return self._preprocessing.side

    def encode(self, crops: Crops) -> RawVectors:
        parts = [self._part(crops[start : start + self._batch]) for start in range(0, len(crops), self._batch)]
        return np.concatenate(parts)

    def _part(self, crops: Crops) -> RawVectors:
        count = len(crops)
        if count < self._batch != _BATCH:  # the file wants so many at a time, no fewer
            crops = np.concatenate([crops, np.zeros((self._batch - count, *crops.shape[1:]), np.uint8)])
        pixels = crops.transpose(0, 3, 1, 2) if self._is_raw else self._preprocessing.apply(crops)
        if self._channels_last:
            pixels = pixels.transpose(0, 2, 3, 1)
        (found,) = self._session.run([self._layer], {self._input: np.ascontiguousarray(pixels)})
        if found.ndim == 4:  # a map of features: their mean over all places
            found = found.mean(axis=(1, 2) if self._channels_last else (2, 3))
        elif found.ndim == 3:  # tokens: the first of them
            found = found[:, 0]
        return np.asarray(found.reshape(len(found), -1)[:count], np.float32)


def load(
    *, state: State = NO_STATE, model: str, layer: str, side: int, mean: Sequence[float], std: Sequence[float]
) -> Encoder:  # all embedders take a state
    """An output of any network in an ONNX file, run by ONNX Runtime.

    What it measures
    ----------------
    The output named `layer`, or the first one. Of a map of features the mean over all places is taken, of tokens the
    first. The file says how large pictures must be and where their channels stand; where it leaves the size open it
    is `side`, 224 by default. Pixels of 0..1 are brought to `mean` and `std`; a network that takes bytes gets them.

    Why it matters
    --------------
    It is the way to use a network of one's own, from any framework, without that framework: the one that was
    trained on such data knows best what is alike in it.

    When it misleads
    ----------------
    The file does not say how its pixels were scaled in training. With a wrong `mean` and `std` the vectors are still
    numbers, but worse ones. The scores of classes are a poor output to choose: take the layer before.

    Example
    -------
    `assay embed my.assay --embedder onnx --model resnet50.onnx --set layer=flatten_473`

    Reference
    ---------
    ONNX, https://onnx.ai; ONNX Runtime, https://onnxruntime.ai.
    """
    del state
    runtime: Any = import_extra("onnxruntime", extra="onnx")
    if not Path(model).is_file():
        raise ModelUnavailable(f"There is no ONNX file {model!r}.", hint="Give the path of one as `model`.")
    with fetching(model):
        session = runtime.InferenceSession(model, providers=runtime.get_available_providers())
    outputs = [output.name for output in session.get_outputs()]
    if layer and layer not in outputs:
        raise ModelUnavailable(f"{model!r} has no output {layer!r}.", hint=f"It has: {', '.join(outputs)}.")
    shape = session.get_inputs()[0].shape
    if len(shape) != 4 or 3 not in (shape[1], shape[3]):
        raise ModelUnavailable(f"{model!r} takes {shape}, not pictures of three channels.")
    channels_last = shape[1] != 3
    stated = shape[1 if channels_last else 2]
    preprocessing = Preprocessing(stated if isinstance(stated, int) else side, mean, std)
    return _OnnxEncoder(session, layer or outputs[0], preprocessing, channels_last=channels_last)


onnx = Embedder(
    slug="onnx",
    version=1,
    title="ONNX file",
    load=load,
    parameters={"model": "", "layer": "", "side": _SIDE, "mean": IMAGENET_MEAN, "std": IMAGENET_STD},
    extra="onnx",
)
"""A network of one's own."""

"""Crops through a published network: what `timm`, `open_clip` and `transformers` have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assay.embeddings.embedder import Crops, RawVectors
from assay.embeddings.extra import import_extra
from assay.errors import ModelUnavailable

IMAGENET_MEAN, IMAGENET_STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""What most published networks were trained with."""

_BATCH = 32


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """What a network wants: crops of `side` pixels, each channel of 0..1 less `mean`, divided by `std`."""

    side: int
    mean: Sequence[float] = IMAGENET_MEAN
    std: Sequence[float] = IMAGENET_STD

    def apply(self, crops: Crops) -> RawVectors:
        """(n, 3, side, side) float32."""
        pixels = crops.astype(np.float32) / 255
        pixels -= np.asarray(self.mean, np.float32)
        pixels /= np.asarray(self.std, np.float32)
        return np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))


def torch_device() -> str:
    """Where torch computes: a GPU where there is one."""
    torch: Any = import_extra("torch", extra="torch")
    return "cuda" if torch.cuda.is_available() else "cpu"


class TorchEncoder:
    """An encoder whose `run` takes (n, 3, side, side) and gives (n, d), both tensors; on a GPU where there is one."""

    def __init__(self, module: Any, run: Callable[[Any], Any], preprocessing: Preprocessing) -> None:
        self._device = torch_device()
        self._module = module.eval().to(self._device)
        self._run, self._preprocessing = run, preprocessing

    @property
    def side(self) -> int:
        """Pixels a side, as the network was trained."""
        return self._preprocessing.side

    def encode(self, crops: Crops) -> RawVectors:
        """One vector per crop, a few crops at a time."""
        import torch

        parts: list[RawVectors] = []
        with torch.inference_mode():
            for start in range(0, len(crops), _BATCH):
                pixels = torch.from_numpy(self._preprocessing.apply(crops[start : start + _BATCH]))
                parts.append(self._run(pixels.to(self._device)).flatten(1).float().cpu().numpy())
        return np.concatenate(parts)


@contextmanager
def fetching(model: str) -> Iterator[None]:
    """Turn whatever a library raises when it cannot have the weights of `model` into `ModelUnavailable`."""
    try:
        yield
    except Exception as error:
        told = " ".join(str(error).split())[:300]
        raise ModelUnavailable(
            f"The model {model!r} cannot be loaded: {type(error).__name__}: {told}.",
            hint="Check its name and the connection, or give the folder of a copy of it on this machine.",
        ) from error


def is_local(model: str) -> bool:
    """Whether `model` names a folder here. Raise `ModelUnavailable` where nothing is named."""
    if not model:
        raise ModelUnavailable("No model is named.", hint="Give the parameter `model`, a name or a folder.")
    return Path(model).is_dir()

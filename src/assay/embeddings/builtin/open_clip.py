"""`open_clip`: the image side of a CLIP model."""

from __future__ import annotations

from typing import Any

from assay.embeddings.embedder import NO_STATE, Embedder, Encoder, State
from assay.embeddings.extra import import_extra
from assay.embeddings.torch_encoder import Preprocessing, TorchEncoder, fetching, is_local


def load(*, state: State = NO_STATE, model: str, weights: str) -> Encoder:  # noqa: ARG001 - all embedders take a state
    """The image features of a CLIP model from the library OpenCLIP.

    What it measures
    ----------------
    The vector that the model compares with texts, before it is brought to length 1. The size, mean and deviation of
    the pixels are those that the model's own configuration states.

    Why it matters
    --------------
    CLIP was trained on pictures with captions, so that things with one name are near each other, drawn or
    photographed.

    When it misleads
    ----------------
    It attends to what a caption would tell: small defects, counts and directions hardly move the vector. Text in the
    picture moves it much.

    Example
    -------
    `assay embed my.assay --embedder open_clip --model ViT-B-32 --set weights=laion2b_s34b_b79k`; `model` may also be
    `hf-hub:` with a name, or a folder with `open_clip_config.json` and `open_clip_model.safetensors`.

    Reference
    ---------
    A. Radford et al., "Learning transferable visual models from natural language supervision", ICML 2021. G. Ilharco
    et al., "OpenCLIP", https://github.com/mlfoundations/open_clip.
    """
    name = f"local-dir:{model}" if is_local(model) else model
    open_clip: Any = import_extra("open_clip", extra="torch")
    with fetching(model):
        network = open_clip.create_model(name, pretrained=None if ":" in name else weights)
    config = open_clip.get_model_preprocess_cfg(network)
    size = config["size"]
    side = size if isinstance(size, int) else size[-1]
    return TorchEncoder(network, network.encode_image, Preprocessing(side, config["mean"], config["std"]))


open_clip = Embedder(
    slug="open_clip",
    version=1,
    title="OpenCLIP model",
    load=load,
    parameters={"model": "ViT-B-32", "weights": "laion2b_s34b_b79k"},
    extra="torch",
)
"""Any model of OpenCLIP, by name or from a folder."""

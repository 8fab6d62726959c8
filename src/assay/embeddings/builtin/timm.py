"""`timm`: the features of any image model that the library timm knows."""

from __future__ import annotations

from typing import Any

from assay.embeddings.embedder import NO_STATE, Embedder, Encoder, State
from assay.embeddings.extra import import_extra
from assay.embeddings.torch_encoder import Preprocessing, TorchEncoder, fetching, is_local


def load(*, state: State = NO_STATE, model: str, pooling: str) -> Encoder:  # noqa: ARG001 - all embedders take a state
    """The features of a published image model from the library timm.

    What it measures
    ----------------
    The last features before the classes, pooled as the model does or as `pooling` says (`avg`, `max`, `token`). The
    size, mean and deviation of the pixels are those that the model's own configuration states.

    Why it matters
    --------------
    Networks such as DINOv2 know meanings: dogs in any pose are near each other. Where they are at hand they find more
    errors than the descriptor does.

    When it misleads
    ----------------
    A network knows what it was trained on: photographs, mostly. Scans, X-rays and satellite images may be told apart
    better by the descriptor, or by `selfsup`.

    Example
    -------
    `assay embed my.assay --embedder timm --model vit_small_patch14_dinov2.lvd142m`; `model` may also be a folder with
    `config.json` and `model.safetensors`. timm downloads a model by its name at the first use and keeps it.

    Reference
    ---------
    R. Wightman, "PyTorch Image Models", https://github.com/huggingface/pytorch-image-models.
    """
    name = f"local-dir:{model}" if is_local(model) else model
    timm: Any = import_extra("timm", extra="torch")
    options = {"global_pool": pooling} if pooling else {}
    with fetching(model):
        network = timm.create_model(name, pretrained=True, num_classes=0, **options)
    config = timm.data.resolve_model_data_config(network)
    return TorchEncoder(network, network, Preprocessing(config["input_size"][-1], config["mean"], config["std"]))


timm = Embedder(
    slug="timm",
    version=1,
    title="timm model",
    load=load,
    parameters={"model": "vit_small_patch14_dinov2.lvd142m", "pooling": ""},
    extra="torch",
)
"""Any model of timm, by name or from a folder."""

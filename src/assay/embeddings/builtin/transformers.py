"""`transformers`: the features of an image model from the library transformers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assay.embeddings.embedder import NO_STATE, Embedder, Encoder, State
from assay.embeddings.extra import import_extra
from assay.embeddings.torch_encoder import IMAGENET_MEAN, IMAGENET_STD, Preprocessing, TorchEncoder, fetching, is_local
from assay.errors import ModelUnavailable

_SIDE = 224

_POOLINGS: dict[str, Callable[[Any], Any]] = {
    "pooled": lambda output: output.pooler_output,
    "first": lambda output: output.last_hidden_state[:, 0],
    "mean": lambda output: (
        output.last_hidden_state.flatten(2).mean(2)
        if output.last_hidden_state.ndim == 4
        else output.last_hidden_state.mean(1)
    ),
}


def load(*, state: State = NO_STATE, model: str, pooling: str) -> Encoder:  # noqa: ARG001 - all embedders take a state
    """The features of a published image model from the library transformers.

    What it measures
    ----------------
    What `pooling` says of the last layer: `pooled` (the model's own summary), `first` (its first token) or `mean`
    (of all places). Of a model of images and texts it is the image's vector. The size, mean and deviation of the
    pixels are those of the model's `preprocessor_config.json`. Code that comes with a model is never run, and weights
    are read from safetensors only.

    Why it matters
    --------------
    Most new image models are published there first.

    When it misleads
    ----------------
    A network knows what it was trained on. A summary that was never trained (`pooled` of some models) is worse than
    the first token.

    Example
    -------
    `assay embed my.assay --embedder transformers --model facebook/dinov2-small --set pooling=first`; `model` may also
    be a folder.

    Reference
    ---------
    T. Wolf et al., "Transformers: state-of-the-art natural language processing", EMNLP 2020,
    https://github.com/huggingface/transformers.
    """
    transformers: Any = import_extra("transformers", extra="torch")
    if pooling not in _POOLINGS:
        raise ModelUnavailable(f"There is no pooling {pooling!r}.", hint=f"There are: {', '.join(_POOLINGS)}.")
    is_local(model)
    with fetching(model):
        network = transformers.AutoModel.from_pretrained(model, use_safetensors=True, trust_remote_code=False)
        reader = transformers.image_processing_base.ImageProcessingMixin
        config, _ = reader.get_image_processor_dict(model)

    def features(pixels: Any) -> Any:
        if hasattr(network, "get_image_features"):
            found = network.get_image_features(pixel_values=pixels)
            return getattr(found, "pooler_output", found)
        return _POOLINGS[pooling](network(pixel_values=pixels))

    mean, std = config.get("image_mean", IMAGENET_MEAN), config.get("image_std", IMAGENET_STD)
    return TorchEncoder(network, features, Preprocessing(_side(config), mean, std))


def _side(config: Mapping[str, Any]) -> int:
    """Pixels a side, however this model's configuration says it."""
    size = config.get("crop_size") or config.get("size") or _SIDE
    if isinstance(size, Mapping):
        size = size.get("height") or size.get("shortest_edge") or _SIDE
    return int(size)


transformers = Embedder(
    slug="transformers",
    version=1,
    title="Transformers model",
    load=load,
    parameters={"model": "facebook/dinov2-small", "pooling": "first"},
    extra="torch",
)
"""Any image model of transformers, by name or from a folder."""

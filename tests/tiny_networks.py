"""Tiny networks with random weights, saved as those that people publish, so that no test needs a download."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest


def library(name: str) -> Any:
    """The module, or a skip: what it needs of torch may be built for another machine."""
    pytest.importorskip("torch")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a foreign library warns as it is imported
        try:
            return __import__(name)
        except (ImportError, RuntimeError) as error:
            return pytest.skip(f"{name} cannot be imported: {error}")


def timm_folder(folder: Path) -> dict[str, object]:
    """The smallest ResNet, as timm saves one."""
    timm = library("timm")
    from safetensors.torch import save_file

    config = {"input_size": [3, 32, 32], "mean": [0.4, 0.5, 0.6], "std": [0.2, 0.3, 0.25], "num_classes": 0}
    network = timm.create_model("resnet10t", pretrained=False, num_classes=0)
    save_file(network.state_dict(), folder / "model.safetensors")
    (folder / "config.json").write_text(
        json.dumps({"architecture": "resnet10t", "num_classes": 0, "pretrained_cfg": config})
    )
    return {"model": str(folder)}


def open_clip_folder(folder: Path) -> dict[str, object]:
    """A CLIP of one narrow layer on each side."""
    open_clip = library("open_clip")
    from safetensors.torch import save_file

    vision = {"image_size": 32, "layers": 1, "width": 64, "head_width": 32, "patch_size": 8}
    text = {"context_length": 8, "vocab_size": 64, "width": 32, "heads": 1, "layers": 1}
    model = {"embed_dim": 16, "vision_cfg": vision, "text_cfg": text}
    network = open_clip.CLIP(**model)
    save_file(
        {name: tensor.contiguous() for name, tensor in network.state_dict().items()},
        folder / "open_clip_model.safetensors",
    )
    preprocess = {"size": 32, "mean": [0.4, 0.5, 0.6], "std": [0.2, 0.3, 0.25]}
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": model, "preprocess_cfg": preprocess}))
    return {"model": str(folder), "weights": ""}


def transformers_folder(folder: Path) -> dict[str, object]:
    """A vision transformer of one narrow layer."""
    transformers = library("transformers")
    config = transformers.ViTConfig(
        hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, image_size=32, patch_size=8
    )
    transformers.ViTModel(config).save_pretrained(folder)
    preprocess = {"size": {"height": 32, "width": 32}, "image_mean": [0.4, 0.5, 0.6], "image_std": [0.2, 0.3, 0.25]}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocess))
    return {"model": str(folder), "pooling": "first"}


def onnx_file(folder: Path) -> dict[str, object]:
    """One layer of eight filters; its outputs are a map and the mean of it."""
    onnx = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    path = folder / "tiny.onnx"
    path.write_bytes(onnx_bytes(onnx))
    return {"model": str(path), "layer": "map"}


def onnx_bytes(onnx: Any, *, batch: int | str = "n", channels_last: bool = False) -> bytes:
    """A network of one convolution of stride 4 on pictures of 16 pixels a side."""
    weights = np.random.default_rng(0).normal(size=(8, 3, 4, 4)).astype(np.float32)
    make, kind = onnx.helper, onnx.TensorProto.FLOAT
    first, last = ([0, 3, 1, 2], [0, 2, 3, 1]) if channels_last else ([0, 1, 2, 3], [0, 1, 2, 3])
    nodes = [
        make.make_node("Transpose", ["image"], ["turned"], perm=first),
        make.make_node("Conv", ["turned", "weights"], ["filtered"], strides=[4, 4]),
        make.make_node("Transpose", ["filtered"], ["map"], perm=last),
        make.make_node("GlobalAveragePool", ["filtered"], ["mean_map"]),
        make.make_node("Flatten", ["mean_map"], ["mean"]),
    ]
    shape = [batch, 16, 16, 3] if channels_last else [batch, 3, 16, 16]
    outputs = [make.make_tensor_value_info(name, kind, None) for name in ("mean", "map")]
    inputs = [make.make_tensor_value_info("image", kind, shape)]
    graph = make.make_graph(nodes, "tiny", inputs, outputs, [onnx.numpy_helper.from_array(weights, "weights")])
    made: bytes = make.make_model(graph, opset_imports=[make.make_opsetid("", 18)], ir_version=9).SerializeToString()
    return made


NETWORKS: dict[str, Callable[[Path], dict[str, object]]] = {
    "timm": timm_folder,
    "open_clip": open_clip_folder,
    "transformers": transformers_folder,
    "onnx": onnx_file,
}
"""By embedder: makes one in a folder, and gives the parameters that name it."""

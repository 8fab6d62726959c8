"""Published networks (E1): the pixels they want, the output that is asked for, and errors that say what would do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assay.embeddings.builtin.onnx import onnx
from assay.embeddings.builtin.timm import timm
from assay.embeddings.embedder import Encoder
from assay.embeddings.extra import import_extra
from assay.embeddings.torch_encoder import Preprocessing
from assay.errors import ExtraMissing, ModelUnavailable
from assay.testing.embedders import example_crops, load_encoder
from tests.tiny_networks import onnx_bytes

CROPS = example_crops(16)


def onnx_encoder(folder: Path, *, batch: int | str = "n", channels_last: bool = False, **named: object) -> Encoder:
    library = pytest.importorskip("onnx")
    pytest.importorskip("onnxruntime")
    path = folder / "tiny.onnx"
    path.write_bytes(onnx_bytes(library, batch=batch, channels_last=channels_last))
    return load_encoder(onnx, {}, {"model": str(path), **named})


def test_a_missing_package_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(ExtraMissing, match=r"pip install 'assay\[torch\]'"):
        import_extra("no_such_package_of_anyone", extra="torch")


def test_packages_that_do_not_fit_each_other_are_told_with_what_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PyPI's torchvision beside a torch for CPUs: it is there, and raises as it is imported."""
    (tmp_path / "built_for_another_torch.py").write_text("raise RuntimeError('operator torchvision::nms is missing')")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ExtraMissing, match="torchvision::nms") as told:
        import_extra("built_for_another_torch", extra="torch")
    assert "from one index" in (told.value.hint or "")


def test_pixels_are_brought_to_the_mean_and_deviation_that_a_model_states() -> None:
    mean, std = (0.1, 0.2, 0.3), (0.5, 0.25, 0.2)
    found = Preprocessing(16, mean, std).apply(CROPS)
    expected = ((CROPS / 255 - mean) / std).transpose(0, 3, 1, 2)
    assert np.allclose(found, expected, atol=1e-5)


def test_the_file_says_how_large_crops_are(tmp_path: Path) -> None:
    assert onnx_encoder(tmp_path, side=99).side == 16


def test_of_a_map_the_mean_over_all_places_is_taken(tmp_path: Path) -> None:
    """The network gives both the map of features and its mean."""
    of_map = onnx_encoder(tmp_path, layer="map").encode(CROPS)
    of_mean = onnx_encoder(tmp_path, layer="mean").encode(CROPS)
    assert of_map.shape == (len(CROPS), 8)
    assert np.allclose(of_map, of_mean, atol=1e-5)


def test_the_first_output_is_taken_where_none_is_named(tmp_path: Path) -> None:
    assert np.allclose(
        onnx_encoder(tmp_path).encode(CROPS), onnx_encoder(tmp_path, layer="mean").encode(CROPS), atol=1e-6
    )


def test_a_file_that_wants_so_many_at_a_time_gets_them(tmp_path: Path) -> None:
    free, fixed = onnx_encoder(tmp_path).encode(CROPS), onnx_encoder(tmp_path, batch=5).encode(CROPS)
    assert np.allclose(free, fixed, atol=1e-5)


def test_channels_stand_where_the_file_says(tmp_path: Path) -> None:
    first = onnx_encoder(tmp_path, layer="map").encode(CROPS)
    last = onnx_encoder(tmp_path, layer="map", channels_last=True).encode(CROPS)
    assert np.allclose(first, last, atol=1e-5)


def test_an_output_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="It has: mean, map"):
        onnx_encoder(tmp_path, layer="features")


def test_a_file_that_is_not_there_or_no_network_is_told(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    with pytest.raises(ModelUnavailable, match="no ONNX file"):
        load_encoder(onnx, {}, {"model": str(tmp_path / "none.onnx")})
    (tmp_path / "text.onnx").write_text("not a network")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):
        load_encoder(onnx, {}, {"model": str(tmp_path / "text.onnx")})


def test_no_model_is_answered_with_how_to_name_one() -> None:
    with pytest.raises(ModelUnavailable, match="No model is named"):
        load_encoder(timm, {}, {"model": ""})

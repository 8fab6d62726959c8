"""The table of protocols (E1-E4, E11, F16)."""

from __future__ import annotations

import pytest

from assay.cli.commands.evaluate import Protocol
from assay.errors import NotFound
from assay.evaluation.coco_config import COCO_KEYPOINTS, COCO_SIGMAS, VOC07, CocoConfig
from assay.evaluation.protocols import PROTOCOLS, protocol_named


def test_the_command_line_offers_every_protocol() -> None:
    assert set(PROTOCOLS) <= {protocol.value for protocol in Protocol}


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(NotFound, match="no protocol 'voc'") as caught:
        protocol_named("voc")
    assert "voc07" in caught.value.hint


def test_cocos_own_choices() -> None:
    config = CocoConfig()
    assert (config.ious[0], config.ious[-1], len(config.ious), len(config.recalls)) == (0.5, 0.95, 10, 101)
    assert [figure.name for figure in config.summary_figures()] == [
        "AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large",
        "AR_1", "AR_10", "AR_100", "AR_small", "AR_medium", "AR_large",
    ]  # fmt: skip
    assert len(COCO_SIGMAS) == 17
    assert COCO_KEYPOINTS.max_detections == (20,)


def test_any_list_of_limits_names_its_numbers() -> None:
    """X16: no limit of 100 need be among them."""
    names = [figure.name for figure in CocoConfig(max_detections=(7,)).summary_figures()]
    assert [name for name in names if name.startswith("AR_") and name[3:].isdecimal()] == ["AR_7"]


def test_eleven_recalls_are_tenths() -> None:
    assert VOC07.recalls == (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

"""`assay evaluate --protocol …` and `project.runs.average_precision(protocol=…)` (E1-E4, E11, F16)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import assay
from assay.errors import NotFound
from tests.shell import Shell

EVALUATE = ("evaluate", "my.assay", "--run", "small")


@pytest.mark.parametrize(
    ("protocol", "names"),
    [
        ("voc07", ["AP50"]),
        ("voc12", ["AP50"]),
        ("class-agnostic", ["AP", "AP50", "AP75", "AP_small", "AP_medium", "AP_large"]),
    ],
)
def test_each_protocol_tells_its_numbers(imported: Path, shell: Shell, protocol: str, names: list[str]) -> None:
    told = shell(*EVALUATE, "--protocol", protocol).value
    assert told["protocol"] == protocol
    assert list(told["average_precision"])[: len(names)] == names
    found = assay.open("my.assay").runs.average_precision("small", protocol=protocol)
    assert found.summary == pytest.approx(told["average_precision"])


def test_one_class_for_all_has_no_precision_by_class(imported: Path, shell: Shell) -> None:
    assert not any("ap" in row for row in shell(*EVALUATE, "--protocol", "class-agnostic").value["per_class"])


def test_pairs_come_from_options_and_from_a_file(imported: Path, shell: Shell) -> None:
    """F16: a dog may be answered by a cat."""
    Path("pairs.json").write_text(json.dumps({"dog": ["cat"]}))
    by_option = shell(*EVALUATE, "--protocol", "allowed-pairs", "--allow", "dog=cat").value
    by_file = shell(*EVALUATE, "--protocol", "allowed-pairs", "--pairs", "pairs.json").value
    assert by_option == by_file
    found = assay.open("my.assay").runs.average_precision("small", protocol="allowed-pairs", allowed={"dog": ["cat"]})
    assert found.summary == pytest.approx(by_option["average_precision"])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--protocol", "coco", "--allow", "dog=cat"), "go with --protocol allowed-pairs"),
        (("--protocol", "allowed-pairs"), "needs --allow"),
        (("--protocol", "allowed-pairs", "--allow", "dog"), "is no pair"),
        (("--protocol", "allowed-pairs", "--pairs", "nowhere.json"), "cannot be read"),
        (("--protocol", "allowed-pairs", "--pairs", "labels.json"), "must be an object of lists"),
        (("--protocol", "coco", "--sigmas", "1"), "goes with --protocol coco-keypoints"),
        (("--protocol", "coco-keypoints", "--sigmas", "one"), "are no numbers"),
    ],
)
def test_options_that_mean_nothing_are_wrong_usage(
    imported: Path, shell: Shell, options: tuple[str, ...], said: str
) -> None:
    done = shell(*EVALUATE, *options)
    assert done.code == 2
    assert said in " ".join(done.err.split())


@pytest.mark.parametrize("protocol", ["coco-segm", "coco-keypoints"])
def test_a_protocol_that_finds_nothing_says_so(imported: Path, shell: Shell, protocol: str) -> None:
    """Never a silent -1: the shape that is missing is named, with what would do."""
    done = shell(*EVALUATE, "--protocol", protocol)
    assert done.code == 1
    assert f"is what protocol '{protocol}' compares" in " ".join(done.err.split())
    with pytest.raises(NotFound, match="have"):
        assay.open("my.assay").runs.average_precision("small", protocol=protocol)

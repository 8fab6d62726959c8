"""Plug-ins of other packages: found, put into their registry, and never fatal."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from assay.errors import PluginClash, PluginUnknown
from assay.formats.registry import WRITERS
from assay.plugins import load_plugin
from assay.registry import Registry


class Notes:
    """A format of another package."""

    name = "notes"
    title = "Notes"


class Impostor:
    """A format that claims a name that is taken."""

    name = "coco"
    title = "Not COCO"


@pytest.fixture
def writers() -> Registry[object]:
    """A registry as the real one is, of which nothing is left after the test."""
    registry = Registry[object]("format to write")
    registry.add("coco", WRITERS["coco"])
    return registry


def test_a_plugin_is_put_into_the_registry(writers: Registry[object]) -> None:
    told = load_plugin(EntryPoint("notes", f"{__name__}:Notes", "assay.writers"), writers)
    assert told.problem is None
    assert isinstance(writers["notes"], Notes)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param("nowhere.at.all:Thing", "ModuleNotFoundError", id="its package is broken"),
        pytest.param(f"{__name__}:Missing", "AttributeError", id="it is not where it says"),
    ],
)
def test_a_broken_plugin_is_told_with_its_reason(value: str, reason: str) -> None:
    told = load_plugin(EntryPoint("broken", value, "assay.detectors"))
    assert told.problem is not None
    assert told.problem.startswith(reason)


def test_a_clash_of_names_is_told_and_the_first_one_stays(writers: Registry[object]) -> None:
    told = load_plugin(EntryPoint("coco", f"{__name__}:Impostor", "assay.writers"), writers)
    assert told.problem is not None
    assert told.problem.startswith("PluginClash: Two plug-ins claim")
    assert writers["coco"] is WRITERS["coco"]


def test_an_unknown_name_lists_near_ones(writers: Registry[object]) -> None:
    with pytest.raises(PluginUnknown, match="Did you mean 'coco'"):
        writers["cocoo"]


def test_two_plugins_may_not_claim_one_name(writers: Registry[object]) -> None:
    with pytest.raises(PluginClash, match="Rename one of them"):
        writers.add("coco", Impostor())

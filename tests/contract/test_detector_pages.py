"""The reference page of the detectors says what they declare and what their docstrings say."""

from __future__ import annotations

from assay.detectors.pages import reference_page
from assay.detectors.registry import DETECTORS
from tests.contract.pins import assert_pinned
from tests.contract.tracked import ROOT

HEAD = """# Detectors

<!-- Made from the docstrings in src/assay/detectors/builtin by `make pins`; edit those. -->

A detector looks for one kind of error and hands over suspects, worst first. The score of a suspect runs from 0 (worst)
to 1 (clean). It is one minus the estimated chance of an error, so that suspects of all kinds can stand in one list.

"""


def test_the_reference_page() -> None:
    assert_pinned(ROOT / "docs" / "detectors.md", HEAD + reference_page(DETECTORS.values()))

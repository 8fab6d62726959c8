"""The reference page of the metrics says what they declare and what their docstrings say."""

from __future__ import annotations

from assay.metrics.builtin import BUILTIN
from assay.metrics.pages import reference_page
from tests.contract.pins import assert_pinned
from tests.contract.tracked import ROOT

HEAD = """# Metric reference

<!-- Made from the docstrings in src/assay/metrics/builtin by `make pins`; edit those. -->

Every metric that comes with Assay: what it measures, why it matters, when it misleads. How they are measured, and how
to write your own: [Metrics](metrics.md).

"""


def test_the_reference_page() -> None:
    assert_pinned(ROOT / "docs" / "metric-reference.md", HEAD + reference_page(BUILTIN))

"""The reference page of the embedders says what they declare and what their docstrings say."""

from __future__ import annotations

from assay.embeddings.builtin import BUILTIN
from assay.embeddings.pages import reference_page
from tests.contract.pins import assert_pinned
from tests.contract.tracked import ROOT

HEAD = """# Embedder reference

<!-- Made from the docstrings in src/assay/embeddings/builtin by `make pins`; edit those. -->

Every embedder that comes with Assay: what it measures, why it matters, when it misleads.

"""


def test_the_reference_page() -> None:
    assert_pinned(ROOT / "docs" / "embedder-reference.md", HEAD + reference_page(BUILTIN))

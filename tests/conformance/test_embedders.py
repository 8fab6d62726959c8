"""Every built-in embedder holds to what the public kit demands (E1, E2); networks are tiny ones made here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assay.embeddings.registry import EMBEDDERS
from assay.testing.embedders import EMBEDDER_CHECKS
from tests.tiny_networks import NETWORKS

SHORT: dict[str, dict[str, object]] = {"selfsup": {"steps": 3}}
"""Parameters that make learning a matter of moments."""


@pytest.fixture(scope="module")
def parameters(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, object]]:
    made: dict[str, dict[str, object]] = {}

    def of(slug: str) -> dict[str, object]:
        if slug not in made:
            folder: Path = tmp_path_factory.mktemp(slug)
            made[slug] = NETWORKS[slug](folder) if slug in NETWORKS else SHORT.get(slug, {})
        return made[slug]

    return of


@pytest.mark.parametrize("check", EMBEDDER_CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("slug", list(EMBEDDERS))
def test_embedder(slug: str, check: Callable[..., None], parameters: Callable[[str], dict[str, object]]) -> None:
    check(EMBEDDERS[slug], **parameters(slug))

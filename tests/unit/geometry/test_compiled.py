from __future__ import annotations

from typing import Any

from assay.geometry.compiled import compiled


def test_a_kernel_without_a_place_for_its_cache_is_compiled_all_the_same() -> None:
    """A function that stands in no file has nowhere to be cached, as in a read-only install without a home."""
    space: dict[str, Any] = {}
    exec(compile("def twice(x):\n    return 2 * x", "<nowhere>", "exec"), space)
    assert compiled(space["twice"])(21) == 42

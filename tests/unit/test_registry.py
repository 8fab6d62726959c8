"""The registry of plug-ins: built-in ones are loaded when something is looked up, once, whoever asks first."""

from __future__ import annotations

import subprocess
import sys
from threading import Barrier, Thread

import pytest

from assay.detectors.builtin import BUILTIN as DETECTORS_BUILT_IN
from assay.detectors.registry import DETECTORS
from assay.embeddings.builtin import BUILTIN as EMBEDDERS_BUILT_IN
from assay.embeddings.registry import EMBEDDERS
from assay.errors import PluginClash
from assay.metrics.builtin import BUILTIN as METRICS_BUILT_IN
from assay.metrics.registry import METRICS
from assay.registry import Registry


def test_built_in_plugins_are_loaded_once_for_all_threads() -> None:
    loads: list[int] = []
    together = Barrier(4)
    seen: list[list[str]] = []

    def builtin() -> dict[str, int]:
        loads.append(1)
        return {"square": 4, "triangle": 3}

    registry = Registry[int]("shape", builtin=builtin)

    def look() -> None:
        together.wait()
        seen.append(list(registry))

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [["square", "triangle"]] * 4
    assert loads == [1]


def test_a_plugin_may_not_take_the_name_of_a_built_in_one() -> None:
    registry = Registry[int]("shape", builtin=lambda: {"square": 4})
    with pytest.raises(PluginClash, match="square"):
        registry.add("square", 5)
    registry.add("circle", 0)
    assert list(registry) == ["square", "circle"]


def test_no_two_built_in_plugins_have_one_slug() -> None:
    for registry, builtin in (
        (DETECTORS, DETECTORS_BUILT_IN),
        (METRICS, METRICS_BUILT_IN),
        (EMBEDDERS, EMBEDDERS_BUILT_IN),
    ):
        slugs = [plugin.slug for plugin in builtin]
        assert len(set(slugs)) == len(slugs)
        assert set(slugs) <= set(registry)


def test_what_answers_the_first_page_is_loaded_without_metrics_detectors_and_compiler() -> None:
    """They would take half a second of the first start."""
    code = (
        "import sys, assay.server.routes.first\n"
        "heavy = ('numba', 'scipy', 'assay.metrics.builtin', 'assay.detectors.builtin', 'assay.embeddings.builtin')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

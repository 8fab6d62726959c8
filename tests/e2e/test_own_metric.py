"""A metric of one's own, added while the server runs: measured, sorted by, brushed and drawn like any other (V2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.store.store import Store
from assay.workflows.metrics.own_metrics import add_metric
from tests.e2e.conftest import serving

REDNESS = '''
import assay


@assay.metric(level="annotation", range=(0, 1), bad="high")
def redness(crop):
    """Share of red in the crop."""
    return float(crop[..., 0].mean()) / 255
'''


@pytest.fixture
def address(project: Path, bundle: Path) -> Iterator[str]:
    yield from serving(project, bundle)


def test_ten_lines_become_a_metric_of_the_running_app(
    page: Page, address: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V2.5, D12, P57: no restart between the shell and the screen."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    page.goto(f"{address}/metrics")
    expect(page.get_by_role("navigation", name="Metrics")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Redness"))).to_have_count(0)
    written = tmp_path / "redness.py"
    written.write_text(REDNESS, encoding="utf-8")
    with Store.open(project) as store:
        add_metric(store, written)
    page.goto(f"{address}/metrics?level=annotation&field=redness")
    page.get_by_role("button", name="Measure Redness").click()
    expect(page.get_by_role("heading", name=re.compile("labels by redness"))).to_be_visible()
    expect(page.get_by_role("article", name="Lowest").get_by_role("button")).to_have_count(12)
    page.goto(f"{address}/explore?level=annotation&sort=redness&desc=1&q=redness+%3E+0.2")
    tiles = page.get_by_role("listbox").get_by_role("option")
    expect(tiles.first.locator("[class*=sorted]")).to_be_visible()
    values = [float(text) for text in tiles.locator("[class*=sorted]").all_inner_texts()]
    assert values == sorted(values, reverse=True)
    assert min(values) >= 0.2
    expect(page.get_by_role("complementary", name="Filters").get_by_text("Redness").first).to_be_visible()
    page.goto(f"{address}/metrics?tab=drift&level=annotation&reference=id+%3C+18&compared=id+%3E%3D+18&field=redness")
    expect(page.get_by_role("article", name="Redness")).to_be_visible()

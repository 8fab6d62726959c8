"""The report in a real browser that is cut off from every network."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assay.workflows.report.write_report import write_report
from tests.integration.weather_set import weather_store


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_opens_offline(browser: Browser, tmp_path: Path, scheme: str) -> None:
    """It asks nobody for anything, reports nothing to the console, and names that are code are shown as names."""
    with weather_store(tmp_path / "weather", images=40) as store:
        write_report(store, tmp_path / "report.html", run="day", other="night")
    context = browser.new_context(offline=True, color_scheme=scheme, viewport={"width": 1180, "height": 900})  # type: ignore[arg-type]  # a literal of two
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto((tmp_path / "report.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text("day on weather")
    expect(page.get_by_role("heading", name="Compared with night")).to_be_visible()
    expect(page.get_by_role("img", name="Precision against recall")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert said == []
    context.close()

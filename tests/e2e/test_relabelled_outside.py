"""A data quality segment goes to a labelling provider and comes back: old and new beside each other (V1.13, I10)."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.store.store import Store
from assay.workflows.explore.search import matching_ids
from tests.shell import piped_shell


def ids(project: Path, query: str) -> list[int]:
    with Store.open(project) as store:
        return [int(id) for id in matching_ids(store, query)]


def mended(sent: Path, folder: Path) -> Path:
    """What a provider sends back: of the labels that were sent, the one of the wrong class is right."""
    body = sent.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = packed.read(next(name for name in packed.namelist() if name.endswith(".json")))
    told = json.loads(body)
    image = next(row["id"] for row in told["images"] if row["file_name"].endswith("toy_01.png"))
    first = min((row for row in told["annotations"] if row["image_id"] == image), key=lambda row: int(row["id"]))
    first["category_id"] = (first["category_id"] + 1) % 3 + 1
    back = folder / "back.json"
    back.write_text(json.dumps(told))
    return back


def test_what_a_provider_mended_closes_by_itself(
    page: Page,
    server: str,
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """V1.13: errors of the model → segment → file → relabelled outside → imported → evaluated → old and new, closed."""
    shell = piped_shell(monkeypatch, capsys)
    page.goto(f'{server}/explore?level=annotation&q=match in ("confusion", "missed")')
    page.get_by_role("listbox", name="Results").get_by_role("option").first.locator("[data-tick]").click()
    page.get_by_role("button", name=re.compile("^Select all")).click()
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name=re.compile("to a segment"))
    dialog.get_by_role("textbox", name="Name").fill("to the provider")
    dialog.get_by_text("Data quality", exact=True).click()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Segments").click()
    page.get_by_role("link", name="to the provider", exact=True).click()
    items = ids(project, 'segment = "to the provider"')
    expect(page.get_by_text(f"0 of {len(items)} items done")).to_be_visible()

    page.get_by_role("button", name="Old and new").click()
    expect(page.get_by_text("Its labels are what they were when they came in")).to_be_visible()
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=re.compile("^COCO")).first.click()
    back = mended(download.value.path(), tmp_path)
    assert shell("import", project, back, "--author", "provider").code == 0
    assert shell("evaluate", project).code == 0
    assert shell("find", project).code == 0

    page.reload()
    expect(
        page.get_by_text(f"Labels: 1 relabelled, in 1 of {len(items)} images. 1 of {len(items)} items done.")
    ).to_be_visible()
    differing = (
        page.get_by_role("list", name="Images that differ")
        .get_by_role("listitem")
        .filter(has=page.get_by_role("figure"))
    )
    expect(differing).to_have_count(1)
    expect(differing.get_by_role("figure")).to_have_count(2)
    expect(differing).to_contain_text("→")
    expect(differing.get_by_role("list", name="Its items")).to_contain_text("done: error gone")
    page.get_by_role("button", name=re.compile("^Items")).click()
    expect(page.get_by_role("option", name=re.compile("done: error gone"))).to_have_count(1)
    activity = page.get_by_role("region", name="Comments and activity")
    expect(activity.get_by_text("done by themselves: what was wrong is gone")).to_be_visible()

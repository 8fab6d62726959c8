"""Did the fix help? Asked in the browser of a few hundred digits, as a job (I13, E19, V3.11)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from assay.workflows.versions.versions import save_version
from tests.e2e.conftest import serving
from tests.integration.test_fix_effect import TRUTH, relabel_to, spoiled, written


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Digits with a fifth of the training labels wrong, all of which were mended; version "mended" is of then."""
    folder = tmp_path_factory.mktemp("digits")
    with written(folder, spoiled(0.2)) as store:
        relabel_to(store, TRUTH)
        save_version(store, "mended")
    return folder / "digits.assay"


@pytest.fixture
def digits(mended: Path, tmp_path: Path, bundle: Path) -> Iterator[str]:
    yield from serving(Path(shutil.copytree(mended, tmp_path / "digits.assay")), bundle)


def test_a_fix_that_helped_is_told_with_intervals_by_class(page: Page, digits: str) -> None:
    page.goto(f"{digits}/history")
    page.get_by_role("button", name="Did the fix help?").click()
    expect(page.get_by_text("Nothing was measured yet since this server began.")).to_be_visible()
    question = page.get_by_role("article", name="What is asked")
    expect(question).to_contain_text("400 images teach")
    expect(question).to_contain_text("Nobody looked at the test set in a review")
    question.get_by_role("radio", name="6", exact=True).click()
    question.get_by_role("button", name="Train before and after").click()
    answer = page.get_by_role("article", name="What came of it")
    expect(answer.get_by_role("heading", name=re.compile(r"^Better by \d"))).to_be_visible()
    expect(answer).to_contain_text("From as imported to now")
    expect(answer).to_contain_text("no review was timed")
    table = answer.get_by_role("table", name="Errors before and after")
    expect(table.get_by_role("row")).to_have_count(1 + 2 + 10)  # head, all and those edited, the digits
    expect(table.get_by_role("row").filter(has_text="All")).to_contain_text(re.compile(r"→ .* %"))
    page.reload()
    expect(answer.get_by_role("heading", name=re.compile(r"^Better by \d"))).to_be_visible()


def test_what_keeps_it_from_being_measured_is_said(page: Page, digits: str) -> None:
    page.goto(f"{digits}/history?tab=helped")
    question = page.get_by_role("article", name="What is asked")
    question.get_by_label("Before").select_option("mended")
    expect(question.get_by_role("status")).to_contain_text("No class differs in what teaches")
    expect(question.get_by_role("button", name="Train before and after")).to_be_disabled()
    question.get_by_label("Before").select_option("imported")
    question.get_by_label("Tested on").select_option("a query of images…")
    query = question.get_by_label("Query of the test images")
    query.fill('split = "nowhere"')
    query.press("Enter")
    expect(question.get_by_role("status")).to_contain_text("The test set has no labelled item")
    expect(page).to_have_url(re.compile("q=split"))


def test_a_training_can_be_cancelled(page: Page, digits: str) -> None:
    page.goto(f"{digits}/history?tab=helped")
    question = page.get_by_role("article", name="What is asked")
    question.get_by_role("radio", name="50").click()
    told = page.get_by_role("status").filter(has_text="was cancelled")
    for _ in range(5):
        question.get_by_role("button", name="Train before and after").click()
        with suppress(TimeoutError):  # a quick machine may be done before it is told to stop
            page.get_by_role("progressbar", name="Did the fix help?").wait_for(timeout=5_000)
            question.get_by_role("button", name="Cancel").click(timeout=5_000)
            told.wait_for(timeout=5_000)
            break
    expect(told).to_contain_text("Nothing of it is kept.")
    expect(question.get_by_role("button", name="Train before and after")).to_be_enabled()


def test_without_an_embedding_it_offers_one(page: Page, server: str) -> None:
    page.goto(f"{server}/history?tab=helped")
    expect(page.get_by_text("Nothing is embedded, so nothing can be taught")).to_be_visible()
    expect(page.get_by_role("button", name="Embed images and labels")).to_be_enabled()

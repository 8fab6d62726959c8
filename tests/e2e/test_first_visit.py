"""What a page asks first is made ready by who fills the project: it is painted before that is open (issue 2, speed)."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assay.errors import AssayError
from assay.server.door import Api, front_door
from assay.server.first_visit import keep_first_visit
from assay.server.kept import Kept
from assay.server.settings import Settings
from assay.store.store import Store
from tests.e2e.conftest import answering

PAINTED = """() => {
  const pictures = [...document.querySelectorAll('[role=option] img')]
  return pictures.length >= 12 && pictures.every((image) => image.complete && image.naturalWidth > 0)
}"""


@pytest.mark.parametrize("screen", ["explore", "overview"])
def test_a_page_is_painted_before_the_project_is_open(page: Page, project: Path, bundle: Path, screen: str) -> None:
    with Store.open(project) as store:
        keep_first_visit(store)
    api, kept = Api(), Kept(project, str(project))
    with answering(lambda port: front_door(api, Settings(port=port), bundle=bundle, kept=kept)) as server:
        page.goto(f"{server}/{screen}")
        if screen == "explore":
            page.wait_for_function(PAINTED)
        else:
            expect(page.get_by_role("main")).to_contain_text("12 images")
        assert not api.first.done()
        page.goto("about:blank")
        for part in (api.first, api.later):  # for what waits at the door
            part.set_exception(AssayError("The test is over.", hint=""))

"""The waits of `benchmarks/page.py` on the page of a peer, found by the marks that its own page carries.

Of an opened image only the frame can be told, into which the photo comes later, so it is a figure of its own name.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page

from benchmarks.served import painted_after

CLASS = "class 3"
FIFTYONE_PAINTED = """() => {
  const tiles = [...document.querySelectorAll('[data-cy=looker]')].slice(0, 6)
  const drawn = (canvas) => canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[3] > 0
  return tiles.length === 6 && tiles.every((tile) => [...tile.querySelectorAll('canvas')].some(drawn))
}"""
LIGHTLY_PAINTED = """() => {
  const photos = [...document.querySelectorAll('img')].filter((image) => image.complete && image.naturalWidth > 60)
  return photos.length >= 6
}"""
LIGHTLY_COUNTED = """(shown) => {
  const now = document.body.innerText.match(/Showing [1-9][0-9,]*( of [0-9,]+)? images/)?.[0]
  return now !== shown && now
}"""


def fiftyone(page: Page, address: str) -> dict[str, float]:
    """Seconds of each wait; a tile whose canvas has something in its middle counts as painted."""
    painted = painted_after(page, f"{address}/datasets/set", FIFTYONE_PAINTED)
    page.get_by_text("Dismiss", exact=True).click()  # an offer that covers the page on a first visit
    page.wait_for_timeout(2500)
    page.locator("[data-cy=sidebar-field-arrow-enabled-ground_truth]").click()
    search = page.locator("input[placeholder*='filter by label']").first
    search.fill(CLASS)
    page.wait_for_timeout(2500)
    count = page.locator("[data-cy=entry-counts]")
    shown = count.inner_text()
    filtering = time.perf_counter()
    search.press("Enter")
    page.wait_for_function(
        "(shown) => { const now = document.querySelector('[data-cy=entry-counts]')?.innerText"
        "; return now && now !== shown && /[0-9]/.test(now) }",
        arg=shown,
    )
    counted = time.perf_counter()
    page.wait_for_timeout(2500)
    opening = time.perf_counter()
    page.locator("[data-cy=looker]").nth(1).click()
    page.locator("[data-cy=modal]").wait_for()
    return {
        "open_to_painted_grid": painted,
        "filter_to_count": counted - filtering,
        "open_frame_of_an_image": time.perf_counter() - opening,
    }


def lightly(page: Page, address: str) -> dict[str, float]:
    """Seconds of each wait; a picture that has arrived counts as painted."""
    painted = painted_after(page, address, LIGHTLY_PAINTED)
    page.get_by_text("Dismiss", exact=True).click()  # a tour that covers the page on a first visit
    page.wait_for_timeout(2500)
    shown = page.wait_for_function(LIGHTLY_COUNTED, arg="").json_value()
    filtering = time.perf_counter()
    page.get_by_text(CLASS, exact=True).first.click()
    page.wait_for_function(LIGHTLY_COUNTED, arg=shown)
    counted = time.perf_counter()
    page.wait_for_timeout(2500)
    opening = time.perf_counter()
    page.locator("[data-testid=sample-grid-item]").nth(1).dblclick()
    page.locator("[data-testid=sample-details]").wait_for()
    return {
        "open_to_painted_grid": painted,
        "filter_to_count": counted - filtering,
        "open_frame_of_an_image": time.perf_counter() - opening,
    }


VISITS = {"fiftyone": fiftyone, "lightly": lightly}

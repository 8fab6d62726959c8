"""Photograph each page of the demo into docs/images: `make screenshots`.

Makes a fresh demo, serves it on a free port, and drives Chromium. Only demo data is ever shown: its images come
out of installed packages.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
SIZE = (1440, 900)
ASSAY = str(Path(sys.executable).with_name("assay"))


@dataclass(frozen=True)
class Shot:
    """One picture: its file, the address it is taken of, the colour scheme, and keys pressed before."""

    name: str
    address: str
    scheme: str = "dark"
    keys: tuple[str, ...] = ()


SHOTS = (
    Shot("overview", "overview"),
    Shot("overview-light", "overview", scheme="light"),
    Shot("explore", "explore"),
    Shot("image", "explore?image=1"),
    Shot("issues", "issues"),
    Shot("curves", "models?tab=curves"),
    Shot("errors", "models?tab=errors"),
    Shot("by-metric", "models?tab=metric&field=area"),
    Shot("models", "models?cells=fp&conf=0.5"),
    Shot("metrics", "metrics?level=image&field=sharpness"),
    Shot("scatter", "explore?view=scatter&x=brightness&y=sharpness"),
    Shot("map", "map?dataset=2&run=2&level=annotation"),
    Shot("history", "history"),
)
"""What a page of the documentation shows; the pictures of a review are taken by `sit`."""

DIGITS = "review?dataset=2&run=2&side=96"


def main() -> None:
    """Make a demo, work on it a little, and take every picture."""
    os.environ["ASSAY_AUTHOR"] = "Ada"
    with TemporaryDirectory() as folder:
        run("demo", folder, "--no-serve")
        run("embed", Path(folder, "demo.assay"), "--dataset", "digits", "--level", "annotation")
        work_a_little(Path(folder, "demo.assay"))
        photograph(Path(folder, "demo.assay"))


def work_a_little(project: Path) -> None:
    """A few decisions, so that the history has something to tell."""
    worst = 'state = "open" and kind = "{}" and score < 0.4'
    run("decide", project, "accept", "--query", worst.format("duplicate_box"), "--reason", "looked at each")
    run("decide", project, "accept", "--query", worst.format("missing_object"))
    run("undo", project)


def run(*words: object) -> None:
    """Run an `assay` command."""
    subprocess.run([ASSAY, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def photograph(project: Path) -> None:
    """Serve the project and take every picture."""
    server = subprocess.Popen([ASSAY, "serve", str(project), "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            for shot in SHOTS:
                take(browser, address, shot)
            sit(browser, address)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)


def chromium() -> str | None:
    """The Chromium of this machine; None leaves the choice to Playwright."""
    named = os.environ.get("ASSAY_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def take(browser: Browser, address: str, shot: Shot) -> None:
    """Open the page, wait until every picture on it is painted, and photograph it."""
    dark = shot.scheme == "dark"
    context = browser.new_context(
        viewport={"width": SIZE[0], "height": SIZE[1]},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address + shot.address)
    settle(page)
    for key in shot.keys:
        page.keyboard.press(key)
    photograph_page(page, shot.name)
    context.close()


def sit(browser: Browser, address: str) -> None:
    """Four pictures of a review of the drawn digits: the wall, marks and a class key, a pair, applied."""
    context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme="dark")
    page = context.new_page()
    crops = page.get_by_role("listbox", name="Crops to review").get_by_role("option")
    page.goto(address + DIGITS)
    crops.first.wait_for()
    photograph_page(page, "review-wall")
    page.goto(f"{address}{DIGITS}&order=loss")
    crops.first.wait_for()
    for place in (0, 1, 2):
        crops.nth(place).click()
    crops.nth(5).hover()
    page.keyboard.press("6")
    photograph_page(page, "review-marks")
    page.goto(f"{address}{DIGITS}&group=pair&order=loss")
    crops.first.wait_for()
    page.mouse.move(2, 2)
    page.keyboard.press("j")
    photograph_page(page, "review-pairs")
    page.keyboard.press("Escape")
    page.get_by_role("listbox", name="Crops to review").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Apply to").click()
    page.get_by_role("button", name="Apply", exact=True).wait_for()
    photograph_page(page, "review-applied")
    context.close()


def photograph_page(page: Page, name: str) -> None:
    """Keep what the page shows once it is quiet."""
    settle(page)
    picture = Image.open(io.BytesIO(page.screenshot()))
    # 256 colours are plenty for a page of documentation, and a third of the bytes; octrees keep those of small signs.
    picture.convert("RGB").quantize(256, Image.Quantize.FASTOCTREE).save(IMAGES / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png")


def settle(page: Page) -> None:
    """Wait for the network to be quiet and for every image to be there."""
    page.wait_for_load_state("networkidle")
    for _ in range(100):
        page.wait_for_timeout(200)
        if page.evaluate("() => [...document.images].every((image) => image.complete)"):
            break
    page.wait_for_timeout(600)


if __name__ == "__main__":
    main()

"""Time what a person waits for: server start to a painted grid, a filter to a repainted one, a threshold, an image.

    python benchmarks/page.py --images 5000

Drives a real Chromium before a real server process. Prints one JSON value, seconds, the median of a few runs over a
project that was served before; `first_start_to_painted_grid` is that of the very first, behind `assay import`, which
makes ready what a page asks for first, and `bare_start_to_painted_grid` of one that finds nothing ready.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.served import HOVER_MS, free_port, new_page, painted_after, served
from benchmarks.sets import write_coco

ASSAY = [str(Path(sys.executable).with_name("assay"))]
RUNS = 3
STEPS = 7
PAINTED = """() => {
  const tiles = [...document.querySelectorAll('[role=option] img')].slice(0, 6)
  return tiles.length === 6 && tiles.every((image) => image.complete && image.naturalWidth > 0)
}"""


# Timed in the page, from the click that the page sees: the driver takes 0.1-0.3 s to make one.
STOPWATCH = """() => {
  const painted = PAINTED
  const count = () => document.querySelector('[aria-setsize]')?.ariaSetSize
  const before = count()
  addEventListener('click', () => {
    const start = performance.now()
    const waits = (window.waits = {})
    const look = () => {
      if (waits.count === undefined && count() !== before) waits.count = performance.now() - start
      if (waits.count !== undefined && painted()) waits.grid = performance.now() - start
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, { capture: true, once: true })
}""".replace("PAINTED", PAINTED)

# The same for a step of the confidence slider: until the matrix's counts, then until the results below have changed.
SLIDER = """() => {
  const painted = PAINTED
  const buttons = () => [...document.querySelectorAll('button')]
  const wrong = () => buttons().find((at) => at.innerText.startsWith('False positives'))?.innerText
  const results = () => [...document.querySelectorAll('[role=option] img')].slice(0, 6).map((at) => at.src).join()
  const before = { wrong: wrong(), results: results() }
  window.steps = undefined
  addEventListener('keydown', () => {
    const start = performance.now()
    const waits = (window.steps = {})
    const look = () => {
      if (waits.matrix === undefined && wrong() !== before.wrong) waits.matrix = performance.now() - start
      if (results() !== before.results && painted()) waits.results = performance.now() - start
      if (waits.matrix === undefined || waits.results === undefined) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }, { capture: true, once: true })
}""".replace("PAINTED", PAINTED)


def visit(page: Page, address: str, start_to_answer: float) -> dict[str, float]:
    """Seconds of each wait; `start_to_answer` is what the server took."""
    painted = painted_after(page, f"{address}/explore", PAINTED)
    page.wait_for_timeout(800)
    page.evaluate(STOPWATCH)
    box = page.get_by_role("complementary", name="Filters").get_by_role("checkbox").first
    box.hover()
    page.wait_for_timeout(HOVER_MS)
    box.click()
    page.wait_for_function("() => window.waits?.grid !== undefined")
    waits = page.evaluate("() => window.waits")
    page.wait_for_timeout(300)
    tile = page.get_by_role("option").nth(1)
    before_open = time.perf_counter()
    tile.dblclick()
    page.locator("[role=application][data-status=ready]").wait_for()
    return {
        "start_to_answer": start_to_answer,
        "open_to_painted_grid": painted,
        "start_to_painted_grid": start_to_answer + painted,
        "filter_to_count": waits["count"] / 1000,
        "filter_to_repainted_grid": waits["grid"] / 1000,
        "open_an_image": time.perf_counter() - before_open,
    }


def slide(page: Page, address: str) -> dict[str, float]:
    """Seconds from a step of the confidence slider to the repainted matrix, and to the repainted results.

    `threshold` steps go on as the one before, `jump` steps turn round each time, so that nothing was asked for ahead.
    """
    page.goto(f"{address}/models?order=confidence-up")
    page.wait_for_function(PAINTED)
    page.wait_for_timeout(800)
    page.get_by_role("slider", name="Confidence slider").focus()
    ways = {"threshold": ["ArrowRight"] * STEPS, "jump": ["PageUp", "ArrowLeft"] * (STEPS // 2)}
    told = {}
    for way, keys in ways.items():
        steps = [step(page, key) for key in keys]
        for what in ("matrix", "results"):
            told[f"{way}_to_{what}"] = statistics.median(waits[what] for waits in steps) / 1000
    return told


def step(page: Page, key: str) -> dict[str, float]:
    """Milliseconds of one step of the slider."""
    page.evaluate(SLIDER)
    page.keyboard.press(key)
    page.wait_for_function("() => window.steps?.results !== undefined && window.steps?.matrix !== undefined")
    waits: dict[str, float] = page.evaluate("() => window.steps")
    page.wait_for_timeout(300)
    return waits


def once(project: Path) -> dict[str, float]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [*ASSAY, "serve", str(project), "--port", str(port)]
    # The browser is open already, as a person's is, and goes there as soon as there is something to see.
    with new_page() as page, served(command, address) as start_to_answer:
        return visit(page, address, start_to_answer) | slide(page, address)


def measure(images: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as scratch:
        labels, predictions = write_coco(Path(scratch) / "set", images=images)
        project = Path(scratch) / "set.assay"
        for command in (
            ["create", str(project)],
            ["import", str(project), str(labels)],
            ["import-predictions", str(project), str(predictions), "--run", "model"],
        ):
            subprocess.run([*ASSAY, *command], check=True, capture_output=True)
        first = once(project)
        shutil.rmtree(project / "cache")
        bare = once(project)
        runs = [once(project) for _ in range(RUNS)]
    medians = {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}
    starts = {"first": first, "bare": bare}
    painted = {
        f"{which}_start_to_painted_grid": round(run["start_to_painted_grid"], 3) for which, run in starts.items()
    }
    return {"images": images, **painted, **medians}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--images", type=int, default=5000)
    given = arguments.parse_args()
    print(json.dumps(measure(given.images), indent=1))


if __name__ == "__main__":
    main()

"""Time the map in a real Chromium over a million points: frames while one looks around, and a lasso.

    python benchmarks/map_page.py [--points 1000000] [--address http://localhost:8000] [--canvas]

Drives the page of a real server; its reply to `POST /api/map` is put in its place here, with clusters of made points.
Without --address a toy project is made and served. --canvas takes WebGL away, so that the fallback is measured.
Prints one JSON value, milliseconds: `frame` and `frame_p95` between two frames, `script` what the page's own script
took of the main thread for each. Chromium without a graphics card draws WebGL by SwiftShader on the processor, beside
the page: `frame` holds that, `script` does not.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import CDPSession, Page, Route

sys.path.insert(0, str(Path(__file__).parents[1]))

from assay.model.level import Level
from assay.schema.field import FieldType
from assay.server.show.map import show_points
from assay.store.store import Store
from assay.testing.builders import toy_set
from assay.workflows.embeddings.embed import embed
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.map.map import Colours, Map, Places
from benchmarks.served import free_port, new_page, served

CLUSTERS = 60
FRAMES = 60

NO_WEBGL = """() => {
  const get = HTMLCanvasElement.prototype.getContext
  HTMLCanvasElement.prototype.getContext = function (kind, ...how) {
    return kind === 'webgl2' ? null : get.call(this, kind, ...how)
  }
}"""

# One event a frame, as a hand gives them; what is measured is the time from frame to frame.
STAGE = """
  const stage = document.querySelector('[data-area]')
  const { left, top, width, height } = stage.getBoundingClientRect()
  stage.setPointerCapture = () => {}
  const at = (x, y) => ({ bubbles: true, cancelable: true, clientX: left + width * x, clientY: top + height * y })
  const send = (type, x, y) =>
    stage.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, buttons: 1, ...at(x, y) }))
  const frame = () => new Promise(requestAnimationFrame)
"""

HAND = (
    """async ({ kind, frames }) => {"""
    + STAGE
    + """
  const place = (share) => [0.3 + 0.4 * share, 0.4 + 0.2 * Math.sin(9 * share)]
  if (kind === 'pan') send('pointerdown', ...place(0))
  const took = []
  let last = await frame()
  for (let step = 1; step <= frames; step += 1) {
    const deltaY = step % 2 ? -60 : 50
    if (kind === 'zoom') stage.dispatchEvent(new WheelEvent('wheel', { deltaY, ...at(0.5, 0.5) }))
    else send('pointermove', ...place(step / frames))
    const now = await frame()
    took.push(now - last)
    last = now
  }
  if (kind === 'pan') send('pointerup', ...place(1))
  return took
}"""
)

LASSO = (
    """async (reach) => {"""
    + STAGE
    + """
  const place = (turn) => [0.5 + reach * Math.cos(turn), 0.5 + reach * Math.sin(turn)]
  const told = () =>
    [...document.querySelectorAll('b')].map((one) => one.textContent).find((text) => /^[\\d,]+ selected$/.test(text))
  send('pointerdown', ...place(0))
  for (let step = 1; step < 60; step += 1) {
    send('pointermove', ...place((step / 60) * 2 * Math.PI))
    await frame()
  }
  const start = performance.now()
  send('pointerup', ...place(6.2))
  while (told() === undefined) await frame()
  await frame()
  return { wait: performance.now() - start, told: told() }
}"""
)


def made_points(count: int) -> bytes:
    """What the server would answer: clusters of many sizes, ten classes."""
    rng = np.random.default_rng(0)
    cluster = rng.choice(CLUSTERS, count, p=rng.dirichlet(np.ones(CLUSTERS)))
    middle, spread = rng.normal(0, 10, (CLUSTERS, 2)), rng.uniform(0.3, 2, CLUSTERS)
    points = (middle[cluster] + rng.normal(size=(count, 2)) * spread[cluster, None]).astype(np.float32)
    codes = (cluster % 10).astype(np.uint16)
    terms = tuple((f"kind {code}", int((codes == code).sum())) for code in range(10))
    colours = Colours("kind", "Kind", FieldType.TEXT, codes, terms)
    return show_points(
        Map(Level.IMAGE, Places.MAP, has_map=False, ids=np.arange(count), points=points, colours=colours)
    )


@contextmanager
def server(address: str | None) -> Iterator[str]:
    """The address of a page with a map: the one given, or that of a toy project."""
    if address is not None:
        yield address
        return
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "toy.assay"
        with Store.create(project) as store:
            import_dataset(store, toy_set(Path(scratch) / "set").labels)
            embed(store)
        made = f"http://127.0.0.1:{free_port()}"
        command = [
            str(Path(sys.executable).with_name("assay")),
            "serve",
            str(project),
            "--port",
            made.rpartition(":")[2],
        ]
        with served(command, made):
            yield made


def script_ms(session: CDPSession) -> float:
    """Milliseconds that scripts of the page took since it was opened."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in metrics if one["name"] == "ScriptDuration")


def look_around(page: Page, session: CDPSession, kind: str) -> dict[str, float]:
    before = script_ms(session)
    took = page.evaluate(HAND, {"kind": kind, "frames": FRAMES})
    script = (script_ms(session) - before) / FRAMES
    page.wait_for_timeout(600)
    return {
        "frame": round(float(np.median(took)), 1),
        "frame_p95": round(float(np.percentile(took, 95)), 1),
        "script": round(script, 2),
    }


def drawn(page: Page, session: CDPSession, reach: float) -> dict[str, object]:
    before = script_ms(session)
    found: dict[str, object] = page.evaluate(LASSO, reach)
    page.wait_for_timeout(800)
    page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    return {
        "wait": round(float(str(found["wait"])), 1),
        "script": round(script_ms(session) - before, 1),
        "told": found["told"],
    }


def measure(address: str, points: int, *, canvas: bool) -> dict[str, object]:
    body = made_points(points)

    def answer(route: Route) -> None:
        route.fulfill(status=200, content_type="application/octet-stream", body=body)

    with new_page() as page:
        if canvas:
            page.add_init_script(f"({NO_WEBGL})()")
        page.route("**/api/map", answer)
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(f"{address}/map")
        page.wait_for_selector("[data-painter]")
        page.wait_for_timeout(3_000)
        result: dict[str, object] = {
            "points": points,
            "painter": page.locator("[data-painter]").get_attribute("data-painter"),
            "open": {"script": round(script_ms(session), 1)},
            "hover": look_around(page, session, "hover"),
            "zoom": look_around(page, session, "zoom"),
        }
        page.keyboard.press("0")
        page.wait_for_timeout(800)
        page.keyboard.press("m")
        result["pan"] = look_around(page, session, "pan")
        page.keyboard.press("0")
        page.keyboard.press("l")
        page.wait_for_timeout(800)
        result["lasso_small"] = drawn(page, session, 0.05)
        result["lasso_large"] = drawn(page, session, 0.4)
    return result


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--points", type=int, default=1_000_000)
    arguments.add_argument("--address")
    arguments.add_argument("--canvas", action="store_true")
    given = arguments.parse_args()
    with server(given.address) as address:
        print(json.dumps(measure(address, given.points, canvas=given.canvas), indent=1))


if __name__ == "__main__":
    main()

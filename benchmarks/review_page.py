"""A review as Chromium shows it: crops painted, marks seen and kept, orders, a reader of 6,400 crops, scrolling.

Figures are of the page itself: from an event to the frame that shows what came of it, by the clock of the browser.
Without a graphics card Chromium draws on the processor, beside the page, the server and this script.
"""

from __future__ import annotations

import time

import numpy as np
from playwright.sync_api import CDPSession, Page

from benchmarks.served import HOVER_MS, new_page

FIRST = 200
MARKS = 40
CROPS = 6_400
WRONG = 0.03
LONG_MS = 25
FRAMES = 240
REST_MS = 60
"""A pointer that stopped on a crop, before it presses."""
PIXELS = 60
"""Scrolled per frame: a screen in a quarter of a second."""

# A crop is in sight when no more than a quarter of it is cut off, as the wall has it. An answer to `events` is stamped
# once the page has it.
_EYE = """() => {
  localStorage.setItem('assay.crop-side', '64')
  const frame = () => new Promise(requestAnimationFrame)
  const turn = () => new Promise((go) => {
    const channel = new MessageChannel()
    channel.port1.onmessage = go
    channel.port2.postMessage(0)
  })
  const shown = async () => { await frame(); await turn() }
  const crops = () => [...document.querySelectorAll('[data-spot]')]
  const painted = () => crops().filter(({ style }) => style.backgroundImage !== '').length
  const all = () => crops().length > 0 && painted() === crops().length
  const inSight = () => {
    const wall = document.querySelector('[role=listbox]').getBoundingClientRect()
    return crops().filter((crop) => {
      const { left, top, bottom, width, height } = crop.getBoundingClientRect()
      const above = document.elementFromPoint(left + width / 2, top + height * 0.3)
      return bottom - height / 4 <= wall.bottom + 1 && above?.closest('[data-spot]') === crop
    })
  }
  const [kept, pressed, slow, ask] = [[], [], new Map(), window.fetch]
  window.fetch = async (...told) => {
    const reply = await ask(...told)
    if (String(told[0]?.url ?? told[0]).endsWith('/events')) kept.push(performance.now())
    return reply
  }
  addEventListener('pointerdown', ({ timeStamp }) => pressed.push(timeStamp), true)
  new PerformanceObserver((list) => {
    const presses = list.getEntries().filter(({ name }) => name === 'pointerdown')
    for (const { startTime, duration } of presses) slow.set(startTime, duration)
  }).observe({ type: 'event', durationThreshold: 16 })
  const paint = (stamp) => [...slow].find(([start]) => Math.abs(start - stamp) < 1)?.[1] ?? 8
  window.eye = { frame, crops, painted, all, shown, inSight, kept, pressed, paint }
}"""

_CLICK = """async (wanted) => {
  const { frame, painted, shown } = window.eye
  const start = performance.now()
  document.querySelector('nav a[href*="review"]').click()
  while (painted() < wanted) await frame()
  await shown()
  return performance.now() - start
}"""

_ORDER = """async (name) => {
  const { frame, crops, all, shown } = window.eye
  const first = crops()[0].dataset.id
  const item = [...document.querySelectorAll('button')].find((one) => one.querySelector('code')?.textContent === name)
  const start = performance.now()
  item.click()
  const done = () => all() && crops()[0].dataset.id !== first
  while (!done()) await frame()
  await shown()
  return performance.now() - start
}"""

_SCROLL = """async ({ frames, pixels }) => {
  const wall = document.querySelector('[role=listbox]')
  const took = []
  let last = await window.eye.frame()
  for (let step = 0; step < frames; step += 1) {
    wall.scrollTop += pixels
    const now = await window.eye.frame()
    took.push(now - last)
    last = now
  }
  return took
}"""

_SCREEN = """async () => {
  const { all, frame, shown, inSight } = window.eye
  await shown()
  await shown()
  while (!all()) await frame()
  return inSight().map((crop) => {
    const { left, top, width, height } = crop.getBoundingClientRect()
    return [Number(crop.dataset.id), left + width / 2, top + height / 2, Number(crop.dataset.spot)]
  })
}"""


def browser_half(address: str) -> dict[str, float]:
    """What a person before the page waits for; milliseconds unless the key says otherwise.

    The server must know the wall already; the browser has seen nothing of it. `first_200_cpu` and `frame_cpu` are what
    the page's main thread computed meanwhile, which other work on the machine does not change.
    """
    with new_page() as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.add_init_script(f"({_EYE})()")
        begin_anew(page, address)
        page.goto(f"{address}/overview")
        page.wait_for_load_state("networkidle")
        page.get_by_role("navigation", name="Pages").get_by_role("link", name="Review", exact=True).hover()
        page.wait_for_timeout(HOVER_MS)
        before = computed(session)
        told = {"first_200": round(float(page.evaluate(_CLICK, FIRST)), 1)}
        told["first_200_cpu"] = round(computed(session) - before, 1)
        page.wait_for_timeout(1_000)
        before = computed(session)
        told |= scrolled(page)
        told["frame_cpu"] = round((computed(session) - before) / FRAMES, 2)
        told |= marked(page) | ordered(page)
        return told | walked(page, address)


def computed(session: CDPSession) -> float:
    """Milliseconds of processor time of the page's main thread since it was opened."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return 1_000 * float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def begin_anew(page: Page, address: str) -> None:
    """Forget what an earlier run said."""
    for review in page.request.get(f"{address}/api/reviews?dataset=1").json():
        page.request.delete(f"{address}/api/reviews/{review['id']}")


def marked(page: Page) -> dict[str, float]:
    """Crops marked one by one: from the press to the paint that follows it, and to the answer of the server.

    The former as the browser itself tells it (Event Timing, https://www.w3.org/TR/event-timing/): in steps of 8 ms,
    and nothing of what took less than 16, which stands here as 8. The pointer rests on each crop before the press.
    """
    stamps, kept = [], []
    for at, (_, x, y, _) in enumerate(page.evaluate(_SCREEN)[:MARKS]):
        before = page.evaluate("() => window.eye.kept.length")
        page.mouse.move(x, y)
        page.wait_for_timeout(REST_MS + at % 17)  # not in step with the frames
        page.mouse.down()
        page.mouse.up()
        page.wait_for_function("before => window.eye.kept.length > before", arg=before)
        stamp, answer = page.evaluate("() => [window.eye.pressed.at(-1), window.eye.kept.at(-1)]")
        stamps.append(stamp)
        kept.append(answer - stamp)
    page.wait_for_timeout(300)
    seen = page.evaluate("stamps => stamps.map(window.eye.paint)", stamps)
    return {
        "mark_visible": round(float(np.median(seen)), 1),
        "mark_visible_p95": round(float(np.percentile(seen, 95)), 1),
        "mark_durable": round(float(np.median(kept)), 1),
        "mark_durable_p95": round(float(np.percentile(kept, 95)), 1),
    }


def ordered(page: Page) -> dict[str, float]:
    """The slowest of three orders, from the choice to the painted wall."""
    took = []
    for name in ("loss", "mean_distance", "natural"):
        page.keyboard.press("s")
        page.locator(f"button:has(code:text-is('{name}'))").wait_for()
        took.append(page.evaluate(_ORDER, name))
        page.wait_for_timeout(300)
    return {"order": round(max(took), 1)}


def scrolled(page: Page) -> dict[str, float]:
    """Frames while the wall runs past; `long_frames` is the share that took more than 25 ms."""
    took = np.array(page.evaluate(_SCROLL, {"frames": FRAMES, "pixels": PIXELS}))
    return {
        "frame": round(float(np.median(took)), 1),
        "frame_p95": round(float(np.percentile(took, 95)), 1),
        "long_frames": round(float((took > LONG_MS).mean()), 4),
    }


def walked(page: Page, address: str, *, crops: int = CROPS, seed: int = 3) -> dict[str, float]:
    """A scripted reviewer: presses every wrong crop of a screen, then says that the others are right.

    `walk_inputs` presses and keys in all; `walk_inputs_beyond` those that were neither for a wrong crop nor for a
    screen; `walk_lost` verdicts and looks that the server does not have, or has otherwise.
    """
    query = f"id <= {crops}"
    page.goto(f"{address}/review?q={query.replace(' ', '+').replace('<', '%3C').replace('=', '%3D')}&order=natural")
    page.wait_for_function("() => window.eye.painted() > 0", timeout=60_000)
    wrong = set((np.flatnonzero(np.random.default_rng(seed).random(crops) < WRONG) + 1).tolist())
    total = int(page.locator("[data-spot]").first.get_attribute("aria-setsize") or 0)
    start, presses, screens, done = time.perf_counter(), 0, 0, set[int]()
    last = -1
    while last < total - 1:
        screen = page.evaluate(_SCREEN)
        for label, x, y, _ in screen:
            if label in wrong - done:
                page.mouse.click(x, y)
                done.add(label)
                presses += 1
        last = max(spot for *_, spot in screen)
        page.keyboard.press("n")
        screens += 1
    seconds = time.perf_counter() - start
    page.wait_for_timeout(2_000)
    return {
        "walk_inputs": presses + screens,
        "walk_screens": screens,
        "walk_inputs_beyond": presses - len(wrong),
        "walk_seconds": round(seconds, 1),
        "walk_lost": lost(page, address, query=query, wrong=wrong, total=total),
    }


def lost(page: Page, address: str, *, query: str, wrong: set[int], total: int) -> int:
    """How much of what was said the server does not have, or has otherwise."""
    asked = {"dataset": 1, "level": "annotation", "query": query}
    review = page.request.post(f"{address}/api/reviews", data=asked).json()["id"]
    said = page.request.get(f"{address}/api/reviews/{review}/verdicts").json()
    looked = {label for first, end in said["seen"] for label in range(first, end + 1)}
    return len(wrong ^ set(said["ids"])) + total - len(looked | set(said["ids"]))

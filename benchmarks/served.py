"""A server of any tool in a process of its own, and a Chromium that reaches nothing but this machine."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from playwright.sync_api import Page, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
HOVER_MS = 150
"""A person's pointer rests on what is pressed before the press."""
PATIENCE = 120
"""Seconds after which a server that does not answer is given up."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


@contextmanager
def served(command: Sequence[str], url: str, *, environment: Mapping[str, str] | None = None) -> Iterator[float]:
    """Run the server until the block ends; the seconds from its start until `url` answered."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        server = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True
        )
        try:
            while not answers(url):
                if server.poll() is not None or time.perf_counter() - started > PATIENCE:
                    said.seek(0)
                    told = said.read().decode(errors="replace")[-2000:]
                    raise RuntimeError(f"{' '.join(command)} does not answer at {url}. It said: {told or 'nothing'}")
                time.sleep(0.01)
            yield time.perf_counter() - started
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGTERM)
            server.wait()


@contextmanager
def new_page() -> Iterator[Page]:
    """An empty page of a browser that has seen nothing yet."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1600, "height": 950})
        page.set_default_timeout(60_000)
        page.goto("about:blank")
        page.wait_for_timeout(1_000)  # a browser that has just been started is busy with itself
        yield page
        browser.close()


def painted_after(page: Page, address: str, painted: str) -> float:
    """Open `address` in a page that was nowhere yet; seconds from there until the script `painted` says so.

    By the clock of the page, which begins when it goes there: the driver, which asks from outside, takes its own time.
    """
    page.add_init_script(f"""(() => {{
      const painted = {painted}
      const look = () => {{
        if (painted()) window.paintedAt = performance.now()
        else requestAnimationFrame(look)
      }}
      requestAnimationFrame(look)
    }})()""")
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.paintedAt !== undefined")
    return float(page.evaluate("() => window.paintedAt")) / 1000

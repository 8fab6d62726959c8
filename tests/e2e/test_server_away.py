"""The server is killed and comes back: the page says so, keeps what is there, and goes on by itself."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

_SERVE = """
import socket, sys
from pathlib import Path
import uvicorn
from assay.server.app import create_app
from assay.server.settings import Settings
from assay.store.store import Store
listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", int(sys.argv[3])))
listener.listen()
port = listener.getsockname()[1]
app = create_app(Store.open(Path(sys.argv[1])), Settings(port=port), bundle=Path(sys.argv[2]))
print(port, flush=True)
uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")).run(sockets=[listener])
"""


@contextmanager
def killed_at_the_end(project: Path, bundle: Path, port: int = 0) -> Iterator[int]:
    """A server in a process of its own at `port`, 0 for a free one; yields the port."""
    child = [sys.executable, "-c", _SERVE, str(project), str(bundle), str(port)]
    with subprocess.Popen(child, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def test_a_page_goes_on_by_itself_when_the_server_is_back(page: Page, project: Path, bundle: Path) -> None:
    page.add_init_script("console.error = () => undefined")  # where React repeats what the page itself tells
    query = page.get_by_role("combobox", name="Query")
    results = page.get_by_role("listbox", name="Results").get_by_role("option")
    told = page.get_by_role("main").get_by_role("alert")
    with killed_at_the_end(project, bundle) as port:
        page.goto(f"http://127.0.0.1:{port}/explore")
        expect(results).to_have_count(12)

    query.fill("width > 1")
    query.press("Enter")
    expect(told).to_contain_text("this page goes on by itself")
    expect(page.get_by_text("no answer", exact=True)).to_be_visible()

    # A page whose code was not fetched yet: the frame stays, and with it the way back and what was typed.
    page.get_by_role("link", name="Settings").click()
    expect(told).to_contain_text("This part of the app could not be fetched.")
    page.go_back()
    expect(query).to_have_value("width > 1")
    expect(told).to_contain_text("this page goes on by itself")

    with killed_at_the_end(project, bundle, port):
        expect(told).to_be_hidden()
        expect(results).to_have_count(12)
        expect(page.get_by_text("ready", exact=True)).to_be_visible()
        page.go_forward()
        expect(page.get_by_role("heading", name="Theme")).to_be_visible()

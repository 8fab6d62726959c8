"""A real Chromium before a real server, on a copy of a small project whose every error is known."""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright
from starlette.types import ASGIApp

from assay.server.app import create_app
from assay.server.settings import Settings
from assay.server.static import BUNDLE
from assay.store.store import Store
from assay.testing.builders import ToySet, toy_set
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.issues.find_issues import find_issues
from assay.workflows.runs.evaluate_run import evaluate_run

_FLAGS = (
    "--no-sandbox",  # inside a container there is no namespace to put the sandbox in
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    "--disable-component-update",
    "--disable-site-isolation-trials",  # a new tab keeps its process when it turns to the server
    "--js-flags=--no-opt --no-maglev",  # no page here lives long enough to win back what optimising its code takes
    # Each window of today's Chromium starts two processes more than its page needs: one draws the list below an address
    # bar that nobody sees, the other waits for a page that never comes. They took half the processor time of a test.
    # The last list given is the only one that holds, so the names after the first three are those of Playwright's own.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess,"
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch",
)


# A busy machine is slow, not wrong.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The built web app, or the one that ASSAY_TEST_BUNDLE names."""
    folder = Path(os.environ.get("ASSAY_TEST_BUNDLE") or BUNDLE)
    if not (folder / "index.html").is_file():
        pytest.skip("the web app is not built (make web)")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium: the one of the system, else the one that came with playwright."""
    with sync_playwright() as playwright:
        system = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        if system is None and not Path(playwright.chromium.executable_path).exists():
            pytest.skip("there is no Chromium here (playwright install chromium)")
        opened = playwright.chromium.launch(executable_path=system, args=list(_FLAGS))
        yield opened
        opened.close()


SIZE: ViewportSize = {"width": 1400, "height": 900}


class Tab:
    """A tab of 1400 x 900 in the dark scheme, and what its console complained of."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(viewport=SIZE, color_scheme="dark", reduced_motion="reduce", locale="en-GB")
        self._context.set_default_timeout(20_000)
        self._page = self._context.new_page()
        self._told: list[str] = []
        self._page.on("pageerror", lambda error: self._told.append(str(error)))
        self._page.on("console", lambda message: self._told.extend(_complaint(message)))

    def lend(self) -> Iterator[Page]:
        """Give the page to one test and take it back. An error in the page's own code fails the test."""
        self._told.clear()
        yield self._page
        # The server may be gone by now: what the page says from here on is not its own error.
        assert self._told == []

    def forget(self) -> None:
        """Make it as good as new for whoever loads the app next, but for the code that it has compiled."""
        self._page.unroute_all()
        self._page.set_viewport_size(SIZE)
        self._page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        self._page.mouse.move(2, 2)
        # A page of the browser, which says that there is no such server, has no storage.
        self._page.evaluate("() => { if (origin !== 'null') { localStorage.clear(); sessionStorage.clear() } }")

    def close(self) -> None:
        """Close it with all that it knows."""
        self._context.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab. An error in the page's own code fails the test."""
    tab = Tab(browser)
    try:
        yield from tab.lend()
    finally:
        tab.close()


@pytest.fixture(scope="module")
def lasting_tab(browser: Browser) -> Iterator[Tab]:
    """One tab for all tests of a module whose server lasts as long: the app is loaded anew in half the time."""
    tab = Tab(browser)
    yield tab
    tab.close()


@pytest.fixture
def lasting_page(lasting_tab: Tab) -> Iterator[Page]:
    """The page of the module's tab, which knows nothing of the tests before. It takes the place of `page`."""
    yield from lasting_tab.lend()
    lasting_tab.forget()


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> ToySet:
    """Twelve pictures of three shapes each; the first five labels are wrong, each in its own way."""
    return toy_set(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="session")
def _pristine(toy: ToySet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pristine") / "toy.assay"
    with Store.create(path) as store:
        import_dataset(store, toy.labels, dataset="toy", images=toy.images)
        import_predictions(store, toy.predictions, run="model")
        evaluate_run(store)
        find_issues(store)
    return path


@pytest.fixture
def project(_pristine: Path, tmp_path: Path) -> Path:
    """A project of the toy set with its run evaluated and its suspects found; each test has its own."""
    return Path(shutil.copytree(_pristine, tmp_path / "toy.assay"))


@pytest.fixture
def server(project: Path, bundle: Path) -> Iterator[str]:
    """The address of a server of `project`, such as http://127.0.0.1:41231."""
    yield from serving(project, bundle)


@pytest.fixture(scope="module")
def standing(_pristine: Path, bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one server of that project for all tests of a module that change nothing in it."""
    yield from serving(Path(shutil.copytree(_pristine, tmp_path_factory.mktemp("standing") / "toy.assay")), bundle)


@pytest.fixture
def empty_server(bundle: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a server of a project that holds nothing yet."""
    Store.create(tmp_path / "empty.assay").close()
    yield from serving(tmp_path / "empty.assay", bundle)


def serving(project: Path, bundle: Path) -> Iterator[str]:
    """Serve `project` on a free port of this machine until the iterator goes on; yields the address."""
    with (
        Store.open(project) as store,
        answering(lambda port: create_app(store, Settings(port=port), bundle=bundle)) as address,
    ):
        yield address


@contextmanager
def answering(app: Callable[[int], ASGIApp]) -> Iterator[str]:
    """Run the application made for a free port of this machine; yields the address."""
    # The protocol is named, or asyncio would leave Nagle's algorithm on and each picture would wait 40 ms.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        running = uvicorn.Server(uvicorn.Config(app(port), log_level="warning", lifespan="off", ws="none"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{port}"
        running.should_exit = True
        thread.join(timeout=20)


def _complaint(message: ConsoleMessage) -> list[str]:
    # A refused request is told by the page itself, which the tests look at; the console repeats it.
    if message.type != "error" or message.text.startswith("Failed to load resource"):
        return []
    return [message.text]

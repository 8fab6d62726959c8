"""Open a project for a server that already listens: store, API, and what the first pages ask for."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from assay.server.settings import Settings

if TYPE_CHECKING:
    from assay.store.store import Store


@contextmanager
def opening(
    open_store: Callable[[], Store],
    api: Future[ASGIApp],
    settings: Settings,
    *,
    after: Event,
    failed: Callable[[], None],
) -> Iterator[None]:
    """Fill `api` on a thread of its own beside the block, once `after` is set; the store is closed behind both.

    What opening raises becomes the exception of `api`, and `failed` is called.
    """
    with ExitStack() as held:

        def work() -> None:
            after.wait()  # the web app goes first: the browser has its own work to do with it
            gc.disable()  # what is loaded now stays: looking through it for garbage would take a tenth of the time
            try:
                store = held.enter_context(open_store())
                api.set_result(_api_of(store, settings))
            except Exception as reason:  # noqa: BLE001 - whatever it is, it is told to whoever waits for the API
                api.set_exception(reason)
                failed()
                return
            finally:
                gc.enable()
            warm_up(store)

        thread = Thread(target=work, name="opening")
        thread.start()
        try:
            yield
        finally:
            after.set()
            thread.join()


def warm_up(store: Store) -> None:
    """Do what the first page of Explore, the overview and the first query will ask for; it is then at hand."""
    from assay.model.level import Level
    from assay.query.syntax import grammar
    from assay.server.show.pages import show_page
    from assay.workflows.overview import overview
    from assay.workflows.search import ask, page_of

    snapshot = store.snapshot()
    for dataset in snapshot.datasets()[:1]:
        question = ask(snapshot, level=Level.IMAGE, dataset=dataset.id)
        show_page(page_of(question), question, confidence=0.0)
        overview(snapshot, dataset=dataset.id)
    grammar()


def _api_of(store: Store, settings: Settings) -> ASGIApp:
    # Imported here: the framework takes a second to load, in which the browser can load the web app.
    from assay.server.app import create_api

    return create_api(store, settings)

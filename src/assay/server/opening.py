"""Open a project for a server that already listens: store, API, and what the first pages ask for."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pkgutil import iter_modules
from threading import Event, Thread
from typing import TYPE_CHECKING

from starlette.types import ASGIApp

from assay.server import routes
from assay.server.door import Api
from assay.server.kept import Kept
from assay.server.settings import Settings
from assay.server.traffic import Traffic

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assay.server.gallery import Gallery
    from assay.server.shared import Shared
    from assay.server.sheet_gallery import SheetGallery
    from assay.store.store import Store


@contextmanager
def opening(
    open_store: Callable[[], Store],
    api: Api,
    settings: Settings,
    *,
    after: Event,
    failed: Callable[[], None],
    kept: Kept | None = None,
) -> Iterator[None]:
    """Fill both parts of `api` on a thread beside the block, once `after` is set; the store is closed behind both.

    With `kept` a page that is answered from there has the machine to itself first. What opening raises becomes the
    exception of what is not there yet, and `failed` is called.
    """
    ended = Event()
    with ExitStack() as held, ThreadPoolExecutor(1) as beside:

        def work() -> None:
            after.wait()  # the web app goes first: the browser has its own work to do with it
            if kept is not None:
                kept.wait()
            if ended.is_set():
                api.first.cancel()
                return
            gc.disable()  # what is loaded now stays: looking through it for garbage would take a tenth of the time
            try:
                store = held.enter_context(open_store())
                is_first = kept is None or kept.is_empty
                later = _fill(api, store, settings, is_first=is_first, beside=beside, ended=ended, held=held)
            except Exception as reason:  # noqa: BLE001 - whatever it is, it is told to whoever waits for the API
                for part in (api.first, api.later):
                    if not part.done():
                        part.set_exception(reason)
                failed()
                return
            finally:
                gc.enable()
            if later is not None and not ended.wait(_SOON):
                with suppress(Exception):  # whoever asks finds out
                    warm_review(store, until=ended.is_set)
                    stock_up(store, later.state.sheets)
            if not ended.wait(_QUIET):
                warm_models(until=ended.is_set)

        thread = Thread(target=work, name="opening")
        thread.start()
        try:
            yield
        finally:
            ended.set()
            for awaited in (after, api.wanted, *([kept.missed] if kept is not None else [])):
                awaited.set()
            thread.join()


def _fill(
    api: Api, store: Store, settings: Settings, *, is_first: bool, beside: Executor, ended: Event, held: ExitStack
) -> FastAPI | None:
    """Both parts of `api`, the second once it is wanted or nobody waits any more; its jobs end before the store.

    The second, or None where the server ended before. `is_first`: nothing is kept that a page could be answered from.
    """
    rows, shared = beside.submit(warm_page, store), _shared(store, settings)
    if is_first:
        beside.submit(lambda: warm_pictures(rows.result(), shared.gallery, until=ended.is_set))
    asked_first = _first_api(shared)
    if not is_first:
        rows.exception()  # until they are read, what is kept answers sooner; where it fails, who asks finds out
    api.first.set_result(asked_first)
    if not api.wanted.wait(_HEAD_START):
        warm_up(store)
        api.wanted.wait(_UNASKED)
    load_later(api.traffic, until=ended.is_set)
    if ended.is_set():
        return None
    app = _later_api(shared)
    for part in (app.state.jobs, app.state.sheets):
        held.callback(part.close)
    api.later.set_result(app)
    return app


_HEAD_START = 0.6  # seconds in which the first questions have the server to themselves
_UNASKED = 5.0  # seconds until the rest is loaded though nobody asked for it: loading it slows what is asked meanwhile
_GIVE_WAY = 0.3  # seconds at the most that the loading of one file waits for what is being answered
_SOON = 1.0  # seconds behind all that, until what the first wall and the first review need is read
_SCREEN, _SIDE = 24, 256  # pictures on the first screen of Explore, and how large it asks for them
_QUIET = 15.0  # seconds until what only the Models page needs is loaded, or compiled where it never was


def load_later(traffic: Traffic, *, until: Callable[[], bool]) -> None:
    """Load the files of the second part one by one, none while somebody is being answered: it would take turns."""
    for module in iter_modules(routes.__path__, f"{routes.__name__}."):
        if module.name in sys.modules or module.name.endswith(".later"):
            continue  # `later` gathers them
        if until():
            return
        traffic.give_way(_GIVE_WAY)
        import_module(module.name)


def warm_page(store: Store) -> list[int]:
    """Do what the first page of Explore will ask for: its rows are then in memory; the images that it shows."""
    from assay.model.level import Level
    from assay.workflows.explore.objects import objects_of
    from assay.workflows.explore.search import ask, page_of

    snapshot = store.snapshot()
    for dataset in snapshot.datasets()[:1]:
        question = ask(snapshot, level=Level.IMAGE, dataset=dataset.id)
        images: list[int] = page_of(question).rows.column("id").to_pylist()
        objects_of(snapshot, images, question.scope)
        return images
    return []


def warm_pictures(images: Sequence[int], gallery: Gallery, *, until: Callable[[], bool]) -> None:
    """Make the pictures of the first screen of a page: decoding leaves Python free to load the rest."""
    from assay.errors import AssayError

    for image in images[:_SCREEN]:
        if until():
            return
        with suppress(AssayError, OSError):  # the page tells of it
            gallery.thumbnail(gallery.image(image), _SIDE)


def warm_up(store: Store) -> None:
    """Do what the first query and the overview will ask for."""
    from assay.query.syntax import grammar
    from assay.workflows.overview import overview

    grammar()
    snapshot = store.snapshot()
    for dataset in snapshot.datasets()[:1]:
        overview(snapshot, dataset=dataset.id)


def warm_review(store: Store, *, until: Callable[[], bool]) -> None:
    """Do what the first wall of labels would wait for, and the review of them that goes on, step by step."""
    from assay.workflows.warm import warm_wall

    warm_wall(store, until=until)


def stock_up(store: Store, sheets: SheetGallery) -> None:
    """Make the tiles of all labels while nobody looks, where they were embedded: somebody means to look at them."""
    from assay.model.level import Level

    snapshot = store.snapshot()
    for dataset in snapshot.datasets()[:1]:
        if snapshot.embedding(dataset.id, Level.ANNOTATION) is not None:
            sheets.fill(dataset.id, Level.ANNOTATION, None)


def warm_models(*, until: Callable[[], bool]) -> None:
    """Do what the first page of Models would wait for: load the kernels, and compile them at the very first start."""
    from assay.workflows.warm import warm

    warm(until=until)


def _shared(store: Store, settings: Settings) -> Shared:
    # Imported here, as below: all this takes long to load, in which time the browser can load the web app.
    from assay.server.shared import Shared

    return Shared.of(store, settings)


def _first_api(shared: Shared) -> ASGIApp:
    from assay.server.app import first_api

    return first_api(shared)


def _later_api(shared: Shared) -> FastAPI:
    from assay.server.app import later_api

    return later_api(shared)

"""Get ready while the browser is still opening: what the first pages read is read once beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from assay.model.level import Level
from assay.server.show.pages import show_page
from assay.store.store import Store
from assay.workflows.overview import overview
from assay.workflows.search import ask, page_of

_HEAD_START = 0.5  # seconds


def warm_up(store: Store) -> None:
    """Do what the overview and the first page of Explore will ask for; the store then has it at hand."""
    snapshot = store.snapshot()
    for dataset in snapshot.datasets()[:1]:
        question = ask(snapshot, level=Level.IMAGE, dataset=dataset.id)
        show_page(page_of(question), question, confidence=0.0)
        overview(snapshot, dataset=dataset.id)


@contextmanager
def warming(store: Store) -> Iterator[None]:
    """Warm up beside whatever the block does, unless it ends at once; over when both are."""
    ended = Event()

    def work() -> None:
        # Who asks in the first moment is served first: two would only get in each other's way.
        if not ended.wait(_HEAD_START):
            warm_up(store)

    thread = Thread(target=work, name="warm-up")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()  # the store must not be closed under it

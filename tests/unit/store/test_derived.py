from __future__ import annotations

import threading
import time

import pytest

from assay.store.derived import Derived


def test_a_value_is_made_once_however_many_ask_for_it_at_a_time() -> None:
    kept, made = Derived(), []

    def make() -> str:
        time.sleep(0.02)
        made.append(1)
        return "value"

    asking = [threading.Thread(target=lambda: kept.get("kind", "key", make)) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(made) == 1
    assert kept.get("kind", "key", make) == "value"


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    kept = Derived(most=2)
    for key in ("a", "b", "a", "c"):
        kept.get("kind", key, lambda key=key: key.upper())  # type: ignore[misc]
    assert kept.get("kind", "a", lambda: "made again") == "A"
    assert kept.get("kind", "b", lambda: "made again") == "made again"


def test_kinds_do_not_push_each_other_out() -> None:
    kept = Derived(most=2)
    kept.get("matches", "a", lambda: "large")
    for key in "abcdef":
        kept.get("counts", key, lambda: "small")
    assert kept.get("matches", "a", lambda: "made again") == "large"
    assert kept.get("counts", "a", lambda: "made again") == "made again"


def test_what_could_not_be_made_is_tried_again() -> None:
    kept = Derived()

    def fail() -> str:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        kept.get("kind", "key", fail)
    assert kept.get("kind", "key", lambda: "now") == "now"

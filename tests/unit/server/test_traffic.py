"""What can wait gives way while somebody is being answered."""

from __future__ import annotations

import pytest

from assay.server.traffic import Traffic


def test_it_is_calm_before_and_after_but_not_between() -> None:
    traffic = Traffic()
    assert traffic.give_way(0)
    with traffic.one():
        assert not traffic.give_way(0)
        with traffic.one():
            pass
        assert not traffic.give_way(0), "the first is still being answered"
    assert traffic.give_way(0)


def test_what_fails_is_over_too() -> None:
    traffic = Traffic()
    with pytest.raises(ValueError, match="the answer"), traffic.one():
        raise ValueError("the answer")
    assert traffic.give_way(0)

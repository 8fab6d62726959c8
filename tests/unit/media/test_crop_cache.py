"""Kept crops: they come back as they were, in any process, within a bound, and a sick disk is only slow (V3.12)."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.media import crop_cache
from assay.media.crop_cache import CropCache


def key(number: int) -> bytes:
    return number.to_bytes(16, "big")


def bodies(*numbers: int, size: int = 100) -> dict[bytes, bytes]:
    return {key(number): bytes([number % 256]) * size for number in numbers}


def test_what_was_written_is_read_by_this_process_and_the_next(tmp_path: Path) -> None:
    written = bodies(*range(300))
    first = CropCache(tmp_path, limit=1 << 20)
    first.write(written)
    assert first.read(written) == written
    assert CropCache(tmp_path, limit=1 << 20).read([*written, key(999)]) == written


def test_only_what_is_lacking_is_told_to_be_missing(tmp_path: Path) -> None:
    cache = CropCache(tmp_path, limit=1 << 20)
    cache.write(bodies(1, 3))
    assert cache.missing([key(1), key(2), key(3)]) == [False, True, False]


def test_room_is_what_can_be_written_before_anything_goes(tmp_path: Path) -> None:
    cache = CropCache(tmp_path, limit=1_000)
    cache.write(bodies(1, 2))
    assert cache.room() == CropCache(tmp_path, limit=1_000).room() == 800


def test_packs_used_longest_ago_go_first_and_the_bound_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crop_cache, "_PACK", 1_000)
    cache = CropCache(tmp_path, limit=5_000)
    for number in range(5):
        cache.write(bodies(number, size=1_000))
    assert cache.read([key(0)]), "it is used, so the next one goes in its place"
    cache.write(bodies(5, size=1_000))
    assert cache.missing([key(0), key(1), key(5)]) == [False, True, False]
    assert sum(path.stat().st_size for path in tmp_path.glob("*.crops")) <= 5_000
    assert len(list(tmp_path.glob("*.index"))) == len(list(tmp_path.glob("*.crops")))


def test_a_pack_cut_short_gives_what_is_whole_and_forgets_the_rest(tmp_path: Path) -> None:
    CropCache(tmp_path, limit=1 << 20).write(bodies(1, 2))
    (pack,) = tmp_path.glob("*.crops")
    pack.write_bytes(pack.read_bytes()[:150])
    cache = CropCache(tmp_path, limit=1 << 20)
    assert cache.read([key(1), key(2)]) == bodies(1)
    assert cache.missing([key(2)]) == [True]


def test_half_a_record_at_the_end_of_an_index_is_passed_over(tmp_path: Path) -> None:
    CropCache(tmp_path, limit=1 << 20).write(bodies(1, 2))
    (index,) = tmp_path.glob("*.index")
    index.write_bytes(index.read_bytes()[:-5])
    assert CropCache(tmp_path, limit=1 << 20).read([key(1), key(2)]) == bodies(1)


def test_a_folder_that_cannot_be_written_makes_it_forget_and_never_fail(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    cache = CropCache(blocked, limit=1 << 20)
    cache.write(bodies(1))
    assert cache.read([key(1)]) == {}


def test_a_folder_deleted_while_it_is_used_costs_nothing_but_time(tmp_path: Path) -> None:
    cache = CropCache(tmp_path / "crops", limit=1 << 20)
    cache.write(bodies(1))
    for path in (tmp_path / "crops").iterdir():
        path.unlink()
    (tmp_path / "crops").rmdir()
    assert cache.read([key(1)]) == {}
    cache.write(bodies(2))
    assert cache.missing([key(1)]) == [True]

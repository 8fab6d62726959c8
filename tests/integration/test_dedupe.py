"""Near-duplicates: one of each group stays, by a rule, and the others can go and come back (J5, D4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from assay.errors import ChoiceInvalid, NotFound
from assay.store.store import Store
from assay.workflows.curation.dedupe import Alike, Keep, plan_dedupe, remove_duplicates, set_duplicates_aside
from assay.workflows.edits.undo_change import undo
from assay.workflows.explore.search import count, matching_ids
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.metrics.measure import measure


def photo(seed: int, size: tuple[int, int] = (64, 48)) -> np.ndarray:
    from PIL import Image

    noise = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), dtype=np.uint8)
    return np.asarray(Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten photos; photo 0 again at twice the size in test, photo 1 again as it is."""
    from PIL import Image

    folder = tmp_path_factory.mktemp("photos")
    for split in ("train", "test"):
        (folder / split / "cat").mkdir(parents=True)
    for seed in range(10):
        Image.fromarray(photo(seed)).save(folder / "train" / "cat" / f"{seed}.png")
    Image.fromarray(photo(0, (128, 96))).save(folder / "test" / "cat" / "0-large.png")
    Image.fromarray(photo(1)).save(folder / "train" / "cat" / "again-1.png")
    place = folder / "a.assay"
    with Store.create(place) as store:
        import_dataset(store, folder)
        measure(
            store, metrics=["phash", "near_duplicate", "file_health", "content_hash", "exact_duplicate", "sharpness"]
        )
    return place


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Iterator[Store]:
    import shutil

    shutil.copytree(built, tmp_path / "a.assay")
    with Store.open(tmp_path / "a.assay") as opened:
        yield opened


def names(store: Store, ids: list[int]) -> list[str]:
    rows: pa.Table = store.snapshot().take("images", ids, columns=["file_name"])
    return [Path(name).name for name in rows["file_name"].to_pylist()]


@pytest.mark.parametrize(
    ("keep", "prefer", "stays"),
    [
        (Keep.LARGEST, None, ["0-large.png", "1.png"]),
        (Keep.FIRST, "train", ["0.png", "1.png"]),
        (Keep.FIRST, "test", ["0-large.png", "1.png"]),
    ],
)
def test_the_rule_says_which_of_a_group_stays(store: Store, keep: Keep, prefer: str | None, stays: list[str]) -> None:
    plan = plan_dedupe(store.snapshot(), keep=keep, prefer=prefer)
    assert sorted(names(store, [group.keep for group in plan.groups])) == stays
    assert plan.missing.keys() == {Alike.EMBEDDING}


def test_a_group_tells_why_by_what_and_over_which_splits(store: Store) -> None:
    plan = plan_dedupe(store.snapshot(), keep=Keep.LARGEST)
    leak = next(group for group in plan.groups if len(group.splits) == 2)
    assert (leak.why, leak.splits, leak.alike) == ("largest: 12,288 pixels", ("test", "train"), (Alike.HASH,))
    copy = next(group for group in plan.groups if len(group.splits) == 1)
    assert copy.why == "as good as the others: 3,072 pixels"
    assert copy.alike == (Alike.PIXELS, Alike.HASH)


def test_removal_is_one_change_and_comes_back(store: Store) -> None:
    plan = plan_dedupe(store.snapshot())
    assert len(plan.remove) == 2
    remove_duplicates(store, plan)
    assert count(store) == 10
    assert plan_dedupe(store.snapshot()).groups == ()
    undo(store)
    assert count(store) == 12


def test_the_ones_that_would_go_can_be_set_aside_as_a_segment(store: Store) -> None:
    plan = plan_dedupe(store.snapshot())
    set_duplicates_aside(store, plan, "twins")
    assert matching_ids(store, 'segment = "twins"').tolist() == plan.remove


def test_a_query_narrows_it_so_that_nothing_outside_is_touched(store: Store) -> None:
    assert len(plan_dedupe(store.snapshot(), 'split = "train"').groups) == 1


def test_what_cannot_be_done_says_what_would_do(store: Store) -> None:
    with pytest.raises(ChoiceInvalid, match="alike") as refused:
        plan_dedupe(store.snapshot(), alike=[Alike.EMBEDDING])
    assert "near_duplicate_embedding" in (refused.value.hint or "")
    with pytest.raises(NotFound, match="tset"):
        plan_dedupe(store.snapshot(), prefer="tset")
    plan = plan_dedupe(store.snapshot(), 'split = "test"')
    with pytest.raises(ChoiceInvalid, match="no duplicates"):
        remove_duplicates(store, plan)

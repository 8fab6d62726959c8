"""COCO files survive reading and writing, whatever they hold."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from assay.formats.coco.annotations import LABEL_KEYS
from assay.formats.coco.images import IMAGE_KEYS
from assay.formats.format import ReadOptions
from assay.formats.records import Records
from assay.formats.registry import READERS, WRITERS
from assay.model.problem import RowProblem

NUMBERS = st.floats(0, 1e6, allow_nan=False) | st.integers(0, 10_000)
NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=5,
)
RINGS = st.lists(
    st.lists(NUMBERS, min_size=6, max_size=12).map(lambda ring: ring[: len(ring) // 2 * 2]), min_size=1, max_size=3
)
MASKS = st.lists(st.integers(0, 50), min_size=2, max_size=6).map(
    lambda runs: {"size": [40, 40], "counts": runs}
) | st.just({"size": [80, 100], "counts": "PX4]1"})
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS, st.sampled_from([0, 1, 2])), min_size=1, max_size=4).map(
    lambda points: [number for point in points for number in point]
)


def unknown(known: frozenset[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(NAMES.filter(lambda name: name not in known | {"num_keypoints"}), JSON, max_size=2)


def maybe(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=members)


@st.composite
def coco_files(draw: st.DrawFn) -> dict[str, Any]:
    """COCO datasets with everything COCO knows, and more."""
    identifiers = st.integers(0, 2**40) | NAMES.filter(lambda text: not text.lstrip("-").isdecimal())
    image_ids = draw(st.lists(identifiers, min_size=1, max_size=5, unique_by=str))
    class_ids = draw(st.lists(st.integers(0, 99), min_size=1, max_size=4, unique=True))
    ids = draw(st.lists(identifiers, max_size=5, unique_by=str))
    images = [
        {"id": one, "file_name": f"{place}.jpg"}
        | draw(unknown(IMAGE_KEYS))
        | draw(maybe(width=st.integers(1, 9999), height=st.integers(1, 9999), split=NAMES, metadata=st.just({"a": 1})))
        for place, one in enumerate(image_ids)
    ]
    annotations = [
        draw(unknown(LABEL_KEYS))
        | {"id": one, "image_id": draw(st.sampled_from(image_ids)), "category_id": draw(st.sampled_from(class_ids))}
        | {"bbox": draw(st.lists(NUMBERS, min_size=4, max_size=4)), "iscrowd": draw(st.sampled_from([0, 1]))}
        | draw(
            maybe(area=NUMBERS, segmentation=RINGS | MASKS, keypoints=POINTS, ignore=st.just(1), track_id=identifiers)
        )
        for one in ids
    ]
    classes = [{"id": one, "name": f"class {one}"} | draw(unknown(frozenset({"id", "name"}))) for one in class_ids]
    lists = frozenset({"images", "annotations", "categories", "assay:spelling"})
    return draw(unknown(lists)) | {"images": images, "annotations": annotations, "categories": classes}


def there_and_back(content: Any) -> tuple[list[Records], list[Records], Any]:
    """The records of a file, those of what is written of them, and the file that was written."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.json", Path(folder) / "out.json"
        source.write_text(json.dumps(content))
        before = list(READERS["coco"].read(source, ReadOptions()))
        assert not WRITERS["coco"].write(before, out).losses
        return before, list(READERS["coco"].read(out, ReadOptions())), json.loads(out.read_text())


def tables(batches: list[Records]) -> list[pa.Table]:
    return [
        pa.concat_tables(getattr(batch, name) for batch in batches).drop_columns(["file"])
        for name in ("images", "objects")
    ]


def problems(batches: list[Records]) -> list[RowProblem]:
    return [problem for batch in batches for problem in batch.problems]


@given(coco_files())
def test_reading_writing_and_reading_gives_the_same_records(content: dict[str, Any]) -> None:
    """A14, P14, P15."""
    before, after, _ = there_and_back(content)
    assert [problem for problem in problems(before) if problem.code != "box-convention"] == []
    assert tables(after) == tables(before)
    assert [batch.categories for batch in after] == [batch.categories for batch in before]
    assert [batch.task for batch in after] == [batch.task for batch in before]


@given(coco_files())
def test_what_is_written_says_what_was_read(content: dict[str, Any]) -> None:
    """Each member of each row has the value it had; COCO's own `num_keypoints` may be added."""
    _, _, written = there_and_back(content)
    for row in written["annotations"]:
        row.pop("num_keypoints", None)
    assert written == content


@given(content=coco_files(), data=st.data())
def test_a_bad_row_costs_itself_and_nothing_else(content: dict[str, Any], data: st.DataObject) -> None:
    """A20."""
    bad: Any = data.draw(st.sampled_from([7, None, "x", [], {}, {"id": 1}, {"image_id": float("nan")}, {"bbox": []}]))
    place = data.draw(st.integers(0, len(content["annotations"])))
    spoiled = content | {"annotations": [*content["annotations"][:place], bad, *content["annotations"][place:]]}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "x.json"
        source.write_text(json.dumps(spoiled))
        batches = list(READERS["coco"].read(source, ReadOptions()))
    told = [problem.place for problem in problems(batches) if problem.skipped]
    assert [one.partition("]")[0] for one in told] == [f"$.annotations[{place}"]
    found = [one for batch in batches for one in batch.objects["reference_id"].to_pylist()]
    assert found == [str(row["id"]) for row in content["annotations"]]

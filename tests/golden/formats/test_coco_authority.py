"""pycocotools reads what we write, and sees in it what it saw before."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from assay.formats.coco.results_writer import CocoResultsWriter
from assay.formats.format import ReadOptions
from assay.formats.registry import PREDICTION_READERS, READERS, WRITERS

HEIGHT, WIDTH = 40, 60
FRAME = {"size": [HEIGHT, WIDTH]}

# The authority's own decoder speaks to numpy in a way that numpy 2 warns of.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def disc(x: float, y: float, radius: float) -> Any:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return np.asfortranarray(((columns - x) ** 2 + (rows - y) ** 2 < radius**2).astype(np.uint8))


def runs(mask: Any) -> list[int]:
    """COCO's uncompressed counts: runs of zeros and ones in turn, down the columns."""
    flat = mask.ravel(order="F")
    ends = np.flatnonzero(np.diff(flat)) + 1
    counts = np.diff(np.concatenate([[0], ends, [flat.size]])).tolist()
    return [0, *counts] if flat[0] else counts


def content() -> dict[str, Any]:
    """A dataset of polygons, both forms of masks, a hole, a crowd and keypoints, by the authority's own encoder."""
    ring = disc(30, 20, 15) - disc(30, 20, 6)
    packed = coco_mask.encode(np.asfortranarray(ring))
    shapes: list[dict[str, Any]] = [
        {"segmentation": [[5, 5, 25.5, 5, 25.5, 30, 5, 30], [40, 5, 55, 5, 50, 12]], "bbox": [5, 5, 50, 25]},
        {"segmentation": FRAME | {"counts": packed["counts"].decode()}, "bbox": [16, 6, 29, 29]},
        {"segmentation": FRAME | {"counts": runs(disc(10, 10, 8))}, "bbox": [3, 3, 15, 15], "iscrowd": 1},
        {"keypoints": [10, 10, 2, 20.5, 12, 1, 0, 0, 0], "num_keypoints": 2, "bbox": [8, 8, 15, 6]},
    ]
    return {
        "images": [{"id": 0, "file_name": "a.jpg", "width": WIDTH, "height": HEIGHT}],
        "categories": [{"id": 0, "name": "person", "keypoints": ["a", "b", "c"], "skeleton": [[1, 2]]}],
        "annotations": [
            {"id": n, "image_id": 0, "category_id": 0, "iscrowd": 0, "area": 100.0, **shape}
            for n, shape in enumerate(shapes)
        ],
    }


def opened(path: Path) -> Any:
    with contextlib.redirect_stdout(io.StringIO()):
        return COCO(str(path))


def rewritten(source: Path, out: Path) -> Path:
    assert not WRITERS["coco"].write(READERS["coco"].read(source, ReadOptions()), out).losses
    return out


def scores(truth: Path, results: Path, kind: str) -> list[float]:
    """The authority's twelve numbers for a result file."""
    with contextlib.redirect_stdout(io.StringIO()):
        labels = COCO(str(truth))
        judge = COCOeval(labels, labels.loadRes(str(results)), kind)
        judge.evaluate()
        judge.accumulate()
        judge.summarize()
    return [float(value) for value in judge.stats]


def masks(opened_file: Any) -> dict[int, Any]:
    """The pixels of each label that has an outline, as the authority draws them."""
    return {one: opened_file.annToMask(row) for one, row in opened_file.anns.items() if "segmentation" in row}


def same(before: dict[int, Any], after: dict[int, Any]) -> bool:
    return before.keys() == after.keys() and all(np.array_equal(before[one], after[one]) for one in before)


def test_the_authority_sees_the_same_masks_and_ids(tmp_path: Path) -> None:
    """A3, A4: holes, parts, crowds, keypoints; id 0 of everything."""
    source = tmp_path / "in.json"
    source.write_text(json.dumps(content()))
    before, after = opened(source), opened(rewritten(source, tmp_path / "out.json"))
    assert after.anns.keys() == before.anns.keys()
    assert after.dataset == before.dataset
    assert same(masks(before), masks(after))
    assert before.annToMask(before.anns[1])[20, 30] == 0  # the hole is a hole


def test_boxes_made_from_masks_are_those_of_the_authority(tmp_path: Path) -> None:
    rows = []
    discs = [disc(x, y, r) for x, y, r in ((10, 10, 8), (0, 0, 5), (59, 39, 9), (30, 20, 100), (30.5, 20, 0.6))]
    for mask in discs:
        packed = coco_mask.encode(mask)
        for counts in (packed["counts"].decode(), runs(mask)):
            shape = {"size": [HEIGHT, WIDTH], "counts": counts}
            rows.append({"image_id": 1, "category_id": 1, "segmentation": shape, "score": 0.5})
    source = tmp_path / "r.json"
    source.write_text(json.dumps(rows))
    found = next(iter(PREDICTION_READERS["coco-results"].read(source, ReadOptions()))).objects
    boxes = np.column_stack([found[name].to_numpy() for name in "xywh"])
    wanted = np.repeat([coco_mask.toBbox(coco_mask.encode(mask)) for mask in discs], 2, axis=0)
    assert np.array_equal(boxes, wanted)


def test_the_authority_scores_rewritten_files_as_the_originals(tmp_path: Path) -> None:
    source, results = tmp_path / "in.json", tmp_path / "r.json"
    source.write_text(json.dumps(content()))
    rows = [{"image_id": 0, "category_id": 0, "bbox": [5.5, 5, 50, 24], "score": 0.75}]
    results.write_text(json.dumps(rows))
    batches = PREDICTION_READERS["coco-results"].read(results, ReadOptions())
    CocoResultsWriter().write(batches, tmp_path / "r2.json")
    truth = rewritten(source, tmp_path / "out.json")
    assert scores(truth, tmp_path / "r2.json", "bbox") == scores(source, results, "bbox")


@pytest.mark.parametrize("kind", ["bbox", "segm"])
def test_the_published_numbers_come_out_of_rewritten_files(shared_data: Path, tmp_path: Path, kind: str) -> None:
    """The COCO authors' own example: AP .505 / .697 / .573 for boxes, .320 / .562 / .299 for masks."""
    folder = shared_data / "coco_val2014_100_eval"
    truth = rewritten(folder / "instances_val2014_100.json", tmp_path / "truth.json")
    results = folder / f"instances_val2014_fake{kind}100_results.json"
    CocoResultsWriter().write(PREDICTION_READERS["coco-results"].read(results, ReadOptions()), tmp_path / "r.json")
    rows = json.loads((tmp_path / "r.json").read_text())
    if kind == "segm":  # the authority takes a row with `bbox` for a box
        rows = [{name: value for name, value in row.items() if name != "bbox"} for row in rows]
    (tmp_path / "r.json").write_text(json.dumps(rows))
    published = {"bbox": [0.505, 0.697, 0.573], "segm": [0.320, 0.562, 0.299]}
    assert [round(value, 3) for value in scores(truth, tmp_path / "r.json", kind)[:3]] == published[kind]


def test_all_masks_of_a_real_set_stay_the_same(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "coco128" / "instances.json"
    before, after = opened(source), opened(rewritten(source, tmp_path / "out.json"))
    assert after.anns.keys() == before.anns.keys()
    assert same(masks(before), masks(after))

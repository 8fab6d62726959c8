"""Metrics of tracks on real footage: a clip of BDD100K, and a traffic camera without track ids (V2.11, V2.12)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from assay.metrics.builtin.tracks.frame_continuity import frame_continuity
from assay.metrics.builtin.tracks.interpolated import interpolated
from assay.metrics.builtin.tracks.shape_similarity import shape_similarity
from assay.metrics.builtin.tracks.steadiness import steadiness
from assay.metrics.builtin.tracks.track_motion import track_motion
from assay.metrics.builtin.tracks.unlabelled_frame import unlabelled_frame
from assay.metrics.view import View
from assay.model.level import Level
from assay.testing.views import images_table
from tests.unit.metrics.metric_views import column, view_of


@dataclass(frozen=True)
class Clip:
    """The labels of a clip, list by list."""

    names: list[str]
    image: list[int]
    boxes: list[list[float]]
    category: list[int]
    track: list[str]

    def without(self, row: int) -> Clip:
        """The clip without one of its labels."""
        lists = (self.image, self.boxes, self.category, self.track)
        return Clip(self.names, *([*one[:row], *one[row + 1 :]] for one in lists))

    def view(self) -> View:
        """What a metric sees of it."""
        images = images_table(len(self.names), file_name=self.names, path=self.names, width=1280, height=720)
        area = [box[2] * box[3] for box in self.boxes]
        return view_of(self.image, self.boxes, self.category, images=images, track_id=self.track, area=area)


@pytest.fixture(scope="module")
def clip(shared_data: Path) -> Clip:
    frames = json.loads((shared_data / "bdd_tracks" / "track_sample_anns.json").read_text())
    labels = [(at, one) for at, frame in enumerate(frames) for one in frame["labels"]]
    boxes = [one["box2d"] for _, one in labels]
    classes = sorted({one["category"] for _, one in labels})
    return Clip(
        [frame["name"] for frame in frames],
        [at for at, _ in labels],
        [[box["x1"], box["y1"], box["x2"] - box["x1"], box["y2"] - box["y1"]] for box in boxes],
        [classes.index(one["category"]) for _, one in labels],
        [one["id"] for _, one in labels],
    )


def interrupted(view: View) -> dict[int, float]:
    """The frames in which a track is interrupted."""
    values = column(frame_continuity, view, "frame_continuity", Level.IMAGE)
    return {frame: value for frame, value in enumerate(values) if value < 1}


def steady_row(clip: Clip) -> int:
    """A label whose track is in the two frames on either side, and which moves little."""
    view = clip.view()
    speed, length = (np.array(column(track_motion, view, name)) for name in ("track_speed", "track_length"))
    at = {(image, track): row for row, (image, track) in enumerate(zip(clip.image, clip.track, strict=True))}
    return next(
        row
        for row in range(1000, len(clip.image))
        if all((clip.image[row] + by, clip.track[row]) in at for by in (-2, -1, 1, 2))
        and speed[row] < 0.05
        and length[row] > 50
    )


def test_a_well_made_clip_has_few_faults(clip: Clip) -> None:
    """144 tracks in 202 frames: no class jumps, one object has two tracks, 10 frames lack one for a moment."""
    view = clip.view()
    assert view.frames.in_video.all()
    assert min(column(steadiness, view, "class_steadiness")) == 1
    assert sum(value < 1 for value in column(steadiness, view, "track_steadiness")) == 1
    assert set(interrupted(view).values()) == {0.0}
    assert len(interrupted(view)) == 10
    assert sum(column(unlabelled_frame, view, "unlabelled_frame", Level.IMAGE)) == 0


def test_a_label_taken_out_of_the_clip_is_missed_in_its_frame(clip: Clip) -> None:
    """V2.12: nothing else is told that was not told before."""
    row = steady_row(clip)
    new = set(interrupted(clip.without(row).view())) - set(interrupted(clip.view()))
    assert new == {clip.image[row]}


def test_a_label_given_another_track_breaks_it_in_its_frame(clip: Clip) -> None:
    """V2.12."""
    row = steady_row(clip)
    track = [*clip.track[:row], "another", *clip.track[row + 1 :]]
    found = interrupted(replace(clip, track=track).view())
    assert {frame: found[frame] for frame in set(found) - set(interrupted(clip.view()))} == {clip.image[row]: 0.5}


def test_a_label_given_another_class_is_found_with_the_one_after_it(clip: Clip) -> None:
    """V2.12."""
    row = steady_row(clip)
    category = [*clip.category[:row], 5 - clip.category[row], *clip.category[row + 1 :]]
    values = column(steadiness, replace(clip, category=category).view(), "class_steadiness")
    found = [at for at, value in enumerate(values) if value < 1]
    assert [clip.track[at] for at in found] == [clip.track[row]] * 2
    assert [clip.image[at] - clip.image[row] for at in found] == [0, 1]


def test_hardly_a_box_of_the_clip_is_exactly_straight(clip: Clip) -> None:
    flags = np.array(column(interpolated, clip.view(), "interpolated"))
    assert flags.mean() < 0.01


@pytest.mark.parametrize("deformed", [40, 100])
def test_a_polygon_deformed_in_one_frame_of_a_real_clip_is_the_lowest_of_its_track(
    shared_data: Path, deformed: int
) -> None:
    """V2.11, on the outlines of one car as an annotator drew them."""
    frames = json.loads((shared_data / "bdd_tracks" / "seg_track_sample.json").read_text())
    drawn: dict[str, list[tuple[int, np.ndarray]]] = {}
    for at, frame in enumerate(frames):
        for one in frame["labels"] or []:
            if one["poly2d"] and len(one["poly2d"]) == 1:
                drawn.setdefault(one["id"], []).append((at, np.array(one["poly2d"][0]["vertices"])))
    rings = max(drawn.values(), key=len)
    at = len(rings) * deformed // 200
    far = rings[at][1].copy()
    far[0] += 1.5 * np.ptp(far, axis=0)
    rings[at] = (rings[at][0], far)
    names = [f"{at:04}.jpg" for at in range(len(frames))]
    view = view_of(
        [image for image, _ in rings],
        [[*ring.min(axis=0), *np.ptp(ring, axis=0)] for _, ring in rings],
        images=images_table(len(frames), file_name=names, path=names, width=1280, height=720),
        segmentation=[f"[{ring.ravel().tolist()}]" for _, ring in rings],
        track_id=["car"] * len(rings),
        kind="polygon",
    )
    assert np.nanargmin(column(shape_similarity, view, "shape_similarity")) == at


def test_footage_without_track_ids_is_a_video_by_its_names(shared_data: Path) -> None:
    """`cars_sequence`: 150 frames that count up; a class put wrong is found, at the jump and at the jump back."""
    lines = [
        (at, [float(number) for number in line.split()[1:]])
        for at in range(150)
        for line in (shared_data / "cars_sequence" / "labels" / f"frame_{at:04}.txt").read_text().splitlines()
    ]
    boxes = [[(x - w / 2) * 640, (y - h / 2) * 360, w * 640, h * 360] for _, (x, y, w, h) in lines]
    names = [f"frames/frame_{at:04}.jpg" for at in range(150)]
    images = images_table(150, file_name=names, path=names, width=640, height=360)
    category = [0] * len(lines)
    view = view_of([at for at, _ in lines], boxes, category, images=images)
    assert view.frames.in_video.all()
    assert min(column(steadiness, view, "class_steadiness")) == 1
    assert np.isnan(column(steadiness, view, "track_steadiness")).all()
    assert sum(column(unlabelled_frame, view, "unlabelled_frame", Level.IMAGE)) == 0
    category[400] = 1
    view = view_of([at for at, _ in lines], boxes, category, images=images)
    found = np.flatnonzero(np.array(column(steadiness, view, "class_steadiness")) < 1)
    assert found.tolist() == [400, 410]

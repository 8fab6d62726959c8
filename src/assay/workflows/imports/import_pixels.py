"""Tell a run where its class chances of every pixel lie. The files stay where they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from assay.errors import MediaError, NotFound
from assay.jobs.progress import Progress, quiet
from assay.media.pixel_chances import ENDINGS, check_pixel_file, find_files
from assay.model.reading import Reading, VectorForm
from assay.store.store import Store
from assay.workflows.names import checked_name

SHOWN_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class PixelReport:
    """What was found in a folder of pixels.

    images : how many images have a file. without : how many have none. strangers : files that no image is named like.
    problems : why files cannot be read, by name; the first 100 of `failures`.
    """

    dataset: str
    run: str
    folder: str
    images: int
    without: int
    strangers: int
    failures: int
    problems: Mapping[str, str]


def import_pixels(
    store: Store,
    folder: Path,
    *,
    run: str,
    dataset: str | int | None = None,
    logits: bool = False,
    progress: Progress = quiet,
) -> PixelReport:
    """Let `run` (made when it is new) have the files of `folder`, one for each image and named like it.

    See `media.pixel_chances` for what a file holds. One that cannot be read is told and passed over.

    Raises
    ------
    NameInvalid : a run cannot be named so.
    NotFound : there is no such dataset, or no such file in the folder.
    """
    run = checked_name(run, "run")
    place = folder.expanduser().resolve()
    files = find_files(place) if place.is_dir() else {}
    if not files:
        raise NotFound(
            f"There is no file of pixels in {str(place)!r}.",
            hint=f"Give a folder of files that end in {' or '.join(ENDINGS)}, each named like its image.",
        )
    with store.writer() as writer:
        target = writer.base.dataset(dataset)
        known = next((one for one in writer.base.runs(target.id) if one.name == run), None)
        before = known.reading if known is not None else Reading()
        vectors = VectorForm.LOGITS if logits else before.vectors
        reading = replace(before, pixels=str(place), vectors=vectors)
        writer.add_run(target.id, run, known.source if known is not None else None, reading=reading)
        rows = writer.base.rows("images", columns=("file_name",), where={"dataset_id": target.id})
        classes = len(writer.base.categories(target.id))
    stems = {Path(name).stem for name in rows.column("file_name").to_pylist()}
    matched = {stem: path for stem, path in files.items() if stem in stems}
    progress.stage("Looking at files of pixels", len(matched))
    problems = {}
    for stem, path in matched.items():
        try:
            check_pixel_file(path, classes=classes)
        except MediaError as reason:
            problems[stem] = reason.message
        progress.advance()
    return PixelReport(
        dataset=target.name,
        run=run,
        folder=str(place),
        images=len(matched) - len(problems),
        without=len(stems) - len(matched),
        strangers=len(files) - len(matched),
        failures=len(problems),
        problems=dict(islice(problems.items(), SHOWN_PROBLEMS)),
    )

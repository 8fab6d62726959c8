"""Content digests of image files, computed when first asked for and then kept."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from assay.errors import MediaError
from assay.jobs.progress import Progress
from assay.media.digest import digest
from assay.media.locate import locate
from assay.store.snapshot import Snapshot
from assay.store.writer import Writer

_THREADS = 4


class Digests:
    """Answers digests of images by id, and remembers which it had to compute so that they can be stored."""

    def __init__(self, snapshot: Snapshot, progress: Progress) -> None:
        self._snapshot = snapshot
        self._progress = progress
        self.computed: dict[int, str] = {}

    def __call__(self, image_ids: NDArray[np.int64]) -> list[str | None]:
        """One hexadecimal SHA-256 per id, in the order asked; None where the file cannot be read."""
        rows = self._snapshot.take("images", image_ids, columns=("id", "digest", "root_id", "path"))
        known = dict(zip(rows.column("id").to_pylist(), rows.column("digest").to_pylist(), strict=True))
        wanting = rows.filter(pa.compute.is_null(rows.column("digest"))).to_pylist()
        self._progress.stage("Hashing files of equal size", len(wanting))
        roots = self._snapshot.roots()

        def compute(row: dict[str, object]) -> str | None:
            root, path = roots.get(row["root_id"]), row["path"]  # type: ignore[call-overload]
            if root is None or path is None:
                return None
            try:
                return digest(locate(root, str(path)))
            except MediaError:
                return None  # the image's own `problem` tells; a file without bytes duplicates nothing

        with ThreadPoolExecutor(_THREADS, thread_name_prefix="digest") as pool:
            for row, value in zip(wanting, pool.map(compute, wanting), strict=True):
                self._progress.advance()
                if value is not None:
                    known[row["id"]] = self.computed[row["id"]] = value
        return [known.get(int(image_id)) for image_id in image_ids]

    def keep(self, writer: Writer) -> None:
        """Store what was computed, so that the next search need not read the files again."""
        if not self.computed:
            return
        rows = writer.rows("images", where={"id": _sorted(self.computed)})
        values = [self.computed[image_id] for image_id in rows.column("id").to_pylist()]
        at = rows.schema.get_field_index("digest")
        writer.upsert("images", rows.set_column(at, "digest", pa.array(values, pa.string())))


def _sorted(ids: Sequence[int] | dict[int, str]) -> list[int]:
    return sorted(ids)

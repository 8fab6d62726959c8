"""What a prediction file's own names mean in a dataset, and its rows in the dataset's terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assay.amounts import amount
from assay.formats.records import Records, no_images
from assay.model.category import CategoryRecord
from assay.model.problem import RowProblem
from assay.model.reading import BoxForm, Reading
from assay.store.snapshot import Snapshot
from assay.workflows.imports.box_agreement import BoxAgreement
from assay.workflows.imports.box_fit import BoxFit
from assay.workflows.imports.box_forms import as_read
from assay.workflows.imports.class_order import ClassOrder
from assay.workflows.imports.merge_rows import ordinals
from assay.workflows.imports.object_rows import Frames, KnownImages, object_rows
from assay.workflows.imports.problems import Problems
from assay.workflows.imports.resolve_keys import IMAGE_COLUMNS, ImageNames
from assay.workflows.imports.run_classes import FileClass, RunClasses, settle_classes


@dataclass(frozen=True, slots=True)
class PredictionFile:
    """A prediction file held against a dataset: what is decided over the whole of it, before its rows are made.

    `frames` are the dataset's images, `declared` those that the file itself speaks of. `keys` are its names for
    images, `image_rows` (k,) what each means: a row of the dataset's images, -1 for none, -2 for several. `numbered`
    (images,) counts the rows without an identifier that were met in each image.
    """

    frames: Frames
    declared: pa.Table
    keys: pa.Array
    image_rows: NDArray[np.int64]
    numbered: NDArray[np.int64]
    classes: RunClasses
    given: tuple[str, ...]
    order: ClassOrder
    boxes: BoxForm
    fit: BoxFit
    agreement: BoxAgreement
    left_out: Counter[str]
    problems: Problems

    @classmethod
    def of(
        cls,
        base: Snapshot,
        dataset_id: int,
        *,
        split: str | None,
        batches: Sequence[Records],
        reading: Reading,
        class_shift: int = 0,
    ) -> PredictionFile:
        """Look at the names of all batches; raises as `settle_classes` does."""
        categories = base.categories(dataset_id)
        where: dict[str, int | str] = {"dataset_id": dataset_id} | ({"split": split} if split else {})
        images = base.rows("images", columns=IMAGE_COLUMNS, where=where)
        sizes = [np.asarray(pc.cast(images.column(name), pa.float64())) for name in ("width", "height")]
        named = [chunk for batch in batches for chunk in batch.objects.column("image_key").chunks]
        keys = pc.unique(pa.chunked_array(named, pa.string()))
        declared = pa.concat_tables([no_images(), *(batch.images for batch in batches)])
        stated = max((batch.categories for batch in batches), key=len, default=())
        given = _file_classes(batches, stated)
        classes = settle_classes(given, categories, reading.classes, shift=class_shift)
        boxes = reading.boxes or BoxForm.XYWH
        return cls(
            frames=Frames(images.column("id").to_numpy(), *sizes),
            declared=declared,
            keys=keys,
            image_rows=_image_rows(keys, declared, ImageNames.of(images)),
            numbered=np.zeros(images.num_rows, np.int64),
            classes=classes,
            given=tuple(entry.given for entry in given),
            order=ClassOrder.of(stated, classes.ids, categories),
            boxes=boxes,
            fit=BoxFit(boxes),
            agreement=BoxAgreement(boxes),
            left_out=Counter(),
            problems=Problems(),
        )

    def rows_of(self, batch: Records) -> pa.Table:
        """Rows of PREDICTIONS less ids and hashes; what was wrong is added to `problems`."""
        self.problems.extend(batch.problems)
        self._tell_ambiguous(batch)
        objects = self._wanted(self._numbered(batch.objects))
        found = self.image_rows >= 0
        images = KnownImages(self.keys.filter(pa.array(found)), self.frames.take(self.image_rows[found]))
        self.fit.see(objects, images)
        self.agreement.see(objects, images)
        objects = as_read(objects, self.boxes, images)
        objects = self.order.applied(objects, batch.object_place, self.problems)
        return object_rows(replace(batch, objects=objects), images, self.classes.ids, problems=self.problems)

    def tell_whole(self, file: str, base: Snapshot, dataset_id: int) -> None:
        """Report what concerns the file as a whole, once all of its rows were read."""
        self.problems.tell_spellings(file, self.given)
        self._tell_boxes(file, base, dataset_id)
        self._tell_sizes(file)
        if self.left_out:
            names = ", ".join(f"{name} ({count:,})" for name, count in self.left_out.items())
            self._tell(file, "class-left-out", f"Left out, as the class mapping says: {names}.")
        if self.classes.shift:
            moved = "raised" if self.classes.shift > 0 else "lowered"
            message = (
                f"Class numbers fit the dataset's only when {moved} by one, so none was taken. If the file counts "
                f"from the other end of the fence, import again with a class shift of {self.classes.shift}."
            )
            self._tell(file, "class-ids-shifted", message)

    def _tell_boxes(self, file: str, base: Snapshot, dataset_id: int) -> None:
        """Report boxes whose numbers look like another form: by the labels they lie on, else by how they fit."""
        self.agreement.weigh(base, dataset_id)
        evidence = self.agreement if self.agreement.better or self.agreement.agrees else self.fit
        form = evidence.better
        if form is not None:
            advice = f"Nothing was changed: if they are so, import again with boxes as `{form}`."
            self._tell(file, "box-form", f"{evidence.sentence(form)} {advice}")
        if self.boxes is not BoxForm.XYWH and not self.fit.plain:
            message = (
                f"No box was read as `{self.boxes}`: the format says what its numbers are, or shapes make the boxes."
            )
            self._tell(file, "box-form-unused", message)

    def _tell_sizes(self, file: str) -> None:
        """Report image sizes that are those of the dataset with width and height swapped."""
        known = dict(zip(self.keys.to_pylist(), self.image_rows.tolist(), strict=True))
        rows = np.array([known.get(key, -1) for key in self.declared["key"].to_pylist()], np.int64)
        ours = self.frames.take(rows[rows >= 0])
        width, height = (
            pc.fill_null(pc.cast(self.declared[side], pa.float64()), np.nan).to_numpy()[rows >= 0]
            for side in ("width", "height")
        )
        swapped = int(np.count_nonzero((width == ours.heights) & (height == ours.widths) & (width != height)))
        if swapped > len(width) / 2:
            message = (
                f"{swapped:,} of {amount(len(width), 'image')} that the file declares have width and height swapped. "
                "Were boxes scaled by these sides, they are wrong: import again with boxes as `swapped` if so."
            )
            self._tell(file, "image-sizes-swapped", message)

    def _tell(self, file: str, code: str, message: str) -> None:
        self.problems.extend([RowProblem(file, "the whole file", code, message, skipped=False)])

    def _tell_ambiguous(self, batch: Records) -> None:
        keys = batch.objects.column("image_key").combine_chunks()
        several = self.keys.filter(pa.array(self.image_rows == -2))
        self.problems.add_rows(
            batch.objects,
            np.asarray(pc.is_in(keys, value_set=several)),
            place=batch.object_place,
            code="ambiguous-image",
            say=lambda i: f"{keys[i]} could mean several images. Name the split, or use ids that are unique.",
            skipped=False,
        )

    def _wanted(self, objects: pa.Table) -> pa.Table:
        """The objects less those of classes that a person left out, which are counted."""
        if not self.classes.left_out:
            return objects
        keys = objects.column("category_key")
        out = pc.is_in(keys, value_set=pa.array(sorted(self.classes.left_out), pa.string()))
        self.left_out.update(keys.filter(out).to_pylist())
        return objects.filter(pc.invert(out))

    def _numbered(self, objects: pa.Table) -> pa.Table:
        """The objects with `#n` for the n-th of each image that has no identifier, counted over all batches."""
        stated = objects.column("reference_id").combine_chunks()
        at = pc.index_in(objects.column("image_key").combine_chunks(), value_set=self.keys).to_numpy()
        rows = self.image_rows[at]
        nameless = stated.is_null().to_numpy(zero_copy_only=False) & (rows >= 0)
        if not nameless.any():
            return objects
        numbers = np.zeros(len(rows), np.int64)
        numbers[nameless] = ordinals(rows[nameless]) + self.numbered[rows[nameless]]
        np.add.at(self.numbered, rows[nameless], 1)
        names = pc.binary_join_element_wise("#", pc.cast(pa.array(numbers, mask=~nameless), pa.string()), "")
        at_column = objects.schema.get_field_index("reference_id")
        return objects.set_column(at_column, objects.schema.field(at_column), pc.coalesce(stated, names))


def _image_rows(keys: pa.Array, declared: pa.Table, names: ImageNames) -> NDArray[np.int64]:
    """(k,) the image that each key means: by the file name that the file itself gives it, else by the key."""
    by_key = names.resolve(keys)
    if not declared.num_rows:
        return by_key
    at = pc.index_in(keys, value_set=declared["key"].combine_chunks())
    by_name = names.resolve(pc.coalesce(declared["file_name"].combine_chunks().take(at), keys))
    return np.where(by_name >= 0, by_name, by_key)


def _file_classes(batches: Sequence[Records], stated: Sequence[CategoryRecord]) -> list[FileClass]:
    """The classes that the rows of all batches use, and those that the file declares beside them."""
    counts: Counter[str] = Counter()
    for batch in batches:
        counted = pc.value_counts(batch.objects.column("category_key"))
        counts.update(dict(zip(counted.field("values").to_pylist(), counted.field("counts").to_pylist(), strict=True)))
    names = {record.key: record.name for batch in batches for record in batch.categories}
    names |= {record.key: record.name for record in stated}
    return [FileClass(key, names.get(key, key), counts[key]) for key in sorted(counts.keys() | names.keys())]

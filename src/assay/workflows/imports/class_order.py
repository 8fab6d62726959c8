"""Class vectors of a prediction file in the order of the dataset's classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from assay.amounts import amount
from assay.formats.tables import list_column
from assay.model.category import Category, CategoryRecord
from assay.workflows.imports.problems import Problems


@dataclass(frozen=True, slots=True)
class ClassOrder:
    """Where each number of a file's class vectors goes: `places[i]` in 0..`size`, -1 for a class of the file alone."""

    places: tuple[int, ...]
    size: int

    @classmethod
    def of(cls, stated: Sequence[CategoryRecord], ids: Mapping[str, int], categories: Sequence[Category]) -> ClassOrder:
        """The order of the classes that a file declares; the dataset's own, by class id, when it declares none."""
        position = {category.id: index for index, category in enumerate(categories)}
        if not stated:
            return cls(tuple(position.values()), len(categories))
        return cls(tuple(position.get(ids.get(record.key, -1), -1) for record in stated), len(categories))

    def applied(self, objects: pa.Table, place: str, problems: Problems) -> pa.Table:
        """Object records with their probabilities in the dataset's order; a class that the file lacks has 0.

        A vector that is not as long as the file has classes is left out and reported.
        """
        vectors = objects.column("probabilities").combine_chunks()
        if vectors.null_count == len(vectors):
            return objects
        lengths = pc.list_value_length(vectors).to_numpy(zero_copy_only=False)
        fits = np.asarray(lengths == len(self.places))
        problems.add_rows(
            objects,
            vectors.is_valid().to_numpy(zero_copy_only=False) & ~fits,
            place=place,
            code="vector-length",
            say=lambda i: (
                f"The class vector has {amount(int(lengths[i]), 'number')} "
                f"for {amount(len(self.places), 'class', 'classes')}: read without it."
            ),
            skipped=False,
        )
        given = vectors.filter(pa.array(fits)).flatten().to_numpy(zero_copy_only=False)
        given = given.reshape(int(fits.sum()), len(self.places))
        ordered = np.zeros((len(given), self.size))
        taken = [source for source, target in enumerate(self.places) if target >= 0]
        ordered[:, [self.places[source] for source in taken]] = given[:, taken]
        at = objects.schema.get_field_index("probabilities")
        return objects.set_column(at, objects.schema.field(at), list_column(ordered, fits))

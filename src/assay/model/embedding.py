"""An embedding: a vector for each image, or each object, of a dataset, by one model."""

from __future__ import annotations

from dataclasses import dataclass

from assay.model.level import Level


@dataclass(frozen=True, slots=True)
class Embedding:
    """The vectors of one level of a dataset, as they were last computed or imported.

    id : dense, stable for ever. name : what a person calls it, one of its kind in a dataset and level.
    embedder, version : the plug-in that made it, slug and version; empty and 0 for vectors from a file.
    model : which weights or file, such as a path or a timm name, and `layer` which of their outputs; else empty.
    parameters : what it was made with, canonical JSON; the crop rule is among them.
    digest : SHA-256 of the weights, of what was learned, or of the imported file; empty where there is none of it.
    dimension, count : the length of a vector, and how many rows have one.
    as_of : the newest journal entry when it was computed; rows touched since may be stale.
    is_default : it is the one that searches, maps and detectors use unless another is named.
    """

    id: int
    dataset_id: int
    level: Level
    name: str
    embedder: str
    version: int
    model: str = ""
    layer: str = ""
    parameters: str = "{}"
    digest: str = ""
    dimension: int = 0
    count: int = 0
    as_of: int = 0
    is_default: bool = True

    @property
    def space(self) -> tuple[object, ...]:
        """Vectors of two embeddings of one space can be compared, also those of images with those of objects."""
        if not self.embedder:
            return (self.id,)
        return (self.embedder, self.version, self.model, self.layer, self.digest, self.dimension)

"""How vectors are made: the embedder, what it was told, and what it learned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assay.embeddings.crops import MARGIN
from assay.embeddings.embedder import Embedder, State
from assay.embeddings.registry import EMBEDDERS
from assay.errors import NotFound, SourceUnreadable
from assay.model.embedding import Embedding
from assay.plugins import load_plugins
from assay.store.embeddings import state_digest

LEARNED, FITTED, WEIGHTS = "learned/", "fitted/", "weights"
"""Names of arrays in a state as it is stored: what was learned, what was fitted, the digest of a file of weights."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """An embedder with its parameters.

    parameters : canonical JSON, with the `margin` of the crop rule. weights : SHA-256 of the file of weights that
    the parameter `model` names; empty where it names none.
    """

    embedder: Embedder
    parameters: str
    weights: str = ""

    @classmethod
    def of(cls, slug: str, parameters: Mapping[str, object]) -> Recipe:
        """The embedder of that slug with these parameters, and its defaults.

        Raises
        ------
        PluginUnknown : there is no such embedder.
        NotFound : it has no parameter of that name.
        """
        load_plugins()
        embedder = EMBEDDERS[slug]
        known = {"margin": MARGIN, **embedder.parameters}
        unknown = sorted(set(parameters) - set(known))
        if unknown:
            told = ", ".join(known)
            raise NotFound(f"The embedder {slug!r} has no parameter {unknown[0]!r}.", hint=f"It has: {told}.")
        text = json.dumps({**known, **parameters}, sort_keys=True, separators=(",", ":"), default=str)
        return cls(embedder, text, _digest(json.loads(text).get("model")))

    @classmethod
    def again(cls, embedding: Embedding) -> Recipe | None:
        """The one that made an embedding; None where it came from a file, or its embedder is of another version now."""
        load_plugins()
        if embedding.embedder not in EMBEDDERS or EMBEDDERS[embedding.embedder].version != embedding.version:
            return None
        try:
            return cls.of(embedding.embedder, json.loads(embedding.parameters))
        except NotFound:
            return None

    @property
    def margin(self) -> float:
        """Of the crop rule."""
        return float(json.loads(self.parameters)["margin"])

    @property
    def named(self) -> dict[str, object]:
        """The parameters of the embedder by name."""
        return {key: value for key, value in json.loads(self.parameters).items() if key in self.embedder.parameters}

    @property
    def model(self) -> str:
        """The weights it was told to use."""
        return str(json.loads(self.parameters).get("model") or "")

    def made(self, embedding: Embedding, state: State) -> bool:
        """Whether an embedding with this state was made so."""
        same = (embedding.embedder, embedding.version, embedding.parameters)
        return same == (self.embedder.slug, self.embedder.version, self.parameters) and (
            text_of(state.get(WEIGHTS)) == self.weights
        )

    def raw_identity(self, state: State) -> str:
        """A text that differs wherever raw vectors do."""
        return self._identity({name: array for name, array in state.items() if not name.startswith(FITTED)})

    def identity(self, state: State) -> str:
        """A text that differs wherever vectors do."""
        return self._identity(state)

    def _identity(self, state: State) -> str:
        return f"{self.embedder.name}\0{self.parameters}\0{state_digest(state)}"


def first_state(recipe: Recipe) -> State:
    """What is known before anything was learned: which weights are used."""
    return {WEIGHTS: np.frombuffer(bytes.fromhex(recipe.weights), np.uint8)} if recipe.weights else {}


def part_of(state: State, prefix: str) -> State:
    """The arrays of a state whose names begin so, without that beginning."""
    return {name.removeprefix(prefix): array for name, array in state.items() if name.startswith(prefix)}


def named_as(prefix: str, state: State) -> State:
    """The arrays under names that begin so."""
    return {f"{prefix}{name}": np.asarray(array) for name, array in state.items()}


def text_of(digest: object) -> str:
    """A digest as text."""
    return np.asarray(digest, np.uint8).tobytes().hex() if digest is not None else ""


def _digest(model: object) -> str:
    path = Path(str(model)) if model else None
    if path is None or not path.is_file():
        return ""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceUnreadable(f"{path} cannot be read: {error}.") from error

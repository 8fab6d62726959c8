"""An autotag: a tag that Assay learns from examples, with a score of every item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assay.model.level import Level

AUTOTAG_LEVELS: Mapping[Level, str] = {Level.IMAGE: "image", Level.ANNOTATION: "object"}
"""What can have autotags, and what a query calls it: `autotag.image.…`, `autotag.object.…`."""


@dataclass(frozen=True, slots=True)
class Autotag:
    """A tag that is learnt from answers.

    id : dense, stable for ever; the columns of its scores are named by it, so that a rename rewrites nothing.
    name : what a person calls it, one of its level in a dataset whatever the case and the separators.
    examples : (id of the item, whether it has the tag), in the order of the answers; each item once.
    basis : of what its stored scores were computed, `""` where there are none; see
        `workflows.embeddings.autotag_scores`.
    """

    id: int
    dataset_id: int
    level: Level
    name: str
    examples: tuple[tuple[int, bool], ...]
    basis: str = ""

    @property
    def word(self) -> str:
        """The name as a query spells it: `police_car` for "Police car"."""
        return word_of(self.name)

    @property
    def column(self) -> str:
        """The column of the scores in the table of the level."""
        return f"autotag_{self.id}"

    @property
    def given_column(self) -> str:
        """The column of the answers in the table of the level."""
        return f"autotag_{self.id}_given"

    @property
    def yes(self) -> tuple[int, ...]:
        """The items that have the tag, in the order of the answers."""
        return tuple(item for item, is_yes in self.examples if is_yes)

    @property
    def no(self) -> tuple[int, ...]:
        """The items that have it not, in the order of the answers."""
        return tuple(item for item, is_yes in self.examples if not is_yes)


def word_of(name: str) -> str:
    """The name in lower case, with underscores for all that is neither letter nor digit.

    >>> word_of("Police car")
    'police_car'
    """
    return re.sub(r"\W+", "_", name.strip()).strip("_").casefold()

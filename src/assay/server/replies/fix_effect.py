"""What fixes were worth."""

from __future__ import annotations

from typing_extensions import TypedDict

from assay.model.level import Level
from assay.workflows.fixes.effect import Measure


class FixedError(TypedDict):
    """Errors on `items` test items, in percent, before and after; `gain` is how many points they fell.

    `low` and `high` are its interval of 95 %, null where too few images tell.
    """

    items: int
    before: float
    after: float
    gain: float
    low: float | None
    high: float | None


class FixedClass(TypedDict):
    """A class, how many fixes touched it, and the errors on its test items."""

    name: str
    fixes: int
    effect: FixedError


class FixPlan(TypedDict):
    """What an answer would rest on: `fixes` among what is `taught`, and the test items.

    `moved`: other boxes that were moved, which a probe does not see. `checked`: test items that somebody looked at in a
    review. `left_out`: items without a vector or a class of today.
    """

    level: Level
    taught: int
    fixes: int
    moved: int
    test_items: int
    test_images: int
    checked: int
    left_out: int


class FixEffect(TypedDict):
    """Whether fixes helped: `verdict` in words, and by class. `edited`: of the classes that fixes touched.

    `revision` is that of the project when it was asked; `measure` is what errors are the lack of.
    """

    dataset: int
    revision: str
    verdict: str
    before: str
    after: str
    level: Level
    test: str
    taught: int
    repeats: int
    fixes: int
    left_out: int
    points_per_hundred: float
    seconds_per_fix: float | None
    measure: Measure
    overall: FixedError
    edited: FixedError | None
    classes: list[FixedClass]

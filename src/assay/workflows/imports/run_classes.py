"""Which class of the dataset each class of a prediction file means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assay.errors import NotFound
from assay.model.category import Category, named_classes
from assay.model.spelling import composed
from assay.schema.catalog import near
from assay.schema.field import fold
from assay.workflows.imports.report import UnknownClass

_SURE = 0.8
"""Names this alike (ratio of Ratcliff and Obershelp) are suggested, not only shown."""


@dataclass(frozen=True, slots=True)
class FileClass:
    """A class as a prediction file has it: `key` stands in its rows, `count` of them; `given` is what people read."""

    key: str
    given: str
    count: int


@dataclass(frozen=True, slots=True)
class RunClasses:
    """What was found out about the classes of a prediction file.

    `ids` has the dataset's class by the file's key, `left_out` the keys that a person left out, `unknown` those
    that need a word. `shift` is not 0 when the file's numbers fit the dataset's only when moved by it: then all
    of them are unknown, since each would mean another class. `said` is the mapping to keep with the run. `names` are
    the classes of the dataset.
    """

    ids: Mapping[str, int]
    left_out: frozenset[str]
    unknown: tuple[UnknownClass, ...]
    shift: int
    said: Mapping[str, str]
    names: tuple[str, ...]


def settle_classes(
    found: Sequence[FileClass], categories: Sequence[Category], said: Mapping[str, str], *, shift: int = 0
) -> RunClasses:
    """Hold the classes of a file against those of the dataset.

    A class is found by what a person said of its name or its key, else by the key or the name of the dataset's
    class; case, spaces, hyphens and underscores do not count. `shift` is added to numbers that nobody spoke of.

    Raises
    ------
    NotFound : a person named a class that the dataset does not have.
    """
    known = _Known(categories)
    said = {**dict(_shifted(found, known, said, shift)), **said} if shift else dict(said)
    targets = {entry.key: said.get(entry.given, said.get(entry.key)) for entry in found}
    left_out = frozenset(key for key, target in targets.items() if target == "")
    ids = {key: known.named(target) for key, target in targets.items() if target}
    open_ones = [entry for entry in found if targets[entry.key] is None]
    direct = {entry.key: known.id_of(entry.given) for entry in open_ones}
    offset = _offset(open_ones, direct, known)
    if not offset:
        ids |= {key: id for key, id in direct.items() if id is not None}
    unknown = [_unknown(entry, known, offset) for entry in open_ones if entry.count and entry.key not in ids]
    unknown.sort(key=lambda row: -row.count)
    return RunClasses(ids, left_out, tuple(unknown), offset, said, tuple(known.names))


class _Known:
    """The classes of a dataset, by the ways in which a file may name them."""

    def __init__(self, categories: Sequence[Category]) -> None:
        self._by_key = {category.key: category for category in categories}
        self._classes = [*categories]
        self._by_name = named_classes(self._classes)
        spellings = Counter(fold(category.name) for category in categories)
        self._by_fold = {fold(c.name): c for c in categories if spellings[fold(c.name)] == 1}

    @property
    def names(self) -> list[str]:
        """The names of the classes, in order of id."""
        return [category.name for category in self._classes]

    def id_of(self, given: str) -> int | None:
        """The class that a file means by a key or a name; None for none."""
        found = self._by_key.get(given) or self._by_name.get(composed(given)) or self._by_fold.get(fold(given))
        return None if found is None else found.id

    def named(self, target: str) -> int:
        """The class that a person names; raise `NotFound` with near names when there is none."""
        found = self._by_name.get(composed(target)) or self._by_fold.get(fold(target)) or self._by_key.get(target)
        if found is None:
            nearest = near(target, self.names)
            hint = f"Did you mean {' or '.join(nearest)}?" if nearest else f"There are: {', '.join(self.names[:12])}."
            raise NotFound(f"The class mapping names {target!r}, which is no class of the dataset.", hint=hint)
        return found.id

    def moved(self, key: str, shift: int) -> Category | None:
        """The class whose number is higher by `shift` than the one a file gives; None when there is none."""
        return self._by_key.get(str(int(key) + shift)) if key.lstrip("-").isdecimal() else None


def _shifted(
    found: Sequence[FileClass], known: _Known, said: Mapping[str, str], shift: int
) -> Iterator[tuple[str, str]]:
    """The mapping that moving the numbers makes, for those that nobody spoke of."""
    for entry in found:
        category = known.moved(entry.key, shift)
        if category is not None and entry.given == entry.key and entry.key not in said:
            yield entry.key, category.name


def _offset(found: Sequence[FileClass], direct: Mapping[str, int | None], known: _Known) -> int:
    """By how much numbers that do not fit as they stand all fit: a file counts from 0, the dataset from 1."""
    used = [entry for entry in found if entry.count]
    if all(direct[entry.key] is not None for entry in used) or any(entry.given != entry.key for entry in used):
        return 0
    return next((shift for shift in (-1, 1) if all(known.moved(entry.key, shift) for entry in used)), 0)


def _unknown(entry: FileClass, known: _Known, offset: int) -> UnknownClass:
    if offset and (category := known.moved(entry.key, offset)) is not None:
        return UnknownClass(entry.given, entry.count, (category.name,), category.name)
    nearest = tuple(near(entry.given, known.names))
    alike = SequenceMatcher(None, fold(entry.given), fold(nearest[0])).ratio() if nearest else 0.0
    return UnknownClass(entry.given, entry.count, nearest, nearest[0] if alike >= _SURE else "")

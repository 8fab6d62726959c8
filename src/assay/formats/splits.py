"""Tells the names of splits: `train`, `val`, `test` and the ways people write them."""

from __future__ import annotations

import re
from pathlib import PurePath

_SPELLINGS = {
    "train": "train",
    "training": "train",
    "trainval": "trainval",
    "val": "val",
    "valid": "val",
    "validation": "val",
    "validate": "val",
    "test": "test",
    "testing": "test",
    "minival": "minival",
}
_WORDS = re.compile(r"[A-Za-z]+")


def split_word(name: str) -> str | None:
    """The split that a folder name *is* (`train`, `Valid`, `train2017`, `01_test`…); None for any other name.

    >>> split_word("train2017"), split_word("Valid"), split_word("training_plan")
    ('train', 'val', None)
    """
    words = _WORDS.findall(name)
    return _SPELLINGS.get(words[0].lower()) if len(words) == 1 else None


def split_in(name: str) -> str | None:
    """The split that a file name *mentions* (`instances_val2017.json`); None when it mentions none or several.

    >>> split_in("instances_val2017.json"), split_in("train_and_test.json")
    ('val', None)
    """
    found = {_SPELLINGS[word.lower()] for word in _WORDS.findall(PurePath(name).stem) if word.lower() in _SPELLINGS}
    return found.pop() if len(found) == 1 else None


def split_told(path: str, file: str) -> str | None:
    """The split of an image of which no column says it: by the first folder of its path, else by its table's name.

    >>> split_told("test/a.jpg", "all.csv"), split_told("a.jpg", "train_labels.csv"), split_told("a.jpg", "all.csv")
    ('test', 'train', None)
    """
    outer = path.replace("\\", "/").rpartition("/")[0].partition("/")[0]
    return split_word(outer) or split_in(file)

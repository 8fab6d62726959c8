"""Reads `data.yaml`: class names, and where each split lies. Nothing in the file is executed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import yaml

from assay.errors import SourceUnreadable
from assay.formats.problems import ProblemLog
from assay.formats.splits import split_word

_MOST_BYTES = 4 << 20
_MOST_FILES = 20
_MOST_CLASSES = 1_000_000
_NOTHING = (None, "", "~", "null")
_NAME_FILES = ("classes.txt", "obj.names", "_darknet.labels", "labels.names")
_NOT_LABELS = frozenset(
    {*_NAME_FILES, "readme.txt", "license.txt", "train.txt", "val.txt", "test.txt", "requirements.txt"}
)


@dataclass(frozen=True, slots=True)
class YoloConfig:
    """What a `data.yaml` says. `splits` maps a split to its folders or image lists, as written."""

    file: Path | None = None
    root: str | None = None
    names: dict[int, str] = field(default_factory=dict)
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    has_keypoints: bool = False


class _FlatLoader(yaml.SafeLoader):
    """Reads every value as the text that stands there: a class may be called `no` or `007`, which YAML takes for more.

    Refuses to repeat anything but single values: a few bytes cannot stand for gigabytes.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]  # PyYAML reads it of the class

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            node = super().compose_node(parent, index)
            if not isinstance(node, yaml.ScalarNode):
                raise yaml.YAMLError("an alias of a list or mapping")
            return node
        return super().compose_node(parent, index)


def find_config(folder: Path) -> Path | None:
    """The `data.yaml` of a folder: that name, or the only YAML file with class names."""
    for name in ("data.yaml", "data.yml", "dataset.yaml", "dataset.yml"):
        if (folder / name).is_file():
            return folder / name
    found = [
        path
        for pattern in ("*.yaml", "*.yml")
        for path in sorted(folder.glob(pattern))[:_MOST_FILES]
        if _names_classes(path)
    ]
    return found[0] if len(found) == 1 else None


def read_config(file: Path, problems: ProblemLog) -> YoloConfig:
    """What the file says; a member that is not as it should be is reported and left out.

    Raises `SourceUnreadable` when it is no YAML mapping.
    """
    content = _load(file)
    return YoloConfig(
        file=file,
        root=_text(content, "path", problems),
        names=_names(content, problems),
        splits=_splits(content, problems),
        has_keypoints="kpt_shape" in content,
    )


def read_names(folder: Path) -> dict[int, str]:
    """Class names from `classes.txt` and its like, one per line; empty when there is none."""
    for place in (folder, folder / "labels"):
        for name in _NAME_FILES:
            if (place / name).is_file():
                text = (place / name).read_bytes().removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
                lines = [line.strip() for line in text.splitlines()]
                while lines and not lines[-1]:
                    lines.pop()
                return dict(enumerate(lines))
    return {}


def is_label_name(name: str) -> bool:
    """Whether a file of this name may hold labels."""
    return name.lower().endswith(".txt") and not name.startswith(".") and not _is_other_text(name.lower())


def _is_other_text(name: str) -> bool:
    return name in _NOT_LABELS or name.startswith("readme.")


def _names_classes(file: Path) -> bool:
    try:
        content = _load(file)
    except SourceUnreadable:
        return False
    return "names" in content


def _load(file: Path) -> dict[Any, Any]:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise SourceUnreadable(f"{file} is too large for a data.yaml.", hint=f"It may have {_MOST_BYTES:,} bytes.")
        content = yaml.load(file.read_bytes(), Loader=_FlatLoader)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError, OSError) as error:
        raise SourceUnreadable(f"{file} is not YAML: {_first_line(error)}.", hint="Is it a YOLO data.yaml?") from error
    if not isinstance(content, dict):
        raise SourceUnreadable(f"{file} holds no mapping.", hint="A data.yaml has `names`, `train`, `val`.")
    return content


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0][:200]


def _text(content: dict[Any, Any], member: str, problems: ProblemLog) -> str | None:
    value = content.get(member)
    if value is None or isinstance(value, str):
        return None if value in _NOTHING else value
    problems.keep(member, "bad-value", f"`{member}` must be a text: read without it.")
    return None


def _names(content: dict[Any, Any], problems: ProblemLog) -> dict[int, str]:
    given = content.get("names")
    pairs: list[tuple[Any, Any]] = []
    if isinstance(given, list):
        pairs = list(enumerate(given))
    elif isinstance(given, dict):
        pairs = list(given.items())
    elif given not in _NOTHING:
        problems.keep("names", "bad-value", "`names` must be a list or a mapping from number to name: read without it.")
    names: dict[int, str] = {}
    for key, name in pairs:
        number = int(key) if isinstance(key, int) or (isinstance(key, str) and key.isdecimal()) else None
        if number is None or not isinstance(name, str):
            problems.skip("names", "bad-name", f"Class {number if number is not None else '?'} has no plain name.")
        else:
            names[number] = name or unnamed(number)
    count = content.get("nc")
    if not names and isinstance(count, str) and count.isdecimal() and 0 < int(count) <= _MOST_CLASSES:
        names = {number: unnamed(number) for number in range(int(count))}
    return names


def unnamed(number: int) -> str:
    """What a class is called that nothing names."""
    return f"class_{number}"


def _splits(content: dict[Any, Any], problems: ProblemLog) -> dict[str, tuple[str, ...]]:
    splits: dict[str, tuple[str, ...]] = {}
    for key, value in content.items():
        split = split_word(key) if isinstance(key, str) else None
        if split is None or value in _NOTHING:
            continue
        places = value if isinstance(value, list) else [value]
        if all(isinstance(place, str) for place in places):
            splits[split] = splits.get(split, ()) + tuple(places)
        else:
            problems.keep(str(key), "bad-value", f"`{key}` must be a path or a list of paths: read without it.")
    return splits

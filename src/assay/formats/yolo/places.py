"""Where the files of a YOLO dataset go, and the `data.yaml` that leads to them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

import pyarrow as pa
import yaml

from assay.formats.image_paths import plain_name
from assay.formats.splits import split_word


@dataclass(frozen=True, slots=True)
class YoloPlaces:
    """The path of each image and of its label file inside the dataset, its split, and the names that had to change."""

    images: tuple[str, ...]
    labels: tuple[str, ...]
    splits: tuple[str | None, ...]
    renamed: tuple[str, ...]

    @classmethod
    def of(cls, images: pa.Table) -> YoloPlaces:
        """Places for image records. Two images never share a label file."""
        names, splits = images["file_name"].to_pylist(), images["split"].to_pylist()
        taken: set[str] = set()
        places: list[str] = []
        renamed: list[str] = []
        for name, split in zip(names, splits, strict=True):
            place = _image_place(name, split)
            stem, suffix = place.rpartition(".")[0] or place, PurePosixPath(place).suffix
            free, number = stem, 2
            while _label_place(free) in taken:
                free, number = f"{stem}_{number}", number + 1
            taken.add(_label_place(free))
            places.append(free + suffix)
            renamed += [name] if free != stem else []
        labels = (_label_place(place.rpartition(".")[0] or place) for place in places)
        return cls(tuple(places), tuple(labels), tuple(splits), tuple(renamed))

    def lists(self) -> dict[str, str]:
        """Text files that list the images of each split, where folders do not tell the splits apart."""
        if self._folders_suffice():
            return {}
        lists: dict[str, list[str]] = {}
        for place, split in zip(self.images, self.splits, strict=True):
            lists.setdefault(f"{_key(split)}.txt", []).append(f"./{place}\n")
        return {name: "".join(lines) for name, lines in lists.items()}

    def config(self, names: list[str]) -> str:
        """The text of `data.yaml`."""
        has_lists = not self._folders_suffice()
        found: dict[str, dict[str, None]] = {}
        for place, split in zip(self.images, self.splits, strict=True):
            where = f"{_key(split)}.txt" if has_lists else _folder(place)
            found.setdefault(_key(split), {})[where] = None
        lines: dict[str, object] = {
            key: next(iter(where)) if len(where) == 1 else list(where) for key, where in found.items()
        }
        note = ""
        for key in ("train", "val"):
            if key not in lines and lines:
                other = next(iter(lines))
                lines[key] = lines[other]
                note += (
                    f"# There is no split `{key}` in this dataset: `{key}` repeats `{other}`, which trainers demand.\n"
                )
        lines["nc"] = len(names)
        lines["names"] = dict(enumerate(names))
        return note + yaml.safe_dump(lines, sort_keys=False, allow_unicode=True, width=1000)

    def _folders_suffice(self) -> bool:
        """Whether no folder holds images of two splits."""
        splits: dict[str, str | None] = {}
        for folder, split in {(_folder(place), split) for place, split in zip(self.images, self.splits, strict=True)}:
            if splits.setdefault(folder, split) != split:
                return False
        parents = {
            "/".join(folder.split("/")[:depth]) for folder in splits for depth in range(1, folder.count("/") + 1)
        }
        return not parents & splits.keys()


def _image_place(name: str, split: str | None) -> str:
    """`images/<split>/…`, or the place the image has already when its name has a folder `images`."""
    *folders, file = plain_name(name).split("/")
    if "images" in folders:
        return "/".join((*folders, file))
    if folders and split is not None and (folders[0] == split or split_word(folders[0]) == split):
        folders = folders[1:]
    return "/".join(("images", *([_safe(split)] if split is not None else []), *folders, file))


def _label_place(stem: str) -> str:
    """The label file of an image: the last folder `images` becomes `labels`, as trainers do."""
    before, _, after = f"/{stem}".rpartition("/images/")
    return f"{before}/labels/{after}.txt".removeprefix("/")


def _folder(place: str) -> str:
    """The folder that `data.yaml` names for an image: up to `images`, and one further when that is a split."""
    parts = PurePosixPath(place).parts
    depth = len(parts) - 1 - parts[::-1].index("images") + 1
    has_split = len(parts) > depth + 1 and split_word(parts[depth]) is not None
    return "/".join(parts[: depth + has_split])


def _key(split: str | None) -> str:
    return "train" if split is None else _safe(split)


def _safe(split: str) -> str:
    return split.replace("/", "_").replace("\\", "_")

"""A small set of real pixels with every fault that the health report looks for, each known by name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions

WIDTH, HEIGHT = 96, 72
HEALTHY = 24

IMAGE_FAULTS: dict[str, set[str]] = {
    "broken_file": {"broken.png", "gone.png"},
    "size_mismatch": {"misstated.png"},
    "truncated": {"cut.jpg"},
    "exif_turned": {"lying.jpg"},
    "turned_label": {"lying.jpg"},
    "wrong_extension": {"jpeg.png"},
    "dark": {"dark.png"},
    "bright": {"bright.png"},
    "blurry": {"blurry.png"},
    "low_information": {"flat.png"},
    "odd_size": {"huge.png", "tall.png"},
    "odd_aspect": {"tall.png"},
    "resolution_mix": {"huge.png", "tall.png"},
    "colour_mix": {"grey.png"},
    "exact_leak": {"good_03.png", "leaked.png"},
    "exact_duplicate": {"good_03.png", "leaked.png", "good_04.png", "copy.png"},
    "near_leak": {"good_05.png", "near.jpg"},
    "near_duplicate": {"good_05.png", "near.jpg"},
    "forgotten_image": {"good_06.png"},
    "unlabelled_image": {"good_06.png", "good_07.png"},
    "missing_value": {"good_08.png"},
}
"""Check -> the files that it must list, and no other."""

LABEL_FAULTS: dict[str, set[str]] = {
    "invalid_geometry": {"flat box", "drawn upright"},
    "duplicate_label": {"second of two"},
    "class_conflict": {"cat here", "dog here"},
    "class_imbalance": {"only bird"},
    "rare_class": {"only bird"},
}
"""Check -> the notes of the labels that it must list, and no other."""


@dataclass
class _Coco:
    """The images and labels of one split as they come about."""

    folder: Path
    images: list[dict[str, Any]] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, size: tuple[int, int] = (WIDTH, HEIGHT), *, labels: int = 2, **metadata: object) -> None:
        """An image with so many labels apart from each other, cats and dogs in turn."""
        told = {"metadata": {"camera": "a", **metadata}} if metadata.get("camera", "a") else {}
        self.images.append({"id": len(self.images) + 1, "file_name": name, "width": size[0], "height": size[1], **told})
        for at in range(labels):
            self.label(at % 2 + 1, [4.0 + 24 * at, 5.0, 20.0, 14.0])

    def label(self, category: int, box: list[float], note: str = "") -> None:
        """A label in the image that was added last."""
        row = {"id": len(self.labels) + 1, "image_id": len(self.images), "category_id": category, "bbox": box}
        self.labels.append({**row, "area": box[2] * box[3], "iscrowd": 0, "note": note})

    def write(self, file: Path) -> Path:
        """The split as a COCO file."""
        classes = [{"id": at, "name": name} for at, name in enumerate(("cat", "dog", "bird"), 1)]
        document = {"images": self.images, "annotations": self.labels, "categories": classes}
        file.write_text(json.dumps(document), encoding="utf-8")
        return file


def photo(seed: int, *, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """A colourful scene with smooth shapes and sharp edges; another seed gives another scene."""
    random = np.random.default_rng(seed)
    small = random.integers(20, 236, (6, 8, 3), dtype=np.uint8)
    pixels = np.asarray(Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)).astype(np.int64)
    for _ in range(14):
        x, y = int(random.integers(0, width - 10)), int(random.integers(0, height - 10))
        pixels[y : y + int(random.integers(4, 24)), x : x + int(random.integers(4, 30))] = random.integers(0, 256, 3)
    noisy = pixels + random.integers(-12, 13, pixels.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def sick_store(folder: Path) -> Store:
    """A project with the set, imported in two splits, and a run that sees an object in one image without a label."""
    train, val = _Coco(folder / "train"), _Coco(folder / "val")
    for split in (train, val):
        split.folder.mkdir(parents=True)
    _add_healthy(train)
    _add_spoiled(train)
    _add_copies(train, val)
    store = Store.create(folder / "sick.assay")
    for name, split in (("train", train), ("val", val)):
        import_dataset(store, split.write(folder / f"{name}.json"), images=split.folder, split=name, dataset="sick")
    seen = [
        {"image_id": image["id"], "category_id": 1, "bbox": [4, 5, 20, 14], "score": score}
        for image in train.images
        for score in [{"good_06.png": 0.9, "good_07.png": 0.3}.get(image["file_name"])]
        if score
    ]
    (folder / "results.json").write_text(json.dumps(seen), encoding="utf-8")
    import_predictions(store, folder / "results.json", run="model", split="train")
    return store


def _add_healthy(train: _Coco) -> None:
    for at in range(HEALTHY):
        name = f"good_{at:02}.png"
        photo(at).save(train.folder / name)
        train.add(name, labels=0 if at in {6, 7} else 2, camera="" if at == 8 else "a")
        if at == 10:
            train.label(1, [60.0, 40.0, 0.0, 10.0], "flat box")
        if at == 11:
            train.label(1, [4.5, 5.0, 20.0, 14.0], "second of two")
        if at == 12:
            train.label(1, [50.0, 40.0, 20.0, 20.0], "cat here")
            train.label(2, [50.0, 40.0, 20.0, 20.2], "dog here")
        if at == 13:
            train.label(3, [50.0, 40.0, 20.0, 20.0], "only bird")


def _add_spoiled(train: _Coco) -> None:
    pixels = {name: np.asarray(photo(100 + at)) for at, name in enumerate(("dark", "bright", "grey"))}
    spoiled = {
        "dark.png": Image.fromarray((pixels["dark"] * 0.12).astype(np.uint8)),
        "bright.png": Image.fromarray((243 + pixels["bright"] // 20).astype(np.uint8)),
        "blurry.png": photo(120).filter(ImageFilter.GaussianBlur(4)),
        "grey.png": Image.fromarray(pixels["grey"]).convert("L"),
        "flat.png": Image.new("RGB", (WIDTH, HEIGHT), (90, 140, 60)),
        "huge.png": photo(110, width=WIDTH * 3, height=HEIGHT * 3),
        "tall.png": photo(111, width=60, height=480),
        "misstated.png": photo(112),
    }
    for name, image in spoiled.items():
        image.save(train.folder / name)
        train.add(name, (50, 40) if name == "misstated.png" else image.size)
    photo(113).save(train.folder / "jpeg.png", format="JPEG", quality=90)
    photo(114).save(train.folder / "cut.jpg", quality=90)
    whole = (train.folder / "cut.jpg").read_bytes()
    (train.folder / "cut.jpg").write_bytes(whole[: len(whole) * 2 // 3])
    lying = Image.Exif()
    lying[0x0112] = 6
    photo(115).save(train.folder / "lying.jpg", quality=90, exif=lying)
    (train.folder / "broken.png").write_text("no image", encoding="utf-8")
    for name in ("jpeg.png", "cut.jpg", "broken.png", "gone.png"):
        train.add(name)
    train.add("lying.jpg", labels=1)
    train.label(1, [40.0, 60.0, 20.0, 30.0], "drawn upright")


def _add_copies(train: _Coco, val: _Coco) -> None:
    photo(4).save(train.folder / "copy.png")
    train.add("copy.png")
    photo(3).save(val.folder / "leaked.png")
    photo(5).resize((WIDTH - 4, HEIGHT - 3)).resize((WIDTH, HEIGHT)).save(val.folder / "near.jpg", quality=80)
    for name in ("leaked.png", "near.jpg"):
        val.add(name)
    for at in range(6):
        photo(200 + at).save(val.folder / f"val_{at}.png")
        val.add(f"val_{at}.png")

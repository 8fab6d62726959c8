"""A source is recognised by what is in it, and the error says what was looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import FormatUnknown, PluginUnknown, SourceNotFound
from assay.formats.registry import PREDICTION_READERS, PREDICTION_WRITERS, READERS, WRITERS
from assay.formats.sniff import sniff, sniff_predictions, unread_labels
from tests.unit.formats.files import coco, image, label, read, write, write_json


def sources(base: Path) -> dict[str, Path]:
    image(base / "classes" / "cat" / "1.jpg")
    image(base / "classes" / "dog" / "1.jpg")
    image(base / "yolo" / "images" / "a.jpg")
    write(base / "yolo" / "labels" / "a.txt", "0 0.5 0.5 0.2 0.2\n")
    image(base / "flat" / "1.jpg")
    write_json(base / "coco" / "annotations" / "instances_val.json", coco([label()]))
    prediction = {"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}
    return {
        "coco": write_json(base / "coco.json", coco([label()])),
        "coco-folder": base / "coco",
        "yolo": base / "yolo",
        "yolo-file": write(base / "yolo" / "data.yaml", "names: [cat]\ntrain: images\n"),
        "classes": base / "classes",
        "flat": base / "flat",
        "labels": write(base / "labels.csv", "path,label\na.jpg,cat\n"),
        "results": write_json(base / "results.json", [prediction]),
        "wrapped": write_json(base / "wrapped.json", {"annotations": [prediction]}),
        "saved": write(base / "runs" / "labels" / "a.txt", "0 0.5 0.5 0.2 0.2 0.9\n").parent.parent,
        "probabilities": write(base / "p.csv", "path,cat,dog\na.jpg,0.5,0.5\n"),
    }


def test_each_source_goes_to_its_reader(tmp_path: Path) -> None:
    there = sources(tmp_path)
    wanted = {
        "coco": "coco",
        "coco-folder": "coco",
        "yolo": "yolo",
        "yolo-file": "yolo",
        "classes": "folders",
        "flat": "folders",
        "labels": "table",
    }
    found = {name: sniff(there[name]) for name in wanted}
    assert {name: reader.name for name, (reader, _) in found.items()} == wanted
    assert all(guess.reason and 0 < guess.confidence <= 1 for _, guess in found.values())


def test_label_files_that_a_folder_of_images_holds_are_told(tmp_path: Path) -> None:
    """A folder is read as one format; nothing that another would read is passed over in silence."""
    image(tmp_path / "train" / "a.jpg")
    write(tmp_path / "train_labels.csv", "filename,class,xmin,ymin,xmax,ymax\na.jpg,cat,1,2,3,4\n")
    write(tmp_path / "notes.json", "{}")
    assert sniff(tmp_path)[0].name == "folders"
    (told,) = unread_labels(tmp_path)
    assert (told.file, told.code, told.skipped) == ("train_labels.csv", "unread-labels", False)
    assert "format table" in told.message


def test_coco_in_a_folder_of_any_name_is_found(tmp_path: Path) -> None:
    image(tmp_path / "pictures" / "a.jpg")
    write_json(tmp_path / "json" / "all.json", coco([label()]))
    found = read(sniff(tmp_path)[0].name, tmp_path)
    assert [row.get("path") for row in found.images] == [str(tmp_path / "pictures" / "a.jpg"), None]
    assert len(found.objects) == 1


def test_each_file_of_predictions_goes_to_its_reader(tmp_path: Path) -> None:
    there = sources(tmp_path)
    wanted = {"results": "coco-results", "wrapped": "coco-results", "saved": "yolo", "probabilities": "table"}
    assert {name: sniff_predictions(there[name])[0].name for name in wanted} == wanted


def test_an_unknown_source_is_told_what_was_looked_for_and_what_is_there(tmp_path: Path) -> None:
    write(tmp_path / "notes" / "readme.md", "hello")
    with pytest.raises(FormatUnknown, match=r"a folder with readme\.md.*COCO dataset.*YOLO dataset"):
        sniff(tmp_path / "notes")
    with pytest.raises(FormatUnknown, match=r"a file of 5 bytes named readme\.md"):
        sniff(tmp_path / "notes" / "readme.md")


def test_predictions_given_for_a_dataset_are_told_apart(tmp_path: Path) -> None:
    there = sources(tmp_path)
    with pytest.raises(FormatUnknown, match="looks like predictions of format coco-results"):
        sniff(there["results"])
    with pytest.raises(FormatUnknown, match="looks like a dataset of format coco"):
        sniff_predictions(there["coco"])


def test_hostile_files_are_only_looked_at(tmp_path: Path) -> None:
    """No sniffing reader fails, whatever is in a file."""
    for name in ("x.json", "x.csv", "x.parquet", "x.yaml", "data.yaml"):
        for text in (b"", b"\x00\xff\xfe\x00", b"[" * 1000, b'{"images": [', b"\xff\xfe\x00"):
            folder = tmp_path / name / str(hash(text))
            source = write(folder / name, text)
            for look in (sniff, sniff_predictions):
                for place in (source, folder):
                    try:
                        look(place)
                    except FormatUnknown:
                        continue


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound):
        sniff(tmp_path / "absent")


def test_formats_go_by_name() -> None:
    assert list(READERS) == ["coco", "yolo", "folders", "table", "scalabel", "voc", "labelme", "kitti"]
    assert list(PREDICTION_READERS) == ["coco-results", "yolo", "table", "scalabel"]
    assert list(WRITERS) == ["coco", "yolo", "folders", "table"]
    assert list(PREDICTION_WRITERS) == ["coco-results"]
    with pytest.raises(PluginUnknown, match="Did you mean 'coco'"):
        READERS["cocoo"]


def test_a_packed_file_is_told_to_be_unpacked(tmp_path: Path) -> None:
    source = tmp_path / "labels.zip"
    source.write_bytes(b"PK\x03\x04")
    with pytest.raises(FormatUnknown, match=r"zip has packed.*Unpack it"):
        sniff(source)


def test_a_dataset_whose_labels_have_scores_may_be_predictions(tmp_path: Path) -> None:
    """Some tools write predictions as a whole dataset; it is one too, where a dataset is asked for."""
    source = write_json(tmp_path / "predictions.json", coco([label(score=0.9)]))
    assert sniff_predictions(source)[0].name == "coco-results"
    assert sniff(source)[0].name == "coco"
    with pytest.raises(FormatUnknown, match="looks like a dataset"):
        sniff_predictions(write_json(tmp_path / "labels.json", coco([label()])))

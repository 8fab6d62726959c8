"""Files as people really have them: percent, decimal commas, lines above the header, bare ids, names for classes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assay.errors import SourceUnreadable
from assay.formats.format import ReadOptions
from assay.formats.sniff import sniff, sniff_predictions
from assay.model.reading import VectorForm
from tests.unit.formats.files import Content, coco, image, label, read, read_predictions, write, write_json

ROWS = "\n".join(f"{name}.jpg,93.1,6.9" for name in "abcd")


def predicted(place: Path) -> Content:
    """A table of predictions, read by the reader that knows it."""
    return read_predictions(sniff_predictions(place)[0].name, place)


def scores(found: Content) -> list[Any]:
    return [(row["category_key"], round(row["score"], 6)) for row in found.objects]


@pytest.mark.parametrize(
    "text",
    [
        f"path,cat,dog\n{ROWS}\n",
        "path,prob_cat,prob_dog\n" + "".join(f"{n}.jpg,93.1%,6.9 %\n" for n in "abcd"),
        "path;cat;dog\n" + "".join(f"{n}.jpg;93,1;6,9\n" for n in "abcd"),
        "path,label,confidence\n" + "".join(f"{n}.jpg,cat,93.1%\n" for n in "abcd"),
        "path,label,probabilities,classes\n"
        + "".join(f'{n}.jpg,cat,"[93.1, 6.9]","[""cat"", ""dog""]"\n' for n in "abcd"),
    ],
)
def test_percent_without_doubt_is_read_and_told(tmp_path: Path, text: str) -> None:
    found = predicted(write(tmp_path / "p.csv", text))
    assert scores(found) == [("cat", 0.931)] * 4
    assert "percent" in found.codes
    assert found.skipped == []


def test_class_vectors_of_results_may_be_percent(tmp_path: Path) -> None:
    rows = [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5, "probabilities": [75, 25]}] * 4
    found = read_predictions("coco-results", write_json(tmp_path / "p.json", rows))
    assert [row["probabilities"] for row in found.objects] == [[0.75, 0.25]] * 4
    assert found.codes == ["percent"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["a,90,30", "b,2,3", "c,50,50"], r"add up to 100 in 1 of 3 rows only.*--vectors logits"),
        (["a,-1.5,3.25", "b,2,0.5"], r"reach from -1\.5 to 3\.25\. If they are logits, say --vectors logits"),
        (["a,0.9,0.8", "b,0.1,0.2"], r"add up to 1 in 0 of 2 rows only.*--vectors multi-label"),
    ],
)
def test_numbers_in_doubt_are_refused_with_what_would_do(tmp_path: Path, rows: list[str], said: str) -> None:
    place = write(tmp_path / "p.csv", "path,cat,dog\n" + "\n".join(rows) + "\n")
    with pytest.raises(SourceUnreadable, match=said):
        predicted(place)
    for form in (VectorForm.LOGITS, VectorForm.MULTI_LABEL):  # and that does
        assert len(read_predictions("table", place, ReadOptions(vectors=form)).objects) + len(rows) >= len(rows) + 1


def test_a_row_among_percent_that_is_none_is_told(tmp_path: Path) -> None:
    rows = [f"{n},75,25" for n in range(20)] + ["x,140,2"]
    found = predicted(write(tmp_path / "p.csv", "path,cat,dog\n" + "\n".join(rows) + "\n"))
    assert found.skipped == [("line 22", "score-range")]
    assert scores(found) == [("cat", 0.75)] * 20


def test_a_score_in_percent_is_told_what_would_do(tmp_path: Path) -> None:
    rows = [{"image_id": 1, "category_id": 1, "bbox": [1, 2, 3, 4], "score": 93.5}]
    found = read_predictions("coco-results", write_json(tmp_path / "p.json", rows))
    assert found.problems[0].message == (
        "`score` must be from 0 to 1, got 93.5. If scores are percent, divide them by 100."
    )
    table = predicted(write(tmp_path / "p.csv", "path,label,score\na.jpg,cat,93.5\n"))
    assert "percent" in table.problems[0].message


def test_decimal_commas_are_read_where_commas_part_no_columns(tmp_path: Path) -> None:
    text = "path;label;x;y;w;h;note\na.jpg;cat;1,5;2;30,25;4e0;so, so\n"
    found = read("table", write(tmp_path / "x.csv", text))
    assert [found.objects[0][name] for name in "xywh"] == [1.5, 2, 30.25, 4]
    assert found.codes == ["decimal-comma"]
    assert '"so, so"' in found.images[0]["metadata"]


def test_commas_that_may_part_thousands_are_not_touched(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "path;label;x;y;w;h\na.jpg;cat;1,500;2;3;4\n"))
    assert found.skipped == [("line 2.x", "text-for-number")]


@pytest.mark.parametrize(
    "above",
    [
        "sep=;\n",
        '"sep=;"\n',
        "\n\n",
        "# made by a tool\n",
        "# a; b; c; d\n\n# more\n",
        "sep=;\r\n\r\n#\r\n",
        "\ufeffsep=;\n",
    ],
)
def test_lines_above_the_header_are_stepped_over(tmp_path: Path, above: str) -> None:
    place = write(tmp_path / "x.csv", f"{above}path;label\na.jpg;cat\n\n;dog\n")
    found = read(sniff(place)[0].name, place)
    lines = above.count("\n")
    assert [(row["image_key"], row["category_key"], row["row"]) for row in found.objects] == [
        ("a.jpg", "cat", lines + 2)
    ]
    assert found.skipped == [(f"line {lines + 4}", "missing-key")]


def test_a_header_may_be_a_comment_itself(tmp_path: Path) -> None:
    found = read("table", write(tmp_path / "x.csv", "# two photos\n#path,label\na.jpg,cat\nb.jpg,dog\n"))
    assert [row["category_key"] for row in found.objects] == ["cat", "dog"]


@pytest.mark.parametrize("header", ["id,label", "id_code,diagnosis", "image_id,label", "id,breed", "image,label"])
def test_images_may_be_named_without_their_ending(tmp_path: Path, header: str) -> None:
    image(tmp_path / "train_images" / "0a1.JPG")
    image(tmp_path / "train_images" / "b.c.png")
    place = write(tmp_path / "train.csv", f"{header}\n0a1,cat\nb.c,dog\nnone,dog\n")
    found = read(sniff(place)[0].name, place)
    assert [(row["key"], row["file_name"], row.get("path")) for row in found.images] == [
        ("0a1", "0a1.JPG", str(tmp_path / "train_images/0a1.JPG")),
        ("b.c", "b.c.png", str(tmp_path / "train_images/b.c.png")),
        ("none", "none", None),
    ]
    assert [row["category_key"] for row in found.objects] == ["cat", "dog", "dog"]
    assert found.codes == ([] if header.startswith("image,") else ["columns"])


def test_a_bare_name_that_two_images_have_means_none(tmp_path: Path) -> None:
    image(tmp_path / "a.jpg")
    image(tmp_path / "a.png")
    found = read("table", write(tmp_path / "x.csv", "image,label\na,cat\n"))
    assert "path" not in found.images[0]


def test_results_may_name_their_class_in_words(tmp_path: Path) -> None:
    plain = {"image_id": 1, "bbox": [1, 2, 3, 4], "score": 0.5}
    rows = [{**plain, "category_name": "cat"}, {**plain, "category_id": 2, "category_name": "dog"}, plain]
    found = read_predictions("coco-results", write_json(tmp_path / "p.json", rows))
    assert [row["category_key"] for row in found.objects] == ["cat", "2"]
    assert [(p.place, p.message) for p in found.problems] == [
        ("$[2]", "`category_id` is missing, and so is `category_name`.")
    ]


def test_labels_may_name_their_class_in_words(tmp_path: Path) -> None:
    named = label(category_id=None, category_name="dog")
    found = read("coco", write_json(tmp_path / "x.json", coco([named])))
    assert ([row["category_key"] for row in found.objects], found.problems) == (["2"], [])
    bare = read("coco", write_json(tmp_path / "y.json", coco([named], categories=[])))
    assert [(one.key, one.name) for one in bare.categories] == [("dog", "dog")]
    assert bare.problems == []

"""`assay embed` and `assay embeddings`, as a person types them (E1, E3)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.shell import Shell
from tests.tiny_embedder import registered


def test_one_command_embeds_images_and_labels_and_a_second_finds_all_of_it(imported: Path, shell: Shell) -> None:
    with registered():
        told = shell("embed", "my.assay", "--embedder", "tiny").value
        assert [(one["level"], one["computed"], one["reused"]) for one in told["levels"]] == [
            ("image", 3, 0),
            ("annotation", 3, 0),
        ]
        again = shell("embed", "my.assay", "--embedder", "tiny").value
        assert (again["decoded"], [one["reused"] for one in again["levels"]]) == (0, [3, 3])
        other = shell("embed", "my.assay", "--embedder", "tiny", "--set", "gain=2", "--name", "loud", "--beside").value
        assert [one["embedding"]["is_default"] for one in other["levels"]] == [False, False]


def test_embeddings_are_listed_chosen_and_removed(imported: Path, shell: Shell) -> None:
    with registered():
        for name in ("one", "two"):
            shell("embed", "my.assay", "--embedder", "tiny", "--name", name, "--level", "image")
        assert [row["default"] for row in shell("embeddings", "my.assay").value] == [False, True]
        assert [row["default"] for row in shell("embeddings", "my.assay", "one", "--default").value] == [True, False]
        assert [row["name"] for row in shell("embeddings", "my.assay", "one", "--remove").value] == ["two"]
        assert shell("embeddings", "my.assay", "one", "--remove").code == 1
        assert shell("embeddings", "my.assay", "two").code == 2
        assert shell("embeddings", "my.assay", "--default").code == 2


def test_vectors_of_ones_own_come_with_a_report_by_row(imported: Path, shell: Shell) -> None:
    np.save("v.npy", np.eye(4, 5))
    Path("names.txt").write_text("one.png\ntwo.png\nthree.png\nfour.png\n", encoding="utf-8")
    told = shell("embed", "my.assay", "--import", "v.npy", "--ids", "names.txt", "--model", "mine").value
    assert (told["taken"], told["named_by"], told["without"]) == (3, "path", 0)
    assert told["problems"] == [
        {
            "file": "v.npy",
            "place": "row 4",
            "code": "unknown-row",
            "message": "There is no row named 'four.png'.",
            "skipped": True,
        }
    ]
    assert shell("embeddings", "my.assay").value[0]["model"] == "mine"
    refused = shell("embed", "my.assay", "--import", "v.npy")
    assert (refused.code, "--ids" in refused.err) == (1, True)


def test_what_is_typed_wrong_is_told(imported: Path, shell: Shell) -> None:
    for words, code, told in [
        (("--embedder", "descripter"), 1, "descriptor"),
        (("--set", "margin"), 2, "margin"),
        (("--set", "loudness=3"), 1, "loudness"),
        (("--import", "gone.npy"), 1, "gone.npy"),
    ]:
        refused = shell("embed", "my.assay", *words)
        assert (refused.code, told in refused.err) == (code, True), words

"""What happened to a label or an image, in the shell and in Python; undo up to a point over HTTP (I10, A4)."""

from __future__ import annotations

from pathlib import Path

import pytest

import assay
from assay.errors import ChoiceInvalid, NotFound
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.edits import edit_labels
from tests.integration.visitor import Visitor
from tests.shell import Shell


def test_the_shell_tells_what_became_of_a_label_and_of_an_image(imported: Path, shell: Shell) -> None:
    with Store.open(imported) as store:
        rows = store.snapshot().rows("annotations", columns=("id", "image_id", "category_id", "x", "y", "w", "h"))
        row = rows.to_pylist()[0]
        names = {one.id: one.name for one in store.snapshot().categories(1)}
        was, other = names[row["category_id"]], next(name for id, name in names.items() if id != row["category_id"])
        edit_labels.relabel(store, [row["id"]], other)
        edit_labels.move(store, row["id"], (row["x"] + 1, row["y"], row["w"], row["h"]))
        edit_labels.delete(store, [row["id"]])
    told = shell("log", "my.assay", "--of", f"label:{row['id']}").value
    assert [step["what"] for step in told] == [f"deleted, was {other}", "moved", f"{was} -> {other}", "imported"]
    assert [step["label"] for step in told] == [row["id"]] * 4
    assert len(shell("log", "my.assay", "--of", f"label:{row['id']}", "--limit", "2").value) == 2
    of_image = shell("log", "my.assay", "--of", f"image:{row['image_id']}").value
    assert [step["what"] for step in of_image] == [f"deleted, was {other}", "moved", f"{was} -> {other}"]
    for wrong in ("label:9999", "box:1", "label"):
        refused = shell("log", "my.assay", "--of", wrong)
        assert (refused.code, refused.out) == (1, "")
    with assay.open("my.assay") as project:
        assert [step.change.kind for step in project.history(f"label:{row['id']}").steps] == [
            "relabel",
            "move",
            "delete",
        ]
        with pytest.raises(ChoiceInvalid, match="no history of 'box:1'"):
            project.history("box:1")
        with pytest.raises(NotFound):
            project.history("image:9999")


def test_undo_and_redo_up_to_a_change_are_one_request(imported: Path) -> None:
    with Store.open(imported) as store:
        web = Visitor(create_app(store))
        labels = store.snapshot().rows("annotations", columns=("id",))["id"].to_pylist()
        edits = [edit_labels.delete(store, [label]).id for label in labels]
        undone = web.post(f"/api/undo/{edits[1]}", {}).json()
        assert (undone["title"], undone["kind"], undone["rows"]) == ("Undo 2 changes", "undo", 2)
        assert (undone["undo"]["id"], undone["redo"]["id"]) == (edits[0], edits[1])
        assert store.snapshot().count("annotations") == 2
        assert web.post(f"/api/undo/{edits[2]}", {}).status_code == 409  # it is not in force
        redone = web.post(f"/api/redo/{edits[2]}", {}).json()
        assert (redone["title"], redone["redo"]) == ("Redo 2 changes", None)
        assert store.snapshot().count("annotations") == 0
        assert "Delete 1 label" in web.post(f"/api/undo/{edits[2]}", {}).json()["title"]

"""One rule says what a person may call something, in Python, at the command line and over HTTP."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import assay
from assay.errors import NameInvalid
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.testing.builders import ToySet
from assay.workflows.autotags.autotags import create_autotag
from assay.workflows.edits.edit_classes import rename_class
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_pixels import import_pixels
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.names import checked_name
from assay.workflows.segments.items import add_items
from assay.workflows.segments.segments import save_segment
from assay.workflows.segments.work import Work, edit_segment
from assay.workflows.versions.versions import save_version
from tests.integration.visitor import Visitor
from tests.shell import Shell

Naming = Callable[[Store, ToySet, str], object]

NAMINGS: dict[str, Naming] = {
    "dataset": lambda store, toy, name: import_dataset(store, toy.labels, dataset=name),
    "run": lambda store, toy, name: import_predictions(store, toy.predictions, run=name),
    "run of pixels": lambda store, toy, name: import_pixels(store, toy.images, run=name),
    "class": lambda store, _, name: rename_class(store, "disc", name),
    "segment": lambda store, _, name: save_segment(store, name, "width > 3"),
    "segment of items": lambda store, _, name: add_items(store, {Level.IMAGE: [0]}, segment=name),
    "segment by another name": lambda store, _, name: edit_segment(store, "standing", Work(name=name)),
    "autotag": lambda store, _, name: create_autotag(store, name, [0]),
    "version": lambda store, _, name: save_version(store, name),
}


@pytest.mark.parametrize("name", ["", " \t", "a\nb", "x" * 201, "a\u202eb"])
def test_what_nothing_can_be_called_is_refused_in_a_sentence(store: Store, toy: ToySet, name: str) -> None:
    """Empty, of spaces, of two lines, too long, or turning what stands beside it around."""
    save_segment(store, "standing", "width > 1")
    before = store.snapshot().key
    for noun, naming in NAMINGS.items():
        with pytest.raises(NameInvalid, match=f"An? {noun.split()[0]} cannot be named '") as refused:
            naming(store, toy, name)
        assert "1 to 200 characters that print" in refused.value.hint
    assert store.snapshot().key == before


@pytest.mark.parametrize("name", ["yolov8m", "a/b, c", "کتاب‌ها", "👩‍🔬", "<b>", "-1"])
def test_names_of_any_script_are_names(name: str) -> None:
    assert checked_name(f" {name} ", "run") == name


def test_a_project_is_not_made_where_no_name_is_given(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty path would be the folder one happens to be in."""
    monkeypatch.chdir(tmp_path)
    for make in (assay.create, assay.open):
        with pytest.raises(NameInvalid, match="A project cannot be named ''"):
            make("")
    done = shell("create", "")
    assert done.code == 1
    assert "error[name-invalid]: A project cannot be named ''." in done.err
    assert not (tmp_path / "assay.toml").exists()


def test_the_rule_is_told_over_http_too(store: Store) -> None:
    web = Visitor(create_app(store))
    reply = web.post("/api/versions", {"name": ""})
    assert (reply.status_code, reply.json()["code"]) == (400, "name-invalid")
    assert reply.json()["message"] == "A version cannot be named ''."

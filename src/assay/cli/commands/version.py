"""`assay version`: states of a project kept under a name."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import emit
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, Reason, edit_project, open_project, signature
from assay.cli.reports import change_value, print_change
from assay.cli.tables import print_facts, print_rows

if TYPE_CHECKING:
    from assay.model.version import Version
    from assay.workflows.versions.diff_versions import VersionDiff

NAME = "version"
EXAMPLES = (
    "assay version my.assay save v1 --note 'as delivered'",
    "assay version my.assay list",
    "assay version my.assay diff v1",
    "assay version my.assay diff v1 v2",
    "assay version my.assay restore v1",
    "assay version my.assay branch v1 --to other.assay",
    "assay version my.assay hash",
)


class Act(StrEnum):
    """What to do."""

    SAVE = "save"
    LIST = "list"
    DIFF = "diff"
    RESTORE = "restore"
    BRANCH = "branch"
    DELETE = "delete"
    HASH = "hash"


def run(
    project: ProjectPath,
    act: Annotated[Act, typer.Argument(help="What to do.")] = Act.LIST,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the version.", show_default=False)] = "",
    other: Annotated[str, typer.Argument(metavar="NAME2", help="For diff: what it is held against.")] = "now",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="For save: what it is.")] = "",
    to: Annotated[Path | None, typer.Option("--to", metavar="FOLDER", help="For branch: the new project.")] = None,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Keep the state of a project under a name, compare, go back, branch.

    A version copies nothing and never changes. Restoring one is a change like others, which undo takes back; a branch
    is a project of its own that shares nothing with this one.
    """
    if not name and act not in (Act.LIST, Act.HASH):
        raise typer.BadParameter(f"Name the version: assay version {project} {act} NAME.")
    if act is Act.RESTORE:
        _restore(project, name, author=author, reason=reason, as_json=as_json)
    elif act is Act.DIFF:
        _diff(project, name, other, dataset=dataset, as_json=as_json)
    elif act is Act.HASH:
        _hash(project, as_json=as_json)
    else:
        _keep(project, act, name, note=note, to=to, author=author, as_json=as_json)


def _keep(project: Path, act: Act, name: str, *, note: str, to: Path | None, author: str | None, as_json: bool) -> None:
    from assay.workflows.versions.versions import branch_version, delete_version, save_version

    with open_project(project) as store:
        if act is Act.SAVE:
            save_version(store, name, note=note, author=signature(author).author)
        elif act is Act.DELETE:
            delete_version(store, name)
        elif act is Act.BRANCH:
            if to is None:
                raise typer.BadParameter("Say where the branch shall be: --to FOLDER.")
            branch_version(store, name, to)
        found = [_value(version) for version in store.snapshot().versions()]
    columns = ("name", "at", "author", "change_id", "digest", "note")
    shown = [{**row, "at": f"{row['at']:%Y-%m-%d %H:%M}", "digest": row["digest"][:12]} for row in found]
    emit(found, as_json=as_json, human=lambda console: print_rows(console, shown, columns, empty=_NONE))


_NONE = "No version was saved yet."


def _restore(project: Path, name: str, *, author: str | None, reason: str, as_json: bool) -> None:
    from assay.workflows.versions.restore_version import restore_version

    with edit_project(project) as store:
        change = restore_version(store, name, by=signature(author, reason))
    emit(change_value(change), as_json=as_json, human=lambda console: print_change(console, change))


def _hash(project: Path, *, as_json: bool) -> None:
    from assay.workflows.versions.state_hash import state_hash

    with open_project(project) as store:
        value = {"total": (found := state_hash(store.snapshot())).total, **found.parts}
    emit(value, as_json=as_json, human=lambda console: print_facts(console, value))


def _diff(project: Path, before: str, after: str, *, dataset: str | None, as_json: bool) -> None:
    from assay.workflows.versions.diff_versions import CLASS_KINDS, diff_versions
    from assay.workflows.versions.versions import open_version

    with open_project(project) as store:
        old, new = (open_version(store, name).snapshot() for name in (before, after))
        names = {one.id: one.name for side in (old, new) for one in side.categories(side.dataset(dataset).id)}
        value = _diff_value(diff_versions(old, new, dataset=dataset), names)
    columns = ("class", *CLASS_KINDS)
    emit(
        value,
        as_json=as_json,
        human=lambda console: print_rows(console, value["by_class"], columns, empty="No label differs."),
    )


def _diff_value(diff: VersionDiff, names: dict[int, str]) -> dict[str, Any]:
    return {
        "images": {"added": len(diff.images.added), "removed": len(diff.images.deleted)},
        "labels": {kind: len(ids) for kind, ids in diff.kinds.items()},
        "classes": {
            "added": [one.name for one in diff.classes.added],
            "deleted": [one.name for one in diff.classes.deleted],
            "renamed": [[old.name, new.name] for old, new in diff.classes.renamed],
        },
        "by_class": [{"class": names[class_id], **counts} for class_id, counts in sorted(diff.by_class().items())],
    }


def _value(version: Version) -> dict[str, Any]:
    return asdict(version)

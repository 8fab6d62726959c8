"""`assay autotag`: tags learnt from a few examples."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.console import emit, note
from assay.cli.flags import AsJson, Author, DatasetName, ProjectPath, Reason, open_project, parse_ids, signature
from assay.cli.tables import print_facts, print_rows
from assay.model.level import Level

if TYPE_CHECKING:
    from assay.model.signature import Signature
    from assay.store.store import Store
    from assay.workflows.autotags.autotags import AutotagFacts

NAME = "autotag"
EXAMPLES = (
    "assay autotag my.assay create 'police car' --yes 12,40,77",
    "assay autotag my.assay show 'police car'",
    "assay autotag my.assay teach 'police car' --yes 105 --no 3,8",
    "assay autotag my.assay rename 'police car' --to cruiser",
    "assay autotag my.assay remove cruiser",
)
COLUMNS = ("name", "field", "yes", "no", "scored", "above_0")


class Act(StrEnum):
    """What can be done with autotags."""

    LIST = "list"
    CREATE = "create"
    TEACH = "teach"
    SHOW = "show"
    RENAME = "rename"
    REMOVE = "remove"


Items = Annotated[
    list[str] | None, typer.Option(metavar="N,N…", help="Ids of images, or of labels with --level annotation.")
]


def run(
    project: ProjectPath,
    act: Annotated[Act, typer.Argument(metavar="ACT", help="list, create, teach, show, rename or remove.")] = Act.LIST,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="The autotag.")] = "",
    yes: Items = None,
    no: Items = None,
    forget: Items = None,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Its other name.")] = "",
    level: Annotated[
        Level | None, typer.Option("--level", help="image or annotation: what the examples are, where it is not plain.")
    ] = None,
    count: Annotated[int, typer.Option("--count", min=1, help="How many items `show` lists as worth an answer.")] = 12,
    dataset: DatasetName = None,
    author: Author = None,
    reason: Reason = "",
    as_json: AsJson = False,
) -> None:
    """Teach a tag by examples: every image or label gets a score of -1 to 1, which queries then use.

    `create` learns from the ids of --yes (and --no). `show` lists the items most worth an answer, and `teach` answers
    for them; --forget takes answers back. The scores are `autotag.image.NAME` and `autotag.object.NAME`, the answers
    `….given`. The dataset must be embedded: `assay embed P`. Each act can be undone.
    """
    if act is not Act.LIST and not name:
        raise typer.BadParameter(f"`{act.value}` needs the NAME of an autotag.")
    answers = {"yes": parse_ids(yes), "no": parse_ids(no), "forget": parse_ids(forget)}
    with open_project(project) as store:
        if act is Act.SHOW:
            told = _shown(store, name, level, dataset, count)
            emit(told, as_json=as_json, human=lambda console: print_facts(console, told))
            return
        _act(store, act, name, answers, to=to, level=level, dataset=dataset, by=signature(author, reason))
        found = _listed(store, dataset)
    emit(found, as_json=as_json, human=lambda console: print_rows(console, found, COLUMNS, empty="No autotag yet."))


def _act(
    store: Store,
    act: Act,
    name: str,
    answers: dict[str, list[int]],
    *,
    to: str,
    level: Level | None,
    dataset: str | None,
    by: Signature,
) -> None:
    from assay.workflows.autotags.autotags import create_autotag, remove_autotag, rename_autotag, teach_autotag

    change = None
    if act is Act.CREATE:
        asked, no = level or Level.IMAGE, answers["no"]
        change = create_autotag(store, name, answers["yes"], level=asked, no=no, dataset=dataset, by=by).change
    elif act is Act.TEACH:
        change = teach_autotag(store, name, **answers, level=level, dataset=dataset, by=by).change
    elif act is Act.RENAME:
        change = rename_autotag(store, name, to, level=level, dataset=dataset, by=by).change
    elif act is Act.REMOVE:
        change = remove_autotag(store, name, level=level, dataset=dataset, by=by)
    if change is not None:
        note(f"{change.title}.")


def _shown(store: Store, name: str, level: Level | None, dataset: str | None, count: int) -> dict[str, Any]:
    from assay.workflows.autotags.autotags import facts_of, find_autotag, next_round

    snapshot = store.snapshot()
    autotag = find_autotag(snapshot, name, level=level, dataset=dataset)
    asked = next_round(snapshot, autotag, count=count)
    return {**_row(facts_of(snapshot, autotag)), "ask": asked.tolist()}


def _listed(store: Store, dataset: str | None) -> list[dict[str, Any]]:
    from assay.workflows.autotags.autotags import list_autotags

    return [_row(facts) for facts in list_autotags(store.snapshot(), dataset)]


def _row(facts: AutotagFacts) -> dict[str, Any]:
    return {
        "id": facts.autotag.id,
        "name": facts.autotag.name,
        "level": facts.autotag.level,
        "field": facts.field,
        "yes": facts.yes,
        "no": facts.no,
        "scored": facts.scored,
        "above_0": facts.tagged,
    }

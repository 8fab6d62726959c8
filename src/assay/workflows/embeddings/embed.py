"""Embed: a vector for each image, each label or each prediction, computed where none holds, published as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from assay.jobs.progress import Progress, quiet
from assay.model.embedding import Embedding
from assay.model.level import Level
from assay.store.store import Store
from assay.workflows.embeddings.autotag_scores import refresh_autotags
from assay.workflows.embeddings.embed_items import Files, Items
from assay.workflows.embeddings.embed_level import LevelDraft, Task, begin, forget
from assay.workflows.embeddings.embed_pass import embed_pictures
from assay.workflows.embeddings.embed_recipe import Recipe
from assay.workflows.vectors_of import EMBEDDED_LEVELS

NO_PARAMETERS: Mapping[str, object] = {}
SHOWN_FAILURES = 100


@dataclass(frozen=True, slots=True)
class NoVector:
    """A row that has no vector, and why."""

    id: int
    reason: str


@dataclass(frozen=True, slots=True)
class LevelReport:
    """What was done at one level.

    embedding : as it stands now; None where no row has a vector. computed, reused : rows looked at now, and rows whose
    vector held. failures : rows without a vector; `failed` are the first of them.
    """

    level: Level
    embedding: Embedding | None
    computed: int
    reused: int
    failures: int
    failed: tuple[NoVector, ...]


@dataclass(frozen=True, slots=True)
class EmbedReport:
    """What `embed` did. decoded : how many images were read and decoded."""

    dataset: str
    embedder: str
    levels: tuple[LevelReport, ...]
    decoded: int
    seconds: float


def embed(
    store: Store,
    *,
    dataset: str | int | None = None,
    run: str | int | None = None,
    levels: Sequence[Level] = EMBEDDED_LEVELS,
    embedder: str = "descriptor",
    name: str | None = None,
    parameters: Mapping[str, object] = NO_PARAMETERS,
    budget_seconds: float | None = None,
    anew: bool = False,
    default: bool = True,
    progress: Progress = quiet,
) -> EmbedReport:
    """Bring the embedding `name` (that of the embedder) of a dataset up to date, at each of `levels` that has rows.

    Vectors that hold are not computed again: those whose file, box, embedder and parameters are what they were. What
    the embedder learned of the set is kept, too, unless all is to be made `anew`. A run that is killed or cancelled
    goes on where it was. A row that has no vector has a reason, and stops nothing.

    Predictions are embedded only where `levels` names them: those of `run`, or of all runs. They are shown to what the
    labels' embedding of that name learned, so that both can be compared.

    budget_seconds : how long an embedder may learn, where it does. default : let it be the default of its levels.

    Raises
    ------
    NotFound : there is no such dataset, run or parameter.
    PluginError : there is no such embedder, or it cannot be made ready: a package or a file of weights is not there.
    ProjectBusy : another process kept writing for too long; what was computed is kept.
    """
    started = perf_counter()
    recipe, snapshot = Recipe.of(embedder, parameters), store.snapshot()
    target = snapshot.dataset(dataset)
    runs = None if run is None else [snapshot.run(target.id, run).id]
    decoded, reports = 0, []
    for group in _groups(levels):
        progress.stage("Looking for what is embedded")
        snapshot = store.snapshot()
        task = Task(
            store,
            snapshot,
            target,
            Files.read(snapshot, target),
            recipe,
            name or embedder,
            whole=runs is None or Level.PREDICTION not in group,
            anew=anew,
            budget_seconds=budget_seconds,
            progress=progress,
        )
        items = [Items.read(snapshot, target, level, task.files, runs=runs) for level in group]
        drafts = [begin(task, its) for its in items if len(its)]
        decoded += compute(task, drafts)
        reports += publish(task, drafts, default=default)
    refresh_autotags(store)
    return EmbedReport(target.name, recipe.embedder.name, tuple(reports), decoded, perf_counter() - started)


def _groups(levels: Sequence[Level]) -> list[list[Level]]:
    """Levels that one pass over the images serves; predictions come later, for they lean on what labels learned."""
    asked = list(dict.fromkeys(levels))
    of_run = Level.PREDICTION
    groups: list[list[Level]] = [[one for one in asked if one != of_run], [one for one in asked if one == of_run]]
    return [group for group in groups if group]


def compute(task: Task, drafts: Sequence[LevelDraft]) -> int:
    """Compute the raw vectors that drafts lack; return how many images were decoded."""
    lacking = [draft for draft in drafts if len(draft.sheet.waiting)]
    if not lacking:
        return 0
    return embed_pictures(
        [draft.sheet for draft in lacking],
        task.files,
        side=lacking[0].encoder.side,
        margin=task.recipe.margin,
        in_workers=task.recipe.embedder.in_workers,
        progress=task.progress,
    )


def publish(task: Task, drafts: Sequence[LevelDraft], *, default: bool) -> list[LevelReport]:
    """Publish what drafts have, all at once, and tell of it."""
    done = {draft.level: draft.standing for draft in drafts}
    usable = [draft for draft in drafts if draft.finish()]
    changed = [draft for draft in usable if draft.is_changed(default=default)]
    if changed:
        task.progress.stage("Writing the vectors")
        with task.store.writer() as writer:
            done.update({draft.level: draft.write(writer, default=default) for draft in changed})
    for draft in usable:
        draft.sheet.clear()
    forget(task)
    return [_report(draft, done[draft.level]) for draft in drafts]


def _report(draft: LevelDraft, embedding: Embedding | None) -> LevelReport:
    reasons = draft.reasons
    shown = tuple(NoVector(int(draft.items.ids[row]), why) for row, why in list(reasons.items())[:SHOWN_FAILURES])
    return LevelReport(
        draft.level, embedding, draft.sheet.made, len(draft.items) - len(draft.sheet.rows), len(reasons), shown
    )

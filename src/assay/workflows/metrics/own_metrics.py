"""A project's own metrics: files in its folder `metrics`, of which only those are run that this user trusts."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc

from assay.errors import AssayError, MetricInvalid, NotFound
from assay.metrics.metric import Metric
from assay.metrics.own import OwnFile, OwnMetric, file_digest, run_file
from assay.metrics.plan import stored_outputs
from assay.metrics.registry import METRICS
from assay.metrics.source import stand_alone
from assay.metrics.trust import is_trusted, trust
from assay.model.dataset import Dataset
from assay.model.level import Level
from assay.schema.fields import CORE_FIELDS, LEVEL_TABLES
from assay.store.store import Store
from assay.store.writer import Writer
from assay.workflows.metrics.measured import UNMEASURED, without

FOLDER = "metrics"
"""Where the files lie inside a project."""


@dataclass(frozen=True, slots=True)
class Known:
    """The metrics that a project knows: built in, of packages, its own.

    files : file -> the own metrics it declares. refused : name of a file that was not run -> why not.
    """

    metrics: Mapping[str, Metric]
    files: Mapping[OwnFile, tuple[str, ...]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def known_metrics(store: Store) -> Known:
    """Every metric of a project. Files of own metrics are run only where this user trusts their very bytes."""
    metrics, files, refused = dict(METRICS), dict[OwnFile, tuple[str, ...]](), dict[str, str]()
    for path in _paths(store):
        file = OwnFile(path, file_digest(path.read_bytes()))
        if not is_trusted(file.digest):
            refused[path.stem] = f"{path} was not added by you. Read it, then `assay metric trust {path.stem}`."
            continue
        try:
            found = run_file(file)
            for metric in found:
                _check_free(metric, metrics)
        except AssayError as error:
            refused[path.stem] = error.message
            continue
        metrics.update((metric.slug, metric) for metric in found)
        files[file] = tuple(metric.slug for metric in found)
    return Known(metrics, files, refused)


def add_metric(store: Store, source: OwnMetric | Path) -> tuple[Metric, ...]:
    """Keep a metric in the project, and trust it: a decorated function, or a file of them. One of its name goes.

    Raises
    ------
    MetricInvalid : it is not what a metric must be, or its name is taken by a field or a built-in metric.
    NotFound : there is no such file.
    """
    folder = store.path / FOLDER
    if isinstance(source, OwnMetric):
        name, text = source.declared.slug, stand_alone(source.function).encode()
    else:
        name, text = source.stem, _read(source)
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise MetricInvalid(f"A file of metrics cannot be called {name!r}.", hint="Use letters, digits and _.")
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix=".tried", dir=folder) as aside:
        tried = Path(aside) / f"{name}.py"
        tried.write_bytes(text)
        others = {slug: metric for slug, metric in METRICS.items() if not metric.is_own}
        found = run_file(OwnFile(tried, file_digest(text)))
        for metric in found:
            _check_free(metric, others)
        os.replace(tried, folder / f"{name}.py")
    trust(file_digest(text), told=f"{name}.py {store.path}")
    return run_file(OwnFile(folder / f"{name}.py", file_digest(text)))


def trust_metric(store: Store, name: str) -> tuple[Metric, ...]:
    """Let the project's own file of that name be run from now on; raise `NotFound` when there is none."""
    path = _path_of(store, name)
    digest = file_digest(path.read_bytes())
    trust(digest, told=f"{path.name} {store.path}")
    return run_file(OwnFile(path, digest))


def remove_metric(store: Store, name: str) -> tuple[str, ...]:
    """Take an own metric's file out of the project, and the columns of what it declared; return the columns.

    What it said of items that it could not measure goes with them.

    Raises
    ------
    NotFound : there is no own metric, and no file, of that name.
    """
    known = known_metrics(store)
    path = _path_of(store, next((file.path.stem for file, slugs in known.files.items() if name in slugs), name))
    slugs = {slug for file, slugs in known.files.items() for slug in slugs if file.path == path} | {name}
    dropped: list[str] = []
    with store.writer() as writer:
        for dataset in writer.base.datasets():
            gone = [column for column in writer.base.metric_columns(dataset.id) if column.metric in slugs]
            for level in {column.level for column in gone}:
                names = [column.name for column in gone if column.level == level]
                writer.drop_metric_columns(dataset.id, level, names)
                _forget_reasons(writer, dataset, level, slugs)
                dropped += names
        path.unlink()
    shutil.rmtree(path.parent / "__pycache__", ignore_errors=True)
    return tuple(dict.fromkeys(dropped))


def _forget_reasons(writer: Writer, dataset: Dataset, level: Level, slugs: Collection[str]) -> None:
    """Take these metrics out of the column `unmeasured`."""
    table = LEVEL_TABLES[level].name
    rows = writer.base.rows(table, columns=("id", UNMEASURED), where={"dataset_id": dataset.id})
    told = rows.filter(pc.match_substring_regex(rows[UNMEASURED], "|".join(f'"{slug}"' for slug in slugs)))
    reasons = [without(text, slugs) for text in told[UNMEASURED].to_pylist()]
    if reasons:
        writer.fill(table, pa.table({"id": told["id"], UNMEASURED: pa.array(reasons, pa.string())}))


def _check_free(metric: Metric, others: Mapping[str, Metric]) -> None:
    """Raise `MetricInvalid` where a name of `metric` means something else already."""
    taken = {field.name for level in metric.levels for field in CORE_FIELDS[level]}
    taken |= {
        output.name for other in others.values() for level in other.levels for output in stored_outputs(other, level)
    }
    clash = sorted({metric.slug, *(output.name for output in metric.outputs)} & (taken | set(others)))
    if clash:
        raise MetricInvalid(f"The name {clash[0]!r} is taken.", hint="Give the function another name.")


def _paths(store: Store) -> list[Path]:
    folder = store.path / FOLDER
    return sorted(path for path in folder.glob("[!.]*.py") if path.is_file()) if folder.is_dir() else []


def _path_of(store: Store, name: str) -> Path:
    for path in _paths(store):
        if path.stem == name:
            return path
    names = ", ".join(path.stem for path in _paths(store)) or "none"
    raise NotFound(f"The project has no metric of its own called {name!r}.", hint=f"It has: {names}.")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from error

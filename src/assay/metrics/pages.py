"""The reference page of metrics, made from what they declare and from their docstrings."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assay.metrics.metric import Metric, Need, Output
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricType

_NEEDS = {
    Need.LABELS: "labels",
    Need.RUN: "the predictions of a run",
    Need.SECOND_RUN: "those of a second run",
    Need.PROBABILITIES: "class vectors",
    Need.MATCHES: "an evaluation of the run",
    Need.TRACKS: "track ids",
    Need.MASKS: "polygons or masks",
    Need.KEYPOINTS: "keypoints",
    Need.EMBEDDINGS: "embeddings",
    Need.PIXELS: "class chances of every pixel",
}

_LEVELS = {Level.IMAGE: "images", Level.ANNOTATION: "labels", Level.PREDICTION: "predictions"}

_SUSPICIOUS = {BadEnd.LOW: "low", BadEnd.HIGH: "high", BadEnd.BOTH: "either end", BadEnd.NONE: ""}


def reference_page(metrics: Iterable[Metric]) -> str:
    """A page in Markdown: each metric with its title, what it gives, what it needs, and its docstring."""
    return "\n".join(_section(metric) for metric in metrics)


def _section(metric: Metric) -> str:
    levels = " and ".join(words for level, words in _LEVELS.items() if level in metric.levels)
    needs = [words for need, words in _NEEDS.items() if need in metric.needs]
    facts = [f"`{metric.slug}`, version {metric.version}, of {levels}."]
    if metric.measure_picture is not None:
        facts.append("It looks at pixels." if metric.least_side != 0 else "It looks at the file.")
    if needs:
        facts.append(f"Needs {', '.join(needs)}.")
    if metric.reads:
        facts.append(f"Reads {', '.join(f'`{name}`' for name in metric.reads)}.")
    if metric.parameters:
        given = ", ".join(f"`{name}` = {value}" for name, value in metric.parameters.items())
        facts.append(f"Parameters: {given}.")
    if metric.missing:
        facts.append(f"Unknown where: {metric.missing}")
    head = "| field | what it is | range | suspicious |\n|---|---|---|---|\n"
    rows = "".join(_row(metric, output) for output in metric.outputs)
    return f"## {metric.title}\n\n{' '.join(facts)}\n\n{head}{rows}\n{_markdown(metric.page)}\n"


def _row(metric: Metric, output: Output) -> str:
    meaning = (output.meaning or output.title or metric.title).replace("|", "\\|")
    unit = f", {output.unit}" if output.unit else ""
    return f"| `{output.name}` | {meaning}{unit} | {_range(output)} | {_SUSPICIOUS[output.bad]} |\n"


def _range(output: Output) -> str:
    if output.type is MetricType.FLAG:
        return "yes or no"
    if output.type is MetricType.GROUP:
        return "number of a group"
    if output.type is MetricType.HASH:
        return "64 bits"
    low = "" if output.low is None else f"{output.low:.4g}"
    high = "" if output.high is None else f"{output.high:.4g}"
    return f"{low} to {high}".strip() if high else f"from {low}" if low else "any"


def _markdown(docstring: str) -> str:
    """A numpy docstring as Markdown paragraphs: a heading underlined with hyphens begins a paragraph in bold."""
    return re.sub(r"^(.+)\n-+\n", r"**\1.** ", docstring, flags=re.MULTILINE)

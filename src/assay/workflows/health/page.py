"""The page of a health report: what is wrong first, then what the data is."""

from __future__ import annotations

from datetime import datetime

from assay.amounts import amount
from assay.model.level import Level
from assay.workflows.health.album import HealthAlbum
from assay.workflows.health.check import Severity
from assay.workflows.health.facts import Facts, Part
from assay.workflows.health.report import CheckResult, HealthReport
from assay.workflows.report.frame import cards, document, footer, section
from assay.workflows.report.markup import count, number, table, tag, text
from assay.workflows.report.plots import rows_of_bars

_CLASSES_SHOWN = 40

_HEADINGS = {
    Severity.BAD: ("What is wrong", "These harm training or the numbers you report."),
    Severity.DOUBTFUL: ("What is doubtful", "These may be meant; look at the examples."),
    Severity.UNKNOWN: ("What nobody looked at yet", "Run what is named, then write this page again."),
    Severity.FINE: ("What is fine", "Looked for, and not found."),
}


def page(found: HealthReport, examples: HealthAlbum, *, made: datetime) -> str:
    """The report as one HTML document that loads nothing from anywhere."""
    facts, title = found.facts, f"Health of {found.facts.dataset.name}"
    said = f"{amount(facts.images, 'image')}, {amount(facts.labels, 'label')}, {_size(facts.bytes)}. {made:%d %B %Y}."
    parts = [tag("header", tag("h1", text(title)), tag("p", text(said))), _tiles(found)]
    for severity in (Severity.BAD, Severity.DOUBTFUL):
        heading = _HEADINGS[severity]
        parts += (
            [section(*heading, cards(*(_card(one, examples) for one in found.of(severity))))]
            if found.of(severity)
            else []
        )
    parts.append(section("What the data is", "", _facts(facts)))
    for severity in (Severity.UNKNOWN, Severity.FINE):
        rows = [[text(one.title), text(one.how or f"{one.rule} {one.said}".strip())] for one in found.of(severity)]
        parts += [section(*_HEADINGS[severity], table(["Check", "Rule"], rows, class_="told"))] if rows else []
    return document(title, tag("main", *parts) + footer())


def _tiles(found: HealthReport) -> str:
    tiles = [
        tag("div", tag("b", count(len(found.of(severity)))), tag("span", text(word)), class_="tile")
        for severity, word in zip(Severity, ("bad", "doubtful", "not looked at", "fine"), strict=True)
    ]
    return tag("div", *tiles, class_="tiles")


def _card(found: CheckResult, examples: HealthAlbum) -> str:
    tone = "worse" if found.severity is Severity.BAD else None
    noun = "image" if found.level is Level.IMAGE else "label"
    return tag(
        "div",
        tag("h3", tag("span", count(found.count), class_=tone), text(f" {found.title}")),
        tag("p", text(f"{100 * found.share:.1f} % of the {noun}s. {found.rule} {found.said}".strip())),
        examples.show(found),
        tag("p", text(found.fix)),
        tag("p", text("Query: "), tag("code", text(found.query or ""))),
        class_="card",
    )


def _facts(facts: Facts) -> str:
    parts = {"Splits": facts.splits, "Formats": facts.formats, "Colours": facts.colours, "Sizes": facts.size_parts}
    shown = [_parts(title, some, "blue") for title, some in parts.items() if some]
    bars = [
        Part(f"{bar.low}" if bar.low == bar.high else f"{bar.low} or more" if bar.high is None
             else f"{bar.low} to {bar.high}", bar.count, bar.count / max(facts.images, 1), bar.query)
        for bar in facts.labels_per_image
    ]  # fmt: skip
    shown.append(_parts("Labels per image", bars, "quiet"))
    rows = [
        [text(one.name), count(one.labels), f"{100 * one.share:.1f} %", f"{one.effective:,.0f}"]
        for one in facts.classes[:_CLASSES_SHOWN]
    ]
    told = f"Worth {number(facts.effective_classes, 1)} classes of equal size."
    head = ["Class", "Labels", "Share", "Effective number"]
    exif = facts.dataset.exif
    drawn = tag("p", text(f"Labels are drawn on the {exif} image (EXIF).")) if exif is not None else ""
    return cards(*shown) + drawn + tag("h3", text("Classes")) + tag("p", text(told)) + table(head, rows)


def _parts(title: str, parts: tuple[Part, ...] | list[Part], tone: str) -> str:
    rows = [(part.name, float(part.count), f"{part.count:,} · {100 * part.share:.1f} %") for part in parts]
    return tag("div", tag("h3", text(title)), rows_of_bars(rows, title=title, class_=tone), class_="card")


def _size(value: int) -> str:
    return f"{value / 1e9:,.1f} GB" if value >= 1e9 else f"{value / 1e6:,.1f} MB"

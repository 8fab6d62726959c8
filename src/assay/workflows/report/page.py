"""The page of a report: its sections in order, with what each of them means."""

from __future__ import annotations

from datetime import datetime
from math import isfinite

from assay.amounts import amount
from assay.model.dataset import Task
from assay.workflows.report import drawings, numbers
from assay.workflows.report.examples import Album
from assay.workflows.report.findings import Findings
from assay.workflows.report.frame import cards, document, footer, section
from assay.workflows.report.markup import count, tag, text

_DEFINITIONS = {
    "Matching": "Predictions at or above the confidence threshold, most confident first, each take the free label they "
    "overlap most, if by at least the IoU threshold, whatever the two classes. Crowd and ignored labels count for "
    "nothing.",
    "Precision": "Correct predictions among all predictions.",
    "Recall": "Correct predictions among all labels.",
    "F1": "Harmonic mean of precision and recall, 2PR / (P + R).",
    "AP, AP50": "Average precision by the rules of COCO: the mean precision at 101 recalls, over classes and the IoU "
    "thresholds .50 to .95, or at .50 alone. Predictions are matched within each class, at every confidence.",
    "Intervals": "95 %. Of headline numbers and differences: percentiles of 1,000 bootstrap resamples of the images, "
    "the same for both runs. Of bins: Wilson's score interval.",
    "Kinds of error": "TIDE (Bolya et al., ECCV 2020): how much AP50 would rise if errors of one kind were mended.",
    "Calibration": "Predictions in 15 bins of equally many; the expected error is the mean distance between confidence "
    "and share correct.",
    "Information": "Mutual information of a field with the outcome of the objects (the IoU of a correct pair, else 0), "
    "and how often shuffled outcomes tell as much (p).",
}


def page(found: Findings, album: Album, *, made: datetime) -> str:
    """The report as one HTML document that loads nothing from anywhere."""
    title = f"{found.run.name} on {found.dataset.name}"
    return document(title, tag("main", _header(found, title, made), *_sections(found, album)) + footer())


def bare_page(plots: list[str]) -> str:
    """A document of nothing but these plots."""
    return document("Assay", cards(*plots))


def _header(found: Findings, title: str, made: datetime) -> str:
    metrics = found.metrics
    predicted = int(metrics.counts[:, :-1].sum())
    matched = "" if found.dataset.task is Task.CLASSIFICATION else f", matched at IoU {found.config.iou:g}"
    facts = (
        f"{amount(metrics.images, 'image')}, {amount(int(metrics.per_class.support.sum()), 'label')}, "
        f"{amount(predicted, 'prediction')} of confidence {found.config.confidence:g} or more{matched}. "
        f"{made:%d %B %Y}."
    )
    return tag("header", tag("h1", text(title)), tag("p", text(facts)))


def _sections(found: Findings, album: Album) -> list[str]:
    plots = drawings
    sections = [numbers.tiles(found)]
    if found.comparison is not None:
        sections.append(
            section(f"Compared with {found.comparison.b.run.name}", "", numbers.comparison(found.comparison))
        )
    if found.scores is not None:
        told = "Every image counts, whatever its confidence."
        shown = cards(numbers.classification(found.scores), plots.roc(found.scores))
        sections.append(section("Classification", told, shown))
    sections += [
        section("Classes", "The weakest first.", numbers.class_table(found)),
        section(
            "Confusions", "Rows are labels, columns predictions; shaded by the share of the row.", numbers.matrix(found)
        ),
        section(
            "Errors",
            "Kinds of error are counted over predictions of every confidence, the reasons at the threshold.",
            cards(plots.error_bars(found.errors), numbers.reasons(found)),
        ),
        section(
            "Confidence",
            "Where to set the threshold, and how far a confidence can be believed.",
            cards(
                *((plots.precision_recall(found.curves),) if isfinite(found.curves.ap) else ()),
                plots.rates_by_confidence(found.curves, found.config.confidence),
                plots.score_histogram(found.curves),
                plots.reliability(found.calibration),
            ),
        ),
        section(
            "What performance depends on",
            "The fields that tell most of how well objects are found.",
            cards(*map(plots.by_column, found.breakdowns)) + numbers.importance_table(found),
        ),
        *_weakest(found),
        *_examples(found, album),
        section(
            "Definitions", "", tag("dl", *(tag("dt", text(k)) + tag("dd", text(v)) for k, v in _DEFINITIONS.items()))
        ),
    ]
    return sections


def _weakest(found: Findings) -> list[str]:
    if not found.weakest:
        return []
    said = "Parts of the data, found without being asked for, that cost the most errors beyond the rate elsewhere."
    return [section("Where it errs most", said, numbers.weakest(found))]


def _examples(found: Findings, album: Album) -> list[str]:
    names = {category.id: category.name for category in found.metrics.classes}
    shown = {title: album.show(results, names) for title, results in found.examples.items()}
    return [
        section(
            title,
            f"{count(len(found.examples[title]))} of {count(found.examples[title].total)}, the worst first. "
            "Labels are solid, predictions dashed.",
            tag("div", figures, class_="examples"),
        )
        for title, figures in shown.items()
        if figures
    ]

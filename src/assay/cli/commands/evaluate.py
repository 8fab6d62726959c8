"""`assay evaluate`: a run against the labels, at one IoU and one confidence."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assay.cli.analysis import (
    breakdown_value,
    comparison_value,
    intervals_value,
    print_breakdown,
    print_comparison,
    print_intervals,
)
from assay.cli.beyond_boxes import beyond_boxes, print_beyond_boxes
from assay.cli.console import BarProgress, emit, pointing_at
from assay.cli.flags import AsJson, Confidence, DatasetName, Iou, OtherRun, ProjectPath, RunName, fill_project
from assay.cli.reports import evaluation_value, print_evaluation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from assay.evaluation.coco_config import CocoConfig
    from assay.store.store import Store
    from assay.workflows.runs.average_precision import AllowedClasses, AveragePrecision
    from assay.workflows.runs.evaluate_run import EvaluationReport

NAME = "evaluate"
EXAMPLES = (
    "assay evaluate my.assay --run yolov8m --iou 0.5 --confidence 0.25",
    "assay evaluate my.assay --run yolov8m --protocol coco",
    'assay evaluate my.assay --protocol allowed-pairs --allow "car=van" --json',
    "assay evaluate my.assay --run tracker --protocol tracking",
    "assay evaluate my.assay --run yolov8m --by area --by 'annotations.count > 5' --compare yolov8n",
)


class Protocol(StrEnum):
    """Rules by which average precision is counted, as `assay.evaluation.protocols` says; and those beyond boxes."""

    COCO = "coco"
    COCO_SEGM = "coco-segm"
    COCO_KEYPOINTS = "coco-keypoints"
    VOC07 = "voc07"
    VOC12 = "voc12"
    CLASS_AGNOSTIC = "class-agnostic"
    ALLOWED_PAIRS = "allowed-pairs"
    SEGMENTATION = "segmentation"
    PANOPTIC = "panoptic"
    TRACKING = "tracking"

    @property
    def counts_precision(self) -> bool:
        """Whether average precision is what it counts."""
        return self not in {Protocol.SEGMENTATION, Protocol.PANOPTIC, Protocol.TRACKING}


Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow",
        metavar="LABEL=CLASS",
        help="With allowed-pairs: predictions of this class may answer labels of that one; may be repeated.",
    ),
]
Pairs = Annotated[
    Path | None,
    typer.Option("--pairs", metavar="FILE", help='With allowed-pairs: a JSON file such as {"car": ["van"]}.'),
]
Sigmas = Annotated[
    str | None,
    typer.Option("--sigmas", metavar="S,S…", help="With coco-keypoints: one for each keypoint; else COCO's 17."),
]
Beta = Annotated[
    float,
    typer.Option("--beta", metavar="B", min=0, help="Tell F-beta too: recall counts B times as much as precision."),
]
Fields = Annotated[
    list[str] | None,
    typer.Option("--by", metavar="FIELD", help="Tell performance by this field or query too; may be repeated."),
]


def run(
    project: ProjectPath,
    name: RunName = None,
    iou: Iou = 0.5,
    confidence: Confidence = 0.25,
    protocol: Annotated[
        Protocol | None,
        typer.Option("--protocol", help="Count average precision too, by these rules; or masks, tracks."),
    ] = None,
    allow: Allow = None,
    pairs: Pairs = None,
    sigmas: Sigmas = None,
    beta: Beta = 1.0,
    by: Fields = None,
    compare: OtherRun = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Compare a run with the labels.

    Every prediction takes the free label it overlaps most, most confident first, whatever its class. Two of one
    class is correct (tp), of two classes a confusion; a prediction alone is on background (fp), a label
    alone is missed (fn).

    With --protocol, average precision is counted too, over every score, class by class. coco, coco-segm and
    coco-keypoints count boxes, masks and keypoints as pycocotools does, over IoU (or OKS) .5 to .95; of the latter
    two the matrix, too, is that of masks or keypoints. voc07 and voc12 count as PASCAL VOC did, at IoU .5, difficult
    labels left out. class-agnostic is coco as if there were one class; in allowed-pairs a label may be answered by
    predictions of the classes that --allow or --pairs name, too. segmentation and panoptic compare masks pixel by
    pixel, tracking follows objects over the frames of videos.

    With --by, performance is told in bins of a number, for each value of a text, or within a query and without.
    """
    from assay.evaluation.protocols import PROTOCOLS
    from assay.model.evaluation import EvaluationConfig
    from assay.model.shape import ShapeKind
    from assay.workflows.runs.average_precision import average_precision
    from assay.workflows.runs.evaluate_run import evaluate_run

    allowed, rules = _allowed(protocol, allow, pairs), _keypoint_rules(protocol, sigmas)
    config = EvaluationConfig(iou, confidence, PROTOCOLS[protocol].shape if protocol in PROTOCOLS else ShapeKind.BOX)
    with fill_project(project) as store, BarProgress() as progress:
        snapshot = store.snapshot()
        target = snapshot.dataset(dataset)
        chosen = snapshot.run(target.id, name)
        counted = (
            average_precision(snapshot, chosen, protocol=protocol, allowed=allowed, config=rules).checked()
            if protocol and protocol.counts_precision
            else None
        )
        report = evaluate_run(store, run=chosen.id, dataset=dataset, config=config, progress=progress)
        value = evaluation_value(report, target.task, counted, beta=beta) | _analysis(
            store, report, counted, by=by or (), compare=compare
        )
        value |= beyond_boxes(store.snapshot(), report.run, protocol, config=config)
    emit(value, as_json=as_json, human=lambda console: _print(console, value))


def _analysis(
    store: Store,
    report: EvaluationReport,
    counted: AveragePrecision | None,
    *,
    by: Sequence[str],
    compare: str | None,
) -> dict[str, Any]:
    """Intervals of the headline numbers, and what --by and --compare ask for."""
    from assay.workflows.runs.breakdown import breakdown
    from assay.workflows.runs.compare_runs import compare_runs
    from assay.workflows.runs.headline import Draws, draw_precision, headline_numbers

    snapshot, run, config = store.snapshot(), report.run, report.evaluation.config
    precision = None if counted is None else draw_precision(counted, Draws.of(snapshot, run.dataset_id))
    value: dict[str, Any] = {"intervals": intervals_value(headline_numbers(snapshot, run, config, precision=precision))}
    fields = []
    for field in by:
        with pointing_at(field):
            fields.append(breakdown_value(breakdown(snapshot, run, field=field, config=config)))
    value |= {"by": fields} if fields else {}
    if compare is not None:
        other = snapshot.run(run.dataset_id, compare)
        value["compare"] = comparison_value(compare_runs(snapshot, run, other, config=config))
    return value


def _print(console: Console, value: dict[str, Any]) -> None:
    print_evaluation(console, value)
    print_beyond_boxes(console, value)
    print_intervals(console, value["intervals"])
    for found in value.get("by", ()):
        print_breakdown(console, found)
    if "compare" in value:
        print_comparison(console, value["compare"])


def _allowed(protocol: Protocol | None, allow: list[str] | None, pairs: Path | None) -> AllowedClasses | None:
    """Which classes may answer which, from both options; wrong usage where they say nothing or go with nothing."""
    if protocol != Protocol.ALLOWED_PAIRS:
        if allow or pairs:
            raise typer.BadParameter("--allow and --pairs go with --protocol allowed-pairs.")
        return None
    found = _pairs_in(pairs) if pairs is not None else {}
    for text in allow or ():
        label, equals, answer = text.partition("=")
        if not (label and equals and answer):
            raise typer.BadParameter(f'{text!r} is no pair; give the class of the label first, as in "car=van".')
        found.setdefault(label, []).append(answer)
    if not found:
        raise typer.BadParameter('allowed-pairs needs --allow "car=van" or --pairs FILE.')
    return found


def _pairs_in(file: Path) -> dict[str, list[str]]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as reason:
        raise typer.BadParameter(f"{file} cannot be read as JSON: {reason}.") from reason
    is_map = isinstance(content, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names) for names in content.values()
    )
    if not is_map:
        raise typer.BadParameter(f'{file} must be an object of lists of class names, such as {{"car": ["van"]}}.')
    pairs: dict[str, list[str]] = content
    return pairs


def _keypoint_rules(protocol: Protocol | None, sigmas: str | None) -> CocoConfig | None:
    """COCO's rules for keypoints with sigmas of the user's own; None where none are given."""
    if sigmas is None:
        return None
    if protocol != Protocol.COCO_KEYPOINTS:
        raise typer.BadParameter("--sigmas goes with --protocol coco-keypoints.")
    from dataclasses import replace

    from assay.evaluation.coco_config import COCO_KEYPOINTS

    try:
        return replace(COCO_KEYPOINTS, sigmas=tuple(float(part) for part in sigmas.split(",")))
    except ValueError as reason:
        raise typer.BadParameter(f"{sigmas!r} are no numbers with commas between, such as .026,.025.") from reason

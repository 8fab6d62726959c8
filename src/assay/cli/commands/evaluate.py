"""`assay evaluate`: a run against the labels, at one IoU and one confidence."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assay.cli.console import BarProgress, emit
from assay.cli.flags import AsJson, DatasetName, ProjectPath, RunName, open_project
from assay.cli.reports import evaluation_value, print_evaluation

if TYPE_CHECKING:
    from assay.evaluation.coco_config import CocoConfig
    from assay.workflows.average_precision import AllowedClasses

NAME = "evaluate"
EXAMPLES = (
    "assay evaluate my.assay --run yolov8m --iou 0.5 --confidence 0.25",
    "assay evaluate my.assay --run yolov8m --protocol coco",
    'assay evaluate my.assay --protocol allowed-pairs --allow "car=van" --json',
)


class Protocol(StrEnum):
    """Rules by which average precision is counted; `assay.evaluation.protocols` says what each is."""

    COCO = "coco"
    COCO_SEGM = "coco-segm"
    COCO_KEYPOINTS = "coco-keypoints"
    VOC07 = "voc07"
    VOC12 = "voc12"
    CLASS_AGNOSTIC = "class-agnostic"
    ALLOWED_PAIRS = "allowed-pairs"


def run(
    project: ProjectPath,
    name: RunName = None,
    iou: Annotated[
        float, typer.Option("--iou", metavar="T", min=0.01, max=1.0, help="Least overlap of a match.")
    ] = 0.5,
    confidence: Annotated[
        float, typer.Option("--confidence", metavar="C", min=0.0, max=1.0, help="Predictions below it are left out.")
    ] = 0.25,
    protocol: Annotated[
        Protocol | None, typer.Option("--protocol", help="Count average precision too, by these rules.")
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            "--allow",
            metavar="LABEL=CLASS",
            help="With allowed-pairs: predictions of this class may answer labels of that one; may be repeated.",
        ),
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option("--pairs", metavar="FILE", help='With allowed-pairs: a JSON file such as {"car": ["van"]}.'),
    ] = None,
    sigmas: Annotated[
        str | None,
        typer.Option("--sigmas", metavar="S,S…", help="With coco-keypoints: one for each keypoint; else COCO's 17."),
    ] = None,
    dataset: DatasetName = None,
    as_json: AsJson = False,
) -> None:
    """Compare a run with the labels.

    Every prediction takes the free label it overlaps most, most confident first, whatever its class. Two of one
    class is correct (tp), of two classes a confusion; a prediction alone is on background (fp), a label
    alone is missed (fn).

    With --protocol, average precision is counted too, over every score, class by class. coco, coco-segm and
    coco-keypoints count boxes, masks and keypoints as pycocotools does, over IoU (or OKS) .5 to .95. voc07 and voc12
    count as PASCAL VOC did, at IoU .5, difficult labels left out. class-agnostic is coco as if there were one class;
    in allowed-pairs a label may be answered by predictions of the classes that --allow or --pairs name, too.
    """
    from assay.model.evaluation import EvaluationConfig
    from assay.workflows.average_precision import average_precision
    from assay.workflows.evaluate_run import evaluate_run

    allowed, rules = _allowed(protocol, allow, pairs), _keypoint_rules(protocol, sigmas)
    config = EvaluationConfig(iou=iou, confidence=confidence)
    with open_project(project) as store, BarProgress() as progress:
        report = evaluate_run(store, run=name, dataset=dataset, config=config, progress=progress)
        counted = (
            average_precision(store.snapshot(), report.run, protocol=protocol, allowed=allowed, config=rules).checked()
            if protocol
            else None
        )
    value = evaluation_value(report, counted)
    emit(value, as_json=as_json, human=lambda console: print_evaluation(console, value))


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

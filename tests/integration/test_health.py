"""The health report: what it counts is what its query lists, and what it cannot tell it says (V4.10, V5.2, M70, D8)."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from rich.console import Console

from assay.cli.commands.health import print_health
from assay.metrics.registry import METRICS
from assay.model.dataset import Task
from assay.model.issue import IssueKind
from assay.model.level import Level
from assay.model.metric import BadEnd, MetricColumn, MetricType
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.explore.catalog import catalog_of
from assay.workflows.explore.search import count, search
from assay.workflows.health.check import Severity
from assay.workflows.health.checks import CHECKS
from assay.workflows.health.report import CheckResult, HealthReport, health
from assay.workflows.health.write_health import write_health
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.inbox import EFFORT, WORTH, set_worth
from assay.workflows.metrics.measure import measure
from tests.integration.sick_set import IMAGE_FAULTS, LABEL_FAULTS, sick_store
from tests.integration.test_report import Page
from tests.integration.visitor import Visitor
from tests.integration.visitor import search as search_by_web
from tests.shell import Shell
from tests.store_rows import delete, image_rows

_KINDS = {check.slug: check.kind for check in CHECKS}


@pytest.fixture(scope="module")
def sick(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sick set before anything was measured."""
    with sick_store(tmp_path_factory.mktemp("sick")) as store:
        yield store


def found_by(report: HealthReport, slug: str) -> CheckResult:
    return next(check for check in report.checks if check.slug == slug)


# Facts


def test_every_number_of_the_facts_is_what_its_query_lists(sick: Store) -> None:
    facts = health(sick.snapshot()).facts
    assert facts.images == count(sick)
    for part in (*facts.splits, *facts.formats, *facts.colours, *facts.size_parts):
        assert count(sick, part.query) == part.count, part
        assert part.share == part.count / facts.images
    for one in facts.classes:
        assert count(sick, one.query, level=Level.ANNOTATION) == one.labels
    for bar in facts.labels_per_image:
        assert count(sick, bar.query) == bar.count, bar
    assert sum(bar.count for bar in facts.labels_per_image) == facts.images
    assert sum(one.labels for one in facts.classes) == facts.labels == count(sick, level=Level.ANNOTATION)


def test_the_bar_of_no_labels_opens_the_images_without_any(sick: Store) -> None:
    """V5.2."""
    first = health(sick.snapshot()).facts.labels_per_image[0]
    assert (first.low, first.high, first.count, first.query) == (0, 0, 2, "annotations.count = 0")


def test_a_project_without_images_has_a_report(empty: Store, tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text('{"images": [], "annotations": [], "categories": []}', encoding="utf-8")
    import_dataset(empty, tmp_path / "labels.json")
    report = health(empty.snapshot())
    assert (report.facts.images, report.facts.effective_classes) == (0, 0.0)
    assert {check.count for check in report.checks} == {0}


# Checks


def test_what_was_not_measured_is_unknown_and_says_what_to_run(sick: Store) -> None:
    """Never a silent zero."""
    report = health(sick.snapshot())
    for check in CHECKS:
        found = found_by(report, check.slug)
        if check.reads:
            assert found.severity is Severity.UNKNOWN, check.slug
            assert found.query is None
            assert found.how is not None
            assert "assay metric run P " in found.how
        else:
            assert found.severity is not Severity.UNKNOWN


def test_the_worst_stands_first(sick: Store) -> None:
    order = [list(Severity).index(check.severity) for check in health(sick.snapshot()).checks]
    assert order == sorted(order)
    for severity in Severity:
        found = [(_KINDS[check.slug], check.count) for check in health(sick.snapshot()).of(severity)]
        benefits = [count * WORTH[kind] / EFFORT.get(kind, 1.0) for kind, count in found]
        assert benefits == sorted(benefits, reverse=True)


def test_what_a_project_says_an_error_is_worth_decides_what_stands_first(measured: Store) -> None:
    for worth, is_first in ((1000.0, True), (0.0, False), (None, False)):
        set_worth(measured, IssueKind.DUPLICATE_IMAGE, worth)
        first = health(measured.snapshot()).of(Severity.DOUBTFUL)[0]
        assert (_KINDS[first.slug] is IssueKind.DUPLICATE_IMAGE) is is_first


def test_checks_have_one_name_each_and_say_what_would_mend_it() -> None:
    assert len({check.slug for check in CHECKS}) == len({check.title for check in CHECKS}) == len(CHECKS)
    for check in CHECKS:
        assert check.rule.endswith("."), check.slug
        assert check.fix.endswith("."), check.slug


def test_checks_that_look_at_labels_do_not_judge_a_set_without_any(empty: Store, tmp_path: Path) -> None:
    """A folder of images that nobody labelled yet is not full of forgotten images."""
    (tmp_path / "labels.json").write_text('{"images": [{"id": 1, "file_name": "a.png"}]}', encoding="utf-8")
    import_dataset(empty, tmp_path / "labels.json", format="coco")
    unlabelled = found_by(health(empty.snapshot()), "unlabelled_image")
    assert (unlabelled.severity, unlabelled.count) == (Severity.UNKNOWN, 0)
    assert unlabelled.how is not None
    assert "assay import P" in unlabelled.how


def test_a_report_is_made_once_while_nothing_is_written(sick: Store) -> None:
    assert health(sick.snapshot()) is health(sick.snapshot())
    assert catalog_of(sick.snapshot(), 1) is catalog_of(sick.snapshot(), 1)


# Where it is read


def test_the_server_gives_every_check_with_examples_to_draw(sick: Store) -> None:
    web = Visitor(create_app(sick))
    told = web.get("/api/health?dataset=1").json()
    report = health(sick.snapshot())
    assert [check["slug"] for check in told["checks"]] == [check.slug for check in report.checks]
    for check in told["checks"]:
        if check["query"] is not None:
            page = search_by_web(web, check["level"], query=check["query"], sort=check["sort"])
            assert page["total"] == check["count"]
            shown = [
                item["image"]["id"] if check["level"] == "image" else item["object"]["id"] for item in check["examples"]
            ]
            listed = [item["id"] if check["level"] == "image" else item["object"]["id"] for item in page["items"]]
            assert shown == listed[:5]
    assert told["facts"]["labels_per_image"][0]["query"] == "annotations.count = 0"


def test_a_browser_that_has_the_report_is_not_sent_it_again(sick: Store) -> None:
    web = Visitor(create_app(sick))
    first = web.get("/api/health?dataset=1")
    again = web.get("/api/health?dataset=1", headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)


def test_the_page_opens_offline_and_shows_what_is_wrong(sick: Store, tmp_path: Path) -> None:
    report = write_health(sick, tmp_path / "out" / "health.html")
    text = (tmp_path / "out" / "health.html").read_text(encoding="utf-8")
    page = Page(text)
    assert not set(page.tags) & {"script", "link", "iframe", "img", "object", "embed", "form", "base", "a"}
    assert page.handlers == []
    assert page.addresses
    assert all(address.startswith("data:image/") for address in page.addresses)
    assert not re.search(r"https?://|@import|url\(", text)
    words = " ".join(page.words)
    for check in report.checks:
        assert check.title in words
        if check.count:
            assert str(check.query) in words


def test_names_that_are_code_stay_names_on_the_page(empty: Store, tmp_path: Path) -> None:
    """Security: names of classes, files, splits and fields come from others."""
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    image = {"id": 1, "file_name": f"{evil[:20]}.png", "width": 9, "height": 9}
    labels = {
        "images": [{**image, "metadata": {evil: 1}}, {**image, "id": 2, "file_name": "b.png"}],
        "categories": [{"id": 1, "name": evil}, {"id": 2, "name": "</style><marquee>"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "area": 25, "iscrowd": 0}],
    }
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    import_dataset(empty, tmp_path / "labels.json", dataset=evil, split=evil)
    write_health(empty, tmp_path / "health.html")
    page = Page((tmp_path / "health.html").read_text(encoding="utf-8"))
    assert not set(page.tags) & {"script", "img", "marquee"}
    assert page.handlers == []
    assert any(evil in words for words in page.words)
    for check in health(empty.snapshot()).checks:
        if check.query is not None:
            assert count(empty, check.query, level=check.level) == check.count


def test_the_shell_tells_the_report_and_writes_the_page(imported: Path, shell: Shell) -> None:
    told = shell("health", "my.assay", "--html", "health.html", "--json").value
    assert told["facts"]["images"] == 3
    assert told["facts"]["sizes"] == [
        {"name": "100 × 80", "count": 3, "share": 1.0, "query": "width = 100 and height = 80"}
    ]
    counts = {check["slug"]: check["count"] for check in told["checks"]}
    assert (counts["forgotten_image"], counts["unlabelled_image"], counts["rare_class"]) == (1, 1, 3)
    assert "<title>Health of " in Path("health.html").read_text(encoding="utf-8")


def test_a_person_is_told_once_what_all_checks_wait_for(sick: Store) -> None:
    stream = io.StringIO()
    print_health(Console(file=stream, width=200), health(sick.snapshot()), Path("my.assay"))
    told = " ".join(stream.getvalue().split())
    assert "checks wait for what `assay metric run my.assay` measures: " in told
    assert "Not measured yet" not in told


def test_the_shell_says_that_there_is_no_such_run(imported: Path, shell: Shell) -> None:
    done = shell("health", "my.assay", "--run", "smal")
    assert done.code == 1
    assert "small" in done.err


def test_search_lists_the_examples_first(sick: Store) -> None:
    for check in health(sick.snapshot()).checks:
        if check.count:
            page = search(sick, check.query or "", level=check.level, sort=check.sort, limit=5)
            assert tuple(page.rows["id"].to_pylist()) == check.examples


# Measured


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sick set with all that the checks read."""
    with sick_store(tmp_path_factory.mktemp("measured")) as store:
        measure(store, metrics=READ)
        yield store


READ = sorted(
    {
        slug
        for slug, metric in METRICS.items()
        for check in CHECKS
        if {output.name for output in metric.outputs} & set(check.reads)
    }
    | {"content_hash", "phash"}
)


def listed_names(store: Store, check: CheckResult) -> set[str]:
    """The files of the images, or the notes of the labels, that the query of a check lists."""
    assert check.query is not None
    rows = search(store, check.query, level=check.level, limit=1000).rows
    if check.level is Level.IMAGE:
        return set(rows["file_name"].to_pylist())
    return {json.loads(text)["note"] for text in rows["attributes"].to_pylist()}


@pytest.mark.parametrize("slug", sorted({check.slug for check in CHECKS} - {"forgotten_frame", "embedding_leak"}))
def test_each_check_finds_what_is_wrong_and_nothing_else(measured: Store, slug: str) -> None:
    """V4.10; the same dataset for all, so that no fault is taken for another."""
    found = found_by(health(measured.snapshot()), slug)
    faults = IMAGE_FAULTS if found.level is Level.IMAGE else LABEL_FAULTS
    names = listed_names(measured, found) if found.query is not None else set()
    assert names == faults.get(slug, set())
    assert found.count == len(names)
    assert (found.severity is Severity.FINE) == (found.count == 0)
    assert found.how is None


def test_a_leak_by_embedding_is_unknown_until_something_is_embedded(measured: Store) -> None:
    """D8: what was not looked at is not called fine; it says what to do."""
    assert found_by(health(measured.snapshot()), "embedding_leak").how is not None


def test_a_check_of_videos_is_left_out_where_there_is_none(measured: Store) -> None:
    assert "forgotten_frame" not in {check.slug for check in health(measured.snapshot()).checks}


def test_images_that_could_not_be_measured_are_counted(measured: Store) -> None:
    """The two broken files: nothing is said of them silently."""
    assert found_by(health(measured.snapshot()), "dark").unmeasured == len(IMAGE_FAULTS["broken_file"])


def test_colours_are_facts_once_they_are_measured(measured: Store) -> None:
    colours = health(measured.snapshot()).facts.colours
    assert {part.name: part.count for part in colours} == {"in colour": 43, "grey": 1}
    for part in colours:
        assert count(measured, part.query) == part.count


def test_an_own_flag_is_a_check(measured: Store) -> None:
    column = MetricColumn(
        1, Level.IMAGE, "night", "night", 1, "Night", "taken at {night}", MetricType.FLAG, bad=BadEnd.HIGH, is_own=True
    )
    ids = measured.snapshot().rows("images", columns=["id"])["id"]
    with measured.writer() as writer:
        writer.put_metric_columns([column])
        writer.fill("images", pa.table({"id": ids, "night": [at % 9 == 0 for at in range(len(ids))]}))
    found = found_by(health(measured.snapshot()), "own_night")
    assert (found.title, found.rule, found.count) == ("Night", "taken at {night}.", 6)
    assert count(measured, found.query or "") == 6
    with measured.writer() as writer:
        writer.drop_metric_columns(1, Level.IMAGE, ["night"])


def test_what_most_images_are_is_what_the_data_is_like(measured: Store) -> None:
    """Scans of paper are bright: that is no fault of theirs."""
    ids = measured.snapshot().rows("images", columns=["id", "light"])
    with measured.writer() as writer:
        writer.fill("images", pa.table({"id": ids["id"], "light": [True] * ids.num_rows}))
    found = found_by(health(measured.snapshot()), "bright")
    with measured.writer() as writer:
        writer.fill("images", ids)
    assert (found.severity, found.count) == (Severity.FINE, ids.num_rows)
    assert "what this data is like" in found.said


@pytest.mark.parametrize(
    ("flagged", "of", "severity"), [(7, 9, "doubtful"), (9, 9, "fine"), (59, 100, "doubtful"), (60, 100, "fine")]
)
def test_few_images_must_all_but_be_so_before_it_is_usual(empty: Store, flagged: int, of: int, severity: str) -> None:
    """Wilson's interval of 7 of 9 begins at 0.45, that of 59 of 100 at 0.49, that of 60 of 100 at 0.502."""
    with empty.writer() as writer:
        dataset = writer.add_dataset("set", Task.DETECTION)
        rows = image_rows(writer.reserve_ids("images", of), of, dataset_id=dataset.id)
        writer.append("images", rows)
        flag = MetricColumn(dataset.id, Level.IMAGE, "low_information", "entropy", 1, "", "", MetricType.FLAG)
        writer.put_metric_columns([flag])
        writer.fill("images", pa.table({"id": rows["id"], "low_information": [at < flagged for at in range(of)]}))
    assert found_by(health(empty.snapshot()), "low_information").severity == severity


def test_a_field_of_few_images_lacks_nowhere(empty: Store) -> None:
    """Votes of a review of 2 in 10 images are of those two; a camera that 8 of 10 have lacks in two."""
    with empty.writer() as writer:
        dataset = writer.add_dataset("set", Task.DETECTION)
        said = [{"votes": at} if at < 2 else {"camera": at} for at in range(10)]
        rows = image_rows(writer.reserve_ids("images", 10), 10, dataset_id=dataset.id)
        writer.append("images", rows.append_column("metadata", pa.array([json.dumps(row) for row in said])))
    found = found_by(health(empty.snapshot()), "missing_value")
    assert (found.count, found.said) == (2, "Lacking: metadata.camera (2).")


def test_what_was_edited_since_is_told_with_what_to_run(measured: Store) -> None:
    """D15: where nobody measured again, the report says so. The last test, for the values stay stale."""
    first = int(measured.snapshot().rows("annotations", columns=["id"])["id"][0].as_py())
    delete(measured, [first])
    told = found_by(health(measured.snapshot()), "duplicate_label").how
    assert told is not None
    assert told.endswith("assay metric run P annotation_duplicate")

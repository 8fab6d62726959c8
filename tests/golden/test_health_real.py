"""The health report on real sets whose faults are known: found, and nothing else (issue of metrics; V4.10, D8, M20)."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from assay.store.store import Store
from assay.workflows.explore.search import count, search
from assay.workflows.health.check import Severity
from assay.workflows.health.report import HealthReport, health
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.metrics.measure import measure

PIXELS = ("perceived_brightness", "blur", "entropy", "grayscale", "file_health", "odd_size", "odd_aspect")
COPIES = ("content_hash", "exact_duplicate", "phash", "near_duplicate", "leakage")


def project(source: Path, path: Path, metrics: Iterable[str]) -> Store:
    store = Store.create(path)
    import_dataset(store, source, dataset="real")
    measure(store, metrics=[*metrics])
    return store


def listed(store: Store, report: HealthReport, slug: str) -> set[str]:
    """The files that a check lists; its count is their number."""
    check = next(check for check in report.checks if check.slug == slug)
    assert check.query is not None
    names = set(search(store, check.query, limit=5_000).rows["file_name"].to_pylist())
    assert check.count == len(names) == count(store, check.query)
    return names


def copied(files: Iterable[str], source: Path, target: Path) -> Path:
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / file, target / file)
    return target


def test_the_known_problems_of_cleanvisions_own_images_are_found(shared_data: Path, tmp_path: Path) -> None:
    """What cleanvision 0.3.7 itself reports on them, and one more: 588 is a grey placeholder in an RGB file."""
    expected = {
        "dark": {"417"},
        "bright": {"588"},
        "blurry": {"601"},
        "low_information": {"588", "591"},
        "odd_size": {"604"},
        "odd_aspect": {"604"},
        "colour_mix": {"101", "588"},
        "exact_duplicate": {"142", "236"},
        "near_duplicate": {"103", "408"},
    }
    with project(shared_data / "quality_images" / "cleanvision_tests", tmp_path / "p", (*PIXELS, *COPIES)) as store:
        report = health(store.snapshot())
        found = {check.slug: listed(store, report, check.slug) for check in report.checks if check.count}
    assert found == {slug: {f"image_{number}.png" for number in numbers} for slug, numbers in expected.items()}


def test_files_of_odd_formats_are_told(shared_data: Path, tmp_path: Path) -> None:
    """Corrupt files, JPEG named .png and .bmp, alpha, EXIF: by imagededup's own tests."""
    with project(shared_data / "quality_images" / "imagededup_tests", tmp_path / "p", (*PIXELS, *COPIES)) as store:
        report = health(store.snapshot())
        assert {Path(name).name for name in listed(store, report, "broken_file")} == {"ukbench09268_corrupt.jpg"}
        wrong = {Path(name).name for name in listed(store, report, "wrong_extension")}
        assert wrong == {"ukbench09380.bmp", "ukbench09380.png"}
        assert "alpha_channel_image.png" in listed(store, report, "colour_mix")
        assert {Path(name).name for name in listed(store, report, "exif_turned")} == {"ukbench09268.jpg"}


def test_all_leaks_of_the_roman_numerals_are_found_and_no_other(shared_data: Path, tmp_path: Path) -> None:
    """49 pairs, the same bytes in train and val. Here with every tenth other image; the whole set gives the same 98."""
    folder = shared_data / "roman_numerals"
    with (folder / "exact_duplicates.csv").open(encoding="utf-8") as rows:
        leaked = {name for row in csv.DictReader(rows) for name in (row["path_a"], row["path_b"])}
    others = sorted({str(path.relative_to(folder / "images")) for path in folder.glob("images/*/*/*")} - leaked)[::10]
    source = copied([*leaked, *others], folder / "images", tmp_path / "images")
    with project(source, tmp_path / "p", COPIES) as store:
        report = health(store.snapshot())
        assert listed(store, report, "exact_leak") == leaked
        assert listed(store, report, "exact_duplicate") == leaked
        assert report.checks[0].slug == "exact_leak"
        assert report.checks[0].severity is Severity.BAD
        shown = search(store, report.checks[0].query or "", sort="exact_leak", limit=98).rows
    groups = shown["sort_value"].to_pylist()
    assert groups[::2] == groups[1::2]
    assert len(set(groups)) == 49


@pytest.mark.parametrize(("radius", "found", "most_false"), [(4, 6, 1), (8, 19, 3)])
def test_near_duplicates_of_cifar_10_that_people_judged(
    shared_data: Path, tmp_path: Path, radius: int, found: int, most_false: int
) -> None:
    """Recall and false alarms of the perceptual hash on 39 pairs that people judged (Barz and Denzler, ciFAIR).

    At the radius of 4 that is our default it finds 6 of 39 (15 %), at 8 it finds 19 (49 %). Among all 10,000 images the
    pairs that people did not name are 5 at a radius of 4 and 31 at 8; here every twentieth other image takes part. The
    others are crops and shifts, for which the hash was not made: they need embeddings.
    """
    folder = shared_data / "cifar10_test"
    with (folder / "labels.csv").open(encoding="utf-8") as rows:
        path_of = {int(row["index"]): row["path"].removeprefix("images/") for row in csv.DictReader(rows)}
    with (folder / "duplicates_cifar10_test.csv").open(encoding="utf-8") as rows:
        truth = {frozenset((path_of[int(r["TestID"])], path_of[int(r["TrainID"])])) for r in csv.DictReader(rows)}
    files = {name for pair in truth for name in pair} | {path for at, path in path_of.items() if at % 20 == 0}
    source = copied(files, folder / "images", tmp_path / "images")
    with project(source, tmp_path / "p", ("content_hash", "exact_duplicate", "phash")) as store:
        measure(store, metrics=["near_duplicate"], parameters={"near_duplicate": {"radius": radius}})
        named = listed(store, health(store.snapshot()), "near_duplicate")
        table = store.snapshot().rows("images", columns=["file_name", "near_duplicate"]).to_pylist()
    groups: dict[int, list[str]] = {}
    for row in table:
        if row["near_duplicate"] is not None:
            groups.setdefault(row["near_duplicate"], []).append(row["file_name"])
    pairs = {frozenset(pair) for members in groups.values() for pair in combinations(members, 2)}
    assert named == {name for pair in pairs for name in pair}
    assert len(pairs & truth) == found
    assert len(pairs - truth) <= most_false


def test_the_unlabelled_images_of_ppe_and_those_that_should_have_labels(shared_data: Path, tmp_path: Path) -> None:
    """V5.2: 47 of 425 have no label, and in 21 of them a trained model sees something with a confidence over .5."""
    folder = shared_data / "ppe_valid"
    with Store.create(tmp_path / "p") as store:
        import_dataset(store, folder / "instances_valid.json", images=folder / "images", dataset="real")
        import_predictions(store, folder / "predictions_coco.json", run="yolov8m")
        measure(store, metrics=["geometry_flaws", "annotation_duplicate", "class_conflict"])
        report = health(store.snapshot())
        facts = report.facts
        assert (facts.images, facts.labels, len(facts.classes)) == (425, 1794, 6)
        assert (facts.labels_per_image[0].count, facts.labels_per_image[0].query) == (47, "annotations.count = 0")
        assert len(listed(store, report, "unlabelled_image")) == 47
        assert len(listed(store, report, "forgotten_image")) == 21
        for bar in facts.labels_per_image:
            assert count(store, bar.query) == bar.count
        for check in report.checks:
            if check.query is not None:
                assert count(store, check.query, level=check.level) == check.count
                assert (check.severity is Severity.FINE) == (check.count == 0)

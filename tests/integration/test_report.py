"""The report of a run: one file that opens offline, tells the numbers of the app, and runs nothing."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assay.errors import NotFound
from assay.store.store import Store
from assay.workflows.imports.import_dataset import import_dataset
from assay.workflows.imports.import_predictions import import_predictions
from assay.workflows.report.write_report import write_report
from assay.workflows.runs.model_metrics import model_metrics
from tests.integration.weather_set import weather_store
from tests.shell import Shell


class Page(HTMLParser):
    """The tags, addresses and words of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "href", "xlink:href"}]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def report(store: Store, out: Path, **options: str) -> Page:
    written = write_report(store, out, **options)  # type: ignore[arg-type]  # names of runs
    assert written.size == out.stat().st_size
    return Page(out.read_text(encoding="utf-8"))


def test_a_report_needs_nothing_but_itself(store: Store, tmp_path: Path) -> None:
    """Offline: pictures are in it, and no script, font, style or picture is asked of anybody."""
    page = report(store, tmp_path / "out" / "report.html", run="model")
    assert not set(page.tags) & {"script", "link", "iframe", "img", "object", "embed", "form", "base", "a"}
    assert page.addresses
    assert all(address.startswith(("data:image/jpeg;base64,", "data:image/png;base64,")) for address in page.addresses)
    text = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|@import|url\(", text)
    assert "default-src 'none'" in text


def test_a_report_tells_the_numbers_of_the_app(store: Store, tmp_path: Path) -> None:
    snapshot = store.snapshot()
    found = model_metrics(snapshot, snapshot.run(1, "model"))
    words = " ".join(report(store, tmp_path / "report.html").words)
    micro = found.averages["micro"]
    for rate in (micro.precision, micro.recall, micro.f):
        assert f"{rate:.3f}" in words
    for heading in ("Classes", "Confusions", "Errors", "Confidence", "Labels that were missed", "Definitions"):
        assert heading in words
    for category in found.classes:
        assert category.name in words


def test_names_that_are_code_stay_names(store: Store, tmp_path: Path, empty: Store) -> None:
    """Security: names of classes, files, runs and values come from others."""
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
    labels = {
        "images": [{"id": 1, "file_name": f"{evil[:20]}.png", "width": 9, "height": 9, "metadata": {"w": evil}}],
        "categories": [{"id": 1, "name": evil}, {"id": 2, "name": "</style><marquee>"}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 1, 5, 5], "area": 25, "iscrowd": 0}],
    }
    results = [{"image_id": 1, "category_id": 2, "bbox": [1, 1, 5, 5], "score": 0.9}]
    for name, content in (("labels", labels), ("results", results)):
        (tmp_path / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    import_dataset(empty, tmp_path / "labels.json", dataset=evil)
    for run in (evil, "other<marquee>"):
        import_predictions(empty, tmp_path / "results.json", run=run)
    page = report(empty, tmp_path / "report.html", run=evil, other="other<marquee>")
    assert not set(page.tags) & {"script", "img", "marquee"}
    assert page.handlers == []
    assert any(evil in words for words in page.words)


def test_two_runs_are_held_against_each_other(tmp_path: Path) -> None:
    """F15."""
    with weather_store(tmp_path / "weather", images=60) as weather:
        page = report(weather, tmp_path / "report.html", run="day", other="night")
    words = " ".join(page.words)
    assert "Compared with night" in words
    assert re.search(r"\d+ labels wrong in day and right in night", words)
    assert "Where it errs most" in words
    assert "brightness" in words


def test_a_run_without_predictions_or_labels_has_a_report_too(empty: Store, tmp_path: Path) -> None:
    labels = {"images": [{"id": 1, "file_name": "a.png"}], "categories": [{"id": 1, "name": "a"}], "annotations": []}
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")
    import_dataset(empty, tmp_path / "labels.json")
    import_predictions(empty, tmp_path / "none.json", run="none", format="coco-results")
    assert "1 image, 0 labels" in " ".join(report(empty, tmp_path / "report.html").words)


def test_an_unknown_run_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no run named 'modl'"):
        write_report(store, tmp_path / "report.html", run="modl")
    assert not (tmp_path / "report.html").exists()


# The shell


def test_the_shell_writes_a_report(imported: Path, shell: Shell) -> None:
    told = shell("report", "my.assay", "run.html", "--run", "small", "--confidence", "0.5").value
    assert (told["run"], told["other"]) == ("small", None)
    assert told["size"] == Path("run.html").stat().st_size


def test_the_shell_tells_intervals_fields_and_another_run(imported: Path, shell: Shell) -> None:
    """F13, F15, F18."""
    shell("import-predictions", "my.assay", "predictions.json", "--run", "second")
    told = shell("evaluate", "my.assay", "--run", "small", "--by", "label", "--by", "area > 500", "--compare", "second")
    value = told.value
    assert value["intervals"].keys() == {"precision", "recall", "f1"}
    low, high = value["intervals"]["recall"]
    assert low <= value["recall"] <= high
    by_label, by_query = value["by"]
    assert [(bin["label"], bin["count"], bin["recall"]) for bin in by_label["bins"]] == [
        ("cat", 2, 1.0),
        ("dog", 1, 0.0),
    ]
    assert {bin["label"]: bin["count"] for bin in by_query["bins"]} == {"no": 1, "yes": 2}
    assert (value["compare"]["a"], value["compare"]["b"], value["compare"]["fixed"]) == ("small", "second", [])
    with_ap = shell("evaluate", "my.assay", "--run", "small", "--protocol", "coco").value
    assert {"AP", "AP50"} <= with_ap["intervals"].keys()


def test_the_shell_points_at_a_field_that_is_not_there(imported: Path, shell: Shell) -> None:
    done = shell("evaluate", "my.assay", "--by", "aera")
    assert done.code == 1
    assert "aera" in done.err
    assert "area" in done.err

"""Metrics of one's own in a project: added, trusted, run, queried, removed (V2.5, D12, P57)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import assay
from assay.errors import MetricInvalid, NotFound
from assay.model.level import Level
from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.explore.search import search
from assay.workflows.metrics.measure import measure
from assay.workflows.metrics.metric_states import MetricState, list_metrics
from assay.workflows.metrics.own_metrics import add_metric, known_metrics, remove_metric, trust_metric
from tests.integration.visitor import Visitor, dataset_id
from tests.shell import Shell

REDNESS = """
import assay


@assay.metric(level="annotation", range=(0, 1), bad="high")
def redness(crop):
    \"\"\"Share of red in the crop.\"\"\"
    if crop.shape[0] < {least}:
        raise ValueError("too small to tell")
    return float(crop[..., 0].mean()) / 255
"""


@pytest.fixture
def redness(tmp_path: Path) -> Path:
    path = tmp_path / "redness.py"
    path.write_text(REDNESS.format(least=1), encoding="utf-8")
    return path


def stranger(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """From here on someone else is at the machine, who trusts nothing yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "someone-else"))


def test_ten_lines_in_a_notebook_become_a_field(imported: Path) -> None:
    """V2.5: sort, filter and histogram, without a restart."""

    @assay.metric(level="annotation", range=(0, 1))
    def greenness(crop):  # type: ignore[no-untyped-def]
        return float(crop[..., 1].mean()) / 255

    with assay.open(imported) as project:
        assert project.metrics.add(greenness) == ("greenness",)
        assert project.metrics.run(["greenness"]).failures == 0
        found = project.annotations.search("greenness > 0.4", sort="greenness", descending=True)
        assert found.total == 3
        assert "@assay.metric" in (imported / "metrics" / "greenness.py").read_text(encoding="utf-8")


def test_it_appears_in_a_running_server(store: Store, redness: Path) -> None:
    """V2.5: list, query and facet, without a restart; runs as a job."""
    web = Visitor(create_app(store))
    dataset = dataset_id(web)
    assert "redness" not in {one["slug"] for one in web.get(f"/api/metrics?dataset={dataset}").json()}
    add_metric(store, redness)
    listed = {one["slug"]: one for one in web.get(f"/api/metrics?dataset={dataset}").json()}
    assert (listed["redness"]["state"], listed["redness"]["own"]) == ("not measured", True)
    measure(store, metrics=["redness"])
    fields = web.get(f"/api/datasets/{dataset}/fields?level=annotation").json()
    assert next(one for one in fields if one["name"] == "redness")["origin"] == "own"
    body = {"dataset": dataset, "level": "annotation", "query": "redness > 0", "fields": ["redness"]}
    (facet,) = web.post("/api/facets", body).json()
    assert "redness" in facet.values()


def test_a_file_that_came_with_the_project_is_not_run(
    store: Store, redness: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening, listing and measuring a project of somebody else runs none of its files."""
    trap = tmp_path / "trap"
    (store.path / "metrics").mkdir()
    own = store.path / "metrics" / "redness.py"
    own.write_text(f"open({str(trap)!r}, 'w').close()\n{REDNESS.format(least=1)}", encoding="utf-8")
    (one,) = [one for one in list_metrics(store) if one.slug == "redness"]
    assert one.state is MetricState.CANNOT
    assert "assay metric trust" in one.why
    assert "assay metric trust" in measure(store, levels=[Level.ANNOTATION]).skipped["redness"]
    with pytest.raises(NotFound, match="was not added by you"):
        measure(store, metrics=["redness"])
    with Store.open(store.path) as again:
        again.snapshot()
    assert not trap.exists()
    assert [metric.slug for metric in trust_metric(store, "redness")] == ["redness"]
    assert trap.exists()
    assert measure(store, metrics=["redness"]).failures == 0


def test_trust_is_lost_when_the_file_is_changed_and_is_not_handed_on(
    store: Store, redness: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_metric(store, redness)
    assert "redness" in known_metrics(store).metrics
    with monkeypatch.context() as patched:
        patched.setenv("XDG_CONFIG_HOME", str(tmp_path / "someone-else"))
        assert "redness" in known_metrics(store).refused
    own = store.path / "metrics" / "redness.py"
    own.write_text(REDNESS.format(least=2), encoding="utf-8")
    assert "redness" in known_metrics(store).refused


def test_errors_are_told_item_by_item(store: Store, redness: Path) -> None:
    """D12: type and text of what was raised; the others have their values."""
    redness.write_text(REDNESS.format(least=40), encoding="utf-8")
    add_metric(store, redness)
    report = measure(store, metrics=["redness"])
    assert 0 < report.failures < store.snapshot().count("annotations")
    assert {failure.reason for failure in report.failed} == {"ValueError: too small to tell"}
    rows = store.snapshot().rows("annotations", columns=("redness", "unmeasured")).to_pylist()
    assert all((row["redness"] is None) == (row["unmeasured"] is not None) for row in rows)
    told = [json.loads(row["unmeasured"])["redness"] for row in rows if row["unmeasured"]]
    assert len(told) == report.failures


def test_an_edited_metric_is_of_another_version_and_measured_anew(store: Store, redness: Path) -> None:
    add_metric(store, redness)
    measure(store, metrics=["redness"])
    redness.write_text(REDNESS.format(least=1).replace("/ 255", "/ 510"), encoding="utf-8")
    add_metric(store, redness)
    (one,) = [one for one in list_metrics(store) if one.slug == "redness"]
    assert (one.state, one.why) == (MetricState.STALE, "The metric is of another version now.")
    assert measure(store, metrics=["redness"]).measured == store.snapshot().count("annotations")


def test_a_vectorised_metric_reads_the_columns_of_others(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "darkness.py"
    path.write_text(
        "import assay\nimport numpy as np\n\n"
        '@assay.metric(level="image", vectorised=True, reads=["brightness"])\n'
        "def darkness(view):\n"
        '    return 1 - np.asarray(view.images.rows["brightness"])\n',
        encoding="utf-8",
    )
    add_metric(store, path)
    measure(store, metrics=["darkness", "brightness"])
    for row in store.snapshot().rows("images", columns=("brightness", "darkness")).to_pylist():
        assert row["darkness"] == pytest.approx(1 - row["brightness"])


def test_a_name_that_means_something_else_is_refused(store: Store, tmp_path: Path) -> None:
    for name in ("brightness", "width"):
        path = tmp_path / f"{name}.py"
        path.write_text(f"import assay\n\n@assay.metric()\ndef {name}(image):\n    return 1\n", encoding="utf-8")
        with pytest.raises(MetricInvalid, match=f"The name '{name}' is taken"):
            add_metric(store, path)
    assert not list((store.path / "metrics").glob("*.py"))


def test_a_file_that_cannot_be_run_is_told_by_its_own_name_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "torn.py").write_text("def torn(:\n", encoding="utf-8")
    with pytest.raises(MetricInvalid, match=r"^torn\.py cannot be run: SyntaxError: .*\(torn\.py, line 1\)"):
        add_metric(store, tmp_path / "torn.py")
    assert list((store.path / "metrics").iterdir()) == []


def test_a_removed_metric_takes_its_columns_along(store: Store, redness: Path) -> None:
    add_metric(store, redness)
    measure(store, metrics=["redness"])
    assert remove_metric(store, "redness") == ("redness",)
    assert "redness" not in known_metrics(store).metrics
    assert "redness" not in [column.name for column in store.snapshot().table("annotations").columns]
    with pytest.raises(NotFound, match="no metric of its own"):
        remove_metric(store, "redness")


def test_a_removed_metric_takes_its_reasons_along_and_leaves_those_of_others(
    store: Store, redness: Path, tmp_path: Path
) -> None:
    """D12: nothing tells of a metric that nobody knows any more."""
    redness.write_text(REDNESS.format(least=40), encoding="utf-8")
    other = tmp_path / "greenness.py"
    other.write_text(REDNESS.format(least=40).replace("redness", "greenness"), encoding="utf-8")
    for path in (redness, other):
        add_metric(store, path)
    measure(store, metrics=["redness", "greenness"])
    remove_metric(store, "redness")
    rows = store.snapshot().rows("annotations", columns=("unmeasured",)).to_pylist()
    told = [set(json.loads(row["unmeasured"])) for row in rows if row["unmeasured"]]
    assert told
    assert all(slugs == {"greenness"} for slugs in told)
    remove_metric(store, "greenness")
    assert set(store.snapshot().rows("annotations", columns=("unmeasured",))["unmeasured"].to_pylist()) == {None}


def test_the_command_line(imported: Path, redness: Path, shell: Shell) -> None:
    assert json.loads(shell("metric", "add", "my.assay", str(redness)).out) == {"added": ["redness"]}
    ran = json.loads(shell("metric", "run", "my.assay", "redness", "brightness", "--json").out)
    assert (ran["decoded"], ran["failures"]) == (3, 0)
    listed = {(one["slug"], one["level"]): one for one in json.loads(shell("metric", "list", "my.assay").out)}
    assert (listed["redness", "annotation"]["state"], listed["redness", "annotation"]["count"]) == ("measured", 3)
    (shown,) = json.loads(shell("metric", "show", "my.assay", "redness").out)
    assert shown["page"] == "Share of red in the crop."
    assert json.loads(shell("query", "my.assay", "redness >= 0", "--level", "annotation").out)["total"] == 3
    assert json.loads(shell("metric", "remove", "my.assay", "redness").out) == {"removed": ["redness"]}
    assert shell("metric", "show", "my.assay", "redness").code == 1
    assert shell("metric", "run", "my.assay", "--param", "brightness").code == 2


def test_a_level_is_narrowed_and_search_knows_the_column(store: Store) -> None:
    measure(store, metrics=["brightness"], levels=[Level.IMAGE])
    assert search(store, "brightness >= 0", level=Level.IMAGE).total == store.snapshot().count("images")

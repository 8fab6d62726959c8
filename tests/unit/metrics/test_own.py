"""A person's own metric: the decorator, the source that stands alone, and trust (V2.5, D12)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import assay
from assay.errors import MetricInvalid
from assay.metrics.metric import Need
from assay.metrics.own import OwnFile, OwnMetric, file_digest, run_file
from assay.metrics.picture import Picture
from assay.metrics.source import stand_alone
from assay.metrics.trust import config_folder, is_trusted, trust
from assay.model.level import Level
from assay.model.metric import BadEnd

CROP = np.full((4, 5, 3), (255, 0, 51), np.uint8)
WEIGHT = 2.0


@assay.metric(level="annotation", unit="share", range=(0, 1), bad="high")
def redness(crop):  # type: ignore[no-untyped-def]
    """How red it is."""
    return float(crop[..., 0].mean()) / 255


def helper(values):  # type: ignore[no-untyped-def]
    return np.median(values) * WEIGHT


@assay.metric()
def leaning(image):  # type: ignore[no-untyped-def]
    return helper(image)  # type: ignore[no-untyped-call]


def test_the_function_can_still_be_called_and_declares_itself() -> None:
    assert redness(CROP) == 1
    declared = redness.declared
    assert (declared.slug, declared.title, declared.levels, declared.is_own) == (
        "redness",
        "Redness",
        frozenset({Level.ANNOTATION}),
        True,
    )
    (output,) = declared.outputs
    assert (output.meaning, output.unit, output.low, output.high, output.bad) == (
        "How red it is.",
        "share",
        0,
        1,
        BadEnd.HIGH,
    )
    assert declared.measure_picture is not None
    assert declared.measure_picture(Picture.of(CROP)) == 1


def test_the_decorator_needs_no_brackets() -> None:
    @assay.metric
    def width_of(crop: NDArray[np.uint8]) -> float:
        """How wide."""
        return float(crop.shape[1])

    declared = width_of.declared
    assert (declared.slug, *declared.levels, declared.outputs[0].meaning) == ("width_of", Level.IMAGE, "How wide.")


def test_nothing_is_no_number() -> None:
    @assay.metric(level="prediction")
    def nothing(crop):  # type: ignore[no-untyped-def]
        return None

    assert nothing.declared.measure_picture is not None
    assert np.isnan(nothing.declared.measure_picture(Picture.of(CROP)))
    assert Need.RUN in nothing.declared.needs


@pytest.mark.parametrize("given", [{"level": "issue"}, {"bad": "left"}, {"type": "colour"}])
def test_words_that_are_not_known_are_told(given: dict[str, str]) -> None:
    with pytest.raises(MetricInvalid, match="is not known"):
        assay.metric(**given)  # type: ignore[call-overload]


def test_a_function_whose_name_cannot_be_a_field_is_told() -> None:
    with pytest.raises(MetricInvalid, match="cannot be called 'Redness'"):

        @assay.metric()
        def Redness(image):  # type: ignore[no-untyped-def]  # noqa: N802
            return 0


def run_source(text: str, folder: Path) -> OwnMetric | float:
    path = folder / "own.py"
    path.write_text(text, encoding="utf-8")
    (found,) = run_file(OwnFile(path, file_digest(text.encode())))
    assert found.measure_picture is not None
    return float(found.measure_picture(Picture.of(CROP)))  # type: ignore[arg-type]


def test_the_source_of_a_notebooks_function_stands_alone(tmp_path: Path) -> None:
    """What it uses from around it, imports, constants and functions, comes along."""
    assert run_source(stand_alone(redness.function), tmp_path) == 1
    text = stand_alone(leaning.function)
    assert "import numpy as np" in text
    assert "WEIGHT = 2.0" in text
    assert run_source(text, tmp_path) == 2 * 51


def test_what_cannot_be_written_down_is_named() -> None:
    lookup = {"a": 1}
    space = {"lookup": lookup, "assay": assay}
    exec("def odd(image):\n    return lookup['a']\n", space)
    with pytest.raises(MetricInvalid, match="source of odd is not known"):
        stand_alone(space["odd"])  # type: ignore[arg-type]


def test_a_file_runs_only_with_the_bytes_it_is_known_by(tmp_path: Path) -> None:
    path = tmp_path / "own.py"
    path.write_text("raise SystemExit", encoding="utf-8")
    with pytest.raises(MetricInvalid, match="was changed meanwhile"):
        run_file(OwnFile(path, file_digest(b"something else")))


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("import nowhere_at_all", "cannot be run: ModuleNotFoundError"),
        ("raise SystemExit(3)", "cannot be run: SystemExit"),
        ("x = 1", "declares no metric"),
    ],
)
def test_a_file_that_is_no_metric_is_told(tmp_path: Path, source: str, told: str) -> None:
    path = tmp_path / "own.py"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(MetricInvalid, match=told):
        run_file(OwnFile(path, file_digest(source.encode())))


def test_another_source_is_another_version(tmp_path: Path) -> None:
    versions = set()
    for at in range(2):
        text = f"import assay\n\n@assay.metric()\ndef own(image):\n    return {at}\n"
        path = tmp_path / f"own{at}.py"
        path.write_text(text, encoding="utf-8")
        versions.add(run_file(OwnFile(path, file_digest(text.encode())))[0].version)
    assert len(versions) == 2


def test_trust_is_kept_with_the_user_and_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "mine"))
    assert not is_trusted("ab" * 32)
    trust("ab" * 32, told="redness.py")
    trust("ab" * 32, told="redness.py")
    assert is_trusted("ab" * 32)
    assert not is_trusted("cd" * 32)
    assert len((config_folder() / "trusted-metrics.txt").read_text(encoding="utf-8").splitlines()) == 1
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "someone-elses"))
    assert not is_trusted("ab" * 32)

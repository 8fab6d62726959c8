"""Plots in Python: a page that needs nothing else, in a frame of its own in a notebook."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import assay


def test_what_is_found_can_be_drawn_and_kept(imported: Path, tmp_path: Path) -> None:
    with assay.open(imported) as project:
        runs = project.runs
        drawing = runs.draw(
            runs.curves("small"), runs.errors("small"), runs.calibration("small"), runs.by("label", "small")
        )
    assert drawing.plots == 6
    saved = drawing.save(tmp_path / "plots.html").read_text(encoding="utf-8")
    assert saved == drawing.html
    assert saved.count("<svg") == 6
    assert "<script" not in saved


def test_a_notebook_shows_a_drawing_in_a_frame(imported: Path) -> None:
    with assay.open(imported) as project:
        drawing = project.runs.draw(project.runs.calibration("small"))
    shown = drawing._repr_html_()
    assert shown.startswith('<iframe srcdoc="')
    assert drawing.html in unescape(shown)
    assert "<svg" not in shown  # the page's style does not reach the notebook


def test_everything_found_is_a_table(imported: Path) -> None:
    with assay.open(imported) as project:
        runs = project.runs
        for found in (
            runs.curves(),
            runs.errors(),
            runs.calibration(),
            runs.by("area"),
            runs.importance(),
            runs.headline(),
            runs.compare("small", "small"),
        ):
            assert found.arrow().num_columns > 2
            assert len(found.arrow().to_pandas()) == found.arrow().num_rows

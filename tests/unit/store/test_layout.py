"""A folder is a project when its marker says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from assay.errors import ProjectDamaged, ProjectNotFound
from assay.store.layout import FORMAT, Layout


def test_the_marker_gives_a_project_its_identity(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    assert layout.write_marker() == layout.read_marker()
    assert layout.write_marker() != layout.write_marker()


@pytest.mark.parametrize("place", ["nowhere", "file.txt"])
def test_no_project(tmp_path: Path, place: str) -> None:
    (tmp_path / "file.txt").write_text("hello")
    with pytest.raises(ProjectNotFound, match=f"no project at .*{place}.*assay create"):
        Layout(tmp_path / place).read_marker()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"format = 1\n", id="no identity"),
        pytest.param(b'format = "x"\nid = "a"\n', id="text where a number should be"),
        pytest.param(b"format = [", id="broken"),
        pytest.param(b"\xff\xfe", id="not text"),
    ],
)
def test_a_damaged_marker(tmp_path: Path, content: bytes) -> None:
    layout = Layout(tmp_path)
    layout.marker.write_bytes(content)
    with pytest.raises(ProjectDamaged):
        layout.read_marker()


def test_a_project_of_a_newer_assay_is_left_alone(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.marker.write_text(f'format = {FORMAT + 1}\nid = "a"\n')
    with pytest.raises(ProjectDamaged, match="newer version of Assay"):
        layout.read_marker()

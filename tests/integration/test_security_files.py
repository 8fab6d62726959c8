"""No request reads what is not a registered image, and no image does more than be looked at (V6.9, S1, S3, X14)."""

from __future__ import annotations

import json
import os
import struct
import zlib
from pathlib import Path

import pyarrow as pa
import pytest

from assay.server.app import create_app
from assay.store.store import Store
from assay.workflows.explore.search import search
from assay.workflows.imports.import_dataset import import_dataset
from tests.integration.visitor import Visitor
from tests.unit.media.drawn import canvas, write


@pytest.fixture(scope="module")
def web(standing: Store) -> Visitor:
    return Visitor(create_app(standing))


def project_of(store: Store, folder: Path, names: list[str]) -> Visitor:
    """A server of a project that registers the files of these names in `folder`, whatever they are."""
    images = [{"id": at, "file_name": name, "width": 10, "height": 10} for at, name in enumerate(names)]
    file = folder.parent / "labels.json"
    file.write_text(json.dumps({"images": images, "annotations": [], "categories": [{"id": 1, "name": "a"}]}))
    import_dataset(store, file, images=folder)
    return Visitor(create_app(store))


# Files: by registered id only (S1, X14)


@pytest.mark.parametrize(
    "path",
    [
        "/media/images/../../../../etc/passwd",
        "/media/images/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/media/images/..%5c..%5cwin.ini",
        "/media/images//etc/passwd",
        "/media/images/file:///etc/passwd",
        "/media?filepath=/etc/passwd",
        "/media/images/0?path=/etc/passwd",
        "/media/images/0?filepath=../../secret",
        "/assets/../../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/server/app.py",
        "/..%2f..%2fpyproject.toml",
        "/etc/passwd",
        "/C:/windows/win.ini",
        "/\\\\server\\share\\file",
    ],
)
def test_no_address_reads_a_file_by_its_path(web: Visitor, path: str) -> None:
    reply = web.get(path)
    assert "root:" not in reply.text
    assert "[project]" not in reply.text
    assert "create_app" not in reply.text
    if reply.status_code == 200:  # the registered image 0, whatever else was asked; or the app's own page
        assert reply.headers["content-type"] in {"image/png", "text/html; charset=utf-8"}


def test_no_route_has_a_parameter_that_could_be_a_path(web: Visitor) -> None:
    described = web.get("/api/openapi.json").json()
    for path, methods in described["paths"].items():
        for method in methods.values():
            for parameter in method.get("parameters", []):
                assert not {"path", "file", "url", "root", "folder"} & set(parameter["name"].split("_")), path
                if parameter["in"] == "path" and parameter["name"] == "digest":
                    assert parameter["schema"]["pattern"] == "^[0-9a-f]{64}$", path
                elif parameter["in"] == "path" and parameter["name"] not in {"format", "form"}:  # of a closed list
                    version = path.startswith("/api/versions/")  # which people name; it is only looked up
                    assert parameter["schema"]["type"] == ("string" if version else "integer"), path


def test_a_link_that_leads_out_of_the_image_folder_is_not_followed(empty: Store, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    secret = write(tmp_path / "secret.png", canvas(10, 10, (0, 0, 5, 5)))
    os.symlink(secret, photos / "link.png")
    write(photos / "plain.png", canvas(10, 10, (0, 0, 5, 5)))
    web = project_of(empty, photos, ["link.png", "plain.png"])
    items = web.post("/api/search", {"dataset": 1}).json()["items"]
    for item in items:
        for address_ in (f"/media/images/{item['id']}", f"/media/images/{item['id']}?size=64"):
            reply = web.get(address_)
            if item["name"] == "link.png":
                assert reply.status_code in {403, 404}
                assert reply.content != secret.read_bytes()
            else:
                assert reply.status_code == 200


def test_an_import_reads_nothing_behind_a_link_that_leads_out(empty: Store, tmp_path: Path) -> None:
    """Not its size, not its first bytes; and it says so, rather than showing no picture later."""
    photos, outside = tmp_path / "photos", tmp_path / "outside"
    photos.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("password")
    write(outside / "real.png", canvas(10, 10, (0, 0, 5, 5)))
    write(photos / "plain.png", canvas(10, 10, (0, 0, 5, 5)))
    os.symlink(outside / "secret.txt", photos / "secret.png")
    os.symlink(outside / "real.png", photos / "real.png")
    os.symlink(photos / "plain.png", photos / "inside.png")
    report = import_dataset(empty, photos)
    rows = search(empty, "", sort="name").rows.to_pylist()
    assert [(row["file_name"], row["problem"], row["width"]) for row in rows] == [
        ("inside.png", None, 10),
        ("plain.png", None, 10),
        ("real.png", "forbidden", None),
        ("secret.png", "forbidden", None),
    ]
    assert [problem.code for problem in report.problems] == ["image-forbidden"] * 2
    assert all("leads outside its image folder" in problem.message for problem in report.problems)


def test_an_image_too_large_to_decode_is_told_at_import(empty: Store, tmp_path: Path) -> None:
    """Health counts it among the images that cannot be shown; nothing waits for a decoder to refuse it."""
    photos = tmp_path / "photos"
    photos.mkdir()
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    png = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))
    (photos / "bomb.png").write_bytes(png)
    report = import_dataset(empty, photos)
    assert [problem.code for problem in report.problems] == ["image-too-large"]
    assert "60000 x 60000 pixels" in report.problems[0].message
    rows = search(empty, 'problem = "too-large"').rows
    assert (rows["width"].to_pylist(), rows["height"].to_pylist()) == ([60_000], [60_000])


def test_a_row_whose_path_leads_out_is_refused_when_it_is_shown(store: Store) -> None:
    """Even if a hostile project file claims it: the path is checked when the file is opened."""
    with store.writer() as writer:
        row = writer.base.take("images", [0])
        at = row.schema.get_field_index("path")
        writer.upsert("images", row.set_column(at, row.schema.field(at), pa.array(["../../../../etc/passwd"])))
    reply = Visitor(create_app(store)).get("/media/images/0")
    assert (reply.status_code, reply.json()["code"]) == (403, "media-forbidden")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("page.jpg", b"<html><script>alert(1)</script></html>"),
        ("pickle.png", b"\x80\x04\x95\x1c\x00\x00\x00cos\nsystem\n(S'touch /tmp/owned'\ntR."),
        ("script.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(cat /etc/passwd) run\n"),
    ],
)
def test_what_is_no_image_is_never_sent(empty: Store, tmp_path: Path, name: str, body: bytes) -> None:
    """SVG with a script, HTML under an image's name, a pickle, PostScript: refused, not executed, not served."""
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / name).write_bytes(body)
    web = project_of(empty, photos, [name])
    item = web.post("/api/search", {"dataset": 1}).json()["items"][0]
    assert item["problem"]
    for size in ("", "?size=64", "/region?x=0&y=0&w=9&h=9"):
        reply = web.get(f"/media/images/{item['id']}{size}")
        assert reply.status_code >= 400
        assert reply.headers["content-type"] == "application/json"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert body not in reply.content


def test_a_polyglot_is_only_ever_a_picture(empty: Store, tmp_path: Path) -> None:
    """A true JPEG with a page hidden inside: sent as a picture, which no browser may take for anything else."""
    photos = tmp_path / "photos"
    photos.mkdir()
    path = write(photos / "both.jpg", canvas(100, 100, (0, 0, 5, 5)))
    path.write_bytes(path.read_bytes() + b"<html><script>alert(1)</script></html>")
    reply = project_of(empty, photos, ["both.jpg"]).get("/media/images/0")
    assert reply.headers["content-type"] == "image/jpeg"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "sandbox" in reply.headers["content-security-policy"]


def test_html_in_names_comes_back_as_text(empty: Store, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    name = '<img src=x onerror="alert(1)">.png'
    try:
        write(photos / name, canvas(10, 10, (0, 0, 5, 5)))
    except OSError:
        pytest.skip("this file system refuses such a name")
    reply = project_of(empty, photos, [name]).post("/api/search", {"dataset": 1})
    assert reply.headers["content-type"] == "application/json"
    assert reply.json()["items"][0]["name"] == name


def test_a_bomb_is_refused_in_words(empty: Store, tmp_path: Path) -> None:
    """V6.9: 50,000 x 50,000 pixels; tests/unit/media/test_bombs.py measures the memory."""
    photos = tmp_path / "photos"
    photos.mkdir()
    header = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    data = b"IDAT" + zlib.compress(bytes(1_000_000)) * 3
    chunks = [struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (header, data, b"IEND")]
    (photos / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    web = project_of(empty, photos, ["bomb.png"])
    for size in ("", "?size=64", "/region?x=0&y=0&w=9&h=9"):
        reply = web.get(f"/media/images/0{size}")
        assert (reply.status_code, reply.json()["code"]) == (413, "media-too-large")
        assert "50000 x 50000" in reply.json()["message"]

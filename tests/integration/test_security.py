"""Each attack of V6.9 and S1-S3 is tried, and comes to nothing."""

from __future__ import annotations

import json
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from assay.errors import OriginRefused, RequestTooLarge, TokenRequired
from assay.server.access import origin_matches, token_proof
from assay.server.app import create_app
from assay.server.problems import problem_body, status_of
from assay.server.serve import address, secured
from assay.server.settings import Settings, from_environment, is_loopback
from assay.store.store import Store
from assay.workflows.import_dataset import import_dataset
from tests.integration.visitor import Visitor
from tests.unit.media.drawn import canvas, write

TOKEN = "correct-horse-battery-staple"


@pytest.fixture(scope="module")
def web(standing: Store) -> Visitor:
    """A visitor of a server on this machine, without a token."""
    return Visitor(create_app(standing))


@pytest.fixture(scope="module")
def guarded(standing: Store) -> Visitor:
    """A visitor of a server that the network can reach."""
    return Visitor(create_app(standing, Settings(host="0.0.0.0", token=TOKEN)), base="http://team.example:8484")


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
                if parameter["in"] == "path" and parameter["name"] != "format":
                    assert parameter["schema"]["type"] == "integer", path


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


def test_a_row_whose_path_leads_out_is_refused_when_it_is_shown(store: Store) -> None:
    """Even if a hostile project file claims it: the path is checked when the file is opened."""
    import pyarrow as pa

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


# Hosts and other sites


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8484", "127.0.0.1:8484", "[::1]:8484", "127.0.0.2", "LOCALHOST"]
)
def test_names_of_this_machine_are_answered(web: Visitor, host: str) -> None:
    assert web.get("/api/project", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8484", "127.0.0.1.evil.example", "localhost.evil.example", "", "192.168.1.5", "[::"],
)
def test_a_rebound_name_is_refused(web: Visitor, host: str) -> None:
    """DNS rebinding: the attacker's name resolves to 127.0.0.1, but it is still the attacker's name."""
    for path in ("/api/project", "/media/images/0", "/"):
        reply = web.get(path, headers={"Host": host})
        assert (reply.status_code, reply.json()["code"]) == (403, "origin-refused")


def test_a_proxy_on_this_machine_can_be_allowed_by_name(standing: Store) -> None:
    web = Visitor(create_app(standing, Settings(allowed_hosts=frozenset({"hub.example"}))))
    assert web.get("/api/project", headers={"Host": "hub.example"}).status_code == 200
    assert web.get("/api/project", headers={"Host": "evil.example"}).status_code == 403


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://localhost.evil.example", "null", "http://localhost:9999", "file://"]
)
def test_another_site_cannot_make_changes(web: Visitor, origin: str) -> None:
    reply = web.post("/api/undo", headers={"Origin": origin})
    assert (reply.status_code, reply.json()["code"]) == (403, "origin-refused")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_scripts_forms_and_pictures_of_another_site_are_refused(web: Visitor, site: str, method: str) -> None:
    """Even a picture: its size alone would tell the other site something."""
    for path in ("/api/project", "/media/images/0", "/api/undo"):
        reply = web.send(method, path, headers={"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"})
        assert reply.status_code == 403


def test_a_form_of_another_site_is_refused(web: Visitor) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Origin": "http://evil.example"}
    assert web.post("/api/undo", headers=headers).status_code == 403


def test_a_link_on_another_site_opens_the_app(web: Visitor) -> None:
    reply = web.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert reply.status_code in {200, 503}


def test_the_app_itself_and_programs_may_make_changes(web: Visitor) -> None:
    for headers in (
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost:8484"},
        {"Origin": "http://localhost:8484"},
        {},  # no browser
    ):
        assert web.post("/api/undo", headers=headers).status_code == 409  # let in: there is nothing to undo


@pytest.mark.parametrize(
    ("origin", "host", "same"),
    [
        ("http://localhost:8484", "localhost:8484", True),
        ("https://hub.example", "hub.example", True),
        ("HTTP://LOCALHOST:8484", "localhost:8484", True),
        ("http://localhost:8484", "localhost:9999", False),
        ("http://localhost", "localhost:8484", False),
        ("https://team.example", "inner:8484", True),
        ("null", "localhost:8484", False),
        ("javascript://localhost:8484", "localhost:8484", False),
        ("", "", False),
    ],
)
def test_origins(origin: str, host: str, same: bool) -> None:
    assert origin_matches(origin, host, frozenset({"team.example"})) is same


# The token (S2)


def test_without_the_token_nothing_is_told(guarded: Visitor) -> None:
    for path in ("/api/project", "/media/images/0", "/", "/api/openapi.json", "/assets/app.js"):
        reply = guarded.get(path)
        assert (reply.status_code, reply.json()["code"]) == (401, "token-required")
    assert guarded.post("/api/undo").status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "Bearer wrong",
        "Bearer ",
        "Bearer",
        f"Basic {TOKEN}",
        TOKEN,
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        "Bearer é",
    ],
)
def test_a_wrong_token_is_none(guarded: Visitor, header: str) -> None:
    assert guarded.get("/api/project", headers={"Authorization": header.encode("utf-8")}).status_code == 401  # type: ignore[dict-item]


def test_the_token_lets_in_as_a_header(guarded: Visitor) -> None:
    assert guarded.get("/api/project", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_the_printed_address_lets_a_browser_in(guarded: Visitor) -> None:
    """A visit of /?token=… leaves a cookie and goes on to the same page without the token."""
    reply = guarded.get(f"/explore?query=a%3D1&token={TOKEN}")
    assert reply.status_code == 200
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    assert 'content="0;url=?query=a%3D1"' in reply.text
    assert TOKEN not in reply.text
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert reply.headers["cache-control"] == "no-store"
    value = cookie.partition(";")[0]
    assert guarded.get("/api/project", headers={"Cookie": value}).status_code == 200
    assert guarded.get("/api/project", headers={"Cookie": "other=1; " + value}).status_code == 200


@pytest.mark.parametrize(
    "cookie", ["assay_8484=wrong", "assay_8484=", f"assay_8484={TOKEN}", "assay_9999={}", ";;;=", "\x01"]
)
def test_a_wrong_cookie_is_none(guarded: Visitor, cookie: str) -> None:
    """The cookie holds a proof, so the token itself is no cookie; nor is another port's."""
    value = cookie.format(token_proof(TOKEN))
    assert guarded.get("/api/project", headers={"Cookie": value}).status_code == 401


def test_a_wrong_token_in_the_address_is_none(guarded: Visitor) -> None:
    for query in ("token=wrong", "token=", f"tokens={TOKEN}", f"token[]={TOKEN}"):
        reply = guarded.get(f"/?{query}", headers={"Accept": "text/html"})
        assert reply.status_code == 401
        assert "set-cookie" not in reply.headers
        assert "token" in reply.text  # a page that says what to do


def test_the_token_is_no_way_around_another_sites_refusal(guarded: Visitor) -> None:
    headers = {"Cookie": f"assay_8484={token_proof(TOKEN)}", "Origin": "http://evil.example"}
    assert guarded.post("/api/undo", headers=headers).status_code == 403


def test_behind_tls_the_cookie_is_sent_over_tls_only(guarded: Visitor) -> None:
    assert "Secure" in guarded.get(f"/?token={TOKEN}", headers={"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert "Secure" not in guarded.get(f"/?token={TOKEN}").headers["set-cookie"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "10.0.0.1", "team.example", "localhost.evil.example"])
def test_every_address_but_loopback_gets_a_token(host: str) -> None:
    """S2: nobody can forget it."""
    first, second = secured(Settings(host=host)), secured(Settings(host=host))
    assert first.token is not None
    assert len(first.token) >= 32
    assert first.token != second.token
    assert f"?token={first.token}" in address(first)
    assert secured(Settings(host=host, token=TOKEN)).token == TOKEN


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.9.1"])
def test_loopback_needs_none(host: str) -> None:
    assert is_loopback(host)
    assert secured(Settings(host=host)).token is None


def test_settings_come_from_the_environment_and_flags_win() -> None:
    environment = {"ASSAY_TOKEN": "one", "ASSAY_ALLOWED_HOSTS": "Hub.example, ,b.example"}
    assert from_environment(environment, host=None).token == "one"
    assert from_environment(environment, token="two").token == "two"
    assert from_environment(environment).allowed_hosts == {"hub.example", "b.example"}
    assert from_environment({}) == Settings()


# Requests without end, and what replies carry


def test_a_body_beyond_the_bound_is_refused(standing: Store) -> None:
    web = Visitor(create_app(standing, Settings(body_bytes=1_000)))
    reply = web.post("/api/search", {"dataset": 1, "query": "x" * 2_000})
    assert (reply.status_code, reply.json()["code"]) == (413, "request-too-large")


def test_a_chunked_body_beyond_the_bound_is_cut_off(standing: Store) -> None:
    web = Visitor(create_app(standing, Settings(body_bytes=1_000)))

    async def endless() -> Any:
        for _ in range(1_000):
            yield b" " * 1_000

    reply = web.send("POST", "/api/search", content=endless(), headers={"Content-Type": "application/json"})
    assert reply.status_code in {400, 413}


def test_a_query_without_end_is_refused(web: Visitor) -> None:
    assert web.post("/api/search", {"dataset": 1, "query": "x" * 10_001}).status_code == 422
    assert web.post("/api/search", {"dataset": 1, "limit": 100_000}).status_code == 422


def test_every_reply_tells_the_browser_to_keep_it_to_itself(web: Visitor, guarded: Visitor) -> None:
    replies = [web.get(path) for path in ("/api/project", "/media/images/0?size=64", "/", "/api/nothing")]
    for reply in [*replies, web.get("/", headers={"Host": "evil.example"}), guarded.get("/")]:
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "no-referrer"
        assert reply.headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors" in reply.headers["content-security-policy"]
        assert "access-control-allow-origin" not in reply.headers


def test_errors_of_access_have_their_own_codes() -> None:
    for error, status in ((TokenRequired("x"), 401), (OriginRefused("x"), 403), (RequestTooLarge("x"), 413)):
        assert status_of(error) == status
        assert problem_body(error)["code"] == error.code

"""The built web app: every address of the app is its page, wherever a proxy put it (P10, V6.8)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from assay.server.app import create_app
from assay.store.store import Store
from tests.integration.visitor import Visitor

PAGE = (
    '<!doctype html><html><head><meta charset="utf-8"><script>theme()</script>'
    '<script type="module" src="./assets/app-1.js"></script></head><body></body></html>'
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    (folder / "assets").mkdir()
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "app-1.js").write_text("export const much = 1;\n" * 500)
    (folder / "assets" / "inter.woff2").write_bytes(b"wOF2" + bytes(100))
    (folder / "icon.svg").write_text("<svg/>")
    (folder.parent / "outside.txt").write_text("secret")
    return folder


@pytest.fixture(scope="module")
def web(standing: Store, bundle: Path) -> Visitor:
    return Visitor(create_app(standing, bundle=bundle))


@pytest.mark.parametrize("path", ["/", "/explore", "/explore?query=a%20%3E%203", "/issues/wrong_class", "/index.html"])
def test_every_address_of_the_app_is_its_page(web: Visitor, path: str) -> None:
    reply = web.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "headers", "base"),
    [
        ("/", {}, "./"),
        ("/explore", {}, "./"),
        ("/issues/wrong_class", {}, "../"),
        ("/a/b/c", {}, "../../"),
        ("/explore", {"X-Forwarded-Prefix": "/user/x/proxy/8000"}, "/user/x/proxy/8000/"),
        ("/explore", {"X-Forwarded-Prefix": "/user/x/proxy/8000/"}, "/user/x/proxy/8000/"),
        ("/explore", {"X-Forwarded-Context": "/hub"}, "/hub/"),
        ("/explore", {"X-Forwarded-Prefix": '/"><script>alert(1)</script>'}, "./"),
        ("/explore", {"X-Forwarded-Prefix": "https://evil.example"}, "./"),
        ("/explore", {"X-Forwarded-Prefix": "//evil.example"}, "./"),
    ],
)
def test_relative_addresses_start_where_the_app_is_mounted(
    web: Visitor, path: str, headers: dict[str, str], base: str
) -> None:
    """V6.8: behind a prefix with or without a header that tells of it; and a header cannot smuggle anything in."""
    assert f'<head><base href="{base}">' in web.get(path, headers=headers).text


def test_only_the_apps_own_scripts_may_run(web: Visitor) -> None:
    policy = web.get("/").headers["content-security-policy"]
    script_rule = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "'unsafe-inline'" not in script_rule
    assert "'unsafe-eval'" not in script_rule
    assert "'sha256-" in script_rule  # of the inline script that stands in the page
    assert "http" not in policy
    assert "object-src 'none'" in policy


def test_files_come_with_their_type_and_for_good(web: Visitor) -> None:
    script = web.get("/assets/app-1.js", headers={"Accept-Encoding": "identity"})
    assert script.headers["content-type"].startswith("text/javascript")
    assert "immutable" in script.headers["cache-control"]
    font = web.get("/assets/inter.woff2")
    assert font.headers["content-type"] == "font/woff2"
    assert web.get("/icon.svg").headers["cache-control"] == "public, max-age=3600"


def test_files_are_compressed_for_who_can_read_it(web: Visitor) -> None:
    packed = web.get("/assets/app-1.js", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 500
    assert packed.text.startswith("export")
    assert "content-encoding" not in web.get("/assets/inter.woff2").headers


@pytest.mark.parametrize("path", ["/assets/gone.js", "/assets/../../outside.txt", "/api/gone", "/media/gone"])
def test_what_is_no_address_of_the_app_is_not_its_page(web: Visitor, path: str) -> None:
    """A missing script answered with a page would be an error nobody understands."""
    reply = web.get(path)
    assert reply.status_code == 404 or "secret" not in reply.text
    if path != "/assets/../../outside.txt":
        assert reply.json()["code"] == "not-found"


def test_without_a_bundle_the_page_says_how_to_build_it(standing: Store, tmp_path: Path) -> None:
    web = Visitor(create_app(standing, bundle=tmp_path / "nothing"))
    reply = web.get("/")
    assert reply.status_code == 503
    assert "make web" in reply.text
    assert web.get("/api/project").status_code == 200


def test_json_is_compressed_for_the_network_only(standing: Store) -> None:
    """On one machine compressing costs more than it saves; behind a proxy the reader is elsewhere."""
    web = Visitor(create_app(standing))
    body = {"dataset": 1}
    near = web.post("/api/search", body, headers={"Accept-Encoding": "gzip"})
    far = web.post("/api/search", body, headers={"Accept-Encoding": "gzip", "X-Forwarded-For": "10.0.0.7"})
    assert "content-encoding" not in near.headers
    assert far.headers["content-encoding"] == "gzip"
    assert far.json() == near.json()
    assert len(gzip.compress(near.content)) < len(near.content) / 3

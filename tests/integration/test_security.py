"""Who is let in: hosts, other sites, the token, requests without end (S2); each attack is tried."""

from __future__ import annotations

from typing import Any

import pytest

from assay.errors import OriginRefused, OutputUnwritable, RequestTooLarge, TokenRequired
from assay.server.access import origin_matches, token_proof
from assay.server.app import create_app
from assay.server.problems import problem_body, status_of
from assay.server.serve import address, secured
from assay.server.settings import Settings, from_environment, is_loopback
from assay.store.store import Store
from tests.integration.visitor import Visitor

TOKEN = "correct-horse-battery-staple"


@pytest.fixture(scope="module")
def web(standing: Store) -> Visitor:
    """A visitor of a server on this machine, without a token."""
    return Visitor(create_app(standing))


@pytest.fixture(scope="module")
def guarded(standing: Store) -> Visitor:
    """A visitor of a server that the network can reach."""
    return Visitor(create_app(standing, Settings(host="0.0.0.0", token=TOKEN)), base="http://team.example:8484")


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


def test_where_the_project_lies_is_told_on_this_machine_alone(standing: Store, web: Visitor, guarded: Visitor) -> None:
    """Commands for the shell need the folder; who looks on from elsewhere has no shell here."""
    header = {"authorization": f"Bearer {TOKEN}"}
    assert web.get("/api/project").json()["folder"] == str(standing.path)
    assert guarded.get("/api/project", headers=header).json()["folder"] == standing.path.name


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


def test_the_page_that_asks_for_the_token_says_which_was_wrong_and_keeps_the_place(guarded: Visitor) -> None:
    asks = {"Accept": "text/html"}
    assert "not the token" not in guarded.get("/explore?q=a", headers=asks).text
    assert "not the token" not in guarded.get("/explore?token=", headers=asks).text
    wrong = guarded.get("/explore?token=wr%22ong&q=%22%3E%3Cb%3E", headers=asks).text
    assert "That is not the token of this server." in wrong
    assert '<input type="hidden" name="q" value="&quot;&gt;&lt;b&gt;">' in wrong
    assert "wr" not in wrong.partition("<form")[2], "a wrong token is not written back"


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


def test_a_server_that_cannot_write_an_export_says_that_it_is_its_own_fault() -> None:
    assert status_of(OutputUnwritable("x")) == 507

"""A real server in a process of its own, spoken to over a real socket."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assay.errors import AddressTaken
from assay.server.serve import serve
from assay.server.settings import Settings
from assay.store.store import Store

_SERVE = """
import sys
from pathlib import Path
from assay.server.serve import serve
from assay.server.settings import from_environment
from assay.store.store import Store
settings = from_environment(host=sys.argv[2], port=0)
serve(lambda: Store.open(Path(sys.argv[1])), settings, announce=lambda address: print(address, flush=True))
"""


class Server:
    """A running server: the address it announced, and its port."""

    def __init__(self, project: Path, host: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(project), host], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        found = re.search(r":(\d+)/", self.address)
        assert found is not None, "the server did not start"
        self.port = int(found[1])

    def ask(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body of a GET; `path` goes out exactly as it is written."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        reply = connection.getresponse()
        answer = reply.status, reply.read()
        connection.close()
        return answer

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C does; its exit code."""
        self.process.terminate()
        code = self.process.wait(timeout=20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def server(standing: Store) -> Iterator[Server]:
    running = Server(standing.path, "127.0.0.1")
    yield running
    running.stop()


def test_it_announces_where_it_listens_and_answers_there(server: Server) -> None:
    assert server.address == f"http://127.0.0.1:{server.port}/"
    status, body = server.ask("/api/project")
    assert status == 200
    assert json.loads(body)["name"] == "toy"


@pytest.mark.parametrize(
    "path",
    [
        "/media/images/../../../../../../etc/passwd",
        "/media/images/0/../../../../etc/passwd",
        "/media/images/%2e%2e/%2e%2e/etc/passwd",
        "/../../../../etc/passwd",
        "/assets/..%2f..%2f..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/media/images/0%00.png",
    ],
)
def test_paths_that_no_client_tidied_up_lead_nowhere(server: Server, path: str) -> None:
    """Browsers resolve `..` before they send it; an attacker does not."""
    status, body = server.ask(path)
    assert b"root:" not in body
    assert status in {404, 422, 503} or b"<html" in body


def test_a_foreign_host_is_refused_over_the_wire(server: Server) -> None:
    assert server.ask("/api/project", Host="evil.example")[0] == 403


def test_pictures_come_at_once(server: Server) -> None:
    """No 40 ms wait for an acknowledgement (Nagle) on connections that stay open, as browsers keep them."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    took = []
    for _ in range(21):
        start = time.perf_counter()
        connection.request("GET", "/media/images/0?size=128")
        assert len(connection.getresponse().read()) > 100
        took.append(time.perf_counter() - start)
    connection.close()
    assert min(took) < 0.035  # with the wait, even the quickest takes 40 ms


def test_many_ask_at_once(server: Server) -> None:
    """Six connections as a browser has, thumbnails, crops and searches mixed: every one is answered, and rightly."""
    paths = [f"/media/images/{n % 12}?size=64" for n in range(60)]
    paths += [f"/media/labels/{n}/crop?size=128" for n in range(20)]
    paths += ["/api/project"] * 20
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(server.ask, paths))
    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers[80:]}) == 1


def test_a_slow_sender_holds_nobody_up(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as slow:
        slow.sendall(b"POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        assert server.ask("/api/project")[0] == 200


def test_on_every_address_it_makes_up_a_token_and_demands_it(standing: Store) -> None:
    """S2: bound to the network, nobody gets in but by the address that was printed."""
    running = Server(standing.path, "0.0.0.0")
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32,}", running.address)
        token = running.address.partition("token=")[2]
        assert running.ask("/api/project")[0] == 401
        assert running.ask("/media/images/0")[0] == 401
        assert running.ask("/api/project", Authorization="Bearer wrong")[0] == 401
        assert running.ask("/api/project", Authorization=f"Bearer {token}")[0] == 200
    finally:
        running.stop()


def test_it_ends_when_it_is_told_to(standing: Store) -> None:
    running = Server(standing.path, "127.0.0.1")
    assert running.ask("/api/project")[0] == 200
    assert running.stop() in {0, -15, 143}


@pytest.mark.parametrize(("host", "told"), [("127.0.0.1", "in use"), ("203.0.113.7", ""), ("no such host", "")])
def test_an_address_that_cannot_be_had_is_told(standing: Store, server: Server, host: str, told: str) -> None:
    with pytest.raises(AddressTaken, match=re.escape(f"{host}:{server.port}")) as refused:
        serve(lambda: Store.open(standing.path), Settings(host=host, port=server.port, token="known"))
    assert told in refused.value.message

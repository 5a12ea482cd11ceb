"""What becomes of a connection whose request was refused before all of it had come."""

from __future__ import annotations

import select
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.fixtures.server import ServerProcess, running_server, sqlite_server

__all__ = ["running_server", "sqlite_server"]


@pytest.mark.parametrize("path", ["/organizer/small-fair/plan/draft", "/api/v1/submissions/x"])
def test_request_refused_before_its_body_came_leaves_the_connection_usable(
    sqlite_server: ServerProcess, path: str
) -> None:
    url = urlsplit(sqlite_server.base_url)
    body = b'{"number": 0}' + b" " * 100_000
    with closing(HTTPConnection(url.netloc, timeout=30)) as connection:
        connection.putrequest("POST", path)
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        connection.auto_open = 0  # this connection, and no new one
        assert not select.select([connection.sock], [], [], 0.3)[0], "answered, with nothing of the body read"
        connection.send(body)
        refused = connection.getresponse()
        refused.read()
        assert 400 <= refused.status < 500
        connection.request("GET", "/nothing")
        assert connection.getresponse().status == 404

"""Only our own coded problem bodies refuse, distrust or stop; anything else, whatever its status, is Unreachable."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from jobfair.errors import Incompatible, NotTrusted, Refused, Unreachable
from jobfair.ids import new_id
from jobfair.sealing import Signed, digest_of
from jobfair.wire import DIGEST_HEADER, PROBLEM, SEALED, WIRE_HEADER, Door, Problem, ProblemCode
from kiosk import server_client
from kiosk.server_client import HttpServer


@dataclass
class Answers:
    """What the other side says next, and what it was asked."""

    status: int = 200
    media_type: str = "application/json"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def client(answers: Answers) -> Iterator[HttpServer]:
    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answers.asked.append((self.command, self.path, dict(self.headers), body))
            self.send_response(answers.status)
            self.send_header("Content-Type", answers.media_type)
            self.send_header("Content-Length", str(len(answers.body) if answers.length is None else answers.length))
            for name, value in answers.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answers.body)

        do_GET = do_PUT = do_POST = answer

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    found = HttpServer(f"http://127.0.0.1:{server.server_address[1]}", "token")
    yield found
    found.close()
    server.shutdown()
    server.server_close()
    thread.join()


def problem(answers: Answers, code: ProblemCode, status: int, **headers: str) -> None:
    answers.status, answers.media_type, answers.headers = status, PROBLEM, headers
    answers.body = Problem(title="t", status=status, code=code).model_dump_json().encode()


def deliver(client: HttpServer) -> None:
    client.deliver(Door.SUBMISSIONS, new_id(), b"sealed")


SIGNED = Signed(payload="{}", key="k", signature="s").model_dump_json().encode()


def test_delivery_when_sent_carries_type_digest_version_and_token(client: HttpServer, answers: Answers) -> None:
    answers.status, answers.body = 201, SIGNED
    item_id = new_id()
    assert client.deliver(Door.RESUMES, item_id, b"sealed").receipt.payload == "{}"
    ((method, path, headers, body),) = answers.asked
    assert (method, path, body) == ("PUT", f"/api/v1/resumes/{item_id}", b"sealed")
    assert headers["Content-Type"] == SEALED
    assert headers[DIGEST_HEADER] == digest_of(b"sealed")
    assert headers[WIRE_HEADER] == "1"
    assert headers["Authorization"] == "Bearer token"


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        (ProblemCode.NOT_AUTHENTICATED, 401, NotTrusted),
        (ProblemCode.REVOKED, 401, NotTrusted),
        (ProblemCode.NOT_ALLOWED, 403, NotTrusted),
        (ProblemCode.WIRE_VERSION, 400, Incompatible),
        (ProblemCode.OTHER_BYTES, 409, Refused),
        (ProblemCode.TOO_LARGE, 413, Refused),
        (ProblemCode.WRONG_TYPE, 415, Refused),
        (ProblemCode.BAD_ENVELOPE, 422, Refused),
        (ProblemCode.UNKNOWN_KEY, 422, Refused),
        (ProblemCode.INVALID, 422, Refused),
        (ProblemCode.NOT_FOUND, 404, Refused),
        (ProblemCode.BAD_DIGEST, 400, Unreachable),
        (ProblemCode.BUSY, 429, Unreachable),
        (ProblemCode.UNAVAILABLE, 503, Unreachable),
    ],
)
def test_our_problem_when_answered_is_what_the_wire_says(
    client: HttpServer, answers: Answers, code: ProblemCode, status: int, kind: type[Exception]
) -> None:
    problem(answers, code, status)
    with pytest.raises(kind) as caught:
        deliver(client)
    if isinstance(caught.value, Refused):
        assert caught.value.reason == code


def test_busy_server_when_it_names_a_time_is_heard(client: HttpServer, answers: Answers) -> None:
    problem(answers, ProblemCode.BUSY, 429, **{"Retry-After": "17"})
    with pytest.raises(Unreachable) as caught:
        deliver(client)
    assert (caught.value.retry_after, caught.value.busy) == (17, True)
    problem(answers, ProblemCode.UNAVAILABLE, 503, **{"Retry-After": "30"})
    with pytest.raises(Unreachable) as caught:
        deliver(client)
    assert (caught.value.retry_after, caught.value.busy) == (30, False)


@pytest.mark.parametrize(
    ("status", "named", "heard"),
    [(503, "120", 120), (429, "120", 120), (503, "86400", 300), (502, "120", None), (503, "tomorrow", None)],
)
def test_proxy_when_it_names_a_time_is_heard_up_to_five_minutes_and_is_not_the_server(
    client: HttpServer, answers: Answers, status: int, named: str, heard: float | None
) -> None:
    answers.status, answers.media_type, answers.body = status, "text/html", b"<h1>Too many requests</h1>"
    answers.headers = {"Retry-After": named}
    with pytest.raises(Unreachable) as caught:
        deliver(client)
    assert (caught.value.retry_after, caught.value.busy) == (heard, False)


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (200, "text/html", b"<html>Welcome to the hotel</html>"),
        (200, "application/json", b"<html>"),
        (200, "application/json", b'{"ok": true}'),
        (200, "", SIGNED),
        (302, "text/html", b""),
        (401, "text/html", b"log in"),
        (403, "application/json", b'{"code": "revoked"}'),
        (403, PROBLEM, b'{"title": "Forbidden", "status": 403}'),
        (403, PROBLEM, b'{"title": "t", "status": 403, "code": "portal"}'),
        (200, PROBLEM, b'{"title": "t", "status": 403, "code": "revoked"}'),
        (413, "text/html", b"too large, says the proxy"),
        (500, "text/plain", b"oops"),
        (204, "application/json", b""),
    ],
)
def test_answer_that_is_not_ours_is_unreachable_whatever_its_status(
    client: HttpServer, answers: Answers, status: int, media_type: str, body: bytes
) -> None:
    answers.status, answers.media_type, answers.body = status, media_type, body
    answers.headers = {"Location": "http://127.0.0.1:9/login"} if status == 302 else {}
    for ask in (lambda: deliver(client), client.manifest, lambda: client.cards(0), lambda: client.part("0" * 64)):
        with pytest.raises(Unreachable):
            ask()


def test_body_cut_short_or_endless_is_unreachable(
    client: HttpServer, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.body, answers.length = SIGNED, len(SIGNED) + 10
    monkeypatch.setattr(server_client, "READ_SECONDS", 0.5)
    with pytest.raises(Unreachable):
        deliver(client)
    answers.length = None
    monkeypatch.setattr(server_client, "MESSAGE_BYTES", 10)
    with pytest.raises(Unreachable, match="too long"):
        deliver(client)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("at_once", "dripped"),
    [
        (b"", b"H"),
        (HEAD, b"X-Endless: 1\r\n"),
        (HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
        (HEAD + b"Connection: close\r\n\r\n", b" "),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    ],
)
def test_answer_that_drips_is_cut_when_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch, at_once: bytes, dripped: bytes
) -> None:
    """Every read is in time, so that only the limit of the whole request can end it."""
    monkeypatch.setattr(server_client, "WHOLE_SECONDS", 0.3)
    gone = threading.Event()

    def drip() -> None:
        connection, _ = listening.accept()
        with connection:
            try:
                connection.sendall(at_once)
                while not gone.wait(0.02):
                    connection.sendall(dripped)
            except OSError:
                gone.set()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        dripping = threading.Thread(target=drip)
        dripping.start()
        client = HttpServer(f"http://127.0.0.1:{listening.getsockname()[1]}")
        try:
            with pytest.raises(Unreachable, match="takes too long"):
                client.manifest()
            assert gone.wait(20), "the connection was left open"
        finally:
            gone.set()
            client.close()
            dripping.join()


def test_part_when_damaged_on_the_way_is_unreachable(client: HttpServer, answers: Answers) -> None:
    answers.media_type, answers.body = "application/octet-stream", b"part"
    assert client.part(digest_of(b"part")) == b"part"
    with pytest.raises(Unreachable, match="damaged"):
        client.part(digest_of(b"other"))


def test_nobody_there_is_unreachable() -> None:
    client = HttpServer("http://127.0.0.1:9")
    with pytest.raises(Unreachable):
        client.manifest()
    client.close()

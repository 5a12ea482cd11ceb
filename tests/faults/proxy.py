"""A TCP proxy between a kiosk and the server that does what networks do, by a seeded schedule.

::

    with FaultProxy(server.port, seed=7) as proxy:      # fair weather
        proxy.storm = True                              # from now on each request meets one of KINDS at random
        proxy.met["cut_response"]                       # how many deliveries

It speaks as much HTTP as it needs to tell one request from the next on a kept connection. The kinds come from a
shuffled bag, so that none is missing in a long enough run.
"""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from types import TracebackType

KINDS = (
    "calm",
    "refuse",
    "delay",
    "cut_request",
    "cut_response",
    "cut_headers",
    "duplicate",
    "twice_at_once",
    "error_500",
    "too_many_429",
    "page_200",
    "portal_403",
    "stranger_403",
    "answer_lost_500",
    "half_open",
)
_CALM_SHARE = {True: 8, False: 45}  # so many calm requests in each bag: nothing is delivered after a lost heartbeat
_PAGE = "<!doctype html><title>Hotel</title><p>Welcome! Please log in to use the network."
_STRANGER = '{"type":"about:blank","title":"Forbidden","status":403,"detail":"blocked by policy"}'
_CLOSED_SECONDS = 0.15


def _answer(status: str, body: str, media_type: str = "text/html; charset=utf-8", more: str = "") -> bytes:
    data = body.encode()
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(data)}\r\n{more}\r\n".encode() + data
    )


ANSWERS = {
    "error_500": _answer("500 Internal Server Error", "<h1>Server Error</h1>"),
    "too_many_429": _answer("429 Too Many Requests", "<h1>Slow down</h1>", more="Retry-After: 1\r\n"),
    "page_200": _answer("200 OK", _PAGE),
    "portal_403": _answer("403 Forbidden", _PAGE),
    "stranger_403": _answer("403 Forbidden", _STRANGER, "application/problem+json"),
    "answer_lost_500": _answer("502 Bad Gateway", "<h1>Bad gateway</h1>"),
}


class _Gone(Exception):
    """One of both sides is no longer there."""


class FaultProxy:
    """Listens on a port of its own. ``upstream`` may be changed while it runs (the server came back elsewhere)."""

    def __init__(self, upstream: int, seed: int) -> None:
        self.upstream = upstream
        self.storm = False
        self.met: Counter[str] = Counter()
        self.requests = 0
        self.chances = random.Random(seed)
        self._bags: dict[bool, list[str]] = {True: [], False: []}
        self._guard = threading.Lock()
        self._closing = threading.Event()
        self._sockets: set[socket.socket] = set()
        self._shut = threading.Event()
        self._listener = self._listen(0)
        self.port: int = self._listener.getsockname()[1]
        self._acceptor = threading.Thread(target=self._accept, name="fault proxy", daemon=True)
        self._acceptor.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> FaultProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._closing.set()
        self._acceptor.join(5)
        self._listener.close()
        with self._guard:
            held = list(self._sockets)
        for one in held:
            _reset(one)

    # --- the door

    def _listen(self, port: int) -> socket.socket:
        found = socket.socket()
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind(("127.0.0.1", port))
        found.listen(64)
        found.settimeout(0.05)
        return found

    def _accept(self) -> None:
        while not self._closing.is_set():
            if self._shut.is_set():  # nobody listens here: a real "connection refused"
                self._listener.close()
                self._closing.wait(_CLOSED_SECONDS)
                self._shut.clear()
                self._listener = self._listen(self.port)
            try:
                client, _ = self._listener.accept()
            except TimeoutError:
                continue
            client.setblocking(True)
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._held(client):
            try:
                while not self._closing.is_set():
                    request = _read_message(client)
                    kind = self._next(delivery=request.startswith(b"PUT"))
                    self._handle(kind, client, request)
            except (_Gone, OSError):
                _reset(client)

    def _next(self, delivery: bool) -> str:
        with self._guard:
            if not self.storm:
                return "calm"
            self.requests += 1
            bag = self._bags[delivery]
            if not bag:
                bag += [*KINDS, *["calm"] * _CALM_SHARE[delivery]]
                self.chances.shuffle(bag)
            kind = bag.pop()
            if delivery:
                self.met[kind] += 1
            return kind

    def _between(self, low: float, high: float) -> float:
        with self._guard:
            return self.chances.uniform(low, high)

    # --- one request

    def _handle(self, kind: str, client: socket.socket, request: bytes) -> None:
        match kind:
            case "calm":
                client.sendall(self._asked(request))
            case "refuse":
                self._shut.set()
                raise _Gone
            case "delay":
                self._closing.wait(self._between(0.05, 0.4))
                answer = self._asked(request)
                self._closing.wait(self._between(0.05, 0.4))
                client.sendall(answer)
            case "cut_request":
                with self._connected() as upstream:
                    upstream.sendall(request[: int(self._between(1, len(request)))])
                    _reset(upstream)
                raise _Gone
            case "cut_response" | "cut_headers":
                answer = self._asked(request)
                body = answer.index(b"\r\n\r\n") + 4
                low, high = (body, len(answer)) if kind == "cut_response" else (1, body)
                client.sendall(answer[: int(self._between(low, high))])
                client.shutdown(socket.SHUT_RDWR)
                raise _Gone
            case "duplicate":
                first = self._asked(request)
                self._asked(request)
                client.sendall(first)
            case "twice_at_once":
                other = threading.Thread(target=self._asked_alone, args=(request,), daemon=True)
                other.start()
                answer = self._asked(request)
                other.join(30)
                client.sendall(answer)
            case "answer_lost_500":
                self._asked(request)
                client.sendall(ANSWERS[kind])
            case "half_open":
                _until_gone(client, self._closing)
                raise _Gone
            case _:
                client.sendall(ANSWERS[kind])

    def _asked_alone(self, request: bytes) -> None:
        with contextlib.suppress(_Gone, OSError):
            self._asked(request)

    def _asked(self, request: bytes) -> bytes:
        """The server's whole answer. Raises _Gone where it gives none."""
        with self._connected() as upstream:
            upstream.sendall(request)
            return _read_message(upstream)

    def _connected(self) -> contextlib.AbstractContextManager[socket.socket]:
        return self._held(socket.create_connection(("127.0.0.1", self.upstream), timeout=60))

    @contextlib.contextmanager
    def _held(self, one: socket.socket):  # type: ignore[no-untyped-def]
        with self._guard:
            self._sockets.add(one)
        try:
            yield one
        finally:
            with self._guard:
                self._sockets.discard(one)
            one.close()


def _reset(one: socket.socket) -> None:
    """Closes without a farewell: the other side reads "connection reset"."""
    with contextlib.suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.shutdown(socket.SHUT_RDWR)


def _until_gone(client: socket.socket, closing: threading.Event) -> None:
    client.settimeout(0.1)
    while not closing.is_set():
        try:
            if not client.recv(4096):
                return
        except TimeoutError:
            continue


def _read_message(one: socket.socket) -> bytes:
    """One HTTP message, head and body, as its bytes. Raises _Gone at the end of the connection."""
    data = bytearray()

    def more_until(enough: Callable[[], bool]) -> None:
        while not enough():
            part = one.recv(65536)
            if not part:
                raise _Gone
            data.extend(part)

    more_until(lambda: b"\r\n\r\n" in data)
    body = data.index(b"\r\n\r\n") + 4
    head = bytes(data[:body]).lower()
    if b"transfer-encoding: chunked" in head:
        more_until(lambda: data.endswith(b"0\r\n\r\n", body))
    elif b"content-length:" in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        more_until(lambda: len(data) >= body + length)
    return bytes(data)

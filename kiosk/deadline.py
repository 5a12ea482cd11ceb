"""A limit for one whole request. The timeouts of requests hold for each read: a server that sends a byte every few
seconds would never meet them, in its headers or in its body."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class Limited:
    """A request under way. ``passed``: its time was over and its connection was cut."""

    def __init__(self) -> None:
        self.passed = False
        self._connection: HTTPConnection | None = None
        self._socket: Any = None

    def sends_on(self, connection: HTTPConnection) -> None:
        self._connection = connection

    def reads_from(self, found: Any) -> None:
        """The socket itself: a connection lets go of it after the headers where the server is to close it."""
        self._socket = found
        if self.passed:
            self.cut()

    def cut(self) -> None:
        """Reads under way end as if the other side had closed."""
        self.passed = True
        found = self._socket or (self._connection.sock if self._connection else None)
        if found is not None:
            try:
                socket.socket.shutdown(found, socket.SHUT_RDWR)  # under TLS too without a farewell to wait for
            except OSError:
                pass  # it is closed already


class Watch:
    """Cuts what is late, in one thread for all requests: a thread for each would cost more than the request.

    The thread sleeps until the earliest limit that it knows. One that was met meanwhile is a sleep too short, no harm.
    """

    def __init__(self) -> None:
        self._due: dict[Limited, float] = {}
        self._changed = threading.Condition()
        self._wakes_at = float("inf")
        self._thread: threading.Thread | None = None
        self._closed = False

    def add(self, limited: Limited, seconds: float) -> None:
        due = time.monotonic() + seconds
        with self._changed:
            self._due[limited] = due
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="deadline", daemon=True)
                self._thread.start()
            elif due < self._wakes_at:
                self._changed.notify()

    def remove(self, limited: Limited) -> None:
        with self._changed:
            self._due.pop(limited, None)

    def close(self) -> None:
        """Ends the thread and cuts what is under way."""
        with self._changed:
            self._closed = True
            late, self._due = list(self._due), {}
            self._changed.notify()
        for limited in late:
            limited.cut()

    def _run(self) -> None:
        while not self._closed:
            with self._changed:
                now = time.monotonic()
                late = [limited for limited, due in self._due.items() if due <= now]
                for limited in late:
                    del self._due[limited]
                if not late and not self._closed:
                    self._wakes_at = min(self._due.values(), default=float("inf"))
                    self._changed.wait(None if self._wakes_at == float("inf") else self._wakes_at - now)
            for limited in late:
                limited.cut()


class Deadline:
    """For the session of one thread, which makes one request at a time."""

    def __init__(self, watch: Watch) -> None:
        self.current = Limited()
        self._watch = watch

    @contextmanager
    def within(self, seconds: float) -> Iterator[Limited]:
        """The one request inside is cut after ``seconds``: it fails, or its answer ends early; ask ``passed``."""
        self.current = limited = Limited()
        self._watch.add(limited, seconds)
        try:
            yield limited
        finally:
            self._watch.remove(limited)


def mount(session: requests.Session, watch: Watch) -> Deadline:
    """Every connection that this session makes from now on heeds the deadline."""
    deadline = Deadline(watch)

    class Plain(HTTPConnection):
        def request(self, *args: Any, **more: Any) -> None:
            deadline.current.sends_on(self)
            super().request(*args, **more)

        def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
            deadline.current.reads_from(self.sock)
            return super().getresponse()

    class Tls(Plain, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class TlsPool(HTTPSConnectionPool):
        ConnectionCls = Tls

    for scheme in ("http://", "https://"):
        adapter = HTTPAdapter()
        adapter.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": TlsPool}
        session.mount(scheme, adapter)
    return deadline

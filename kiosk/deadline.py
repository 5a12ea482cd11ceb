"""A limit for one whole request. The timeouts of requests hold for each read: a server that sends a byte every few
seconds would never meet them, in its headers or in its body."""

from __future__ import annotations

import socket
import threading
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


class Deadline:
    """For the session of one thread, which makes one request at a time."""

    def __init__(self) -> None:
        self.current = Limited()

    @contextmanager
    def within(self, seconds: float) -> Iterator[Limited]:
        """The one request inside is cut after ``seconds``: it fails, or its answer ends early; ask ``passed``."""
        self.current = limited = Limited()
        timer = threading.Timer(seconds, limited.cut)
        timer.daemon = True
        timer.start()
        try:
            yield limited
        finally:
            timer.cancel()


def mount(session: requests.Session) -> Deadline:
    """Every connection that this session makes from now on heeds the deadline."""
    deadline = Deadline()

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

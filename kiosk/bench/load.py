"""Résumés at full speed over many connections: a process of its own, so that it takes no time from who measures.

Started as ``python -m kiosk.bench.load`` with a Plan (JSON) on its standard input; prints a Load (JSON). Everything is
sealed before the clock starts, and the receipts are verified after it has stopped. The HTTP it speaks is the least
that our server understands: it shares two cores with what it measures.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict

from jobfair.errors import SealError
from jobfair.ids import new_id
from jobfair.sealing import SealingKey, Signed, digest_of, seal, verify
from jobfair.seeker import Resume
from jobfair.wire import DIGEST_HEADER, SEALED, WIRE_HEADER, WIRE_VERSION, Door, SealedResume

ANSWER_SECONDS = 120.0
MOST_WAIT = 30.0


class _Text(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class Plan(_Text):
    """``pdf_bytes`` is the size of each PDF; base64 inside the envelope makes a third more of it. ``seekers`` get the
    résumés by turns; without any, each résumé is a stranger's, which is less work for the server."""

    host: str
    port: int
    tokens: tuple[str, ...]
    recipients: tuple[bytes, ...]
    identity: bytes
    identity_id: str
    fair: str
    count: int
    connections: int
    pdf_bytes: int
    seekers: tuple[str, ...] = ()


class Load(_Text):
    """``ms`` of each item that was taken in, from its first byte to the answer's last; ``answers`` counts statuses,
    0 for a connection that broke; ``fewest`` and ``most`` are what one connection got in."""

    seconds: float
    ms: tuple[float, ...]
    answers: dict[int, int]
    envelope_bytes: int
    fewest: int
    most: int
    verified: int


def put_resumes(plan: Plan, seconds: float = 600) -> Load:
    """Run the plan in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "kiosk.bench.load"],
        input=plan.model_dump_json(),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=True,
    )
    return Load.model_validate_json(done.stdout)


class Connection(threading.Thread):
    """Takes from ``work`` until it is empty; what is refused for the moment waits as it is told and goes again."""

    def __init__(self, plan: Plan, token: str, work: deque[tuple[str, bytes, str]], start: threading.Event) -> None:
        super().__init__(daemon=True)
        self._plan, self._token, self._work, self._begin = plan, token, work, start
        self.ms: list[float] = []
        self.answers: Counter[int] = Counter()
        self.receipts: list[bytes] = []

    def run(self) -> None:
        made: socket.socket | None = None
        self._begin.wait()
        while self._work:
            try:
                item_id, envelope, digest = item = self._work.popleft()
            except IndexError:
                break
            began = time.perf_counter()
            try:
                made = made or self._connect()
                made.sendall(self._head(item_id, envelope, digest) + envelope)
                status, retry_after, body = _read(made)
            except OSError:
                status, retry_after, body = 0, 1.0, b""
                if made is not None:
                    made.close()
                    made = None
            self.answers[status] += 1
            if status in (200, 201):
                self.ms.append((time.perf_counter() - began) * 1000)
                self.receipts.append(body)
            elif status in (0, 429) or status >= 500:
                self._work.appendleft(item)
                time.sleep(min(retry_after, MOST_WAIT))
        if made is not None:
            made.close()

    def _connect(self) -> socket.socket:
        made = socket.create_connection((self._plan.host, self._plan.port), ANSWER_SECONDS)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    def _head(self, item_id: str, envelope: bytes, digest: str) -> bytes:
        return (
            f"PUT /api/v1/{Door.RESUMES}/{item_id} HTTP/1.1\r\nHost: {self._plan.host}:{self._plan.port}\r\n"
            f"Authorization: Bearer {self._token}\r\n{WIRE_HEADER}: {WIRE_VERSION}\r\n"
            f"Content-Type: {SEALED}\r\nContent-Length: {len(envelope)}\r\n{DIGEST_HEADER}: {digest}\r\n\r\n"
        ).encode("ascii")


def _read(connection: socket.socket) -> tuple[int, float, bytes]:
    """Status, Retry-After (seconds, 1 where there is none) and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        more = connection.recv(65536)
        if not more:
            raise ConnectionError
        body += more
    wait = headers.get("retry-after", "1")
    return int(first.split()[1]), float(wait) if wait.isdecimal() else 1.0, body


def _sealed(plan: Plan) -> deque[tuple[str, bytes, str]]:
    recipients = [SealingKey(public) for public in plan.recipients]
    resume = Resume.model_validate({"basics": {"name": "陈测量", "phone": "19900001234", "summary": "焊工，十年经验"}})
    made: deque[tuple[str, bytes, str]] = deque()
    for number in range(plan.count):
        content = SealedResume(
            id=new_id(),
            fair=plan.fair,
            seeker=plan.seekers[number % len(plan.seekers)] if plan.seekers else new_id(),
            resume=resume,
            pdf=b"%PDF-1.7\n" + os.urandom(plan.pdf_bytes - 9),
            pages=1,
            language="zh",
            created_at=datetime.now(UTC),
        )
        envelope = seal(content.model_dump_json().encode(), Door.RESUMES, content.id, recipients)
        made.append((content.id, envelope, digest_of(envelope)))
    return made


def run(plan: Plan) -> Load:
    """In this process."""
    work, start = _sealed(plan), threading.Event()
    size = len(work[0][1])
    threads = [
        Connection(plan, plan.tokens[number % len(plan.tokens)], work, start) for number in range(plan.connections)
    ]
    for thread in threads:
        thread.start()
    began = time.perf_counter()
    start.set()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    each = [len(thread.ms) for thread in threads]
    return Load(
        seconds=took,
        ms=tuple(ms for thread in threads for ms in thread.ms),
        answers=dict(sum((thread.answers for thread in threads), Counter[int]())),
        envelope_bytes=size,
        fewest=min(each),
        most=max(each),
        verified=sum(_verifies(plan, body) for thread in threads for body in thread.receipts),
    )


def _verifies(plan: Plan, body: bytes) -> bool:
    try:
        verify(Signed.model_validate_json(body), "receipt", {plan.identity_id: plan.identity})
    except (SealError, ValueError):
        return False
    return True


if __name__ == "__main__":
    print(run(Plan.model_validate_json(sys.stdin.read())).model_dump_json())

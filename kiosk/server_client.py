"""The central server over HTTP, with requests.

Only an answer of media type ``application/problem+json`` that reads as our Problem, with the status it came with, can
refuse, distrust or stop. Everything else that is not the expected message is Unreachable: a captive portal's page, a
proxy's error, a body cut short. Redirects are not followed, proxies and netrc of the environment are not used.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import requests
from pydantic import BaseModel
from urllib3.exceptions import HTTPError

from jobfair.errors import Incompatible, NotTrusted, Refused, ServerError, Unreachable
from jobfair.sealing import Signed, digest_of
from jobfair.wire import (
    DIGEST_HEADER,
    PROBLEM,
    SEALED,
    WIRE_HEADER,
    WIRE_VERSION,
    CardDelta,
    CodeChecked,
    CodeOnItsWay,
    CodeTyped,
    CodeWanted,
    Door,
    ExposureKept,
    ExposureSaid,
    HandoverContent,
    HandoverOffer,
    HandoverState,
    Heartbeat,
    HeartbeatAnswer,
    PairingAnswer,
    PairingOffer,
    PairingRequest,
    Problem,
    ProblemCode,
    TriesKnown,
    TriesSaid,
)
from kiosk.deadline import Deadline, Watch, mount
from kiosk.ports import Body, Server, Taken

M = TypeVar("M", bound=BaseModel)

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0  # for each read
WHOLE_SECONDS = 120.0  # for one request, from sending it to the last byte of its answer
CODE_SECONDS = 10.0  # somebody stands there and waits
STRANGERS_REST = 300.0
"""So long (seconds) at most a rest counts that a proxy asks for: it can slow this kiosk down, and not stop it."""
MESSAGE_BYTES = 32 * 1024 * 1024
PART_BYTES = 128 * 1024 * 1024
_CHUNK = 256 * 1024

_DISTRUST = frozenset({ProblemCode.NOT_AUTHENTICATED, ProblemCode.REVOKED, ProblemCode.NOT_ALLOWED})
_TRY_AGAIN = frozenset({ProblemCode.BAD_DIGEST, ProblemCode.BUSY, ProblemCode.UNAVAILABLE})


class HttpServer(Server):
    """``url`` as kiosk.config.check_server_url returns it. May be used by several threads; close it at the end."""

    def __init__(self, url: str, token: str = "", ca: Path | None = None) -> None:
        self._root = f"{url}/api/v1"
        self._token = token
        self._ca = str(ca) if ca else True
        self._local = threading.local()
        self._sessions: list[requests.Session] = []
        self._watch = Watch()
        self._closed = False
        self._guard = threading.Lock()

    def deliver(self, door: Door, item_id: str, sealed: bytes | Body) -> Taken:
        digest = sealed.digest if isinstance(sealed, Body) else digest_of(sealed)
        body = _Upload(sealed) if isinstance(sealed, Body) else sealed
        headers = {"Content-Type": SEALED, DIGEST_HEADER: digest}
        return Taken(self._message("PUT", f"{door}/{item_id}", Signed, body=body, headers=headers))

    def manifest(self) -> Signed:
        return self._pulled("snapshot", Signed)

    def part(self, digest: str) -> bytes:
        try:
            data = self._bytes("GET", f"parts/{digest}", PART_BYTES, "application/octet-stream")
        except Refused as refusal:
            raise Unreachable(f"the server does not hold a part of its snapshot ({refusal.reason})") from refusal
        if digest_of(data) != digest:
            raise Unreachable("a part of the snapshot arrived damaged")
        return data

    def cards(self, after: int) -> CardDelta:
        return self._pulled(f"cards?after={after}", CardDelta)

    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        try:
            return self._message("POST", "heartbeat", HeartbeatAnswer, body=_json(beat), headers=_JSON)
        except Refused as refusal:
            raise Unreachable(f"the server does not take the heartbeat ({refusal.reason})") from refusal

    def tries(self, said: TriesSaid, seconds: float | None = None) -> TriesKnown:
        return self._asked("tries", TriesKnown, said, seconds)

    def send_code(self, wanted: CodeWanted) -> CodeOnItsWay:
        return self._asked("codes", CodeOnItsWay, wanted, CODE_SECONDS)

    def check_code(self, code_id: str, typed: CodeTyped) -> CodeChecked:
        return self._asked(f"codes/{code_id}", CodeChecked, typed, CODE_SECONDS)

    def exposure(self, said: ExposureSaid) -> ExposureKept:
        return self._asked("exposure", ExposureKept, said, None)

    def offer_handover(self, offer: HandoverOffer) -> HandoverState:
        return self._asked("handovers", HandoverState, offer, CODE_SECONDS)

    def handover(self, handover_id: str) -> HandoverState:
        return self._asked(f"handovers/{handover_id}", HandoverState, None, CODE_SECONDS, "GET")

    def give_handover(self, handover_id: str, content: HandoverContent) -> HandoverState:
        return self._asked(f"handovers/{handover_id}", HandoverState, content, CODE_SECONDS, "PUT")

    def end_handover(self, handover_id: str) -> HandoverState:
        return self._asked(f"handovers/{handover_id}", HandoverState, None, CODE_SECONDS, "DELETE")

    def offer_pairing(self, request: PairingRequest) -> PairingOffer:
        return self._message("POST", "pairings", PairingOffer, body=_json(request), headers=_JSON)

    def pairing(self, offer: PairingOffer) -> PairingAnswer:
        headers = {"Authorization": f"Pairing {offer.poll_secret}"}
        try:
            return self._message("GET", f"pairings/{offer.id}", PairingAnswer, headers=headers)
        except Refused as refusal:
            raise Unreachable(f"the server does not know this pairing ({refusal.reason})") from refusal

    def close(self) -> None:
        """Closes the connections of all threads, and cuts what is under way: it ends as Unreachable."""
        with self._guard:
            self._closed = True
            sessions, self._sessions = self._sessions, []
        self._watch.close()
        for session in sessions:
            session.close()

    def _asked(
        self, path: str, model: type[M], said: BaseModel | None, seconds: float | None, method: str = "POST"
    ) -> M:
        """What no row waits for: a refusal is no more than an answer that did not come."""
        try:
            body, headers = (_json(said), _JSON) if said is not None else (None, None)
            return self._message(method, path, model, body=body, headers=headers, seconds=seconds)
        except Refused as refusal:
            raise Unreachable(f"the server does not take this ({refusal.reason})") from refusal

    def _pulled(self, path: str, model: type[M]) -> M:
        try:
            return self._message("GET", path, model)
        except Refused as refusal:
            raise Unreachable(f"the server has nothing published for this kiosk ({refusal.reason})") from refusal

    def _message(
        self,
        method: str,
        path: str,
        model: type[M],
        body: bytes | _Upload | None = None,
        headers: dict[str, str] | None = None,
        seconds: float | None = None,
    ) -> M:
        data = self._bytes(method, path, MESSAGE_BYTES, "application/json", body, headers, seconds)
        try:
            return model.model_validate_json(data)
        except ValueError as error:
            raise Unreachable("the answer is not one of our messages") from error

    def _bytes(
        self,
        method: str,
        path: str,
        limit: int,
        media_type: str,
        body: bytes | _Upload | None = None,
        headers: dict[str, str] | None = None,
        seconds: float | None = None,
    ) -> bytes:
        session, deadline = self._session()
        if self._closed:
            raise Unreachable("the connection is closed")
        with deadline.within(seconds or WHOLE_SECONDS) as limited:
            try:
                with session.request(
                    method,
                    f"{self._root}/{path}",
                    data=body,
                    headers={**self._headers(), **(headers or {})},
                    timeout=(min(CONNECT_SECONDS, seconds or CONNECT_SECONDS), READ_SECONDS),
                    allow_redirects=False,
                    stream=True,
                    verify=self._ca,
                ) as response:
                    data = _read(response, limit)
            except (requests.RequestException, HTTPError, OSError) as error:
                raise _unreachable(error, limited.passed) from error
        if limited.passed:  # headers that were cut look complete
            raise _unreachable(None, True)
        answered = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        if answered == PROBLEM:
            raise _fault(response, data)
        if response.status_code not in (200, 201) or answered != media_type:
            told = f"an answer that is not ours ({response.status_code}, {answered or 'no type'})"
            raise Unreachable(told, _strangers_rest(response))
        return data

    def _headers(self) -> dict[str, str]:
        common = {WIRE_HEADER: str(WIRE_VERSION), "Accept-Encoding": "gzip"}
        return {**common, "Authorization": f"Bearer {self._token}"} if self._token else common

    def _session(self) -> tuple[requests.Session, Deadline]:
        """This thread's."""
        found: tuple[requests.Session, Deadline] | None = getattr(self._local, "session", None)
        if found is None:
            session = requests.Session()
            session.trust_env = False
            found = self._local.session = session, mount(session, self._watch)
            with self._guard:
                self._sessions.append(session)
        return found


class _Upload:
    """A Body as requests sends it: its length is known, so it goes with Content-Length and not chunked."""

    def __init__(self, body: Body) -> None:
        self._body = body

    def __len__(self) -> int:
        return self._body.size

    def __iter__(self) -> Iterator[bytes]:
        return self._body.pieces()


_JSON = {"Content-Type": "application/json"}


def _json(message: BaseModel) -> bytes:
    return message.model_dump_json().encode()


def _read(response: requests.Response, limit: int) -> bytes:
    """The body, within ``limit`` bytes. Raises Unreachable."""
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise Unreachable("the answer is too long to be ours")
    return bytes(data)


def _unreachable(error: Exception | None, too_late: bool) -> Unreachable:
    if too_late:
        return Unreachable("the answer takes too long")
    if isinstance(error, requests.exceptions.SSLError):
        return Unreachable("the server's certificate is not accepted")
    return Unreachable(f"no answer ({type(error).__name__})")


def _fault(response: requests.Response, data: bytes) -> ServerError:
    try:
        problem = Problem.model_validate_json(data)
    except ValueError:
        return Unreachable(f"a problem that is not ours ({response.status_code})")
    if problem.status != response.status_code:
        return Unreachable(f"a problem that does not fit its status ({response.status_code})")
    told = f"{problem.code}: {problem.title}"
    if problem.code in _DISTRUST:
        return NotTrusted(told)
    if problem.code is ProblemCode.WIRE_VERSION:
        return Incompatible(told)
    if problem.code in _TRY_AGAIN:
        return Unreachable(told, _retry_after(response), busy=problem.code is ProblemCode.BUSY)
    return Refused(problem.code, told)


def _strangers_rest(response: requests.Response) -> float | None:
    wait = _retry_after(response) if response.status_code in (429, 503) else None
    return None if wait is None else min(wait, STRANGERS_REST)


def _retry_after(response: requests.Response) -> float | None:
    """Seconds; the date form is not sent by our server, and not looked at."""
    text = response.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None

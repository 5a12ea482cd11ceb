"""Self-examination: each check is one Finding with a word of kiosk/doctor_words.py; nothing is repaired here."""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from jobfair import __version__
from jobfair.errors import DeviceError, JobFairError, NotTrusted, ServerError, StoreError
from jobfair.text import Language
from jobfair.wire import Heartbeat
from kiosk.bootstrap import Kiosk, build, camera_of, connect, printer_of, scanners_of
from kiosk.config import Config
from kiosk.disk_guard import DiskState, free_bytes, state_of
from kiosk.doctor_reasons import REASONS, reason_of
from kiosk.doctor_words import WORDS, said
from kiosk.identity.models.making import landmarks_of
from kiosk.identity.models.shelf import Shelf
from kiosk.memory import swaps_on_disk
from kiosk.store.keys.files import knows_modes

SKEW_SECONDS = 60
CERTIFICATE_DAYS = 14

State = Literal["ok", "attention", "failed"]
_DISK: dict[DiskState, State] = {"ok": "ok", "low": "attention", "stop": "failed"}


@dataclass(frozen=True)
class Finding:
    """``word`` chooses the sentence of kiosk/doctor_words.py, ``values`` fill it; ``reason``, of
    kiosk/doctor_reasons.py, is its ``{why}``."""

    check: str
    state: State
    word: str
    values: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    def sentence(self, language: Language) -> str:
        why = {"why": said(REASONS, self.reason, language, self.values)} if self.reason else {}
        return said(WORDS, self.word, language, {**self.values, **why})


def examine(config: Config, released: bytes | None = None, refused: StoreError | None = None) -> Iterator[Finding]:
    """Everything, one finding after the other; some take seconds (camera, server).

    ``released``: see ``build``. ``refused``: why the key was not released, where that was tried.
    """
    yield _disk(config)
    try:
        if refused is not None:
            raise refused
        kiosk = build(config, released=released)
    except JobFairError as fault:
        yield _unusable(fault)
        yield from _devices(config)
        return
    try:
        yield _database(kiosk)
        yield _key(kiosk)
        yield _outbox(kiosk)
        yield _gallery(kiosk)
        yield from _matching(kiosk)
        yield from _models(config)
        yield from _server(kiosk)
    finally:
        kiosk.close()
    yield from _devices(config)


def _disk(config: Config) -> Finding:
    free = free_bytes(config.data)
    state: State = _DISK[state_of(free)]
    return Finding("disk", state, f"disk_{state}", {"free": f"{free // 2**20}"})


def _database(kiosk: Kiosk) -> Finding:
    try:
        kiosk.store.check()
    except StoreError as fault:
        return _unusable(fault)
    return Finding("database", "ok", "database_ok")


def _unusable(fault: JobFairError) -> Finding:
    word = f"database_{fault.code}" if f"database_{fault.code}" in WORDS else "database_store"
    values = fault.values if isinstance(fault, StoreError) else {}
    return Finding("database", "failed", word, {**values, "detail": str(fault)}, reason_of(fault))


def _key(kiosk: Kiosk) -> Finding:
    """Where the key is, and what a thief would get."""
    code, file = kiosk.store.at_rest_by, kiosk.config.store_key
    if code.startswith("key_file") and os.stat(file).st_mode & 0o077:
        if not knows_modes(file):
            return Finding("key", "attention", "key_open_stick", {"file": file.name})
        return Finding("key", "failed", "key_open", {"file": file.name})
    if code == "strict" and (swaps := swaps_on_disk()):
        return Finding("key", "attention", "swap_on", {"where": ", ".join(swaps)})
    return Finding("key", "attention" if code == "key_file" else "ok", f"at_rest_{code}")


def _outbox(kiosk: Kiosk) -> Finding:
    counts = kiosk.outbox.counts()
    values = {"waiting": str(counts.waiting), "parked": str(counts.parked)}
    return Finding(
        "outbox", "attention" if counts.parked else "ok", f"outbox_{'parked' if counts.parked else 'ok'}", values
    )


def _gallery(kiosk: Kiosk) -> Finding:
    if not kiosk.snapshot.is_ready:
        return Finding("gallery", "attention", "no_fair")
    if kiosk.snapshot.held().settings.face.enabled and kiosk.desk.faces.lacks_landmarks:
        return Finding("gallery", "attention", "gallery_no_landmarks")
    faces, encoder = {"faces": str(kiosk.cards.count_faces())}, kiosk.config.face_encoder
    if kiosk.snapshot.held().settings.face.enabled and kiosk.desk.faces.calibration is None:
        return Finding("gallery", "attention", "gallery_no_encoder", {"encoder": encoder})
    outdated = kiosk.desk.faces.outdated()
    if outdated:
        return Finding(
            "gallery", "attention", "gallery_outdated", {**faces, "outdated": str(outdated), "encoder": encoder}
        )
    return Finding("gallery", "ok", "gallery_on" if kiosk.desk.face_enrolment_allowed else "gallery_off", faces)


def _matching(kiosk: Kiosk) -> Iterator[Finding]:
    """Whether meaning counts, or letters alone; nothing where there is no fair yet."""
    if not kiosk.snapshot.is_ready or not kiosk.snapshot.held().fair.openings:
        return
    from jobfair.matching.encoder import default_encoder
    from jobfair.matching.index import Index, IndexBroken

    encoder = default_encoder()
    if encoder is None:
        yield Finding("matching", "attention", "matching_no_encoder")
        return
    try:
        index: Index | None = Index.from_parts(kiosk.snapshot.parts_under("vectors"), None)
    except IndexBroken:
        index = None
    usable = index is not None and index.encoder == encoder.name
    yield Finding("matching", "ok" if usable else "attention", "matching_ok" if usable else "matching_no_vectors")


def _models(config: Config) -> Iterator[Finding]:
    """Of the models that were added; nothing where there are none."""
    shelf = Shelf(config.models_folder)
    damaged = [name for name, _ in shelf.broken()]
    if damaged:
        yield Finding("models", "failed", "models_damaged", {"models": ", ".join(damaged)})
    elif shelf.folders():
        yield Finding("models", "ok", "models_ok", {"models": ", ".join(folder.name for folder in shelf.folders())})
    placing = landmarks_of(config.face_landmarks, shelf)
    if placing is not None and placing.manifest.adapter != "dlib":
        yield Finding("models", "attention", "landmarks_other", {"model": placing.manifest.id})


def _server(kiosk: Kiosk) -> Iterator[Finding]:
    paired = kiosk.paired()
    if paired is None:
        yield Finding("server", "attention", "not_paired")
        return
    url = kiosk.config.server or paired.server
    if url.startswith("https:"):
        yield _certificate(kiosk.config, url)
    counts, now = kiosk.outbox.counts(), kiosk.clock.now()
    beat = Heartbeat(
        version=__version__,
        waiting=counts.submissions_waiting,
        rows_waiting=counts.waiting,
        parked=counts.parked,
        kiosk_time=now,
        snapshot=kiosk.snapshot.version,
        at_rest=kiosk.store.at_rest_by,
        faces_here=kiosk.cards.count_faces_here(),
        face_refusals=int(kiosk.store.meta("face_refusals", 0)),
    )
    server = connect(kiosk.config, url, paired.token)
    try:
        answer = server.heartbeat(beat)
    except ServerError as fault:
        state: State = "failed" if isinstance(fault, NotTrusted) else "attention"
        yield Finding("server", state, f"server_{fault.code}", {"server": url, "why": str(fault)})
        return
    finally:
        server.close()
    yield Finding("server", "ok", "server_ok", {"server": url})
    skew = (now - answer.server_time).total_seconds()
    wrong = abs(skew) > SKEW_SECONDS
    yield Finding(
        "clock", "attention" if wrong else "ok", "clock_off" if wrong else "clock_ok", {"skew": f"{skew:+.1f}"}
    )


def _certificate(config: Config, url: str) -> Finding:
    parts = urlsplit(url)
    context = ssl.create_default_context(cafile=str(config.ca) if config.ca else None)
    try:
        with (
            socket.create_connection((parts.hostname or "", parts.port or 443), timeout=5) as plain,
            context.wrap_socket(plain, server_hostname=parts.hostname) as secure,
        ):
            certificate = secure.getpeercert() or {}
    except ssl.SSLError as error:
        return Finding("certificate", "failed", "certificate_refused", {"why": error.reason or "TLS"})
    except OSError as error:
        return Finding(
            "certificate", "attention", "certificate_unseen", {"why": error.strerror or type(error).__name__}
        )
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    days = (until - datetime.now(UTC)).days
    state: State = "ok" if days >= CERTIFICATE_DAYS else "attention"
    return Finding("certificate", state, f"certificate_{state}", {"days": str(days)})


def _devices(config: Config) -> Iterator[Finding]:
    yield _device("camera", lambda: _look(config))
    if config.scanner == "wedge":
        yield Finding("scanner", "ok", "scanner_wedge")
    else:
        yield _device("scanner", lambda: _scan(config))
    yield _device("printer", lambda: _print(config))


def _device(name: str, try_it: Callable[[], str | None]) -> Finding:
    try:
        what = try_it()
    except DeviceError as fault:
        return Finding(name, "failed", f"{name}_lost", {"why": str(fault)})
    return Finding(name, "ok", f"{name}_ok", {"what": what}) if what else Finding(name, "ok", f"{name}_none")


def _look(config: Config) -> str | None:
    camera = camera_of(config)
    if camera is None:
        return None
    try:
        camera.open()
        image = camera.read().image
    finally:
        camera.close()
    return f"{camera.description}, {image.shape[1]} x {image.shape[0]}"


def _scan(config: Config) -> str | None:
    scanners = scanners_of(config)
    for scanner in scanners:
        try:
            scanner.open()
            scanner.poll()
        finally:
            scanner.close()
    return config.scanner if scanners else None


def _print(config: Config) -> str | None:
    printer = printer_of(config)
    if printer is None:
        return None
    printer.check()
    return config.printer

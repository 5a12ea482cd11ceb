"""A document that a seeker brought, as text and as a draft résumé that she confirms field by field."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict

from jobfair.errors import DocumentError
from jobfair.resume.extract import Finding
from jobfair.seeker import Resume

_ROOT = Path(__file__).resolve().parents[2]
# pypdf uses fontTools where it happens to be installed, piece by piece; by then the process may open no files.
_BOOT = (
    "import sys; sys.modules['fontTools'] = None; sys.path.insert(0, sys.argv[1]); "
    "from jobfair.resume.reader import main; main(sys.argv[2:])"
)
_MOST_ANSWER = 4 * 1024 * 1024
_REASONS = ("broken", "encrypted", "too_large", "no_text", "unknown_kind", "too_slow")


@dataclass(frozen=True)
class ReadLimits:
    """``seconds`` of wall and of processor time, for start and reading together; sizes in bytes. Measured: the process
    takes 83 MB of address space before it sees the document."""

    seconds: int = 10
    memory: int = 256 * 1024 * 1024
    document: int = 10 * 1024 * 1024


@dataclass(frozen=True)
class ReadResume:
    """``fields`` are what the draft was filled from; show each for confirmation. ``kind``: pdf, docx or json."""

    kind: str
    text: str
    draft: Resume
    fields: tuple[Finding, ...] = ()


class _Answer(BaseModel):
    """What the process said; it saw hostile bytes, so nothing of it is believed unchecked."""

    model_config = ConfigDict(extra="forbid")

    kind: str = ""
    text: str = ""
    resume: Resume = Resume()
    found: tuple[tuple[str, str, str, str], ...] = ()
    reason: str = ""
    detail: str = ""


def read_resume(
    source: Path | bytes,
    kind: str | None = None,
    *,
    limits: ReadLimits | None = None,
    command: Sequence[str] | None = None,
) -> ReadResume:
    """Read a PDF, a DOCX or a JSON Resume in a process that is thrown away (see ``reader.py`` for what confines it).

    The kind is told from the bytes, never from the name; ``kind`` only where no other one is acceptable. Takes about a
    second, so call it off the screen's thread. ``command`` replaces the interpreter where there is none, as in a frozen
    program: it must end in ``reader.main`` with the two arguments that follow it.

    Raises DocumentError with ``reason`` broken, encrypted, too_large, no_text, unknown_kind or too_slow; OSError where
    the file cannot be opened.
    """
    limits = limits or ReadLimits()
    data = _bytes_of(source, limits.document)
    program = list(command) if command else [sys.executable, "-I", "-c", _BOOT, str(_ROOT)]
    said = _run([*program, str(limits.seconds), str(limits.memory)], data, limits.seconds)
    try:
        answer = _Answer.model_validate(json.loads(said))
    except (ValueError, RecursionError) as fault:  # pydantic's ValidationError is a ValueError
        raise DocumentError("broken", type(fault).__name__) from fault
    if answer.reason:
        raise DocumentError(answer.reason if answer.reason in _REASONS else "broken", answer.detail[:80])
    if kind is not None and answer.kind != kind:
        raise DocumentError("unknown_kind", f"is {answer.kind}")
    return ReadResume(answer.kind, answer.text, answer.resume, tuple(Finding(*found) for found in answer.found))


def _bytes_of(source: Path | bytes, most: int) -> bytes:
    """At most ``most`` bytes; a larger file is refused by its size, unread."""
    if isinstance(source, bytes):
        data = source
    else:
        if source.stat().st_size > most:
            raise DocumentError("too_large")
        with source.open("rb") as file:
            data = file.read(most + 1)  # it may have grown since
    if len(data) > most:
        raise DocumentError("too_large")
    return data


def _run(command: list[str], data: bytes, seconds: int) -> bytes:
    """What the process wrote, at most ``_MOST_ANSWER`` bytes. Kills it after ``seconds``."""
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"MALLOC_ARENA_MAX": "1"},
        cwd="/" if sys.platform != "win32" else None,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(seconds, stop)
        feeder = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
        timer.start()
        feeder.start()
        try:
            said = process.stdout.read(_MOST_ANSWER + 1)
        finally:
            process.kill()
            timer.cancel()
            feeder.join()
        code = process.wait()
    if late.is_set() or code == -24:  # SIGXCPU: its processor time was used up
        raise DocumentError("too_slow")
    if not said or len(said) > _MOST_ANSWER:
        raise DocumentError("broken", f"reader ended with {code}")
    return said


def _feed(pipe: IO[bytes], data: bytes) -> None:
    try:
        with pipe:
            pipe.write(data)
    except OSError:
        pass  # it ended before it had read everything; its answer says why

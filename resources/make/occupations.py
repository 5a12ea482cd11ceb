"""Makes resources/titles/occupations.npz: the vectors of all names in titles.json.gz, reduced to 128 bytes each.

    python resources/make/occupations.py

Run it after resources/make/titles.py; it takes a minute. The basis is that of a singular value decomposition of the
names' vectors, without moving their mean, so that reduced vectors have nearly the cosines of the whole ones. The
file holds names from titles.json.gz and so has its licences (NOTICE.md).
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from jobfair.matching.encoder import SentenceEncoder, Vectors  # noqa: E402
from jobfair.matching.occupations import STEP, Occupations, write_atlas  # noqa: E402
from jobfair.matching.terms import clean_title, language_of  # noqa: E402
from jobfair.text import LANGUAGES  # noqa: E402

DIMENSIONS = 128
SAMPLE = 8
TITLES = ROOT / "resources" / "titles"


def basis_of(vectors: Vectors) -> Vectors:
    """The directions in which the vectors lie most, shape (512, 128)."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    return directions[:, ::-1][:, :DIMENSIONS].astype(np.float16).astype(np.float32)


def main() -> None:
    with gzip.open(TITLES / "titles.json.gz", "rt", encoding="utf-8") as stream:
        occupations: dict[str, list[str]] = json.load(stream)
    encoder = SentenceEncoder()
    gathered = {}
    for language in LANGUAGES:
        codes = tuple(sorted(code for code, names in occupations.items() if language_of(names[0]) == language))
        rows = [
            (name, i)
            for i, code in enumerate(codes)
            for name in dict.fromkeys(clean_title(name) for name in occupations[code])
            if name
        ]
        gathered[language] = (codes, rows, encoder.encode([name for name, _ in rows]))
    basis = basis_of(np.concatenate([vectors[::SAMPLE] for _, _, vectors in gathered.values()]))
    parts = {}
    for language, (codes, rows, vectors) in gathered.items():
        reduced = vectors @ basis
        reduced /= np.linalg.norm(reduced, axis=1, keepdims=True)
        stored = np.round(reduced * STEP).clip(-127, 127).astype(np.int8)
        owners = np.array([owner for _, owner in rows], dtype=np.int64)
        parts[language] = Occupations(tuple(name for name, _ in rows), owners, codes, stored)
        print(f"{language}: {len(codes)} occupations, {len(rows)} names")
    target = TITLES / "occupations.npz"
    write_atlas(target, encoder.name, basis, parts)
    print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Other names of a job title, from resources/titles (CSCO 2022, MIT; O*NET alternate titles, CC BY 4.0)."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from jobfair.matching.occupations import Atlas, bundled_atlas
from jobfair.matching.terms import clean_title, language_of, same_term

#: A title that names more occupations than this (经理, Manager) says too little to borrow names from them.
AMBIGUOUS = 2
#: Most names that one title borrows: the embedding of each costs time and room.
MOST = {"zh": 400, "en": 40}


class TitleDictionary:
    """Occupations, each a list of names in one language, its official name first; ``atlas`` has their vectors."""

    def __init__(self, occupations: Mapping[str, Sequence[str]], atlas: Atlas | None = None) -> None:
        self.atlas = atlas
        self._names = {code: tuple(names) for code, names in occupations.items()}
        self._codes: dict[str, list[str]] = defaultdict(list)
        for code, names in self._names.items():
            for name in dict.fromkeys(_key(n) for n in names):
                self._codes[name].append(code)

    def __len__(self) -> int:
        return len(self._names)

    def without(self, titles: Collection[str]) -> TitleDictionary:
        """The same without these names, to measure how well titles are found that it does not know."""
        left_out = {_key(title) for title in titles}
        kept = {
            code: [names[0], *(name for name in names[1:] if _key(name) not in left_out)]
            for code, names in self._names.items()
        }
        atlas = self.atlas.without({clean_title(title) for title in titles}) if self.atlas else None
        return TitleDictionary(kept, atlas)

    def occupations(self, title: str) -> tuple[str, ...]:
        """Codes of the occupations that this title names, official names before alternate ones; often empty."""
        key = _key(title)
        codes = self._codes.get(key, [])
        official = [code for code in codes if _key(self._names[code][0]) == key]
        return tuple(official or codes)

    def named(self, title: str, code: str = "") -> tuple[str, ...]:
        """The occupations that this title names, where they are few enough to say something; else that of ``code``."""
        codes = self.occupations(title)
        if 0 < len(codes) <= AMBIGUOUS:
            return codes
        language = language_of(clean_title(title))
        return (code,) if code in self._names and language_of(self._names[code][0]) == language else ()

    def aliases(self, title: str, code: str = "") -> tuple[str, ...]:
        """Other names of the occupation that this title, else ``code``, names: at most MOST.

        An occupation's official name has all of them, and so has a title that names none where a code is given. A title
        that is only one of its names has the official one, and those that hold it or that it holds: 英语老师 and
        美术教师 share a code, and are not one job.
        """
        own = _key(title)
        known = 0 < len(self.occupations(title)) <= AMBIGUOUS
        found: dict[str, None] = {}
        for c in self.named(title, code):
            names = [clean_title(name) for name in self._names[c]]
            whole = not known or _key(names[0]) == own
            found |= dict.fromkeys(name for i, name in enumerate(names) if whole or not i or same_term(own, _key(name)))
        others = [name for name in found if _key(name) != own]
        return tuple(others[: MOST[language_of(title)]])


def _key(title: str) -> str:
    """English plurals of official names (Registered Nurses) and singulars of postings meet here."""
    cleaned = clean_title(title).replace(" ", "") if language_of(title) == "zh" else clean_title(title)
    if language_of(cleaned) == "en" and cleaned.endswith("s") and not cleaned.endswith("ss") and len(cleaned) > 4:
        return cleaned[:-1]
    return cleaned


def read_titles(path: Path, atlas: Atlas | None = None) -> TitleDictionary:
    """The dictionary of resources/titles/titles.json.gz; OSError or ValueError where it is missing or broken."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return TitleDictionary(json.load(stream), atlas)


def bundled_titles() -> TitleDictionary:
    """The dictionary that comes with this program; empty where it was left out."""
    path = Path(__file__).resolve().parents[2] / "resources" / "titles" / "titles.json.gz"
    return read_titles(path, bundled_atlas()) if path.is_file() else TitleDictionary({})

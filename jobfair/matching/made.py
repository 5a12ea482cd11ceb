"""What a matcher made of a fair, to make the next one from: of a newer version of the fair, or after a restart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Opening
from jobfair.matching.columns import Columns
from jobfair.matching.gist import Gist
from jobfair.matching.index import Index
from jobfair.matching.packing import pack, unpack
from jobfair.matching.relevance import TitleRelevance
from jobfair.matching.traits import Kinds
from jobfair.matching.weights import Weights
from jobfair.matching.words import Spellings

#: The columns that the gist is made from, beside the titles.
TERMS = ("required", "preferred", "majors")


class MadeStale(ValueError):
    """These bytes are of another fair, another index or another version of the program. Never leaves the matcher."""


@dataclass(frozen=True)
class Made:
    """All of it is told by ``openings``, ``index`` and weights; nothing of it is about seekers."""

    openings: Sequence[Opening]
    index: Index
    columns: Columns
    cleaned: list[tuple[str, ...]]
    """The titles' forms, as they are compared."""
    blank: NDArray[np.bool_]
    """Which titles say nothing."""
    spellings: dict[str, Spellings]
    kinds: Kinds
    titles: TitleRelevance
    gist: Gist

    def same_titles(self, columns: Columns, index: Index) -> bool:
        """Whether these are the titles that ``titles`` was made of, and the index tells the same of them."""
        same = self.columns.texts["title"].keys == columns.texts["title"].keys
        return same and self.index.same_titles(index, [form for forms in self.cleaned for form in forms])

    def same_terms(self, columns: Columns, spellings: dict[str, Spellings], index: Index) -> bool:
        """Whether every opening has the title, skills and majors that it had, and they the same vectors."""
        for name in ("title", *TERMS):
            own, other = self.columns.texts[name], columns.texts[name]
            if own.keys != other.keys or not np.array_equal(own.starts, other.starts):
                return False
            if not np.array_equal(own.numbers, other.numbers):
                return False
        forms = (form for name in TERMS for each in spellings[name].forms for form in each)
        return self.index.same_vectors(index, dict.fromkeys(forms))

    def to_bytes(self, stamp: str, weights: Weights) -> bytes:
        """To be read by this version of the program only. ``stamp`` names the fair and its index."""
        kinds = [[*([key] if isinstance(key, str) else key), code, kind] for (key, code), kind in self.kinds.items()]
        content = {
            "columns": self.columns,
            "cleaned": self.cleaned,
            "blank": self.blank,
            "spellings": self.spellings,
            "kinds": kinds,
            "titles": self.titles,
        }
        atlas = self.index.atlas
        content["letters"] = {language: part.letters for language, part in atlas.by_language.items()} if atlas else {}
        return pack(content | {"gist": self.gist}, _full(stamp, self.index, weights), _outside(self.index, weights))

    @classmethod
    def from_bytes(cls, data: bytes, stamp: str, openings: Sequence[Opening], index: Index, weights: Weights) -> Made:
        """Raises MadeStale where these are not the bytes of this fair and this version of the program."""
        try:
            content = unpack(data, _full(stamp, index, weights), _outside(index, weights))
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise MadeStale("what was kept of the matcher does not fit; it is made anew") from error
        columns: Columns = content["columns"]
        if len(columns.was) != len(openings):
            raise MadeStale("what was kept of the matcher is of another fair; it is made anew")
        kinds: Kinds = {
            (key[0] if len(key) == 1 else (key[0], key[1]), code): kind for *key, code, kind in content["kinds"]
        }
        for language, letters in content["letters"].items():
            if index.atlas is not None:  # made at the first question, else: half a second
                index.atlas.by_language[language].__dict__["letters"] = letters
        cleaned, blank, spellings = content["cleaned"], content["blank"], content["spellings"]
        return cls(openings, index, columns, cleaned, blank, spellings, kinds, content["titles"], content["gist"])


def _outside(index: Index, weights: Weights) -> dict[str, object]:
    return {"index": index, "weights": weights} | ({"atlas": index.atlas} if index.atlas else {})


def _full(stamp: str, index: Index, weights: Weights) -> str:
    atlas = index.atlas.digest if index.atlas else ""
    return f"{stamp} {index.encoder} {index.placed_by} {atlas} {weights.model_dump_json()}"

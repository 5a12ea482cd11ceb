"""What can be told of an opening without reading its text: kind of work, setting, industry, hours.

A choice is ``trait:value``: ``kind:office``, ``setting:people``, ``industry:物流运输`` (the fair's own word, Chinese
where it has one), ``hours:day``. Kinds come from the occupation's code where the opening has one (CSCO 2022,
O*NET-SOC), else from words of the title (kinds.json, written for this program); the setting follows from the kind.
What cannot be told is unknown, and unknown never costs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Fair, JobType, Opening
from jobfair.matching.columns import Columns, Key, text_of
from jobfair.matching.terms import normal
from jobfair.text import Text, all_of

#: The kind of work by title and code of the occupation.
Kinds = dict[tuple[Key, str], str]
TRAITS = ("kind", "setting", "industry", "hours")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads((Path(__file__).parent / "kinds.json").read_text(encoding="utf-8"))
    for entry in table["kinds"].values():
        entry["words"] = tuple(word for word in entry["words"].split("|") if word)
    table["weak"] = frozenset(table["weak"].split("|"))
    table["hours"] = {name: tuple(words.split("|")) for name, words in table["hours"].items()}
    return table


def kinds() -> tuple[str, ...]:
    """Every kind of work, in the order in which they are tried."""
    return tuple(_table()["kinds"])


def kind_of(title: Text, occupation: str = "") -> str:
    """The kind of work that this title names; empty where nothing tells. The longest word that fits decides, and one
    that stands in titles of every kind (经理, engineer) only where no other does."""
    table, weak = _table()["kinds"], _table()["weak"]
    if occupation:
        fits = [(len(c), kind) for kind, entry in table.items() for c in entry["codes"] if occupation.startswith(c)]
        if fits:
            return str(max(fits, key=lambda fit: int(fit[0]))[1])
    found = ""
    longest = 0.0
    for form in all_of(title):
        text = f"{normal(form)} "
        for kind, entry in table.items():
            for word in entry["words"]:
                if word in text:
                    # A Chinese character says about as much as three letters; what ends a title names the work.
                    weight = len(word) * (1.0 if word.isascii() else 3.0)
                    weight += 2.0 if text.rstrip().endswith(word) else 0.0
                    weight *= 0.2 if word in weak else 1.0
                    if weight > longest:
                        found, longest = kind, weight
    return found


def setting_of(kind: str) -> str:
    """desk, people, hands or outdoors; empty for no kind."""
    entry = _table()["kinds"].get(kind)
    return str(entry["setting"]) if entry else ""


def hours_of(opening: Opening) -> str:
    """day, shifts or flexible; empty where the opening does not say."""
    return _hours(opening.hours, opening.job_type)


def _hours(hours: Text, job_type: JobType | None) -> str:
    if job_type is JobType.PART_TIME:
        return "flexible"
    text = " ".join(normal(form) for form in all_of(hours))
    return next((name for name, words in _table()["hours"].items() if any(word in text for word in words)), "")


def industry_key(industry: Text) -> str:
    """One name of an industry for both languages: its first form."""
    return next((normal(form) for form in all_of(industry) if normal(form)), "")


class Traits:
    """Of one fair: for each trait the number of its value for every opening, -1 where it is unknown."""

    def __init__(self, fair: Fair, columns: Columns | None = None, earlier: Kinds | None = None) -> None:
        """``columns`` are the openings'; ``earlier``: kinds that were told before."""
        self.columns = columns = columns or Columns.of(fair.openings)
        texts = columns.texts
        titles, occupations = texts["title"], texts["occupation"]
        known = earlier or {}
        self.kinds: Kinds = {}
        pairs, place = np.unique(titles.numbers * len(occupations.keys) + occupations.numbers, return_inverse=True)
        kinds = []
        for title, occupation in (divmod(pair, len(occupations.keys)) for pair in pairs.tolist()):
            key: tuple[Key, str] = (titles.keys[title], str(occupations.keys[occupation]))
            kind = known.get(key)
            self.kinds[key] = kind_of(text_of(key[0]), key[1]) if kind is None else kind
            kinds.append(self.kinds[key])
        types = np.nan_to_num(columns.numbers["type"], nan=len(JobType)).astype(np.int64)
        shifts, worked = np.unique(texts["hours"].numbers * (len(JobType) + 1) + types, return_inverse=True)
        hours = [
            _hours(text_of(texts["hours"].keys[text]), [*JobType, None][kind])
            for text, kind in (divmod(pair, len(JobType) + 1) for pair in shifts.tolist())
        ]
        self.industries: dict[str, Text] = {}
        industries = []
        for stand in texts["booth"].keys:
            booth = fair.booth_by_id.get(str(stand))
            employer = fair.employer_by_id.get(booth.employer) if booth and booth.employer else None
            industry = industry_key(employer.industry) if employer else ""
            industries.append(industry)
            if industry and employer:
                self.industries.setdefault(industry, employer.industry)
        self.values: dict[str, list[str]] = {}
        self.number: dict[str, NDArray[np.int64]] = {}
        rows = {
            "kind": (kinds, place),
            "setting": ([setting_of(kind) for kind in kinds], place),
            "industry": (industries, texts["booth"].numbers),
            "hours": (hours, worked),
        }
        for trait in TRAITS:
            self.values[trait], self.number[trait] = _numbered(*rows[trait])
        self._openings = len(fair.openings)

    def of(self, row: int) -> tuple[str, ...]:
        """The choices that fit this opening."""
        numbers = ((trait, int(self.number[trait][row])) for trait in TRAITS)
        return tuple(f"{trait}:{self.values[trait][n]}" for trait, n in numbers if n >= 0)

    def fits(self, choice: str) -> NDArray[np.float32]:
        """1 where the opening is of this choice, 0 where it is not, NaN where that is unknown."""
        trait, _, value = choice.partition(":")
        unknown = np.full(self._openings, np.nan, dtype=np.float32)
        if trait not in self.number or value not in self.values[trait]:
            return unknown  # another fair's word, or an opening that is gone since
        numbers = self.number[trait]
        same = (numbers == self.values[trait].index(value)).astype(np.float32)
        return np.where(numbers < 0, unknown, same).astype(np.float32)

    def chosen(self, choices: Sequence[str]) -> NDArray[np.float32]:
        """The share of her choices that an opening meets: one of each trait is enough. NaN where nothing is known."""
        by_trait: dict[str, list[NDArray[np.float32]]] = {}
        for choice in choices:
            by_trait.setdefault(choice.partition(":")[0], []).append(self.fits(choice))
        if not by_trait:
            return np.full(self._openings, np.nan, dtype=np.float32)
        best = [np.fmax.reduce(fits) for fits in by_trait.values()]
        known = np.stack([~np.isnan(part) for part in best]).sum(axis=0)
        total = np.stack([np.nan_to_num(part) for part in best]).sum(axis=0)
        found: NDArray[np.float32] = np.where(known > 0, total / np.maximum(known, 1), np.nan).astype(np.float32)
        return found


def _numbered(values: Sequence[str], place: NDArray[np.int64]) -> tuple[list[str], NDArray[np.int64]]:
    """The values but the empty one, in the order in which ``values[place]`` first names them, and the number there of
    each, -1 for the empty one."""
    distinct = list(dict.fromkeys(values))
    number = {value: i for i, value in enumerate(distinct)}
    each = np.array([number[value] for value in values], dtype=np.int64)[place]
    first = np.full(len(distinct), len(each), dtype=np.int64)
    first[each[::-1]] = np.arange(len(each))[::-1]
    order = [i for i in np.argsort(first, kind="stable").tolist() if first[i] < len(each) and distinct[i]]
    again = np.full(len(distinct), -1, dtype=np.int64)
    again[order] = np.arange(len(order))
    return [distinct[i] for i in order], again[each]

"""A fair's openings as columns of numbers, each distinct text once: what the matcher's parts are made from.

Python looks at each opening once. Of a new version of the fair it looks at those only that are other objects than
before; the rest is carried over by NumPy. Texts are numbered in the order in which they first appear, so that columns
carried over are the same as columns made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_

import numpy as np
from numpy.typing import NDArray

from jobfair.fair import Education, JobType, Opening
from jobfair.text import Bilingual, Text

Rows = NDArray[np.int64]
Floats = NDArray[np.float32]
Key = str | tuple[str, str]

_TYPES = {kind: float(i) for i, kind in enumerate(JobType)}
_RANKS = {level: float(level.rank) for level in Education}
#: The texts of an opening, by column.
TEXTS: Mapping[str, Callable[[Opening], Sequence[Text]]] = {
    "title": lambda o: (o.title,),
    "occupation": lambda o: (o.occupation,),
    "booth": lambda o: (o.booth or "",),
    "hours": lambda o: (o.hours,),
    "required": lambda o: o.skills_required,
    "preferred": lambda o: o.skills_preferred,
    "majors": lambda o: o.majors,
    "cities": lambda o: o.cities,
}
#: More, of pay or of months, is a slip of the hand, and no number of the columns.
MOST = 10**9
#: And its numbers; NaN where it does not say.
NUMBERS: Mapping[str, Callable[[Opening], float | None]] = {
    "education": lambda o: _RANKS[o.education_min] if o.education_min else None,
    "months": lambda o: o.experience_months_min,
    "pay": lambda o: o.salary_max if o.salary_max is not None else o.salary_min,
    "type": lambda o: _TYPES[o.job_type] if o.job_type else None,
    "permit": lambda o: o.work_permit,
}


def key_of(text: Text) -> Key:
    """Tells texts apart as ``==`` does; a model's own hash takes most of the time of a large fair."""
    return text if isinstance(text, str) else (text.zh, text.en)


def text_of(key: Key) -> Text:
    return key if isinstance(key, str) else Bilingual(zh=key[0], en=key[1])


@dataclass(frozen=True)
class Column:
    """Of one field: its distinct texts, and the number of each text of each opening, a text once an opening.

    ``starts`` has one entry more than there are openings: those of opening i are ``numbers[starts[i]:starts[i+1]]``.
    ``was``: of each text its number in the column that this one was made from, -1 where it is new.
    """

    keys: list[Key]
    numbers: Rows
    starts: Rows
    was: Rows

    @property
    def count(self) -> Rows:
        found: Rows = np.diff(self.starts)
        return found

    def texts(self) -> list[Text]:
        return [text_of(key) for key in self.keys]

    def rows(self) -> Rows:
        """The opening of each entry of ``numbers``."""
        return np.repeat(np.arange(len(self.starts) - 1), self.count)


@dataclass(frozen=True)
class Columns:
    """``was``: the row of each opening in the columns that these were made from, -1 where it is new."""

    texts: dict[str, Column]
    numbers: dict[str, Floats]
    was: Rows
    by_id: Rows
    """The place of each opening among all ids in order."""

    @classmethod
    def of(cls, openings: Sequence[Opening], earlier: tuple[Sequence[Opening], Columns] | None = None) -> Columns:
        """``earlier``: other openings and their columns. Openings are immutable: the same object says the same."""
        was = _rows_in(earlier[0], openings) if earlier else np.full(len(openings), -1, dtype=np.int64)
        fresh = np.flatnonzero(was < 0).tolist()
        new = [openings[row] for row in fresh]
        before = earlier[1] if earlier else None
        # Where openings were edited and all others stand where they stood, a field that no edit touched stays as it is.
        edited = [earlier[0][row] for row in fresh] if earlier and _in_place(was, len(earlier[0])) else None
        texts = {}
        for name, read in TEXTS.items():
            own = before.texts[name] if before else None
            if own is not None and edited is not None and [*map(read, edited)] == [*map(read, new)]:
                texts[name] = replace(own, was=np.arange(len(own.keys)))
            else:
                texts[name] = _column(new, read, was, own)
        numbers = {}
        for name, value_of in NUMBERS.items():
            values = np.full(len(openings), np.nan, dtype=np.float32)
            if before is not None:
                values[was >= 0] = before.numbers[name][was[was >= 0]]
            values[fresh] = [np.nan if (value := value_of(opening)) is None else min(value, MOST) for opening in new]
            numbers[name] = values
        if before is not None and edited is not None and [o.id for o in edited] == [o.id for o in new]:
            return cls(texts, numbers, was, before.by_id)
        return cls(texts, numbers, was, _places_by_id(openings))


def _rows_in(earlier: Sequence[Opening], openings: Sequence[Opening]) -> Rows:
    """The row of each opening in ``earlier``, -1 where that object is not there. Most stand where they stood."""
    same = np.zeros(max(len(earlier), len(openings)), dtype=bool)
    both = min(len(earlier), len(openings))
    same[:both] = np.fromiter(map(is_, earlier, openings), dtype=bool, count=both)
    found = np.where(same, np.arange(len(same)), -1)[: len(openings)]
    rows = {id(earlier[row]): row for row in np.flatnonzero(~same[: len(earlier)]).tolist()}
    for row in np.flatnonzero(found < 0).tolist():
        found[row] = rows.get(id(openings[row]), -1)
    return found


def _in_place(was: Rows, held: int) -> bool:
    """Whether there are as many openings as before, and each that was there before has its row of then."""
    return len(was) == held and bool(np.all((was < 0) | (was == np.arange(held))))


def _places_by_id(openings: Sequence[Opening]) -> Rows:
    ids = [opening.id for opening in openings]
    found = np.empty(len(ids), dtype=np.int64)
    found[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return found


def _column(
    new: Sequence[Opening], read: Callable[[Opening], Sequence[Text]], was: Rows, before: Column | None
) -> Column:
    """The openings that ``before`` has, and the new ones, numbered again in the order of their first appearance."""
    keys: list[Key] = [] if before is None else list(before.keys)
    held = len(keys)
    number = {key: i for i, key in enumerate(keys)} if new else {}
    counts = np.zeros(len(was), dtype=np.int64)
    carried = was >= 0
    if before is not None:
        counts[carried] = before.count[was[carried]]
    found: list[int] = []
    sizes: list[int] = []
    for opening in new:
        terms = read(opening)
        before_it = len(found)
        for text in terms:
            key = text if isinstance(text, str) else (text.zh, text.en)
            at = number.get(key)
            if at is None:
                at = number[key] = len(number)
            elif at in found[before_it:]:
                continue
            found.append(at)
        sizes.append(len(found) - before_it)
    keys += list(number)[held:]
    counts[~carried] = sizes
    starts = np.concatenate(([0], np.cumsum(counts)))
    numbers = np.empty(int(starts[-1]), dtype=np.int64)
    of_new = np.repeat(~carried, counts)
    numbers[of_new] = found
    if before is not None:
        shift = np.repeat(before.starts[:-1][was[carried]] - starts[:-1][carried], counts[carried])
        numbers[~of_new] = before.numbers[np.flatnonzero(~of_new) + shift]
    return _in_order(keys, numbers, starts, held)


def _in_order(keys: list[Key], numbers: Rows, starts: Rows, held: int) -> Column:
    first = np.full(len(keys), len(numbers), dtype=np.int64)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    order = np.argsort(first, kind="stable")[: int((first < len(numbers)).sum())]
    again = np.full(len(keys), -1, dtype=np.int64)
    again[order] = np.arange(len(order))
    return Column([keys[i] for i in order.tolist()], again[numbers], starts, np.where(order < held, order, -1))

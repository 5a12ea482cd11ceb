"""Openings as a table of numbers and distinct texts: read again in a sixth of the time that checking their JSON takes.

Written and read by the same form of ``Opening`` only. Every distinct value is checked when it is read, once; that the
values of one opening fit each other was checked when its part arrived.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, get_origin

import pydantic
from pydantic import TypeAdapter

from jobfair.fair import Opening
from jobfair.sealing import digest_of
from jobfair.text import Bilingual
from jobfair.wire import OpeningsPart

_MAGIC = b"JFOPENINGS1\n"


class TableStale(ValueError):
    """These bytes are of another form of ``Opening``, or broken."""


@cache
def _form() -> bytes:
    """Names the form of ``Opening``: another one may not read what was written of this one."""
    schema = json.dumps(OpeningsPart.model_json_schema(), sort_keys=True)
    return digest_of(f"{pydantic.VERSION} {schema}".encode()).encode()


@cache
def _lists() -> frozenset[str]:
    """The fields that hold several texts."""
    return frozenset(name for name, field in Opening.model_fields.items() if get_origin(field.annotation) is tuple)


@cache
def _adapter(name: str) -> TypeAdapter[list[Any]]:
    kept: Any = Opening.model_fields[name].annotation
    return TypeAdapter(list[kept.__args__[0]] if name in _lists() else list[kept])


def packed(parts: Mapping[str, OpeningsPart]) -> bytes:
    """Parts by digest."""
    openings = [opening for part in parts.values() for opening in part.openings]
    counts = [[digest, len(part.openings)] for digest, part in parts.items()]
    numbers: list[array[int]] = [array("q", [place for part in parts.values() for place in part.places])]
    named, of = _numbered([tuple(sorted(opening.model_fields_set)) for opening in openings])
    head: dict[str, Any] = {"parts": counts, "named": named, "values": {}}
    numbers.append(of)
    for name in Opening.model_fields:
        values = [getattr(opening, name) for opening in openings]
        if name in _lists():
            numbers.append(array("i", map(len, values)))
            values = [each for several in values for each in several]
        distinct, of = _numbered(values)
        head["values"][name] = _adapter(name).dump_python(distinct, mode="json")
        numbers.append(of)
    lead = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    chunks = [_MAGIC, _form(), len(lead).to_bytes(8, "big"), lead]
    for each in numbers:
        chunks += [len(each).to_bytes(8, "big"), each.tobytes()]
    return b"".join(chunks)


def unpacked(data: bytes) -> dict[str, OpeningsPart]:
    """Parts by digest; equal texts of one field are one object. Raises TableStale."""
    if not data.startswith(_MAGIC + _form()):
        raise TableStale("written by another version of the program")
    try:
        return _parts(_Chunks(data, len(_MAGIC + _form())))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise TableStale("broken") from error


class _Chunks:
    """What ``packed`` wrote, one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data, self._at = memoryview(data), at

    def next(self, width: int = 1) -> memoryview:
        size = int.from_bytes(self._data[self._at : self._at + 8], "big") * width
        self._at += 8 + size
        if self._at > len(self._data):
            raise ValueError("cut off")
        return self._data[self._at - size : self._at]

    def numbers(self, kind: str = "i") -> array[int]:
        found = array(kind)
        found.frombytes(self.next(found.itemsize))
        return found


def _parts(chunks: _Chunks) -> dict[str, OpeningsPart]:
    head = json.loads(str(chunks.next(), "utf-8", "surrogatepass"))
    places = chunks.numbers("q")
    sets = [set(names) for names in head["named"]]
    named = [sets[number] for number in chunks.numbers()]
    columns: list[Sequence[Any]] = []
    for name in Opening.model_fields:
        sizes = chunks.numbers() if name in _lists() else None
        distinct = _adapter(name).validate_python(head["values"][name])
        values = [distinct[number] for number in chunks.numbers()]
        columns.append(values if sizes is None else _grouped(values, sizes))
    openings = _made(columns, named)
    parts, begin = {}, 0
    for digest, count in head["parts"]:
        rows = slice(begin, begin + count)
        part = OpeningsPart.model_construct(places=tuple(places[rows]), openings=tuple(openings[rows]))
        parts[digest] = part
        begin += count
    return parts


def _numbered(values: Iterable[Any]) -> tuple[list[Any], array[int]]:
    """The distinct values in the order of their first appearance, and which of them each one is."""
    number: dict[Any, int] = {}
    distinct: list[Any] = []
    found = array("i")
    for value in values:
        key = (value.zh, value.en) if isinstance(value, Bilingual) else value  # a model's own hash is slow
        at = number.setdefault(key, len(distinct))
        if at == len(distinct):
            distinct.append(value)
        found.append(at)
    return distinct, found


def _grouped(values: Sequence[Any], sizes: Iterable[int]) -> list[tuple[Any, ...]]:
    found, begin = [], 0
    for size in sizes:
        found.append(tuple(values[begin : begin + size]))
        begin += size
    return found


def _made(columns: Sequence[Sequence[Any]], named: Sequence[set[str]]) -> list[Opening]:
    names = tuple(Opening.model_fields)
    put = object.__setattr__  # as pydantic does it: a frozen model has no other way in, and model_construct is too slow
    found = []
    for fields_set, *values in zip(named, *columns, strict=True):
        opening = Opening.__new__(Opening)
        put(opening, "__dict__", dict(zip(names, values, strict=True)))
        put(opening, "__pydantic_fields_set__", fields_set)
        put(opening, "__pydantic_extra__", None)
        put(opening, "__pydantic_private__", None)
        found.append(opening)
    return found

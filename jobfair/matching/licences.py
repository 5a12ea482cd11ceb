"""Licences by any of their names: 焊工操作证 is 焊工证, and who may drive class A2 may drive B2 (licences.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_BRACKET_AT_END = re.compile(r"\s*[(\[【][^)\]】]*[)\]】]\s*$")
_ENDING = re.compile(r"(?:特种作业)?(?:操作|作业操作|驾驶|上岗|(?:职业|执业|从业)?资格|从业|执业)?证书?$")
_CLASS = re.compile(r"(?<![a-z0-9])([abc][1-6])(?![a-z0-9])")
_DRIVING = re.compile(r"驾|driv|licence|[证照本]$")


@dataclass(frozen=True)
class _Table:
    by_name: Mapping[str, str]
    includes: Mapping[str, frozenset[str]]


@cache
def _table() -> _Table:
    data = tomllib.loads((Path(__file__).parent / "licences.toml").read_text(encoding="utf-8"))
    names = {_folded(name): key for key, listed in data["names"].items() for name in listed.split("|")}
    includes = {key: frozenset((key, *others.split())) for key, others in data["includes"].items()}
    includes |= {key: frozenset((key, *others.split())) for key, others in data["driving"].items()}
    return _Table(names, includes)


def _folded(name: str) -> str:
    bare = _BRACKET_AT_END.sub("", name).replace("license", "licence").strip()
    if bare.isascii():
        return bare
    stem = _ENDING.sub("", bare.replace(" ", ""))
    return f"{stem}证" if stem and stem != bare.replace(" ", "") else stem


@lru_cache(maxsize=4096)
def licence(term: str) -> str:
    """The key of the licence that this normal term names; "" where the table knows none."""
    table, name = _table(), _folded(term)
    if name in table.by_name:
        return table.by_name[name]
    found = {code for code in _CLASS.findall(name) if code in table.includes}
    rest = _CLASS.sub("", name).strip()
    return found.pop() if len(found) == 1 and (not rest or _DRIVING.search(name)) else ""


def included(key: str) -> frozenset[str]:
    """What a holder of this one has: itself and what is below it."""
    return _table().includes.get(key, frozenset((key,)))

"""Places as people write them, and how near one is to another.

滨江市高新区, 江苏苏州, 昆山, Pudong, Shanghai: a city, perhaps its district, its province where the city is known.
Known cities, provinces and metropolitan areas are in ``places.toml``; an unknown city is only ever itself.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from jobfair.matching.terms import language_of, normal

#: Says no place: anywhere, from home.
ANYWHERE = frozenset(
    (
        *("不限", "全国", "均可", "都可以", "远程", "居家", "居家办公", "远程办公", "任意", "中国"),
        *("any", "anywhere", "remote", "nationwide", "flexible", "china"),
    )
)
_PROVINCE_ENDING = "(?:省|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)"
_NO_CITY = tuple("区县镇乡路街")
_CITY = re.compile(r"^(.{2,}?)市(.*)$")


class Nearness(StrEnum):
    SAME = "same"
    DISTRICT = "district"
    """The same city, another district."""
    NEIGHBOUR = "neighbour"
    PROVINCE = "province"
    OTHER = "other"


@dataclass(frozen=True)
class Place:
    """``city`` is empty where only a province is named; ``province`` where it is not known; ``known``: in the table;
    ``latin``: written so."""

    city: str = ""
    district: str = ""
    province: str = ""
    known: bool = False
    latin: bool = False


@dataclass(frozen=True)
class _Table:
    provinces: Mapping[str, str]
    cities: Mapping[str, Place]
    areas: Mapping[str, frozenset[str]]
    longest: int


@cache
def _table() -> _Table:
    data = tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))
    provinces: dict[str, str] = {}
    cities: dict[str, Place] = {}
    for names, listed in data["provinces"].items():
        province = names.split(" ", 1)[0]
        provinces |= {_key(name): province for name in names.split(" ", 1)}
        for entry in listed.split(", "):
            own = entry.split(" ", 1)[0]
            cities |= {_key(name): Place(own, "", province, True) for name in entry.split(" ", 1)}
    for city, listed in data["within"].items():
        for entry in listed.split(", "):
            place = Place(city, entry.split(" ", 1)[0], cities[city].province, True)
            cities |= {_key(name): place for name in entry.split(" ", 1)}
    areas: dict[str, frozenset[str]] = {}
    for name, listed in data["areas"].items():
        for city in listed.split(", "):
            areas[city] = areas.get(city, frozenset()) | {name}
    return _Table(provinces, cities, areas, max(map(len, cities)))


def _key(name: str) -> str:
    """Xi'an, xian and Xi An are one; blanks of 广 州 too."""
    return re.sub(r"[\s'’\-]", "", normal(name)).replace("ü", "u")


def place_of(text: str) -> Place | None:
    """The place that is written here; None where the text is empty or says that any place will do."""
    folded = normal(text)
    if not folded or folded in ANYWHERE:
        return None
    return _chinese(_key(folded)) if language_of(folded) == "zh" else _latin(folded)


def _chinese(text: str) -> Place:
    table = _table()
    province = ""
    ended = re.match(rf"^(?:中国)?(.{{2,3}}?){_PROVINCE_ENDING}(.*)$", text)
    if ended and ended[1] in table.provinces:
        province, text = table.provinces[ended[1]], ended[2]
        if not text:
            return Place(province=province, known=True)
    if text == "吉林":  # the province far more often than its second city
        return Place(province="吉林", known=True)
    for length in range(min(len(text), table.longest), 1, -1):
        found = table.cities.get(text[:length])
        rest = text[length:]
        if found is not None and not rest.startswith(_NO_CITY) and province in ("", found.province):
            rest = rest.removeprefix("市")
            return Place(found.city, rest or found.district, found.province, True)
    for length in (3, 2):
        if text[:length] in table.provinces and not province:
            rest = text[length:]
            inner = _chinese(rest) if rest else Place(known=True)
            return Place(inner.city, inner.district, table.provinces[text[:length]], inner.known)
    split = _CITY.match(text)
    city, district = (split[1], split[2]) if split else (text.removesuffix("市"), "")
    return Place(city, district, province)


def _latin(text: str) -> Place:
    table = _table()
    parts = [part.strip() for part in re.split(r"[,;/()|·]", text) if part.strip()]
    parts = [re.sub(r"^city of | (city|municipality|province)$", "", part) for part in parts]
    parts = [part for part in parts if part not in ("china", "cn", "prc")] or [text]
    provinces = [table.provinces[_key(part)] for part in parts if _key(part) in table.provinces]
    for i, part in enumerate(parts):
        known = table.cities.get(_key(part))
        if known is not None and (not provinces or known.province in provinces):
            others = [p for k, p in enumerate(parts) if k != i and _key(p) not in table.provinces]
            return Place(known.city, " ".join(others) or known.district, known.province, True, True)
    rest = [part for part in parts if _key(part) not in table.provinces]
    if not rest:
        return Place(province=provinces[0], known=True, latin=True)
    words = rest[0].split()
    for count in range(len(words) - 1, 0, -1):
        known = table.cities.get(_key(" ".join(words[:count])))
        if known is not None:
            return Place(known.city, " ".join(words[count:]), known.province, True, True)
    return Place(rest[0], " ".join(rest[1:]), provinces[0] if provinces else "", latin=True)


def nearness(wish: Place, offer: Place) -> Nearness | None:
    """How near the offer is to the wish; None where it cannot be told."""
    if not wish.city or not offer.city:
        if not wish.province or not offer.province:
            return None
        if wish.province != offer.province:
            return Nearness.OTHER
        return None if wish.city else Nearness.SAME
    if wish.city == offer.city or _prefixed(wish, offer):
        apart = wish.district and offer.district and not _within(wish.district, offer.district)
        # A district in Chinese and one in Latin letters cannot be compared.
        return Nearness.DISTRICT if apart and wish.latin == offer.latin else Nearness.SAME
    if wish.latin != offer.latin and language_of(wish.city) != language_of(offer.city):
        return None
    areas = _table().areas
    if areas.get(wish.city, frozenset()) & areas.get(offer.city, frozenset()):
        return Nearness.NEIGHBOUR
    return Nearness.PROVINCE if wish.province and wish.province == offer.province else Nearness.OTHER


def nearest(wishes: Iterable[Place], offer: Iterable[Place]) -> Nearness | None:
    """The best over the wishes of one offer, given in one or two languages; None where nothing can be told.

    A wish is compared with the offer's name in its own script where there is one: it tells districts apart.
    """
    forms = list(offer)
    found = set()
    for wish in wishes:
        same_script = [form for form in forms if form.latin == wish.latin]
        found |= {near for form in same_script or forms if (near := nearness(wish, form)) is not None}
    return next((level for level in Nearness if level in found), None)


def _prefixed(a: Place, b: Place) -> bool:
    """滨江高新区, without its 市, is in 滨江; Binjiang Old Town in Binjiang."""
    short, long = sorted((a.city, b.city), key=len)
    if a.known or b.known or len(short) < 2 or not long.startswith(short):
        return False
    return language_of(long) == "zh" or long[len(short) : len(short) + 1] in ("", " ")


def _within(a: str, b: str) -> bool:
    return a in b or b in a

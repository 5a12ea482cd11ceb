"""Places as people write them, and how near one is to another.

滨江市高新区, 江苏苏州, 昆山, Pudong, Shanghai: a city, perhaps its district, its province where the city is known.
Known cities, their districts, provinces and metropolitan areas are in ``places.toml``. What no table knows (长三角) may
be anywhere: it is the same as itself, and of anything else it cannot be told how near it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
_FREE = re.compile(r"不限|全国|远程|居家|各地均可|\b(?:remote|anywhere|nationwide|home office)\b")
_LIST = re.compile(r"\s*(?:[、/;|&+]|\band\b|\bor\b)\s*")
#: Separates cities, or a district from its city.
_LOOSE = re.compile(r"\s*(?:[,\s及或]|(?<!呼)和(?![平田县龙顺林政静硕布]))\s*")
_DISTRICT = re.compile(r"[区县镇乡街道路园港]$")


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
    certain: bool = False
    """Surely a city of its own, or in one: in the table, written with 市, or named so by the fair."""
    anywhere: bool = False


ANY_PLACE = Place(anywhere=True)


@dataclass(frozen=True)
class _Table:
    provinces: Mapping[str, str]
    cities: Mapping[str, Place]
    districts: Mapping[str, Place]
    """By the whole name with 区, which may begin an address."""
    bare: Mapping[str, Place]
    """Without 区 or in Latin letters: only where nothing follows."""
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
    districts: dict[str, Place] = {}
    bare: dict[str, Place] = {}
    for city, listed in data["districts"].items():
        for entry in listed.split(", "):
            own, _, latin = entry.partition(" ")
            place = Place(city, own, cities[city].province, True)
            districts[own] = place
            if latin:
                bare |= {re.sub("(?:新区|区)$", "", own): place, _key(latin): place}
    areas: dict[str, frozenset[str]] = {}
    for name, listed in data["areas"].items():
        for city in listed.split(", "):
            areas[city] = areas.get(city, frozenset()) | {name}
    return _Table(provinces, cities, districts, bare, areas, max(map(len, cities)))


def _key(name: str) -> str:
    """Xi'an, xian and Xi An are one; blanks of 广 州 too."""
    return re.sub(r"[\s'’\-]", "", normal(name)).replace("ü", "u")


def place_of(text: str) -> Place | None:
    """The place that is written here; None where the text is empty or says that any place will do."""
    folded = normal(text)
    if not folded or folded in ANYWHERE:
        return None
    chinese = language_of(folded) == "zh"
    place = _chinese(_key(folded)) if chinese else _latin(folded)
    return replace(place, certain=place.known or (chinese and bool(_CITY.match(_key(folded)))))


def places_of(text: str) -> list[Place]:
    """The places that are written here, one or a list of them (上海/苏州, 苏州、无锡, Suzhou and Wuxi); ANY_PLACE alone
    where any will do; empty where nothing is written."""
    folded = normal(text)
    if folded and (folded in ANYWHERE or _FREE.search(folded)):
        return [ANY_PLACE]
    found: list[Place] = []
    for part in _LIST.split(folded):
        found = _joined(found, _loose(part))
    cities = {place.province for place in found if place.city}
    # 江苏/苏州 is Suzhou, not all of Jiangsu.
    return [place for place in found if place.city or place.province not in cities]


def _loose(text: str) -> list[Place]:
    """Cities with a comma, a blank or 和 between them, where each surely is one; else one place, its parts together."""
    parts = [place for part in _LOOSE.split(text) if (place := place_of(part)) is not None]
    if len({place.city for place in parts}) > 1 and all(place.certain and place.city for place in parts):
        return parts
    whole = place_of(text)
    return [whole] if whole is not None else []


def _joined(before: list[Place], more: list[Place]) -> list[Place]:
    """上海/高新区: a district that no table knows is one of the city before it."""
    if before and len(more) == 1 and not more[0].certain and before[-1].certain and _DISTRICT.search(more[0].city):
        return before
    return before + more


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
    named = table.bare.get(text)
    for length in range(min(len(text), 6), 2, -1):
        named = named or table.districts.get(text[:length])
    if named is not None and province in ("", named.province):
        return named
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
    named = table.bare.get(_key(re.sub(r" (district|new area)$", "", parts[0]))) or table.bare.get(_key(parts[0]))
    if named is not None and len(parts) == 1:
        return replace(named, district=parts[0], latin=True)
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
    """How near the offer is to the wish; None where it cannot be told: a name that is no city for sure may be one with
    any other."""
    if offer.anywhere or wish.anywhere:
        return Nearness.SAME
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
    if not (wish.certain and offer.certain):
        return None
    if not (wish.known or offer.known) and wish.latin != offer.latin:
        return None  # a known city has its other name in the table; of these, one may be the other
    areas = _table().areas
    if areas.get(wish.city, frozenset()) & areas.get(offer.city, frozenset()):
        return Nearness.NEIGHBOUR
    return Nearness.PROVINCE if wish.province and wish.province == offer.province else Nearness.OTHER


def nearest(wishes: Iterable[Place], offer: Iterable[Place]) -> Nearness | None:
    """The best over the wishes of one offer's places, given in one or two languages; None where it cannot be told: also
    where one of them may be the same city.

    A wish is compared with the offer's names in its own script where there are any: they tell districts apart.
    """
    forms = list(offer)
    found: set[Nearness | None] = set()
    for wish in wishes:
        same_script = [form for form in forms if form.latin == wish.latin or form.anywhere]
        found |= {nearness(wish, form) for form in same_script or forms if not _named_twice(wish, form)}
    return best_of(found)


def _named_twice(wish: Place, form: Place) -> bool:
    """Certain, but in no table: the fair gives the name in the other script, which is another wish and tells more."""
    return wish.certain and form.certain and not (wish.known or form.known) and wish.latin != form.latin


def best_of(found: Iterable[Nearness | None]) -> Nearness | None:
    """The nearest, but None where it is another city and anything is unknown."""
    each = set(found)
    best = next((level for level in Nearness if level in each), None)
    return best if best in (Nearness.SAME, Nearness.DISTRICT) or None not in each else None


def _prefixed(a: Place, b: Place) -> bool:
    """滨江高新区, without its 市, is in 滨江; Binjiang Old Town in Binjiang."""
    short, long = sorted((a.city, b.city), key=len)
    if a.known or b.known or len(short) < 2 or not long.startswith(short):
        return False
    return language_of(long) == "zh" or long[len(short) : len(short) + 1] in ("", " ")


def _within(a: str, b: str) -> bool:
    return a in b or b in a

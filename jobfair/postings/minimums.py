"""Minimum wages by place, and what is a place at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jobfair.postings.resources import table
from jobfair.text import Bilingual

_COUNTRY = Bilingual(zh="全国最低一档", en="China's lowest class")
# What stands where a place should.
_NO_PLACE = re.compile(
    r"(?:面议|面谈|详谈|另议|待定|待议|不限|无|暂无|电联|电话联系|全国|全国各地|各地|国内|以后再说|见公司安排|听从安排|"
    r"n/?a|none|nil|tbd|tba|negotiable|any|anywhere|nationwide|china|中国|unknown|same|-)[\W_]*",
    re.IGNORECASE,
)


def is_place(text: str) -> bool:
    """Whether the text names a place, as far as a rule can tell: letters, and not "to be agreed" or "nationwide"."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= 2 and _NO_PLACE.fullmatch(text.strip()) is None


@dataclass(frozen=True)
class Minimum:
    """The minimum wage of a place: yuan a month and an hour."""

    place: Bilingual
    monthly: float
    hourly: float


class MinimumWages:
    """resources/postings/minimum_wages.toml. A place that is not in it has the lowest of the country."""

    def __init__(self) -> None:
        data = table("minimum_wages")
        self.as_of: str = data["as_of"]
        self.source: str = data["source"]
        self._cities: dict[str, Minimum] = {}
        self._lowest: dict[str, Minimum] = {}
        self._english: dict[str, Minimum] = {}
        self._within: dict[str, Minimum] = {}
        self._province: dict[str, str] = {}
        for province in data["province"]:
            self._take(province)

    def of(self, place: str) -> Minimum | None:
        """The minimum of a place as written in an opening. A district has its city's, a county and a town that is a
        city of its own its province's lowest; None for a place that the table does not know."""
        place = place.strip()
        for name, lowest in self._lowest.items():
            if place.startswith(name) and not place.startswith(f"{name}路"):
                city = self._city(place[len(name) :].removeprefix("省").removeprefix("市").lstrip(" ,，·-/"))
                return city if city and lowest.monthly <= city.monthly else (self._city(place) or lowest)
        return self._city(place) or self._in_english(place.lower())

    @cached_property
    def nationwide(self) -> Minimum:
        """The lowest of all, month and hour: what holds wherever the work is."""
        lowest = self._lowest.values()
        return Minimum(_COUNTRY, min(one.monthly for one in lowest), min(one.hourly for one in lowest))

    def _take(self, province: dict[str, Any]) -> None:
        zh, en, classes = province["zh"], province["en"], province["classes"]
        lowest = classes[-1]
        self._lowest[zh] = Minimum(Bilingual(zh=zh, en=en), float(lowest[0]), float(lowest[1]))
        self._english[en.lower()] = self._lowest[zh]
        for monthly, hourly, cities in classes:
            for entry in str(cities).split():
                city, _, english = entry.partition("=")
                minimum = Minimum(Bilingual(zh=city, en=english or city), float(monthly), float(hourly))
                self._cities[city] = minimum
                self._province[city] = zh
                if english:
                    self._english[english.lower()] = minimum
        for entry in province.get("within", "").split():
            place, _, english = entry.partition("=")
            self._within[place] = self._lowest[zh]
            if english:
                self._english[english.lower()] = self._lowest[zh]

    def _city(self, place: str) -> Minimum | None:
        for length in (4, 3, 2):
            name = place[:length]
            found = self._cities.get(name)
            if found:
                rest = place[length:].removeprefix("市")
                if re.match(r"区|路|街|镇|乡|大道|县", rest):
                    continue  # another place of this name: a district, a street
                return self._lowest[self._province[name]] if re.search(r"县|旗|市", rest) else found
            if name in self._within and not re.match(r"路|街|大道", place[length:]):
                return self._within[name]
        return None

    def _in_english(self, place: str) -> Minimum | None:
        parts = [part.strip() for part in re.split(r"[,/(;]", place)]
        for part in parts:
            found = self._english.get(re.sub(r" (?:city|province|new district|district|new area)$", "", part).strip())
            if found:
                return None if "county" in place else found
        return None

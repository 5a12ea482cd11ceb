from __future__ import annotations

import pytest

from jobfair.fair import Fair, Opening
from jobfair.matching.booths import Matcher, NoMatches
from jobfair.matching.index import Index
from jobfair.matching.places import ANY_PLACE, Nearness, nearest, nearness, place_of, places_of
from jobfair.matching.titles import TitleDictionary
from jobfair.seeker import MatchingProfile
from jobfair.text import Bilingual


@pytest.mark.parametrize(
    ("wish", "offer", "near"),
    [
        ("滨江", "滨江市高新区", "same"),
        ("滨江市高新区", "滨江市港口区", "district"),
        ("滨江高新区", "滨江市", "same"),
        ("滨江市", "临湖市", "other"),
        ("Binjiang", "Binjiang, Old Town", "same"),
        ("Beijing", "北京市海淀区", "same"),
        ("北京市朝阳区", "朝阳", "other"),
        ("苏州", "昆山", "same"),
        ("上海", "Suzhou Industrial Park", "neighbour"),
        ("江苏省苏州市", "南京", "province"),
        ("江苏", "无锡", "same"),
        ("Guangdong", "长沙", "other"),
        ("西安", "Xi'an", "same"),
        ("ｓｈａｎｇｈａｉ", "Pudong, Shanghai", "same"),
        ("内蒙古呼和浩特", "包头", "province"),
        ("吉林市", "长春市", "province"),
        ("苏州", "姑苏区平江路", "same"),
        ("无锡", "姑苏区", "neighbour"),
        ("上海", "浦东新区", "same"),
        ("Shanghai", "Pudong New Area", "same"),
        ("Suzhou", "Gusu District", "same"),
        ("深圳", "福田", "same"),
        ("成都", "上海市", "other"),
    ],
)
def test_nearness_is_told(wish: str, offer: str, near: str) -> None:
    a, b = place_of(wish), place_of(offer)
    assert a and b
    assert nearness(a, b) == near


@pytest.mark.parametrize(
    ("wish", "offer"),
    [
        *(("Binjiang", "滨江市"), ("无锡", "江苏"), ("江苏", "滨江市"), ("New York", "Newark")),
        *(("苏州", "长三角"), ("深圳", "南山区"), ("上海", "朝阳区"), ("Peking", "北京")),
    ],
)
def test_what_cannot_be_compared_is_unknown(wish: str, offer: str) -> None:
    a, b = place_of(wish), place_of(offer)
    assert a and b
    assert nearness(a, b) is None


@pytest.mark.parametrize("text", ["", " ", "不限", "全国", "Remote", "\u0000"])
def test_anywhere_is_no_place(text: str) -> None:
    assert place_of(text) is None


def test_district_is_told_in_the_script_of_the_wish() -> None:
    wish, zh, en = place_of("上海市浦东新区"), place_of("上海市静安区"), place_of("Jing'an, Shanghai")
    assert wish and zh and en
    assert nearest([wish], [zh, en]) is Nearness.DISTRICT


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("上海/苏州", ["上海", "苏州"]),
        ("苏州、无锡", ["苏州", "无锡"]),
        ("苏州，无锡；常州", ["苏州", "无锡", "常州"]),
        ("北京 上海", ["北京", "上海"]),
        ("北京和呼和浩特", ["北京", "呼和浩特"]),
        ("Suzhou, Wuxi and Changzhou", ["苏州", "无锡", "常州"]),
        ("Shanghai|Suzhou", ["上海", "苏州"]),
        ("江苏/苏州", ["苏州"]),
        ("上海/高新区", ["上海"]),
        ("江苏 苏州 姑苏区", ["苏州"]),
        ("和平区", ["和平区"]),
        ("Hefei, Anhui", ["合肥"]),
    ],
)
def test_list_is_split_into_its_places(text: str, cities: list[str]) -> None:
    assert list(dict.fromkeys(place.city for place in places_of(text))) == cities


@pytest.mark.parametrize("text", ["全国", "不限", "远程", "全国各地", "上海/远程", "Remote (China)", "anywhere"])
def test_anywhere_fits_everybody(text: str) -> None:
    assert places_of(text) == [ANY_PLACE]
    wish = place_of("苏州")
    assert wish and nearest([wish], places_of(text)) is Nearness.SAME


@pytest.mark.parametrize(
    ("must", "offers", "kept"),
    [
        ("苏州", ("上海/苏州",), True),
        ("苏州", ("姑苏区",), True),
        ("苏州", ("长三角",), True),
        ("无锡", ("苏州、无锡",), True),
        ("上海", ("浦东新区",), True),
        ("苏州", ("上海", "长三角"), True),
        ("苏州", ("上海", "不限"), True),
        ("不限", ("上海",), True),
        ("苏州", ("上海/南京",), False),
        ("望川", ("上海",), False),
        ("Wangchuan", ("上海",), False),
        ("苏州", ("望川",), False),
        ("苏州", ("某地",), True),
    ],
)
def test_must_city_excludes_only_what_is_surely_elsewhere(must: str, offers: tuple[str, ...], kept: bool) -> None:
    fair = Fair(
        id="f",
        city=Bilingual(zh="望川市", en="Wangchuan"),
        openings=(Opening(id="a", title="焊工", cities=offers),),
    )
    matcher = Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)
    profile = MatchingProfile(id="s", titles=("焊工",), cities=(must,), musts=("city",))
    assert isinstance(matcher.booths(profile, 5, every=True), NoMatches) is not kept

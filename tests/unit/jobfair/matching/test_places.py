from __future__ import annotations

import pytest

from jobfair.matching.places import Nearness, nearest, nearness, place_of


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
        ("New York", "Newark", "other"),
    ],
)
def test_nearness_is_told(wish: str, offer: str, near: str) -> None:
    a, b = place_of(wish), place_of(offer)
    assert a and b
    assert nearness(a, b) == near


@pytest.mark.parametrize(("wish", "offer"), [("Binjiang", "滨江市"), ("无锡", "江苏"), ("江苏", "滨江市")])
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

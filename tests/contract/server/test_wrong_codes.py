"""Wrong codes as the organizer sees them, and new tries; what a kiosk may say and what it may not."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import requests

from jobfair.ids import new_id
from jobfair.second_factor import try_token
from jobfair.wire import CodeWanted, KioskSettings, TriesKnown, TriesSaid, Try, TryReset
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]


def said(device: Device, path: str, message: TriesSaid | CodeWanted) -> requests.Response:
    return requests.post(
        f"{device.server.base_url}/api/v1/{path}", data=message.model_dump_json(), headers=device.headers, timeout=30
    )


def tell(device: Device, *tries: Try, after: int = 0) -> TriesKnown:
    answer = said(device, "tries", TriesSaid(tries=tries, after=after))
    assert answer.status_code == 200, answer.text
    return TriesKnown.model_validate_json(answer.text)


def pepper_of(device: Device) -> bytes:
    part = next(part for part in device.manifest().parts if part.name == "settings")
    return KioskSettings.model_validate_json(device.get(f"parts/{part.digest}").content).pepper


def wrong(device: Device, *keys: str) -> Try:
    pepper = pepper_of(device)
    who = tuple(try_token(key, pepper) for key in (*keys, f"kiosk/{device.kiosk}"))
    return Try(id=new_id(), who=who, at=datetime.now(UTC))


def test_organizer_sees_who_is_locked_and_gives_new_tries(running_server: ServerProcess) -> None:
    one, two = running_server.pair("K-01"), running_server.pair("K-02")
    seeker = running_server.credentials["seekers"][0]
    session, page = running_server.organizer(), "/organizer/small-fair/codes"
    empty = session.get(f"{running_server.base_url}{page}", timeout=30)
    assert empty.status_code == 200
    assert "没有人被锁住" in empty.text

    for device, times in ((one, 3), (two, 2)):
        tell(device, *(wrong(device, seeker["id"]) for _ in range(times)))
    shown = session.get(f"{running_server.base_url}{page}", timeout=30).text
    assert "没有人被锁住" not in shown
    assert re.search(r"5 · K-01, K-02", shown), "five in all, at both kiosks"
    assert f'value="{seeker["id"]}"' in shown

    last = tell(one).last
    done = running_server.post(session, page, seeker=seeker["id"])
    assert "可以重新试了" in done.text
    assert "没有人被锁住" in done.text
    resets = tell(two, after=last).resets
    assert try_token(seeker["id"], pepper_of(one)) in {reset.who for reset in resets}, "every kiosk hears of it"


def test_many_people_at_one_kiosk_raise_an_alarm_until_somebody_looked(running_server: ServerProcess) -> None:
    device, session = running_server.pair("K-03"), running_server.organizer()
    tell(device, *(wrong(device, f"nobody{n}") for n in range(10)))
    url = f"{running_server.base_url}/organizer/small-fair"
    assert "可能有人在猜" in session.get(f"{url}/", timeout=30).text
    shown = session.get(f"{url}/codes", timeout=30).text
    assert "K-03：一小时内有五个或更多" in shown
    assert "暂不能输码" in shown
    done = running_server.post(session, "/organizer/small-fair/codes", kiosk="K-03")
    assert "暂不能输码" not in done.text


def test_kiosk_forgives_only_what_was_tried_at_it(running_server: ServerProcess) -> None:
    one, two = running_server.pair("K-04"), running_server.pair("K-05")
    first = wrong(one, "s1")
    last = tell(one, first).last
    tell(two, first.model_copy(update={"forgiven": first.who}))
    assert tell(one, after=last).tries == ()


def test_codes_asked_for_too_often_are_refused_for_known_and_unknown_alike(running_server: ServerProcess) -> None:
    device = running_server.pair("K-06")
    seeker = running_server.credentials["seekers"][0]
    for who in ({"seeker": seeker["id"]}, {"lookup": "f" * 64}):
        answers = [
            said(
                device, "codes", CodeWanted.model_validate({"id": new_id(), "channel": "sms", "language": "en", **who})
            )
            for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [200, 429]
        assert set(answers[0].json()) == {"id", "expires_at"}
        assert answers[1].json()["code"] == "busy"


def test_kiosk_whose_token_was_stolen_closes_no_other_and_gives_few_new_tries(running_server: ServerProcess) -> None:
    thief, other = running_server.pair("K-07"), running_server.pair("K-08")
    pepper = pepper_of(thief)
    closing = wrong(thief, "s2", "kiosk/K-08")
    last = tell(thief, closing).last
    (told,) = [one for one in tell(other).tries if one.id == closing.id]
    assert try_token("kiosk/K-08", pepper) not in told.who, "it stays open"

    def reset(key: str) -> bool:
        one = TryReset(id=new_id(), who=try_token(key, pepper), at=datetime.now(UTC))
        assert said(thief, "tries", TriesSaid(resets=(one,))).status_code == 200
        return one.id in {known.id for known in tell(other, after=last).resets}

    assert [reset("s2") for _ in range(3)] == [True, True, False], "a third time is the organizer's"
    assert not reset("kiosk/K-08"), "another kiosk's tries are not its to give"
    assert reset("kiosk/K-07")
    shown = running_server.organizer().get(f"{running_server.base_url}/organizer/small-fair/codes", timeout=30).text
    assert "在 K-07 恢复次数：5 次" in shown
    assert "没有生效：2 次" in shown
    for many in (range(25), range(25, 37)):
        resets = tuple(TryReset(id=new_id(), who=try_token(f"many{n}", pepper), at=datetime.now(UTC)) for n in many)
        assert said(thief, "tries", TriesSaid(resets=resets)).status_code == 200
    assert not reset("one more"), "and so many an hour"

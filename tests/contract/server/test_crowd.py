"""Queues at booths and how often they were shown, over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import requests

from jobfair.wire import BoothExposure, ExposureKept, ExposureSaid, Heartbeat, HeartbeatAnswer
from tests.fixtures.sealed import registration, resume, send, submission
from tests.fixtures.server import Device, ServerProcess, sqlite_server

__all__ = ["sqlite_server"]


@pytest.fixture(scope="module")
def device(sqlite_server: ServerProcess) -> Device:
    return sqlite_server.pair("K-01")


def queues(device: Device) -> dict[str, int]:
    beat = Heartbeat(version="1", waiting=0, parked=0, kiosk_time=datetime.now(UTC))
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat", data=beat.model_dump_json(), headers=device.headers, timeout=30
    )
    return {queue.booth: queue.people for queue in HeartbeatAnswer.model_validate_json(answer.text).queues}


def say(device: Device, *booths: BoothExposure, day: date | None = None) -> requests.Response:
    said = ExposureSaid(day=day or datetime.now(UTC).date(), booths=booths)
    return requests.post(
        f"{device.server.base_url}/api/v1/exposure", data=said.model_dump_json(), headers=device.headers, timeout=30
    )


def test_taps_of_an_employer_reach_the_kiosks_and_nobody_else_may_tap(
    sqlite_server: ServerProcess, device: Device
) -> None:
    employer = sqlite_server.employer("E1")
    assert queues(device) == {}
    for _ in range(3):
        sqlite_server.post(employer, "/employer/booth/queue", change="1", next="/employer/")
    assert list(queues(device).values()) == [3]
    sqlite_server.post(employer, "/employer/booth/queue", people="8")
    assert list(queues(device).values()) == [8]
    sqlite_server.post(employer, "/employer/booth/queue", change="-1")
    assert list(queues(device).values()) == [7]
    assert '<b role="status">7</b>' in employer.get(f"{sqlite_server.base_url}/employer/", timeout=30).text
    organizer = sqlite_server.organizer()
    assert sqlite_server.post(organizer, "/employer/booth/queue", people="1").status_code == 403
    assert sqlite_server.post(employer, "/employer/booth/queue", people="-4").status_code == 400


def test_check_in_when_the_reference_is_of_this_fair_counts_one_and_no_person(
    sqlite_server: ServerProcess, device: Device
) -> None:
    seeker = registration()
    paper = resume(seeker.id)
    sent = submission(seeker.id, paper.id)
    for door, message in (("registrations", seeker), ("resumes", paper), ("submissions", sent)):
        assert send(device, door, message, device.recipients()).status_code == 201
    employer = sqlite_server.employer("E1")
    sqlite_server.post(employer, "/employer/booth/queue", people="0")
    sqlite_server.post(employer, "/employer/booth/check-ins", text="of no fair")
    assert list(queues(device).values()) == [0]
    sqlite_server.post(employer, "/employer/booth/check-ins", text=sent.reference)
    page = employer.get(f"{sqlite_server.base_url}/employer/booth", timeout=30).text
    assert sent.reference not in page
    assert list(queues(device).values()) == [1]


def test_exposure_when_said_again_or_late_keeps_the_greatest(sqlite_server: ServerProcess, device: Device) -> None:
    code = sorted(booth for booth in queues(device)) or ["A1"]
    assert ExposureKept.model_validate_json(say(device, BoothExposure(booth="nowhere", shown=3)).text).booths == 0
    for shown in (5, 9, 2):
        assert say(device, BoothExposure(booth=code[0], shown=shown, opened=1)).status_code == 200
    organizer = sqlite_server.organizer()
    table = organizer.get(f"{sqlite_server.base_url}/organizer/{device.fair}/booths.csv", timeout=30)
    rows = [line.split(",") for line in table.text.lstrip("\ufeff").splitlines()[1:]]
    shown = {row[0]: (row[3], row[4]) for row in rows}
    assert shown[code[0]] == ("9", "1")
    assert [int(row[3]) for row in rows if row[2] != "0"] == sorted(int(row[3]) for row in rows if row[2] != "0")
    page = organizer.get(f"{sqlite_server.base_url}/organizer/{device.fair}/booths", timeout=30)
    assert page.status_code == 200


def shown_at(device: Device) -> dict[str, tuple[int, int]]:
    organizer = device.server.organizer()
    table = organizer.get(f"{device.server.base_url}/organizer/{device.fair}/booths.csv", timeout=30)
    rows = [line.split(",") for line in table.text.lstrip("\ufeff").splitlines()[1:]]
    return {row[0]: (int(row[3]), int(row[4])) for row in rows}


def test_exposure_when_a_kiosk_lies_is_bounded_and_goes_with_its_trust(
    sqlite_server: ServerProcess, device: Device
) -> None:
    liar = sqlite_server.pair("K-09")
    before = shown_at(liar)
    booth, today = sorted(before)[-1], datetime.now(UTC).date()
    for day in (date.min, today - timedelta(days=30), today + timedelta(days=3), date.max):
        answer = say(liar, BoothExposure(booth=booth, shown=10**9, opened=10**9), day=day)
        assert (answer.status_code, ExposureKept.model_validate_json(answer.text).booths) == (200, 0)
    assert shown_at(liar) == before
    assert say(liar, BoothExposure(booth=booth, shown=7), BoothExposure(booth=booth, shown=3, opened=2)).ok
    assert shown_at(liar)[booth] == (before[booth][0] + 7, before[booth][1] + 2)
    assert say(liar, BoothExposure(booth=booth, shown=10**9, opened=10**9)).ok
    assert shown_at(liar)[booth] == (before[booth][0] + 5000, before[booth][1] + 5000)
    path = f"/organizer/{liar.fair}/kiosks/K-09/revoke"
    assert sqlite_server.post(sqlite_server.organizer(), path).ok
    assert shown_at(liar) == before


def test_minutes_a_person_when_the_organizer_sets_them_reach_the_kiosk(
    sqlite_server: ServerProcess, device: Device
) -> None:
    organizer = sqlite_server.organizer()
    path = f"/organizer/{device.fair}/booths"
    assert sqlite_server.post(organizer, path, minutes="0").status_code == 400
    before = device.manifest().version
    sqlite_server.post(organizer, path, minutes="4")
    assert device.manifest().version > before

"""The network is gone all day; in the evening every résumé arrives, once. On both databases."""

from __future__ import annotations

import pytest

pytest.importorskip("PySide6")

from tests.fixtures.server import ServerProcess, running_server
from tests.journeys.conftest import OpenPaired, inbox

__all__ = ["running_server"]  # a fixture


def test_resumes_handed_in_while_the_server_was_away_arrive_in_the_evening_each_once(
    running_server: ServerProcess, at_kiosk: OpenPaired
) -> None:
    server = running_server
    person = at_kiosk(server, "K-41" if not server.database else "K-42")
    server.kill()
    sent = []
    for number in range(2):
        person.comes()
        person.registers(name=f"赵{'甲乙'[number]}", phone=f"1381234010{number}")
        person.hands_in_the_card(booth=("A10", "A11")[number])
        person.reads("saved.waiting", n=1)
        sent += person.visit.submissions
        person.tap("saved.finish")
        person.on("farewell")
        person.tap("farewell.done")
    person.on("attract")
    person.until(lambda: not person.kiosk.syncer.online, "the kiosk to notice")
    assert person.kiosk.outbox.counts().waiting == 2 + 2 + 2, "registrations, résumés, submissions"

    server.start()
    person.until(lambda: _delivered(person), "everything to arrive", 60)
    fair = person.program._stage.fair
    for submission in sent:
        employer = fair.employer_of(fair.opening_by_id[submission.opening])
        assert employer is not None
        assert inbox(server, employer.id).count(submission.id) == 1
    assert person.kiosk.outbox.counts().parked == 0


def _delivered(person: object) -> bool:
    kiosk, program = person.kiosk, person.program  # type: ignore[attr-defined]
    program._stage.wake_sync()
    return bool(kiosk.outbox.counts().waiting == 0)

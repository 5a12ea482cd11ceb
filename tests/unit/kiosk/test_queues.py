from __future__ import annotations

from datetime import timedelta

from jobfair.wire import BoothQueue, HeartbeatAnswer
from kiosk.queues import Queues
from tests.fakes.clock import FakeClock


def told(clock: FakeClock, minutes: float, wrong_by: timedelta = timedelta()) -> Queues:
    server_time = clock.now() + wrong_by
    counted = server_time - timedelta(minutes=minutes)
    queues = Queues(clock)
    answer = HeartbeatAnswer(
        server_time=server_time,
        last_sequence=0,
        snapshot=1,
        queues=(BoothQueue(booth="A1", people=8, counted_at=counted),),
    )
    queues.told(answer)
    return queues


def test_count_older_than_fifteen_minutes_is_not_known_any_more() -> None:
    clock = FakeClock()
    queues = told(clock, minutes=10)
    assert queues.fresh() == {"A1": 8}
    clock.advance(301)
    assert queues.fresh() == {}


def test_count_when_this_machines_clock_is_years_wrong_has_the_servers_age() -> None:
    clock = FakeClock()
    assert told(clock, minutes=14, wrong_by=timedelta(days=900)).fresh() == {"A1": 8}
    assert told(clock, minutes=16, wrong_by=timedelta(days=-900)).fresh() == {}


def test_answer_without_a_booth_forgets_what_was_known_of_it() -> None:
    clock = FakeClock()
    queues = told(clock, minutes=0)
    queues.told(HeartbeatAnswer(server_time=clock.now(), last_sequence=0, snapshot=1))
    assert queues.fresh() == {}

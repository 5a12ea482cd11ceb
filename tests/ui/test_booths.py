"""All booths, searched and filtered; queues on the cards; a fair that is published anew; what is counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jobfair.fair import Fair
from jobfair.wire import BoothQueue, HeartbeatAnswer
from tests.fakes.server import FakeServer
from tests.fixtures.kiosk import Person, demo_server
from tests.ui.conftest import Open, kiosk_of


def view(person: Person) -> dict[str, Any]:
    return dict(person.program._controller._get_view())


def looks_around(person: Person) -> None:
    person.comes()
    person.tap("ways.look_around")
    person.on("home")


def queue(person: Person, people: dict[str, int], minutes_ago: float = 0) -> None:
    now = kiosk_of(person).clock.now()
    counted = now - timedelta(minutes=minutes_ago)
    queues = tuple(BoothQueue(booth=booth, people=n, counted_at=counted) for booth, n in people.items())
    answer = HeartbeatAnswer(server_time=now, last_sequence=0, snapshot=1, queues=queues)
    kiosk_of(person).syncer.queues.told(answer)
    person.program._stage.changed.emit()


def publish(person: Person, server: FakeServer, fair: Fair) -> None:
    """While somebody stands there."""
    kiosk = kiosk_of(person)
    server.fair, server.version = fair, server.version + 1
    paired = kiosk.paired()
    assert paired is not None
    kiosk.snapshot.update(server, paired.identity_key, paired.fair)
    person.program._stage.changed.emit()


def test_queue_when_fresh_is_on_the_card_and_goes_when_it_is_older_than_fifteen_minutes(open_kiosk: Open) -> None:
    person = open_kiosk()
    looks_around(person)
    first = view(person)["matches"][0]["booth"]
    queue(person, {first: 9})
    card = view(person)["matches"][0]
    assert (card["queue"], card["wait_min"], card["later"]) == (9, 18, True)
    person.reads("busy.later", n=9)
    queue(person, {first: 9}, minutes_ago=16)
    assert view(person)["matches"][0]["queue"] is None


def test_search_and_filters_when_combined_are_counted_and_cleared_with_one_tap(open_kiosk: Open) -> None:
    person = open_kiosk()
    looks_around(person)
    person.tap("home.all", n=view(person)["total"])
    person.on("booths")
    everything = view(person)["found"]
    assert everything == view(person)["total"] == len(view(person)["rows"])
    person.tap("booths.filters")
    group = next(one for one in view(person)["groups"] if one["group"] == "pay")
    choice = group["options"][-1]["label"]
    person.program._controller.act("filter", {"group": "pay", "value": group["options"][-1]["value"]})
    left = view(person)["found"]
    assert str(left) == choice.split("　")[-1]
    person.tap("booths.filters.done", n=left)
    assert len(view(person)["rows"]) == left < everything
    person.program._controller.act("search", {"text": "ｎｏ such booth"})
    assert view(person)["found"] == 0
    person.tap("booths.filter.all")
    assert view(person)["found"] == everything


def test_fair_published_anew_while_somebody_looks_says_that_the_opening_is_gone_and_goes_on(open_kiosk: Open) -> None:
    server = demo_server()
    person = open_kiosk(server=server)
    looks_around(person)
    gone = view(person)["matches"][0]
    person.program._controller.act("open_opening", {"opening": gone["opening"], "booth": gone["booth"]})
    person.on("opening")
    fair = server.fair
    lost = next(booth.employer for booth in fair.booths if booth.id == gone["booth"])
    booths = tuple(booth for booth in fair.booths if booth.employer != lost)
    kept = {booth.id for booth in booths}
    publish(
        person,
        server,
        fair.model_copy(
            update={
                "booths": booths,
                "employers": tuple(employer for employer in fair.employers if employer.id != lost),
                "openings": tuple(o for o in fair.openings if o.booth is None or o.booth in kept),
            }
        ),
    )
    assert view(person)["notice"] == "gone"
    person.program._controller.act("hand_in", {"opening": gone["opening"]})
    person.on("home")
    assert gone["booth"] not in {card["booth"] for card in view(person)["matches"]}
    person.program._controller.act("show", {"page": "booths"})
    person.on("booths")
    assert view(person)["total"] == len(booths)
    assert gone["booth"] not in {row["booth"] for row in view(person)["rows"]}


def test_opened_booth_is_counted_once_a_visit_and_nobody_with_it(open_kiosk: Open) -> None:
    server = demo_server()
    person = open_kiosk(server=server)
    looks_around(person)
    card = view(person)["matches"][0]
    for _ in range(2):
        person.program._controller.act("open_opening", {"opening": card["opening"], "booth": card["booth"]})
        person.on("opening")
        person.tap("dock.back")
        person.on("home")
    exposure = kiosk_of(person).syncer.exposure
    person.until(lambda: exposure._untold() is not None, "the count")
    exposure.tell(server)
    assert {booth: counts for (_, booth), counts in server.exposed.items()} == {card["booth"]: (0, 1)}

"""What the token of a stolen kiosk does not get, on both databases: codes by e-mail, and the last résumé of others."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
import requests

from jobfair.ids import new_id
from jobfair.sealing import SealingKey
from jobfair.seeker import Basics, JobWish, Resume
from jobfair.wire import CardDelta, CodeWanted, SealedResume, SeekerCard
from tests.fixtures.sealed import registration, resume, send
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]


@pytest.fixture(scope="module")
def home(running_server: ServerProcess) -> Device:
    return running_server.pair("K-01")


@pytest.fixture(scope="module")
def keys(home: Device) -> list[SealingKey]:
    return home.recipients()


def with_address(seeker: str, address: str, ago: timedelta = timedelta(0), title: str = "") -> SealedResume:
    wish = JobWish(titles=(title,)) if title else JobWish()
    said = Resume(basics=Basics(name="刘洋", email=address), wish=wish)
    return resume(seeker).model_copy(update={"resume": said, "created_at": datetime.now(UTC) - ago})


def card(device: Device, seeker: str) -> SeekerCard:
    delta = CardDelta.model_validate_json(device.get("cards", after=0).text)
    return next(c.card for c in delta.changes if c.seeker == seeker and c.card is not None)


def mailed(home: Device, seeker: str) -> list[str]:
    """To whom a code for her went, once it did."""
    folder = home.server.messages / "email"
    before = set(folder.glob("*.txt"))
    wanted = CodeWanted(id=new_id(), seeker=seeker, channel="email", language="en")
    url = f"{home.server.base_url}/api/v1/codes"
    assert requests.post(url, data=wanted.model_dump_json(), headers=home.headers, timeout=30).status_code == 200
    end = time.monotonic() + 20
    while time.monotonic() < end:
        texts = [path.read_text("utf-8") for path in folder.glob("*.txt") if path not in before]
        if texts and all(text.endswith("\n") for text in texts):
            return [text.splitlines()[0] for text in texts]
        time.sleep(0.05)
    raise AssertionError("no code was sent")


def came_earlier(server: ServerProcess, item: str, when: datetime) -> None:
    change = "UPDATE intake_intake SET received_at = {0} WHERE item_id = {0}"
    if server.database:
        import psycopg

        with psycopg.connect(server.database) as db:
            db.execute(change.format("%s"), (when, item))  # type: ignore[arg-type]
        return
    with closing(sqlite3.connect(server.data / "server.db")) as db, db:
        db.execute(change.format("?"), (when.replace(tzinfo=None).isoformat(" "), item))


def test_code_by_mail_goes_to_no_address_that_another_kiosk_handed_in_today(
    running_server: ServerProcess, home: Device, keys: list[SealingKey]
) -> None:
    thief = running_server.pair("K-07")
    person = registration()
    own = with_address(person.id, "own@example.net", timedelta(minutes=5))
    false = with_address(person.id, "thief@example.net")
    for device, door, message in ((home, "registrations", person), (home, "resumes", own), (thief, "resumes", false)):
        assert send(device, door, message, keys).status_code == 201
    assert mailed(home, person.id) == ["own@example.net"]

    elsewhere = registration()
    address = with_address(elsewhere.id, "yesterday@example.net", timedelta(days=1, minutes=1))
    newer = with_address(elsewhere.id, "thief@example.net")
    for device, door, message in (
        (home, "registrations", elsewhere),
        (thief, "resumes", address),
        (thief, "resumes", newer),
    ):
        assert send(device, door, message, keys).status_code == 201
    came_earlier(running_server, address.id, datetime.now(UTC) - timedelta(days=1, minutes=1))
    assert mailed(home, elsewhere.id) == ["yesterday@example.net"]


def test_resumes_that_came_through_a_stolen_kiosk_are_taken_out_of_the_cards(
    running_server: ServerProcess, home: Device, keys: list[SealingKey]
) -> None:
    thief = running_server.pair("K-08")
    person, other = registration(), registration()
    own = with_address(person.id, "own@example.net", timedelta(minutes=5), title="焊工")
    false = with_address(person.id, "thief@example.net", title="会计")
    only = with_address(other.id, "thief@example.net")
    for device, door, message in (
        (home, "registrations", person),
        (home, "registrations", other),
        (home, "resumes", own),
        (thief, "resumes", false),
        (thief, "resumes", only),
    ):
        assert send(device, door, message, keys).status_code == 201
    known = card(home, person.id)
    assert known.resume is not None
    assert known.resume.id == false.id, "the server cannot tell"

    organizer, path = running_server.organizer(), "/organizer/small-fair/kiosks/K-08"
    assert person.name not in organizer.get(f"{running_server.base_url}{path}/resumes", timeout=30).text
    page = running_server.post(organizer, f"{path}/revoke")
    assert page.url.endswith("/K-08/resumes"), "whose résumés came through it today is shown at once"
    assert page.text.count(f'<th scope="row">{person.name}</th>') == 2
    assert "上次的简历" in page.text
    later = running_server.post(organizer, f"{path}/resumes", since="2099-01-01T00:00")
    assert later.status_code == 200
    assert card(home, person.id).resume == known.resume, "none came after the time that was named"

    done = running_server.post(organizer, f"{path}/resumes", since="")
    assert "已去掉" in done.text
    known = card(home, person.id)
    assert known.resume is not None
    assert (known.resume.id, known.wish.titles, known.set_aside) == (own.id, ("焊工",), (false.id,))
    assert (card(home, other.id).resume, card(home, other.id).set_aside) == (None, (only.id,))
    again = running_server.command("revoke", "K-08", "--stolen")
    assert (again["revoked"], again["set_aside"]) == (0, 0)

"""Consents to a face across kiosks and fairs, on both databases, with real kiosks: found where she agreed, gone where
she did not, whatever comes in first; faces too alike name nobody until organizers decide."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from jobfair.consent import Consent, Purpose
from jobfair.face_rotation import Rotation
from jobfair.ids import new_id
from jobfair.wire import CardChange, CardDelta, KioskSettings, Registration, SealedConsents, SeekerCard, StoredFace
from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config
from kiosk.desk import Claim, Opened
from kiosk.identity.decide import Ambiguous, Unknown
from kiosk.ports import FaceBox, Probe
from tests.fakes.devices import ENCODER
from tests.fakes.kiosk import CODE, registered
from tests.fixtures.sealed import put, registration, seal_message, send
from tests.fixtures.server import SMALL_FAIR, Device, ServerProcess, running_server

__all__ = ["running_server"]

HERE, FAIR, LATER = Purpose.FACE_THIS_KIOSK, Purpose.FACE_THIS_FAIR, Purpose.FACE_LATER_FAIRS
RECORDED = {
    "face_legal_basis": "consent",
    "face_sign": "at the door",
    "face_capture_area": "one metre",
    "face_assessment": "2027-03-01",
    "face_liveness": "off",
    "face_visits": "10000",
    "face_later_until": "2027-05-01",
    "face_wanted": "on",
}


def face(seed: int, like: int | None = None) -> Probe:
    vector = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    vector /= np.linalg.norm(vector)
    if like is not None:
        vector = face(like).vector + vector * np.float32(0.1)
    return Probe((vector / np.linalg.norm(vector)).astype(np.float32), FaceBox(0, 0, 9, 9), 1.0, 3, {}, ENCODER)


@dataclass
class House:
    """The server with an earlier and a later fair of one organization, a fair of another, and kiosks of each."""

    server: ServerProcess
    first: Kiosk
    second: Kiosk
    later: Kiosk
    eve: Device
    device: Device

    def one_round(self, *kiosks: Kiosk) -> None:
        for kiosk in kiosks:
            assert kiosk.syncer.one_round().problems == ()

    def card(self, seeker: str) -> SeekerCard | None:
        """As this fair's kiosks get it now."""
        return next((c.card for c in _changes(self.device) if c.seeker == seeker), None)

    def audited(self, action: str, seeker: str) -> int:
        asked = f"SELECT COUNT(*) FROM core_auditentry WHERE action='{action}' AND subject LIKE '%{seeker}%'"
        return self._count(asked)

    def sealed_bytes(self, door: str, item: str) -> bool:
        """Whether the server still has them."""
        asked = f"SELECT COUNT(*) FROM intake_intake WHERE door='{door}' AND item_id='{item}' AND erased_at IS NULL"
        return self._count(asked) > 0

    def _count(self, asked: str) -> int:
        if self.server.database:
            import psycopg

            with psycopg.connect(self.server.database) as db:
                found = db.execute(asked).fetchone()  # type: ignore[arg-type]
                assert found is not None
                return int(found[0])
        with closing(sqlite3.connect(self.server.data / "server.db")) as db:
            return int(db.execute(asked).fetchone()[0])


def _changes(device: Device) -> list[CardChange]:
    changes: list[CardChange] = []
    after = 0
    while True:
        page = CardDelta.model_validate_json(device.get("cards", after=after).text)
        changes += page.changes
        after = page.last
        if not page.more:
            return changes


def paired(folder: Path, server: ServerProcess, name: str, fair: str = "") -> Kiosk:
    kiosk = build(Config(data=folder / name))
    pairing = kiosk.pairing(server.base_url)
    begun = pairing.begin(server.pairing_code(name, fair))
    server.confirm(begun.fingerprint)
    pairing.ask(begun)
    pairing.close()
    return kiosk


@pytest.fixture(autouse=True)
def _no_thread_left() -> None:
    """The kiosks live as long as the module, and so do the threads by which they deliver."""


@pytest.fixture(scope="module")
def house(running_server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    server, folder = running_server, tmp_path_factory.mktemp("house")
    fair = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8"))
    for name, organization in (("autumn-fair", "demo"), ("eve-fair", "eve")):
        file = folder / f"{name}.json"
        dates = {"opens": "2027-04-20T09:00:00+08:00", "closes": "2027-04-20T17:00:00+08:00"}
        file.write_text(json.dumps({**fair, "id": name, **dates}), encoding="utf-8")
        server.command("import", str(file), "--organization", organization, "--demonstration")
        server.command("publish", "--fair", name)
    organizer = server.organizer()
    for name in ("small-fair", "autumn-fair"):
        said = server.post(organizer, f"/organizer/{name}/face", **RECORDED)
        assert (said.status_code, "alert" in said.text) == (200, False)
    kiosks = [
        paired(folder, server, *words)
        for words in (("K-01", "small-fair"), ("K-02", "small-fair"), ("L-01", "autumn-fair"))
    ]
    found = House(server, *kiosks, server.pair("EVE-1", "eve-fair"), server.pair("K-09", "small-fair"))
    found.one_round(*kiosks)
    yield found
    for kiosk in kiosks:
        kiosk.close()


def test_face_with_the_second_consent_is_found_at_the_other_kiosk_until_it_is_taken_back_there(house: House) -> None:
    card = registered(house.first, face=house.first.desk.stored_face(face(1)), face_scope="this_fair")
    house.one_round(house.first, house.second, house.later)
    assert isinstance(house.second.desk.find_by_face(face(1)), Claim)
    assert house.later.cards.get(card.id) is None, "she did not agree to later fairs"
    assert house.sealed_bytes("registrations", card.id)

    there = house.second.cards.get(card.id)
    assert there is not None
    house.second.desk.withdraw_face(there, HERE, "zh")
    assert isinstance(house.second.desk.find_by_face(face(1)), Unknown), "at once, without the server"
    house.one_round(house.second, house.first)
    assert isinstance(house.first.desk.find_by_face(face(1)), Unknown)
    assert (house.first.cards.count_faces(), house.second.cards.count_faces()) == (0, 0)
    known = house.card(card.id)
    assert known is not None
    assert (known.face, [one.purpose for one in known.agreed]) == (None, [Purpose.RESUME])
    assert not house.sealed_bytes("registrations", card.id), "the face was in them, too"
    assert (house.audited("consent_withdrawn", card.id), house.audited("face_erased", card.id)) == (3, 1)


def test_face_with_the_third_consent_is_found_at_the_later_fair_and_by_nobody_else(house: House) -> None:
    stored = house.first.desk.stored_face(face(2))
    said = {"name": "欧阳娜娜", "phone": "+8613900007777", "face_scope": "this_kiosk", "face_later": True}
    card = registered(house.first, face=stored, **said)
    house.one_round(house.first, house.second, house.later)
    assert isinstance(house.second.desk.find_by_face(face(2)), Unknown), "not this fair's other kiosks"
    settings = house.later.desk.fair().settings
    assert list(settings.earlier_peppers) == ["small-fair"]
    found = house.later.desk.find_by_face(face(2))
    assert isinstance(found, Claim)
    opened = house.later.desk.check_visit_code(found, CODE)
    assert isinstance(opened, Opened)
    guest = opened.card
    assert (guest.id, guest.masked_name, guest.pepper_of, guest.sent) == (card.id, "欧阳**", "small-fair", ())
    by_number = house.later.desk.find_by_phone("+8613900007777")
    assert isinstance(house.later.desk.check_visit_code(by_number, CODE), Opened)
    assert card.id not in {change.seeker for change in _changes(house.eve)}

    house.later.desk.withdraw_face(guest, LATER, "zh")
    assert isinstance(house.later.desk.find_by_face(face(2)), Unknown)
    house.one_round(house.later, house.first)
    house.one_round(house.later)
    assert house.later.cards.get(card.id) is None, "a guest no more"
    assert list(house.later.desk.fair().settings.earlier_peppers) == []
    assert isinstance(house.first.desk.find_by_face(face(2)), Claim), "where she agreed to it, it stays"


def statement(
    person: Registration, given: dict[Purpose, bool], at: datetime, with_face: bool = False
) -> SealedConsents:
    consents = tuple(
        Consent(
            purpose=purpose,
            given=yes,
            text_version="1",
            language="zh",
            at=at,
            where="K-09",
            until=date(2027, 3, 20) if yes else None,
            withdrawn_at=None if yes else at,
        )
        for purpose, yes in given.items()
    )
    numbers = Rotation(bytes(range(32))).turn(face(int(at.timestamp())).vector).tobytes()
    return SealedConsents(
        id=new_id(),
        fair="small-fair",
        kiosk="K-09",
        seeker=person.id,
        consents=consents,
        face=StoredFace(encoder=ENCODER, numbers=numbers, frames=3) if with_face else None,
        stated_at=at,
    )


def test_statement_that_comes_before_its_registration_counts(house: House) -> None:
    person, keys = registration((FAIR, True)), house.device.recipients()
    gone = statement(person, {HERE: False, FAIR: False}, datetime.now(UTC) + timedelta(seconds=1))
    assert send(house.device, "consents", gone, keys).status_code == 201
    assert send(house.device, "registrations", person, keys).status_code == 201
    card = house.card(person.id)
    assert card is not None
    assert (card.face, card.statements) == (None, (gone.id,))
    assert not house.sealed_bytes("registrations", person.id)


def test_statement_that_is_older_than_a_newer_consent_changes_nothing(house: House) -> None:
    keys, now = house.device.recipients(), datetime.now(UTC) - timedelta(minutes=10)
    person = registration((FAIR, False)).model_copy(update={"registered_at": now})
    person = person.model_copy(update={"consents": tuple(c.model_copy(update={"at": now}) for c in person.consents)})
    given = statement(person, {HERE: True, FAIR: True}, now + timedelta(minutes=5), with_face=True)
    older = statement(person, {HERE: False, FAIR: False}, now + timedelta(minutes=3))
    twice = seal_message(older, "consents", keys)
    for door, message in (("registrations", person), ("consents", given)):
        assert send(house.device, door, message, keys).status_code == 201
    assert [put(house.device, "consents", older.id, twice).status_code for _ in range(2)] == [201, 200]
    card = house.card(person.id)
    assert card is not None
    assert card.face == given.face
    assert {one.purpose for one in card.agreed} == {Purpose.RESUME, HERE, FAIR}
    newer = statement(person, {HERE: False, FAIR: False}, now + timedelta(minutes=6))
    assert send(house.device, "consents", newer, keys).ok
    card = house.card(person.id)
    assert card is not None
    assert card.face is None
    assert not house.sealed_bytes("consents", given.id)


def test_statement_of_another_organization_changes_nothing(house: House) -> None:
    person, keys = registration((FAIR, True)), house.device.recipients()
    assert send(house.device, "registrations", person, keys).ok
    false = statement(person, {FAIR: False}, datetime.now(UTC)).model_copy(update={"fair": "eve-fair"})
    assert send(house.eve, "consents", false, keys).status_code == 201
    assert send(house.eve, "consents", statement(person, {FAIR: False}, datetime.now(UTC)), keys).status_code != 201
    card = house.card(person.id)
    assert card is not None
    assert card.face is not None


def test_face_whose_day_is_over_when_it_comes_in_is_not_kept(house: House) -> None:
    person = registration((FAIR, True))
    ended = date.today() - timedelta(days=2)
    consents = tuple(c.model_copy(update={"until": ended}) for c in person.consents)
    person = person.model_copy(update={"consents": consents})
    assert send(house.device, "registrations", person, house.device.recipients()).ok
    card = house.card(person.id)
    assert card is not None
    assert card.face is None


def test_face_whose_numbers_no_kiosk_measured_is_left_out_and_puts_nobody_out(house: House) -> None:
    keys, now = house.device.recipients(), datetime.now(UTC)
    honest = registered(house.first, face=house.first.desk.stored_face(face(61)), face_scope="this_fair")
    house.one_round(house.first)
    for factor in (1000, -1000):
        person = registration((FAIR, True))
        false = StoredFace(encoder=ENCODER, numbers=(face(62).vector * np.float32(factor)).tobytes(), frames=3)
        person = person.model_copy(update={"card": person.card.model_copy(update={"face": false})})
        assert send(house.device, "registrations", person, keys).status_code == 201, "the rest of it counts"
        later = statement(person, {HERE: True, FAIR: True}, now, with_face=True).model_copy(update={"face": false})
        assert send(house.device, "consents", later, keys).status_code == 201
        card = house.card(person.id)
        assert card is not None
        assert card.face is None
    house.one_round(house.second)
    assert isinstance(house.second.desk.find_by_face(face(61)), Claim)
    card = house.card(honest.id)
    assert card is not None
    assert not card.alike


@pytest.mark.parametrize("answer", ["one_person", "two_people"])
def test_faces_too_alike_name_nobody_and_organizers_decide_once(house: House, answer: str) -> None:
    number = {"one_person": 30, "two_people": 40}[answer]
    stored, phone = house.first.desk.stored_face, f"+861390000{number:04}"  # theirs alone: a number shows its newest
    older = registered(house.first, name=f"老{answer}", phone=phone, face=stored(face(number)), face_scope="this_fair")
    house.one_round(house.first, house.second)
    twin = house.second.desk.stored_face(face(number + 1, like=number))
    newer = registered(house.second, name=f"新{answer}", phone=phone, face=twin, face_scope="this_fair")
    assert house.second.desk.alike_people() == 2
    house.one_round(house.second)
    house.one_round(house.first, house.second)
    for kiosk in (house.first, house.second):
        assert isinstance(kiosk.desk.find_by_face(face(number)), Ambiguous)
    organizer, path = house.server.organizer(), "/organizer/small-fair/alike"
    page = organizer.get(f"{house.server.base_url}{path}", timeout=30).text
    assert page.index(f"老{answer}") < page.index(f"新{answer}")
    pair = re.search(r'name="pair" value="(\d+)"', page)
    assert pair is not None
    house.server.post(organizer, path, pair=pair[1], answer=answer)
    house.server.post(organizer, path, pair=pair[1], answer="one_person")
    assert house.audited("faces_alike_decided", older.id) == 1
    house.one_round(house.first, house.second)
    house.one_round(house.first, house.second)
    assert f"老{answer}" not in organizer.get(f"{house.server.base_url}{path}", timeout=30).text
    for kiosk in (house.first, house.second):
        found = kiosk.desk.find_by_face(face(number + 1, like=number))
        if answer == "one_person":
            assert isinstance(found, Claim)
            assert [card.id for card in found.openings] == [newer.id]
        else:
            assert isinstance(found, Ambiguous)
    assert older.id in {card.id for card in house.first.desk.find_by_phone(phone).openings}, "her registration stays"


def test_statement_when_she_is_erased_goes_with_her(house: House) -> None:
    person, keys = registration((FAIR, True)), house.device.recipients()
    said = statement(person, {HERE: True}, datetime.now(UTC))
    waiting = statement(registration(), {HERE: True}, datetime.now(UTC))
    for door, message in (("registrations", person), ("consents", said), ("consents", waiting)):
        assert send(house.device, door, message, keys).ok
    house.server.command("forget", person.id, "--fair", "small-fair")
    assert not house.sealed_bytes("consents", said.id)
    assert house.sealed_bytes("consents", waiting.id)
    late = statement(person, {HERE: True}, datetime.now(UTC) - timedelta(minutes=1))
    assert send(house.device, "consents", late, keys).status_code == 201
    assert not house.sealed_bytes("consents", late.id)


def test_settings_name_later_fairs_only_where_the_organizer_did(house: House) -> None:
    settings: KioskSettings = house.first.desk.fair().settings
    assert settings.face.later_until == date(2027, 5, 1)
    assert house.first.desk.face_terms().later == date(2027, 5, 1)

"""Taking the pass along: to the phone that was first, by its digits; photographed where there is no network."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import zxingcpp

from jobfair.handover import HandedPass, claim_of, open_on_phone
from jobfair.ids import new_id
from jobfair.sealing import Signer
from jobfair.second_factor import nobody
from jobfair.seeker_pass import PassRefused, SeekerPass, write_pass
from kiosk.desk import Claim
from kiosk.visit import Page
from kiosk.visit import events as e
from tests.fakes.kiosk import CODE, PHONE, registered
from tests.fixtures.kiosk import Person, PlannedServer, demo_server
from tests.ui.conftest import Open, kiosk_of
from ui.pass_controller import PassController


def wants_her_pass(person: Person) -> None:
    """Known again, and on the page of her pass."""
    kiosk = kiosk_of(person)
    registered(kiosk)
    person.comes()
    stage = person.program._stage
    for event in (e.BeenBefore(), e.WayChosen("phone"), e.Found(kiosk.desk.find_by_phone(PHONE))):
        stage.advance(event)
    person.digits(CODE)
    person.on("home")
    stage.advance(e.PassWanted())
    person.on("take_pass")


def controller(person: Person) -> PassController:
    part = person.program._controller._part_of[Page.TAKE_PASS]
    assert isinstance(part, PassController)
    return part


def scanned(person: Person, server: PlannedServer, digits: str) -> bytes:
    """The first phone has scanned the code of the screen; the code's secret."""
    person.reads("take_pass.sub.scan")
    code = controller(person)._code
    assert code is not None
    server.phone_claims(claim_of(code.secret), digits)
    controller(person)._seconds = 101  # the next tick asks
    controller(person)._tick()
    person.reads("take_pass.sub.digits")
    return code.secret


def taps(person: Person, digits: str) -> None:
    for digit in digits:
        person.touch(digit)
    person.tap("code.confirm")


def online(open_kiosk: Open) -> tuple[Person, PlannedServer]:
    server = demo_server()
    person = open_kiosk(server=server)
    person.until(lambda: person.kiosk.syncer.online, "the network")
    return person, server


def test_first_phone_by_its_digits_gets_a_pass_that_opens_and_the_code_ends(open_kiosk: Open) -> None:
    person, server = online(open_kiosk)
    wants_her_pass(person)
    secret = scanned(person, server, "07")
    taps(person, "07")
    person.reads("take_pass.sub.given")
    sealed = server.phone_fetches()
    assert sealed is not None
    content = HandedPass.model_validate_json(open_on_phone(secret, sealed))
    picture = 255 - 255 * np.array([[int(cell) for cell in f"00{row}00"] for row in content.rows], np.uint8)
    picture = np.pad(picture, ((2, 2), (0, 0)), constant_values=255).repeat(4, 0).repeat(4, 1)
    (code,) = zxingcpp.read_barcodes(picture)
    assert isinstance(person.kiosk.desk.find_by_pass(code.text), Claim)
    controller(person)._seconds = 101
    controller(person)._tick()
    person.reads("take_pass.sub.done")
    person.tap("take_pass.done")
    person.on("home")


def test_wrong_digits_void_the_code_and_three_codes_are_all(open_kiosk: Open) -> None:
    person, server = online(open_kiosk)
    wants_her_pass(person)
    for left in (2, 1, 0):
        scanned(person, server, "07")
        taps(person, "70")
        person.reads("take_pass.sub.wrong")
        assert server.handovers == {}
        if left:
            person.tap("take_pass.again")
    person.reads("take_pass.no_more")
    assert person.find(person.say("take_pass.again")) is None
    assert "give_handover" not in server.calls


def test_finish_ends_the_code_at_the_server(open_kiosk: Open) -> None:
    person, server = online(open_kiosk)
    wants_her_pass(person)
    person.reads("take_pass.sub.scan")
    assert server.handovers
    person.tap("dock.finish")
    person.until(lambda: not server.handovers, "the end of the code")


def test_code_after_its_time_is_over_and_a_new_one_can_be_made(open_kiosk: Open) -> None:
    person, _ = online(open_kiosk)
    wants_her_pass(person)
    person.reads("take_pass.sub.scan")
    controller(person)._seconds = 1
    controller(person)._tick()
    person.reads("take_pass.sub.over")
    person.tap("take_pass.again")
    person.reads("take_pass.sub.scan")


def test_pass_without_a_network_is_shown_to_be_photographed(open_kiosk: Open) -> None:
    person, server = online(open_kiosk)
    server.down()
    person.program._stage.wake_sync()
    person.until(lambda: not person.kiosk.syncer.online, "the network to be gone")
    wants_her_pass(person)
    person.reads("take_pass.sub.shown")
    assert person.find(person.say("take_pass.to_phone")) is None
    assert isinstance(person.kiosk.desk.find_by_pass(controller(person)._pass), Claim)


def test_network_that_goes_while_a_code_is_made_leaves_the_pass_to_be_photographed(open_kiosk: Open) -> None:
    person, server = online(open_kiosk)
    server.down()
    wants_her_pass(person)
    person.reads("take_pass.sub.failed")
    person.tap("take_pass.photograph")
    person.reads("take_pass.sub.shown")


def test_pass_alone_shows_the_booths_and_nothing_of_whose_it_is_known_here_or_not(open_kiosk: Open) -> None:
    person, server = online(open_kiosk)
    kiosk, stranger = kiosk_of(person), Signer.generate()
    card = registered(kiosk)
    server.kiosk_keys, server.version = (*server.kiosk_keys, stranger.public), server.version + 1
    person.program._stage.wake_sync()
    person.until(lambda: kiosk.snapshot.version == server.version, "the newer snapshot")
    unknown = SeekerPass(
        fair=server.fair.id,
        seeker=new_id(),
        masked_name="李**",
        verifier=nobody(),
        issued=server.now(),
        expires=server.now() + timedelta(days=1),
    )
    seen = []
    for text in (kiosk.desk.make_pass(card), write_pass(unknown, stranger)):
        person.comes()
        for event in (e.BeenBefore(), e.WayChosen("pass"), e.Found(kiosk.desk.find_by_pass(text))):  # type: ignore[arg-type]
            person.program._stage.advance(event)
        person.on("confirm_code")
        person.tap("confirm.look_around")
        person.on("home")
        assert person.visit.looking_around
        assert person.visit.claim is None
        assert not any(name in shown for shown in person.texts() for name in ("张", "李**"))
        seen.append(person.names())
        person.tap("dock.finish")
        person.on("attract")
    assert seen[0] == seen[1]


def test_pass_that_is_refused_says_why_and_offers_the_desk(open_kiosk: Open) -> None:
    person = open_kiosk()
    person.comes()
    for event in (e.BeenBefore(), e.WayChosen("pass")):
        person.program._stage.advance(event)
    person.on("scan_pass")
    part = person.program._controller._part_of[Page.SCAN_PASS]
    words = {"expired": "expired", "revoked": "revoked", "forged": "not_ours", "unknown": "not_ours"}
    for reason, said in words.items():
        part._pass_read(PassRefused(reason))  # type: ignore[attr-defined]
        person.reads(f"scan_pass.{said}")
        person.reads("scan_pass.bad_pass_next")


def test_lost_pass_when_she_says_so_and_is_sure_is_revoked_and_the_one_shown_is_new(open_kiosk: Open) -> None:
    person = open_kiosk()
    wants_her_pass(person)
    person.tap("take_pass.photograph")
    person.reads("take_pass.sub.shown")
    desk, old = person.kiosk.desk, controller(person)._pass
    person.tap("take_pass.lost")
    person.tap("ask.lost_pass.no")
    assert isinstance(desk.find_by_pass(old), Claim)
    person.tap("take_pass.lost")
    person.tap("ask.lost_pass.yes")
    person.reads("notice.saved_new_pass")
    assert desk.find_by_pass(old) == PassRefused("revoked")
    assert isinstance(desk.find_by_pass(controller(person)._pass), Claim)

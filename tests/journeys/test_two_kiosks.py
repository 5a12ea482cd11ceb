"""One seeker, two kiosks, the real server: known at the second one by her code, and a submission taken back in time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import requests
import zxingcpp
from numpy.typing import NDArray

from jobfair.fair import Opening
from jobfair.handover import HandedPass, claim_of, open_on_phone
from jobfair.sealing import Signer
from jobfair.seeker_pass import PassRefused, SeekerPass, write_pass
from jobfair.submission import Status
from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config
from kiosk.desk import Claim, Opened, Submitted, WithdrawalSaved, WrongCode
from kiosk.desk.handover import WrongDigits
from kiosk.identity.documents import understand
from kiosk.pairing import Paired
from kiosk.ports import TakeBackScanned
from kiosk.visit.state import LastResume
from tests.fakes.kiosk import CODE, PHONE, new_resume, registered
from tests.fixtures.phone import Phone
from tests.fixtures.server import ServerProcess, running


def paired_kiosk(folder: Path, server: ServerProcess, name: str) -> Kiosk:
    kiosk = build(Config(data=folder / name))
    pairing = kiosk.pairing(server.base_url)
    begun = pairing.begin(server.pairing_code(name))
    server.confirm(begun.fingerprint)
    assert isinstance(pairing.ask(begun), Paired)
    pairing.close()
    assert kiosk.syncer.one_round().problems == ()
    return kiosk


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running(folder) as found:
        yield found


def openings_of(kiosk: Kiosk, employer: str) -> list[Opening]:
    fair = kiosk.desk.fair().fair
    return [o for o in fair.openings if (found := fair.employer_of(o)) is not None and found.id == employer]


def inbox(server: ServerProcess, employer: str) -> set[str]:
    page = server.employer(employer).get(f"{server.base_url}/employer/", timeout=30)
    return set(re.findall(r'href="/employer/submissions/([0-9a-f-]{36})"', page.text))


def test_seeker_of_one_kiosk_is_known_at_the_other_by_code_and_pass(server: ServerProcess, tmp_path: Path) -> None:
    first, second = paired_kiosk(tmp_path, server, "K-01"), paired_kiosk(tmp_path, server, "K-02")
    one, two = openings_of(first, "E1")[:2]
    card = registered(first)
    done = first.desk.submit(card, [one.id], new_resume("%PDF-1.4 reviewed"), "zh")
    assert isinstance(done, Submitted)
    text = first.desk.make_pass(done.card)
    assert first.syncer.one_round().delivered == 3

    second.syncer.one_round()
    claim = second.desk.find_by_phone(PHONE)
    assert isinstance(second.desk.check_visit_code(claim, "975310"), WrongCode)
    opened = second.desk.check_visit_code(claim, CODE)
    assert isinstance(opened, Opened)
    assert (opened.card.id, opened.card.masked_name) == (card.id, "张**")
    assert opened.resume == done.card.resume.id  # type: ignore[union-attr]
    assert [(sent.opening, sent.status) for sent in second.desk.statuses(opened.card)] == [(one.id, Status.DELIVERED)]
    by_pass = second.desk.find_by_pass(text)
    assert isinstance(second.desk.check_visit_code(by_pass, CODE), Opened)  # type: ignore[arg-type]

    again = second.desk.submit(opened.card, [one.id, two.id], LastResume(opened.resume or ""), "zh")
    assert isinstance(again, Submitted)
    assert (again.already, [s.opening for s in again.submissions]) == ((one.id,), [two.id])
    assert second.syncer.one_round().delivered == 1
    assert {done.submissions[0].id, again.submissions[0].id} <= inbox(server, "E1")
    first.close()
    second.close()


class WatchedInbox:
    """What the employer sees of some submissions, asked after every step: whatever stood there once was readable."""

    def __init__(self, server: ServerProcess, employer: str) -> None:
        self._server = server
        self._employer = employer
        self.ever: set[str] = set()

    def look(self) -> set[str]:
        now = inbox(self._server, self._employer)
        self.ever |= now
        return now


def test_submission_taken_back_at_another_kiosk_never_stands_in_the_inbox(
    server: ServerProcess, tmp_path: Path
) -> None:
    """Kiosk 1 is offline; its slip is shown to kiosk 2, and the tombstone comes first."""
    first, second = paired_kiosk(tmp_path, server, "K-01"), paired_kiosk(tmp_path, server, "K-02")
    one, two = openings_of(first, "E1")[:2]
    done = first.desk.submit(registered(first), [one.id, two.id], new_resume("%PDF-1.4"), "zh")
    assert isinstance(done, Submitted)
    gone, stays = done.submissions
    (text,) = first.desk.take_back_codes(done.submissions)
    scanned = understand(text)
    assert isinstance(scanned, TakeBackScanned)
    employer = WatchedInbox(server, "E1")

    assert [(o.state, o.opening) for o in second.desk.take_back_offers(scanned.code)] == [("open", ""), ("open", "")]
    for _ in range(2):
        done_there = second.desk.withdraw(gone.id, scanned.code.secret_of(gone.id))
        assert done_there == WithdrawalSaved(judged_here=False)
    assert second.syncer.one_round().delivered == 1, "the tombstone comes first, once"
    employer.look()
    assert first.syncer.one_round().delivered == 4
    assert employer.look() & {gone.id, stays.id} == {stays.id}
    assert gone.id not in employer.ever
    page = server.employer("E1").get(f"{server.base_url}/employer/submissions/{gone.id}", timeout=30)
    assert page.status_code == 404
    first.syncer.one_round()
    statuses = {sent.submission: sent.status for sent in first.desk.refreshed(done.card).sent}
    assert statuses == {gone.id: Status.WITHDRAWN, stays.id: Status.DELIVERED}
    first.close()
    second.close()


@pytest.mark.parametrize("tapped", ["before it arrives", "after it arrived"])
def test_submission_taken_back_on_a_phone_is_withdrawn_for_employer_and_kiosk(
    server: ServerProcess, tmp_path: Path, tapped: str
) -> None:
    first = paired_kiosk(tmp_path, server, "K-01")
    opening = openings_of(first, "E1")[0]
    done = first.desk.submit(registered(first), [opening.id], new_resume("%PDF-1.4"), "zh")
    assert isinstance(done, Submitted)
    (mine,) = done.submissions
    (text,) = first.desk.take_back_codes(done.submissions)
    assert text.startswith(f"{server.base_url}/w#"), "the address that the kiosk was paired with"
    employer = WatchedInbox(server, "E1")
    if tapped == "after it arrived":
        first.syncer.one_round()
        assert mine.id in employer.look()

    phone = requests.Session()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', phone.get(text, timeout=30).text)
    assert token is not None
    form = {"csrfmiddlewaretoken": token[1], "code": text.partition("#")[2], "take": mine.id}
    assert phone.post(f"{server.base_url}/w", data=form, timeout=30).status_code == 200

    first.syncer.one_round()
    assert mine.id not in employer.look()
    assert (mine.id in employer.ever) == (tapped == "after it arrived")
    first.syncer.one_round()
    assert first.desk.refreshed(done.card).sent[0].status is Status.WITHDRAWN
    log = server.log.read_text("utf-8", errors="replace")
    assert form["code"] not in log
    assert mine.withdrawal_secret not in log
    first.close()


def test_pass_made_offline_opens_where_she_was_never_seen_until_it_is_revoked(
    server: ServerProcess, tmp_path: Path
) -> None:
    first, second = paired_kiosk(tmp_path, server, "K-01"), paired_kiosk(tmp_path, server, "K-02")
    first.syncer.one_round()  # of the second one's key
    server.stop()
    card = registered(first)
    old, lost = first.desk.make_pass(card), first.desk.make_pass(card)
    for text in (old, lost):
        claim = second.desk.find_by_pass(text)
        assert isinstance(claim, Claim)
        opened = second.desk.check_visit_code(claim, CODE)
        assert isinstance(opened, Opened)
        assert (opened.card.id, opened.card.masked_name) == (card.id, card.masked_name)
    paired = first.paired()
    assert paired is not None
    expired = SeekerPass(
        fair=paired.fair,
        seeker=card.id,
        masked_name="张**",
        verifier=card.verifier,
        issued=datetime.now(UTC) - timedelta(days=181),
        expires=datetime.now(UTC) - timedelta(days=1),
    )
    assert second.desk.find_by_pass(write_pass(expired, Signer(paired.signing_key))) == PassRefused("expired")
    assert second.desk.find_by_pass(write_pass(expired, Signer.generate())) == PassRefused("forged")

    server.start()
    first.desk.revoke_passes(card)
    new = first.desk.make_pass(card)
    first.syncer.one_round()
    second.syncer.one_round()
    assert second.desk.find_by_pass(old) == second.desk.find_by_pass(lost) == PassRefused("revoked")
    assert isinstance(second.desk.find_by_pass(new), Claim)
    server.revoke("K-01")
    second.syncer.one_round()
    assert second.desk.find_by_pass(new) == PassRefused("forged"), "nobody can tell what a stolen key signed"
    first.close()
    second.close()


def test_pass_that_a_phone_was_handed_opens_at_another_kiosk(server: ServerProcess, tmp_path: Path) -> None:
    first, second = paired_kiosk(tmp_path, server, "K-01"), paired_kiosk(tmp_path, server, "K-02")
    card, handing_over = registered(first), first.desk.handing_over
    assert handing_over.offered
    code = handing_over.begin("pass")
    assert code.text.startswith(f"{server.base_url}/p#JFH1.")
    phone, curious = Phone(server.base_url), Phone(server.base_url)
    digits = phone.digits(claim_of(code.secret))
    assert curious.state(claim_of(code.secret)) == "other"
    assert not isinstance(handing_over.tapped(code, digits, first.desk.pass_for_phone(card, "春季")), WrongDigits)
    sealed = phone.sealed(claim_of(code.secret))
    assert sealed is not None
    content = HandedPass.model_validate_json(open_on_phone(code.secret, sealed))
    (scanned,) = zxingcpp.read_barcodes(as_picture(content.rows))
    claim = second.desk.find_by_pass(scanned.text)
    assert isinstance(claim, Claim)
    assert isinstance(second.desk.check_visit_code(claim, CODE), Opened)
    handing_over.end(code)
    assert phone.state(claim_of(code.secret)) == "over"
    first.close()
    second.close()


def as_picture(rows: tuple[str, ...]) -> NDArray[np.uint8]:
    """As a phone draws it: black on white, four pixels a module, with the white that it needs around it."""
    cells = np.array([[255 * (cell == "0") for cell in row] for row in rows], np.uint8)
    return np.pad(cells, 4, constant_values=255).repeat(4, 0).repeat(4, 1)

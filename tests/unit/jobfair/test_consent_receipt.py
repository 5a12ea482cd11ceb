"""The receipt in the code: read back as it was written, by nobody's forgery, with nothing personal but the id."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, timedelta

import pytest

from jobfair.consent import Consent, Purpose
from jobfair.consent_receipt import PREFIX, ConsentReceipt, ReceiptRefused, read_receipt, receipt_of, write_receipt
from jobfair.consent_texts import ConsentTexts
from jobfair.ids import new_id
from jobfair.sealing import Signer

SIGNER = Signer(bytes(range(32)))
SEEKER = new_id()
AT = datetime(2027, 3, 20, 2, 26, 5, 123456, tzinfo=UTC)


def keys_of(fair: str) -> dict[str, bytes]:
    return {SIGNER.id: SIGNER.public} if fair == "binjiang-spring-2027" else {}


def consent(purpose: Purpose, given: bool, **more: object) -> Consent:
    base = {"text_version": "1", "language": "zh", "at": AT, "where": "K-01"}
    return Consent.model_validate({"purpose": purpose, "given": given, **base, **more})


ASKED = (
    consent(Purpose.RESUME, True, until=date(2027, 9, 16)),
    consent(Purpose.FACE_THIS_KIOSK, True, until=date(2027, 3, 21)),
    consent(Purpose.FACE_THIS_FAIR, False),
    consent(Purpose.FACE_LATER_FAIRS, False),
)


def receipt(consents: tuple[Consent, ...] = ASKED) -> ConsentReceipt:
    return receipt_of("binjiang-spring-2027", SEEKER, "K-01", consents, ConsentTexts())


def test_receipt_when_scanned_says_what_was_agreed_to_and_what_was_refused() -> None:
    text = write_receipt(receipt(), SIGNER, "https://spring.jobfair.binjiang.example/")
    assert text.startswith("https://spring.jobfair.binjiang.example/c#JFC1.")
    found = read_receipt(text, keys_of)
    assert found == receipt()
    assert isinstance(found, ConsentReceipt)
    assert [answer.state for answer in found.answers] == ["given", "given", "refused", "refused"]
    assert found.answers[0].until == date(2027, 9, 16)
    assert ConsentTexts().named("resume", found.answers[0].text) == ("1", "zh")


def test_receipt_when_a_consent_was_withdrawn_says_so_and_when() -> None:
    withdrawn = consent(
        Purpose.FACE_THIS_KIOSK, False, at=AT + timedelta(hours=1), withdrawn_at=AT + timedelta(hours=1)
    )
    (face,) = (a for a in receipt((*ASKED, withdrawn)).answers if a.purpose is Purpose.FACE_THIS_KIOSK)
    assert (face.state, face.at) == ("withdrawn", (AT + timedelta(hours=1)).replace(microsecond=0))


def test_receipt_when_a_byte_is_changed_or_the_key_is_anothers_is_refused() -> None:
    text = write_receipt(receipt(), SIGNER)
    data = bytearray(base64.urlsafe_b64decode(text[len(PREFIX) :] + "=="))
    for place in (3, 60, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        forged = PREFIX + base64.urlsafe_b64encode(changed).decode().rstrip("=")
        assert isinstance(read_receipt(forged, keys_of), ReceiptRefused), place
    assert read_receipt(write_receipt(receipt(), Signer.generate()), keys_of) == ReceiptRefused("forged")


@pytest.mark.parametrize("text", ["", "JFC1.", "JFC1.AA", "JF1.abc.def.ghi", "JFC1." + "A" * 2000, "JFC1.äöü"])
def test_text_when_it_is_no_receipt_is_unreadable(text: str) -> None:
    assert read_receipt(text, keys_of) == ReceiptRefused("unreadable")


def test_receipt_when_drawn_is_small_enough_for_receipt_paper() -> None:
    import segno

    text = write_receipt(receipt(), SIGNER, "https://spring.jobfair.binjiang.example")
    assert int(segno.make(text, error="m", micro=False).version) <= 14

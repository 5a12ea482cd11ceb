"""The pass: what comes back, what is refused, and how large its code is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from jobfair.ids import new_id
from jobfair.sealing import Signer
from jobfair.second_factor import Verifier, nobody
from jobfair.seeker_pass import MOST_DAYS, PREFIX, PassRefused, SeekerPass, _bytes, _text, read_pass, write_pass
from jobfair.wire import RevokedPasses

NOW = datetime(2026, 3, 21, 10, 0, tzinfo=UTC)
SIGNER, OTHER = Signer.generate(), Signer.generate()
PUBLICS = {OTHER.id: OTHER.public, SIGNER.id: SIGNER.public}


def a_pass(**changes: object) -> SeekerPass:
    said: dict[str, object] = {
        "fair": "f",
        "seeker": new_id(),
        "masked_name": "张**",
        "verifier": nobody(),
        "resume": new_id(),
        "of_age_to_submit": True,
        "issued": NOW,
        "expires": NOW + timedelta(days=1),
    }
    return SeekerPass.model_validate({**said, **changes})


PASS = a_pass()
TEXT = write_pass(PASS, SIGNER)


@given(
    name=st.text(max_size=20),
    resume=st.booleans(),
    of_age=st.booleans(),
    pepper_of=st.sampled_from(["", "spring-2026"]),
    days=st.integers(1, MOST_DAYS),
)
def test_pass_of_this_fair_when_read_is_what_was_written(
    name: str, resume: bool, of_age: bool, pepper_of: str, days: int
) -> None:
    content = a_pass(
        masked_name=name[: 60 // 4],
        resume=new_id() if resume else None,
        of_age_to_submit=of_age,
        pepper_of=pepper_of,
        expires=NOW + timedelta(days=days, microseconds=7),
    )
    assert read_pass(write_pass(content, SIGNER), "f", PUBLICS, NOW) == content


@pytest.mark.parametrize(
    ("text", "fair", "later", "reason"),
    [
        (TEXT, "g", 0, "other_fair"),
        (TEXT, "f", 1, "expired"),
        (write_pass(PASS, Signer.generate()), "f", 0, "forged"),
        (PREFIX + _text((_bytes(TEXT) or b"")[:-5]), "f", 0, "forged"),
        (TEXT.lower(), "f", 0, "unknown"),
        (TEXT + "=", "f", 0, "unknown"),
        ("https://example.com", "f", 0, "unknown"),
        ("JF1.", "f", 0, "unknown"),
        ("JF1.a.b", "f", 0, "unknown"),
        ("JF1.张", "f", 0, "unknown"),
    ],
)
def test_pass_that_is_not_ours_now_is_refused_with_the_reason(text: str, fair: str, later: int, reason: str) -> None:
    assert read_pass(text, fair, PUBLICS, NOW + timedelta(days=later)) == PassRefused(reason)


def test_pass_with_any_one_bit_flipped_is_refused() -> None:
    data = _bytes(TEXT)
    assert data is not None
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        assert isinstance(read_pass(PREFIX + _text(bytes(changed)), "f", PUBLICS, NOW), PassRefused), bit


def test_text_with_any_other_letter_is_refused() -> None:
    for at in range(len(PREFIX), len(TEXT)):
        letter = "B" if TEXT[at] != "B" else "C"
        assert isinstance(read_pass(TEXT[:at] + letter + TEXT[at + 1 :], "f", PUBLICS, NOW), PassRefused), at


@given(data=st.binary(max_size=300))
def test_any_bytes_when_read_are_no_pass(data: bytes) -> None:
    assert isinstance(read_pass(PREFIX + _text(data), "f", PUBLICS, NOW), PassRefused)


def test_pass_of_a_fair_whose_name_begins_with_the_same_digest_is_forged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobfair.seeker_pass._tag", lambda fair: b"same")
    assert read_pass(write_pass(PASS, SIGNER), "g", PUBLICS, NOW) == PassRefused("forged")


def test_pass_for_longer_than_a_revocation_is_remembered_is_not_written() -> None:
    with pytest.raises(ValueError, match="MOST_DAYS"):
        write_pass(a_pass(expires=NOW + timedelta(days=MOST_DAYS, seconds=1)), SIGNER)


@pytest.mark.parametrize(
    ("ahead", "reason"), [(timedelta(days=1), None), (timedelta(days=1, seconds=1), PassRefused("unknown"))]
)
def test_pass_dated_more_than_a_day_ahead_is_refused_so_that_no_revocation_is_outrun(
    ahead: timedelta, reason: PassRefused | None
) -> None:
    text = write_pass(a_pass(issued=NOW + ahead, expires=NOW + timedelta(days=9)), SIGNER)
    found = read_pass(text, "f", PUBLICS, NOW)
    assert found == reason if reason else isinstance(found, SeekerPass)


def test_pass_signed_for_longer_than_a_revocation_is_remembered_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as stolen:
        stolen.setattr("jobfair.seeker_pass.MOST_DAYS", 9 * MOST_DAYS)
        text = write_pass(a_pass(expires=NOW + timedelta(days=MOST_DAYS, seconds=1)), SIGNER)
    assert read_pass(text, "f", PUBLICS, NOW) == PassRefused("unknown")


def test_expired_pass_where_that_is_asked_still_says_whose_it_is() -> None:
    assert read_pass(TEXT, "f", PUBLICS, NOW + timedelta(days=2), expired_too=True) == PASS


def test_pass_that_does_not_say_so_is_of_somebody_who_must_not_submit() -> None:
    said = {"fair": "f", "seeker": new_id(), "masked_name": "", "verifier": nobody(), "issued": NOW, "expires": NOW}
    assert not SeekerPass.model_validate(said).of_age_to_submit


@pytest.mark.parametrize(("salt", "hashed"), [("", ""), ("?", "?"), ("AA==", "AA==")])
def test_verifier_of_another_form_is_not_whole_and_makes_no_pass(salt: str, hashed: str) -> None:
    with pytest.raises(ValueError, match="verifier"):
        write_pass(a_pass(verifier=Verifier(salt=salt, hash=hashed)), SIGNER)


def test_code_of_a_long_name_with_a_resume_is_of_version_10() -> None:
    text = write_pass(a_pass(masked_name="阿卜杜***"), SIGNER)
    assert segno.make(text, error="m", boost_error=False, micro=False).designator == "10-M"


def test_revoked_passes_are_those_named_and_those_made_before() -> None:
    assert RevokedPasses(serials=(PASS.serial,)).names(PASS.serial, "x", NOW)
    of_hers = RevokedPasses(seekers={PASS.seeker: NOW})
    assert of_hers.names("", PASS.seeker, NOW - timedelta(seconds=1))
    assert not of_hers.names("", PASS.seeker, NOW)
    assert not of_hers.names("", "another", NOW - timedelta(days=1))

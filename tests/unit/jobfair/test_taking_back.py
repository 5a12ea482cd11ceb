"""The code for taking back: what it says is read again, each submission's secret is its own, damage is noticed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobfair.ids import minted_at, new_id
from jobfair.submission import may_withdraw, withdrawal_hash
from jobfair.taking_back import MOST_IN_A_CODE, TakeBackCode, new_secret, read_code, secret_for, write_codes


@pytest.mark.parametrize("address", ["", "https://fair.example", "https://fair.example/"])
@pytest.mark.parametrize("count", [1, 3, MOST_IN_A_CODE])
def test_code_when_read_says_what_was_written(address: str, count: int) -> None:
    secret, ids = new_secret(), tuple(new_id() for _ in range(count))
    (text,) = write_codes(secret, ids, address)
    assert read_code(text) == read_code(text.rpartition("#")[2]) == TakeBackCode(secret, ids)
    assert not address or text.startswith("https://fair.example/w#JFW1.")


def test_more_than_fit_make_a_second_code_with_the_same_secret() -> None:
    secret, ids = new_secret(), tuple(new_id() for _ in range(MOST_IN_A_CODE + 2))
    first, second = (read_code(text) for text in write_codes(secret, ids))
    assert first is not None
    assert second is not None
    assert (first.submissions + second.submissions, second.secret) == (ids, secret)


def test_secret_of_one_submission_opens_no_other_and_leads_to_no_other() -> None:
    secret, one, other = new_secret(), new_id(), new_id()
    kept = withdrawal_hash(one, secret_for(secret, one))
    assert may_withdraw(one, secret_for(secret, one), kept)
    assert not may_withdraw(one, secret_for(secret, other), kept)
    assert not may_withdraw(other, secret_for(secret, one), withdrawal_hash(other, secret_for(secret, other)))
    assert len(secret_for(secret, one)) == 32


def test_text_when_it_is_cut_or_something_else_is_no_code() -> None:
    (text,) = write_codes(new_secret(), (new_id(),), "https://fair.example")
    damaged = [text[:-1], text[:-8], text + "A", text.replace("JFW1", "JFW2"), text[:-1] + "%"]
    for wrong in (*damaged, "", "JFW1.", "https://fair.example/w", "JF1.pass", "JFW1." + "A" * 600):
        assert read_code(wrong) is None, wrong


def test_code_when_printed_as_python_hides_its_secret() -> None:
    assert "secret" not in repr(TakeBackCode(b"x" * 16, ("id",)))


def test_id_says_when_it_was_minted_and_any_other_text_does_not() -> None:
    at = minted_at(new_id())
    assert at is not None
    assert abs((datetime.now(UTC) - at).total_seconds()) < 60
    assert minted_at("00000000-0000-4000-8000-000000000000") is None
    assert minted_at("no id") is None

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.crowd.formula import estimate

NOW = datetime(2026, 5, 29, 10, 0, tzinfo=UTC)
MINUTES = st.lists(st.integers(0, 30), max_size=20)


def ago(*minutes: int) -> list[datetime]:
    return [NOW - timedelta(minutes=m) for m in minutes]


def people(tap: tuple[int, int] | None, came: tuple[int, ...] = (), sent: tuple[int, ...] = ()) -> int | None:
    tapped = (tap[0], ago(tap[1])[0]) if tap else None
    queue = estimate(NOW, tapped, ago(*came), ago(*sent), 2)
    return queue.people if queue else None


@pytest.mark.parametrize(("age", "shown"), [(0, 8), (5, 8), (10, 6), (15, 4), (16, None)])
def test_tap_when_it_ages_fades_to_half_and_is_gone_after_fifteen_minutes(age: int, shown: int | None) -> None:
    assert people((8, age)) == shown


def test_check_ins_since_the_tap_add_people_less_those_served_meanwhile() -> None:
    assert people((3, 1), came=(0, 0)) == 5
    assert people((3, 4), came=(3, 3, 3)) == 5  # three came, and one and a half were served in three minutes
    assert people((3, 1), came=(5, 6)) == 3  # before the tap: they are in it


def test_submissions_weigh_little_and_alone_make_no_queue_known() -> None:
    assert people(None, sent=(0,) * 40) is None
    assert people((0, 1), sent=(0,) * 40) == 3
    assert people((0, 1), sent=(0,)) == 0


def test_check_ins_alone_make_a_queue_known_while_they_are_fresh() -> None:
    assert people(None, came=(0, 0, 0)) == 3
    assert people(None, came=(14,)) == 0
    assert people(None, came=(16,)) is None


@given(st.none() | st.tuples(st.integers(0, 500), st.integers(0, 30)), MINUTES, MINUTES)
def test_queue_when_known_is_never_negative_nor_more_than_all_that_was_counted(
    tap: tuple[int, int] | None, came: list[int], sent: list[int]
) -> None:
    found = people(tap, tuple(came), tuple(sent))
    assert found is None or 0 <= found <= (tap[0] if tap else 0) + len(came) + 3

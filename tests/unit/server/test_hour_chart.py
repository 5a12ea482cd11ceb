"""The board's chart by the hour: whatever was handed in, and whenever, no word runs into another or over the edge."""

from __future__ import annotations

import itertools

import pytest

from server.organizers.hour_chart import DIGIT_PHONE, DIGIT_WIDE, WIDTH, bars

DAYS = [{}, {10: 4}, {0: 3, 16: 20}, {0: 3, 23: 1500}, dict.fromkeys(range(24), 100)]


@pytest.mark.parametrize("found", DAYS)
@pytest.mark.parametrize(("letters", "digit", "shown"), [(50, DIGIT_WIDE, {"all", "wide"}), (84, DIGIT_PHONE, {"all"})])
def test_words_when_something_was_handed_in_at_night_do_not_touch(
    found: dict[int, int], letters: int, digit: int, shown: set[str]
) -> None:
    made = bars(found)
    named = [bar["middle"] for bar in made if bar["named"] in shown]
    assert len(named) >= 3
    assert letters / 2 <= named[0] and named[-1] <= WIDTH - letters / 2
    assert all(two - one >= letters for one, two in itertools.pairwise(named))
    step = WIDTH / len(made)
    crowded = [bar for bar in made if bar["count"] and bar["told"] in shown and len(str(bar["count"])) * digit > step]
    assert all(bar["count"] == max(found.values()) for bar in crowded)


def test_bars_when_nothing_was_handed_in_are_those_of_a_day() -> None:
    assert [bar["hour"] for bar in bars({})] == list(range(9, 18))
    assert {bar["height"] for bar in bars({})} == {0}

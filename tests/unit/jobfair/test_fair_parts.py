"""A fair taken apart and put together again: its order, and how little changes when an opening does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.fair import Booth, Fair, Opening
from jobfair.fair_parts import fair_from, parts_of
from jobfair.wire import OpeningsPart

MANY = 600


def fair(ids: list[int]) -> Fair:
    openings = tuple(Opening(id=f"O{n}", booth="A1", title=f"职位 {n}") for n in ids)
    return Fair(id="f", booths=(Booth(id="A1"),), openings=openings)


def shards(parts: dict[str, bytes]) -> list[bytes]:
    return [data for name, data in parts.items() if name.startswith("openings/")]


def together(parts: dict[str, bytes]) -> Fair:
    return fair_from(Fair.model_validate_json(parts["fair"]), map(OpeningsPart.model_validate_json, shards(parts)))


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


ORDERS = st.lists(st.integers(0, 30), unique=True, max_size=20)


@given(st.lists(ORDERS, min_size=1, max_size=5))
def test_fair_when_put_together_after_any_changes_is_in_its_order(orders: list[list[int]]) -> None:
    parts: dict[str, bytes] = {}
    for order in orders:
        parts = parts_of(fair(order), shards(parts))
        assert together(parts) == fair(order)


def test_openings_that_come_in_between_again_and_again_find_room() -> None:
    order, parts = [0, 1], parts_of(fair([0, 1]))
    for number in range(2, 20):
        order.insert(1, number)
        parts = parts_of(fair(order), shards(parts))
    assert together(parts) == fair(order)


def test_one_opening_that_is_changed_deleted_moved_or_new_changes_its_shard_alone() -> None:
    ids = list(range(MANY))
    parts = parts_of(fair(ids))
    assert len(shards(parts)) == 4
    whole = fair(ids)
    other = whole.openings[77].model_copy(update={"title": "Nurse"})
    edited = whole.model_copy(update={"openings": (*whole.openings[:77], other, *whole.openings[78:])})
    orders = [
        [*ids[:77], *ids[78:]],
        [*ids[:77], *ids[78:], 77],
        [*ids[:5], MANY, *ids[5:]],
        [MANY, *ids],
        [*ids, MANY],
    ]
    for after in (edited, *(fair(order) for order in orders)):
        new = parts_of(after, shards(parts))
        assert len(changed(parts, new)) == 1, after.openings[0].id
        assert together(new) == after


def test_booth_that_goes_changes_the_head_and_the_shards_of_its_openings() -> None:
    before = fair([1, 2])
    after = before.model_copy(update={"booths": (), "openings": ()})
    assert changed(parts_of(before), parts_of(after)) == {"fair", "openings/00"}
    assert set(parts_of(after)) == {"fair"}


def test_parts_that_do_not_fit_are_refused() -> None:
    head, (one,) = Fair(id="f"), [OpeningsPart(places=(1,), openings=(Opening(id="O1", title="x"),))]
    for wrong in (
        [one, one],
        [one, OpeningsPart(places=(1,), openings=(Opening(id="O2", title="x"),))],
        [OpeningsPart(places=(1,), openings=(Opening(id="O1", title="x", booth="A9"),))],
    ):
        with pytest.raises(ValueError, match=r"twice|one place|no booth"):
            fair_from(head, wrong)
    with pytest.raises(ValueError, match="places"):
        OpeningsPart(places=(1, 2), openings=one.openings)

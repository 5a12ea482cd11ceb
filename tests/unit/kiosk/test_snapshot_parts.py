"""The fair of a kiosk out of its parts: what is fetched, what is refused, what stays the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobfair.errors import Corrupt, Unreachable
from jobfair.fair import Fair, Opening
from jobfair.wire import OpeningsPart
from kiosk.bootstrap import Kiosk
from kiosk.snapshot import Snapshot
from tests.fakes.kiosk import fake_kiosk
from tests.fakes.server import FakeServer, small_fair

MANY = 600
"""Openings in four parts."""


@pytest.fixture
def server() -> FakeServer:
    fair = small_fair()
    openings = tuple(Opening(id=f"O{n}", booth="A1" if n % 2 else "A2", title=f"职位 {n}") for n in range(MANY))
    return FakeServer(fair=fair.model_copy(update={"openings": openings}))


@pytest.fixture
def kiosk(tmp_path: Path, server: FakeServer) -> Iterator[Kiosk]:
    found = fake_kiosk(tmp_path, server)
    yield found
    found.close()


def with_openings(server: FakeServer, *openings: Opening, **head: object) -> None:
    server.fair = server.fair.model_copy(update={"openings": openings, **head})
    server.version += 1


def edit(server: FakeServer, number: int, **fields: object) -> None:
    before = server.fair.openings
    other = before[number].model_copy(update=fields)
    with_openings(server, *before[:number], other, *before[number + 1 :])


def update(kiosk: Kiosk, server: FakeServer) -> int:
    paired = kiosk.paired()
    assert paired is not None
    return kiosk.snapshot.update(server, paired.identity_key, paired.fair)


def held(kiosk: Kiosk) -> Fair:
    return kiosk.snapshot.held().fair


def test_one_opening_changed_is_one_part_and_all_others_of_other_parts_stay_the_same_objects(
    kiosk: Kiosk, server: FakeServer
) -> None:
    before = held(kiosk)
    edit(server, 77, title="Nurse")
    assert update(kiosk, server) == 1
    after = held(kiosk)
    assert after == server.fair
    same = sum(a is b for a, b in zip(before.openings, after.openings, strict=True))
    assert MANY // 2 < same < MANY


def test_fair_after_a_restart_is_the_servers_and_the_next_change_keeps_its_objects(
    kiosk: Kiosk, server: FakeServer
) -> None:
    kiosk.snapshot = Snapshot(kiosk.store)
    before = held(kiosk)
    assert before == server.fair
    edit(server, 3, title="Cook")
    update(kiosk, server)
    assert before.openings[77] is held(kiosk).openings[77]


def test_restart_when_nobody_asked_for_the_old_fair_before_a_new_one_came_still_reads_the_old_one(
    kiosk: Kiosk, server: FakeServer
) -> None:
    old, kiosk.snapshot = server.fair, Snapshot(kiosk.store)
    before = kiosk.snapshot.held()
    edit(server, 3, title="Cook")
    update(kiosk, server)
    assert before.fair == old


def test_opening_deleted_or_added_is_one_part(kiosk: Kiosk, server: FakeServer) -> None:
    all_of_them = server.fair.openings
    with_openings(server, *all_of_them[:5], *all_of_them[6:])
    assert update(kiosk, server) == 1
    assert held(kiosk) == server.fair
    with_openings(server, *all_of_them)
    assert update(kiosk, server) == 1
    assert held(kiosk) == server.fair


def test_booth_removed_with_its_openings_is_followed_to_an_empty_fair(kiosk: Kiosk, server: FakeServer) -> None:
    left = [opening for opening in server.fair.openings if opening.booth == "A1"]
    with_openings(server, *left, booths=server.fair.booths[:1])
    update(kiosk, server)
    assert held(kiosk) == server.fair
    with_openings(server, booths=())
    update(kiosk, server)
    assert held(kiosk) == server.fair


@pytest.mark.parametrize("wrong", ["booth", "twice", "unreadable", "openings in the head"])
def test_parts_that_are_wrong_are_refused_the_earlier_version_stays_and_a_right_one_is_followed(
    kiosk: Kiosk, server: FakeServer, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, right = held(kiosk), server.fair
    if wrong == "booth":
        edit(server, 5, booth="Z9")
    elif wrong == "twice":
        with_openings(server, *right.openings, right.openings[0])
    elif wrong == "unreadable":
        edit(server, 5, title=None)
    else:
        parts = {**server._parts(), "fair": right.model_dump_json().encode()}
        monkeypatch.setattr(server, "_parts", lambda: parts)
        server.version += 1
    for _ in range(2):
        with pytest.raises(Unreachable):
            update(kiosk, server)
        assert (held(kiosk) is before, kiosk.snapshot.version) == (True, 1)
    assert Snapshot(kiosk.store).held().fair == before
    monkeypatch.undo()
    server.fair = right.model_copy(update={"name": "right"})
    server.version += 1
    update(kiosk, server)
    assert held(kiosk).name == "right"


def test_half_of_the_parts_missing_is_said_and_the_next_pull_fetches_that_half(
    kiosk: Kiosk, server: FakeServer
) -> None:
    with kiosk.store.transaction() as db:
        digests = [digest for (digest,) in db.execute("SELECT digest FROM part ORDER BY digest").fetchall()]
        gone = digests[::2]
        for digest in gone:
            db.execute("DELETE FROM part WHERE digest=?", (digest,))
    kiosk.snapshot = Snapshot(kiosk.store)
    with pytest.raises(Corrupt, match="sync again"):
        kiosk.snapshot.held()
    assert update(kiosk, server) == len(gone)
    assert Snapshot(kiosk.store).held().fair == server.fair
    assert update(kiosk, server) == 0


def test_fair_changed_while_a_pull_is_under_way_comes_with_the_next_one_and_nothing_half(
    kiosk: Kiosk, server: FakeServer
) -> None:
    before = held(kiosk)
    titled = [opening.model_copy(update={"title": "new"}) for opening in server.fair.openings]
    with_openings(server, *titled)
    last = OpeningsPart.model_validate_json(server._parts()["openings/03"]).openings[0]
    server.calls.clear()

    def change(what: str) -> None:
        if what == "part" and server.calls.count("part") == 3:
            edit(server, [opening.id for opening in server.fair.openings].index(last.id), title="newer")

    server.trouble = change
    with pytest.raises(Unreachable):
        update(kiosk, server)
    assert held(kiosk) is before
    assert update(kiosk, server) == 1, "the three that had come stayed"
    assert held(kiosk) == server.fair


def test_derived_data_is_kept_encrypted_and_used_until_the_fair_changes(kiosk: Kiosk, server: FakeServer) -> None:
    old = kiosk.snapshot.held()
    assert kiosk.snapshot.derived("matcher") is None
    for data in (b"first", b"learned from the fair"):
        kiosk.snapshot.keep_derived("matcher", data)
    assert Snapshot(kiosk.store).derived("matcher") == b"learned from the fair"
    with kiosk.store.reading() as db:
        assert b"learned" not in db.execute("SELECT value FROM derived").fetchall()[0][0]

    server.settings = server.settings.model_copy(update={"position": "elsewhere"})
    server.version += 1
    update(kiosk, server)
    assert kiosk.snapshot.derived("matcher", old) == b"learned from the fair"
    edit(server, 1, title="other")
    update(kiosk, server)
    kiosk.snapshot.keep_derived("matcher", b"late", old)
    assert kiosk.snapshot.derived("matcher") is None
    assert kiosk.snapshot.derived("matcher", old) == b"learned from the fair", "b'late' came too late"
    kiosk.snapshot.keep_derived("matcher", b"of the new fair")
    assert (kiosk.snapshot.derived("matcher"), kiosk.snapshot.derived("matcher", old)) == (b"of the new fair", None)
    with kiosk.store.reading() as db:
        assert db.execute("SELECT count(*) FROM derived").fetchall() == [(1,)], "in the place of the old"


def test_restart_takes_the_openings_that_were_kept_and_parses_only_what_came_since(
    kiosk: Kiosk, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(kiosk)
    kiosk.snapshot.keep_openings()
    edit(server, 7, title="other")
    update(kiosk, server)
    assert kiosk.snapshot.openings_are_kept is False, "one of four parts"
    parsed = []
    read = OpeningsPart.model_validate_json
    monkeypatch.setattr(OpeningsPart, "model_validate_json", lambda data: parsed.append(1) or read(data))
    restarted = Snapshot(kiosk.store)
    assert restarted.held().fair == server.fair
    assert len(parsed) == 1
    restarted.keep_openings()
    assert restarted.openings_are_kept
    assert Snapshot(kiosk.store).held().fair == server.fair
    assert len(parsed) == 1
    with kiosk.store.reading() as db:
        assert "职位".encode() not in db.execute("SELECT value FROM derived").fetchall()[0][0]


@pytest.mark.parametrize("kept", [b"", b"of an older program", b"JFOPENINGS1\n"])
def test_kept_openings_of_another_program_are_parsed_anew(kiosk: Kiosk, server: FakeServer, kept: bytes) -> None:
    kiosk.snapshot._keep("openings", "", kept)
    restarted = Snapshot(kiosk.store)
    assert restarted.held().fair == server.fair
    assert not restarted.openings_are_kept

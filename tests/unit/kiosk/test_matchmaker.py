"""The kiosk's matcher: it answers while the next one is made, and a restart loads what was kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobfair.fair import Fair
from jobfair.matching.booths import BoothMatch, Matcher
from jobfair.seeker import MatchingProfile
from kiosk.bootstrap import Kiosk
from kiosk.matchmaker import KEPT, Matchmaker
from tests.fakes.kiosk import fake_kiosk
from tests.fakes.server import FakeServer

SECONDS = 20


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def kiosk(tmp_path: Path, server: FakeServer) -> Iterator[Kiosk]:
    found = fake_kiosk(tmp_path, server)
    yield found
    found.close()


def by_letters(kiosk: Kiosk) -> Matchmaker:
    found = Matchmaker(kiosk.snapshot)
    found._loaded = True  # without the encoder
    return found


def best(matchmaker: Matchmaker, title: str) -> str:
    found = matchmaker.booths(MatchingProfile(id="s", titles=(title,)), 1)
    assert isinstance(found, list)
    assert isinstance(found[0], BoothMatch)
    return str(found[0].openings[0].opening.title)


def publish(kiosk: Kiosk, server: FakeServer, title: str) -> None:
    first, *others = server.fair.openings
    server.fair = server.fair.model_copy(update={"openings": (first.model_copy(update={"title": title}), *others)})
    server.version += 1
    paired = kiosk.paired()
    assert paired is not None
    kiosk.snapshot.update(server, paired.identity_key, paired.fair)


def test_new_fair_published_old_matcher_answers_until_the_new_one_is_made(
    kiosk: Kiosk, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    matchmaker = by_letters(kiosk)
    old = str(server.fair.openings[0].title)
    assert best(matchmaker, old) == old
    matchmaker.wait()
    go_on, begun = threading.Event(), threading.Event()
    renewed = Matcher.renewed

    def slow(self: Matcher, fair: Fair, index: Any) -> Matcher:
        begun.set()
        assert go_on.wait(SECONDS)
        return renewed(self, fair, index)

    monkeypatch.setattr(Matcher, "renewed", slow)
    publish(kiosk, server, "无人机飞手")
    assert best(matchmaker, old) == old
    assert begun.wait(SECONDS)
    assert best(matchmaker, old) == old  # while the new one is being made
    go_on.set()
    matchmaker.wait()
    assert best(matchmaker, "无人机飞手") == "无人机飞手"


def test_restart_loads_the_matcher_that_was_kept(kiosk: Kiosk, server: FakeServer) -> None:
    matchmaker = by_letters(kiosk)
    title = str(server.fair.openings[0].title)
    first = matchmaker.booths(MatchingProfile(id="s", titles=(title,)), 10)
    matchmaker.wait()
    assert kiosk.snapshot.derived(KEPT) is not None
    again = by_letters(kiosk)
    assert again.booths(MatchingProfile(id="s", titles=(title,)), 10) == first
    assert again._rebuilding is None  # nothing had to be made


def test_kept_matcher_that_cannot_be_read_is_made_anew(kiosk: Kiosk, server: FakeServer) -> None:
    title = str(server.fair.openings[0].title)
    kiosk.snapshot.keep_derived(KEPT, b"of another program")
    matchmaker = by_letters(kiosk)
    assert best(matchmaker, title) == title
    matchmaker.wait()
    assert kiosk.snapshot.derived(KEPT) != b"of another program"

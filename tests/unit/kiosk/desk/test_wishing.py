"""What a registered seeker changes of her wish stays on this kiosk's card, until a newer résumé says otherwise."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from jobfair.wire import CardChange, CardDelta, CardResume
from tests.fakes.kiosk import fake_kiosk, registered
from tests.fakes.server import FakeServer


def test_wish_when_changed_here_outlives_an_older_card_and_gives_way_to_a_newer_resume(tmp_path: Path) -> None:
    kiosk = fake_kiosk(tmp_path, FakeServer())
    before = registered(kiosk)
    wished = before.profile.model_copy(update={"id": "x", "majors": ("会计学",), "salary_min": 6000})
    card = kiosk.desk.keep_wish(before, wished)
    assert (card.profile.id, card.profile.majors, card.wish.salary_min) == (before.id, ("会计学",), 6000)
    kiosk.cards.apply(CardDelta(changes=(CardChange(sequence=1, seeker=before.id, card=before),), last=1))
    held = kiosk.cards.get(before.id)
    assert held is not None and held.profile == card.profile
    newer = before.model_copy(
        update={"resume": CardResume(id="r2", date=kiosk.clock.now() + timedelta(minutes=1), pages=1)}
    )
    kiosk.cards.apply(CardDelta(changes=(CardChange(sequence=2, seeker=before.id, card=newer),), last=2))
    held = kiosk.cards.get(before.id)
    assert held is not None and held.profile == before.profile
    kiosk.close()


def test_wish_of_somebody_whom_only_her_pass_names_is_not_written(tmp_path: Path) -> None:
    kiosk = fake_kiosk(tmp_path, FakeServer())
    stranger = registered(kiosk).model_copy(update={"id": "somebody-else"})
    kiosk.desk.keep_wish(stranger, stranger.profile)
    assert kiosk.cards.get("somebody-else") is None
    kiosk.close()

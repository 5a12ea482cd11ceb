"""What a registered seeker changes of the work that she looks for: on her card, at this kiosk."""

from __future__ import annotations

from jobfair.seeker import MatchingProfile
from jobfair.wire import SeekerCard
from kiosk.cards import Cards
from kiosk.ports import Clock


class Wishing:
    """It stays here: to other kiosks and to employers goes only what she hands in. See docs/decisions/0036."""

    def __init__(self, cards: Cards, clock: Clock) -> None:
        self._cards = cards
        self._clock = clock

    def keep(self, card: SeekerCard, profile: MatchingProfile) -> SeekerCard:
        """The card as it now is. Where this kiosk has only her pass, nothing is written and the visit alone knows."""
        profile = profile.model_copy(update={"id": card.id})
        wish = card.wish.model_copy(
            update={
                "titles": profile.titles,
                "cities": profile.cities,
                "salary_min": profile.salary_min,
                "salary_max": None if (card.wish.salary_max or 0) < (profile.salary_min or 0) else card.wish.salary_max,
            }
        )
        update = {"profile": profile, "wish": wish, "profile_at": self._clock.now()}
        known = self._cards.get(card.id)
        if known is not None:
            self._cards.put(known.model_copy(update=update))
        return card.model_copy(update=update)

"""The cases that must hold, tried on a fair and its seekers through the matcher as a kiosk asks it."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jobfair.fair import Fair, JobType, Opening
from jobfair.matching.booths import BoothMatch, Matcher, NoMatches
from jobfair.matching.evaluation.limits import conflicts
from jobfair.seeker import MatchingProfile
from jobfair.text import all_of

#: Scores are shown with four digits; nearer than this they are equal.
EQUAL = 2e-4
SHOWN = 10
MOST_EXAMPLES = 5
#: Keywords that no fair has: nothing, noise, and somebody who types the whole trade.
ODD_KEYWORDS = ("🙂", "啊", "asdf", "a", "工作", "work", "什么都可以", "吃苦耐劳 责任心强 " * 20)


@dataclass
class Case:
    """One rule: how often it was tried, how often it failed, and a few failures to look at (ids, no words)."""

    name: str
    tried: int = 0
    failed: int = 0
    examples: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def note(self, held: bool, example: str) -> None:
        self.tried += 1
        if not held:
            self.failed += 1
            if len(self.examples) < MOST_EXAMPLES:
                self.examples.append(example)

    def as_json(self) -> dict[str, Any]:
        found = {"case": self.name, "holds": self.failed == 0 and self.tried > 0}
        return found | {"tried": self.tried, "failed": self.failed, "examples": self.examples} | self.more


def _found(matcher: Matcher, profile: MatchingProfile) -> list[BoothMatch]:
    found = matcher.booths(profile, len(matcher.fair.openings) + 1, every=True)
    return [] if isinstance(found, NoMatches) else found


def _stand(match: BoothMatch) -> str:
    return match.booth.id if match.booth is not None else match.openings[0].opening.id


def _asks(profile: MatchingProfile) -> bool:
    return bool(profile.titles or profile.past_titles or profile.skills or profile.majors)


def hard_limits(matcher: Matcher, seekers: Iterable[MatchingProfile]) -> list[Case]:
    """No opening with a hard conflict is shown, and none without one is kept back, as each seeker is and with every
    must, each job type and a work permit in turn."""
    shown, kept_back = Case("no hard limit is broken"), Case("nothing is kept back without a hard conflict")
    for profile in seekers:
        if not _asks(profile):
            continue
        for strict in _stricter(profile):
            seen = {o.opening.id for booth in _found(matcher, strict) for o in booth.openings}
            for opening in matcher.fair.openings:
                why = conflicts(matcher.fair, strict, opening)
                example = f"{profile.id} {opening.id} {'+'.join(why)}"
                if why:
                    shown.note(opening.id not in seen, example)
                else:
                    kept_back.note(opening.id in seen, example)
    return [shown, kept_back]


#: A must, what an opening writes, and whether it may be hidden: only what is surely elsewhere may.
PLACES = (
    *(("苏州", "上海/苏州", False), ("苏州", "姑苏区", False), ("苏州", "长三角", False), ("苏州", "上海/南京", True)),
    *(("无锡", "苏州、无锡", False), ("上海", "浦东新区", False), ("Shanghai", "全国", False), ("上海", "苏州", True)),
)


def places_as_written(again: Callable[[Fair], Matcher]) -> Case:
    """A must for a city hides no list, no district and no place that nobody knows. ``again`` builds a matcher."""
    case = Case("a must for a city hides only what is surely elsewhere")
    for must, written, hidden in PLACES:
        matcher = again(Fair(id="places", openings=(Opening(id="O1", title="焊工", cities=(written,)),)))
        profile = MatchingProfile(id="S", titles=("焊工",), cities=(must,), musts=("city",))
        case.note((not _found(matcher, profile)) is hidden, f"{must}: {written}")
    return case


def _stricter(profile: MatchingProfile) -> Iterator[MatchingProfile]:
    yield profile
    yield profile.model_copy(update={"musts": ("city", "salary", "job_type")})
    yield profile.model_copy(update={"musts": (), "needs_work_permit": True})
    for kind in JobType:
        yield profile.model_copy(update={"musts": (), "job_types": (kind,)})


def order_is_stable(
    matcher: Matcher, again: Callable[[Fair], Matcher], seekers: Sequence[MatchingProfile], seed: int = 1
) -> list[Case]:
    """The same question has the same answer: asked twice, of a matcher built anew, of the fair with its openings and
    booths in another order, and with the skills and titles of the profile in another order.

    ``again`` builds a matcher of a fair. Equal scores may change places where the fair's own order decides them.
    """
    repeated = Case("asked again, the answer is the same")
    openings = Case("the fair's openings in another order: scores and order are the same")
    words = Case("the seeker's words in another order: scores and order are the same")
    chance = random.Random(seed)
    fair = matcher.fair
    mixed = again(_mixed(fair, chance))
    anew = again(fair)
    for profile in seekers:
        if not _asks(profile):
            continue
        first = _found(matcher, profile)
        repeated.note(first == _found(matcher, profile) == _found(anew, profile), profile.id)
        openings.note(_same_order(first, _found(mixed, profile)), profile.id)
        turned = {
            name: tuple(chance.sample(getattr(profile, name), len(getattr(profile, name))))
            for name in ("titles", "past_titles", "skills", "majors", "cities", "languages")
        }
        words.note(_same_order(first, _found(matcher, profile.model_copy(update=turned))), profile.id)
    return [repeated, openings, words]


def _mixed(fair: Fair, chance: random.Random) -> Fair:
    """The openings in another order, each with its skills and majors in another order; booths keep theirs."""

    def turned(texts: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(texts, len(texts)))

    openings = [
        o.model_copy(
            update={n: turned(getattr(o, n)) for n in ("skills_required", "skills_preferred", "majors", "duties")}
        )
        for o in fair.openings
    ]
    parts = {name: getattr(fair, name) for name in Fair.model_fields}
    return Fair(**parts | {"openings": tuple(chance.sample(openings, len(openings)))})


def _same_order(first: list[BoothMatch], second: list[BoothMatch]) -> bool:
    """The same booths with the same scores, and no two booths changed places whose scores differ."""
    scores = {_stand(match): match.score for match in first}
    others = {_stand(match): match.score for match in second}
    if scores.keys() != others.keys() or any(abs(scores[s] - others[s]) > EQUAL for s in scores):
        return False
    return all(_stand(a) == _stand(b) or abs(a.score - b.score) <= EQUAL for a, b in zip(first, second, strict=True))


def one_keyword_more(matcher: Matcher, seekers: Sequence[MatchingProfile], keywords: int) -> Case:
    """A skill more, any skill, never sends the first booth to the last place (nor out of the answer).

    Each seeker is given ``keywords`` of the fair's own skills, drawn by her id, and ODD_KEYWORDS. ``more`` has the
    worst fall and how often the first booth left the first ten.
    """
    case = Case("one keyword more never sends the first booth to the last place")
    all_words = sorted({form for o in matcher.fair.openings for s in o.skills_required for form in all_of(s)})
    worst, worst_of, left_ten, places = 1, 0, 0, []
    for profile in seekers:
        first = _found(matcher, profile)
        if not _asks(profile) or len(first) < 2:
            continue
        chance = random.Random(hashlib.sha256(profile.id.encode()).hexdigest())
        for word in (*chance.sample(all_words, min(keywords, len(all_words))), *ODD_KEYWORDS):
            after = [_stand(m) for m in _found(matcher, _with_skill(profile, word[:400]))]
            place = after.index(_stand(first[0])) + 1 if _stand(first[0]) in after else len(after) + 1
            case.note(place < len(after), f"{profile.id} from 1 to {place} of {len(after)}")
            places.append(place)
            left_ten += place > SHOWN
            if place > worst:
                worst, worst_of = place, len(after)
    stayed = sum(place == 1 for place in places) / len(places) if places else None
    case.more = {
        "worst_fall_from_1_to": worst,
        "of_booths": worst_of,
        "left_the_first_ten": left_ten,
        "stayed_first": None if stayed is None else round(stayed, 4),
    }
    return case


def _with_skill(profile: MatchingProfile, word: str) -> MatchingProfile:
    return profile.model_copy(update={"skills": (*profile.skills, word)})

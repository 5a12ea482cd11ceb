"""Words of what is looked for: answers, chips, and one line that sums it up, in the language of the moment."""

from __future__ import annotations

from jobfair.fair import Education
from jobfair.matching.phrases import coded
from jobfair.seeker import MatchingProfile
from jobfair.text import Text
from ui.fair_texts import FairTexts
from ui.stage import Stage

_ICONS = {
    "industry": "building", "city": "pin", "education": "cap", "salary": "coin",
    "people": "people", "outdoors": "walk", "hands": "wrench", "desk": "screen",
    "it": "code", "health": "cross", "care": "heart", "teaching": "cap", "cooking": "pot", "hospitality": "bell",
    "driving": "truck", "logistics": "box", "security": "shield", "upkeep": "leaf", "construction": "helmet",
    "repair": "wrench", "engineering": "gear", "making": "factory", "design": "pencil", "finance": "coin",
    "shop": "bag", "sales": "megaphone", "office": "briefcase", "day": "sun", "shifts": "moon", "flexible": "clock",
}  # fmt: skip


def says_something(profile: MatchingProfile | None) -> bool:
    """Whether there is anything to match booths by; years or pay alone are not."""
    if profile is None:
        return False
    known = (profile.titles, profile.past_titles, profile.skills, profile.majors, profile.chosen)
    return any(known)


class WishWords:
    """Over one stage."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._texts = FairTexts(stage)

    def answer(self, value: str, label: Text = "") -> str:
        """``kind:office`` as Office work; what is the fair's own word as it stands there."""
        key, _, what = value.partition(":")
        if key in ("kind", "setting", "hours"):
            return coded(key, what, self._stage.language)
        if key == "education":
            return self.level(Education(what))
        if key == "salary":
            return self.pay(int(what))
        return self._stage.text(label) or what

    def icon(self, value: str) -> str:
        key, _, what = value.partition(":")
        return _ICONS.get(what) or _ICONS.get(key, "briefcase")

    def level(self, level: Education) -> str:
        return self._stage.words.tr("form.education.none" if level is Education.NONE else f"education.{level.value}")

    def pay(self, pay: int) -> str:
        return self._stage.words.tr("form.salary.from", {"n": self._texts.number(pay)})

    def years(self, months: int) -> str:
        say = self._stage.words.tr
        if months == 0:
            return say("intention.year.none")
        if months < 12:
            return say("wish.months.one" if months == 1 else "wish.months", {"n": months})
        return say("wish.years.one" if months < 24 else "wish.years", {"n": months // 12})

    def summary(self, profile: MatchingProfile | None) -> str:
        """会计、滨江市; at most three words; empty where nothing is known."""
        if profile is None:
            return ""
        chosen = [self.answer(choice, self.industry(choice)) for choice in profile.chosen]
        words = [*profile.titles, *profile.majors, *profile.past_titles, *chosen, *profile.skills, *profile.cities]
        return ("、" if self._stage.language == "zh" else ", ").join(list(dict.fromkeys(words))[:3])

    def industry(self, choice: str) -> Text:
        """The fair's own text of an industry that was chosen, for both languages."""
        key, _, what = choice.partition(":")
        if key != "industry":
            return ""
        from jobfair.matching.traits import industry_key  # numpy comes with it

        found = (e.industry for e in self._stage.fair.employers if industry_key(e.industry) == what)
        return next(found, what)

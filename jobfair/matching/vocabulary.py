"""The fair's own words for titles, skills, majors and cities, most asked for first: to be tapped before typing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Literal

from jobfair.fair import Fair
from jobfair.matching.terms import normal
from jobfair.text import Language, Text, all_of, in_language

Field = Literal["titles", "past_titles", "skills", "majors", "cities"]


class Vocabulary:
    """Of one fair. Every suggestion is in the language of the moment, and found by either."""

    def __init__(self, fair: Fair) -> None:
        self.fair = fair
        self._titles: Counter[Text] = Counter()
        self._skills: Counter[Text] = Counter()
        self._majors: Counter[Text] = Counter()
        self._cities: Counter[Text] = Counter()
        self._skills_of: dict[str, Counter[Text]] = {}
        for opening in fair.openings:
            self._titles[opening.title] += opening.headcount or 1
            skills = (*opening.skills_required, *opening.skills_preferred)
            self._skills.update(skills)
            self._majors.update(opening.majors)
            self._cities.update(opening.cities)
            for form in all_of(opening.title):
                self._skills_of.setdefault(normal(form), Counter()).update(skills)

    @property
    def skills(self) -> tuple[Text, ...]:
        """Every skill that an opening asks for."""
        return tuple(self._skills)

    def suggest(
        self, field: Field, typed: str, language: Language, most: int, have: Collection[str] = (),
        titles: Iterable[str] = (),
    ) -> list[str]:  # fmt: skip
        """At most ``most`` words that hold what was typed (all, where nothing was), without those she has.

        Skills that go with ``titles`` of hers come first.
        """
        counted = {"titles": self._titles, "past_titles": self._titles, "skills": self._skills,
                   "majors": self._majors, "cities": self._cities}[field]  # fmt: skip
        near: Counter[Text] = Counter()
        if field == "skills":
            for title in titles:
                near.update(self._skills_of.get(normal(title), Counter()))
        query, held = normal(typed), {normal(word) for word in have}
        found: dict[str, tuple[bool, int, int]] = {}
        for text, count in counted.items():
            forms = [normal(form) for form in all_of(text)]
            shown = in_language(text, language)
            if not any(query in form for form in forms) or held & set(forms) or not shown.strip():
                continue
            begins = any(form.startswith(query) for form in forms) if query else True
            found[shown] = max(found.get(shown, (False, 0, 0)), (begins, near[text], count))
        return sorted(found, key=lambda shown: tuple(-int(n) for n in found[shown]))[:most]

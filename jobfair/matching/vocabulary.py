"""The fair's own words for titles, skills, majors and cities, most asked for first: to be tapped before typing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Literal

from jobfair.fair import Fair
from jobfair.matching.terms import normal
from jobfair.text import Language, Text, all_of, in_language

Counted = Counter[tuple[str, ...]]
Field = Literal["titles", "past_titles", "skills", "majors", "cities"]


class Vocabulary:
    """Of one fair. Every suggestion is in the language of the moment, and found by either."""

    def __init__(self, fair: Fair) -> None:
        self.fair = fair
        self._texts: dict[tuple[str, ...], Text] = {}
        self._titles: Counted = Counter()
        self._skills: Counted = Counter()
        self._majors: Counted = Counter()
        self._cities: Counted = Counter()
        self._skills_of: dict[str, Counted] = {}
        for opening in fair.openings:
            title = self._keys((opening.title,))
            for key in title:
                self._titles[key] += opening.headcount or 1
            skills = self._keys((*opening.skills_required, *opening.skills_preferred))
            self._skills.update(skills)
            self._majors.update(self._keys(opening.majors))
            self._cities.update(self._keys(opening.cities))
            for form in title[0] if title else ():
                self._skills_of.setdefault(normal(form), Counter()).update(skills)

    @property
    def skills(self) -> tuple[Text, ...]:
        """Every skill that an opening asks for."""
        return tuple(self._texts[key] for key in self._skills)

    def _keys(self, texts: Iterable[Text]) -> list[tuple[str, ...]]:
        """Forms stand for the text: a model's own hash takes most of the time of a large fair."""
        found = []
        for text in texts:
            key = all_of(text)
            if key:
                self._texts.setdefault(key, text)
                found.append(key)
        return found

    def suggest(
        self, field: Field, typed: str, language: Language, most: int, have: Collection[str] = (),
        titles: Iterable[str] = (),
    ) -> list[str]:  # fmt: skip
        """At most ``most`` words that hold what was typed (all, where nothing was), without those she has.

        Skills that go with ``titles`` of hers come first.
        """
        counted = {"titles": self._titles, "past_titles": self._titles, "skills": self._skills,
                   "majors": self._majors, "cities": self._cities}[field]  # fmt: skip
        near: Counted = Counter()
        if field == "skills":
            for title in titles:
                near.update(self._skills_of.get(normal(title), Counter()))
        query, held = normal(typed), {normal(word) for word in have}
        found: dict[str, tuple[bool, int, int]] = {}
        for key, count in counted.items():
            forms = [normal(form) for form in key]
            shown = in_language(self._texts[key], language)
            if not any(query in form for form in forms) or held & set(forms) or not shown.strip():
                continue
            begins = any(form.startswith(query) for form in forms) if query else True
            found[shown] = max(found.get(shown, (False, 0, 0)), (begins, near[key], count))
        return sorted(found, key=lambda shown: tuple(-int(n) for n in found[shown]))[:most]

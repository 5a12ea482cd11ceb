"""All numbers of the score; their values stand in ``weights.toml`` beside this module, each with a line of why.

``Weights()`` has the values of the file, ``Weights(strong=0.5)`` all but one of them. Tuned by
``resources/make/tune_weights.py`` on the development half of the graded set; see decision 0034.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).parent / "weights.toml"


@cache
def _values() -> Mapping[str, float]:
    return read_values(FILE.read_text(encoding="utf-8"))


def read_values(text: str) -> Mapping[str, float]:
    """The numbers of a weights file. Its tables are for readers only: a name stands once in the whole file.

    Raises ValueError where a name is there twice or is no field of ``Weights``, or a value is no number.
    """
    found: dict[str, float] = {}
    for table in tomllib.loads(text).values():
        for name, value in table.items():
            if name in found or name not in Weights.model_fields:
                raise ValueError(f"weights: {name} is there twice or unknown")
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise ValueError(f"weights: {name} is not a number")
            found[name] = float(value)
    return found


def _number(name: str, most: float = 1.0) -> Any:
    """A field from 0 to ``most`` whose value is in the file; KeyError where it is missing there."""
    return Field(default_factory=lambda: _values()[name], ge=0.0, le=most, validate_default=True)


class Weights(BaseModel):
    """What each one does is written in weights.toml. Shares within a group are renormalised over what is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    lexical: float = _number("lexical")
    embedding: float = _number("embedding")
    alias: float = _number("alias")
    past_beside_wish: float = _number("past_beside_wish")
    past_alone: float = _number("past_alone")
    major_as_title: float = _number("major_as_title")

    title: float = _number("title")
    major: float = _number("major")
    occupation: float = _number("occupation")
    major_alone: float = _number("major_alone")
    major_title_alone: float = _number("major_title_alone")
    major_cosine: float = _number("major_cosine")
    gist: float = _number("gist")
    gist_floor: float = _number("gist_floor")
    gist_half: float = _number("gist_half", most=5.0)
    chosen: float = _number("chosen")
    chosen_alone: float = _number("chosen_alone")
    chosen_beside: float = _number("chosen_beside")

    skills: float = _number("skills")
    preferred: float = _number("preferred")
    licence: float = _number("licence", most=5.0)
    skill_by_meaning: float = _number("skill_by_meaning")
    skill_cosine: float = _number("skill_cosine")
    skill_cosine_across: float = _number("skill_cosine_across")

    education: float = _number("education", most=0.5)
    experience: float = _number("experience", most=0.5)
    city: float = _number("city", most=0.5)
    salary: float = _number("salary", most=0.5)
    education_one_short: float = _number("education_one_short")
    experience_years: float = _number("experience_years", most=20.0)
    city_district: float = _number("city_district")
    city_neighbour: float = _number("city_neighbour")
    city_province: float = _number("city_province")
    salary_near: float = _number("salary_near")
    salary_near_score: float = _number("salary_near_score")

    second: float = _number("second")
    third: float = _number("third")
    same_employer: float = _number("same_employer")
    same_title: float = _number("same_title")
    same_most: float = _number("same_most")
    crowd_near: float = _number("crowd_near")
    crowd_fewer: float = _number("crowd_fewer", most=100.0)
    crowd_places: float = _number("crowd_places", most=5.0)
    busy: float = _number("busy", most=1000.0)

    strong: float = _number("strong")
    good: float = _number("good")
    possible: float = _number("possible")

    @model_validator(mode="after")
    def _in_order(self) -> Weights:
        rising = {
            "bands": (self.possible, self.good, self.strong),
            "nearness of a city": (0.0, self.city_province, self.city_neighbour, self.city_district),
        }
        for what, values in rising.items():
            if any(low >= high for low, high in pairwise(values)):
                raise ValueError(f"weights: the {what} must rise")
        if self.experience_years == 0.0 or self.lexical + self.embedding == 0.0 or self.title == 0.0:
            raise ValueError("weights: experience_years, title and lexical or embedding must be more than 0")
        return self

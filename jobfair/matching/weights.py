"""All numbers of the score in one place. Tuned by hand on the demo fair and the CSCO titles, see docs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Weights:
    """What counts how much. Shares within a group are renormalised over what is known of seeker and opening."""

    # A title against a title, within one language; across languages the embedding alone (issue 5, measured).
    lexical: float = 0.3
    embedding: float = 0.7
    # A name that the dictionary lends counts a little less than the opening's own.
    alias: float = 0.97
    # A title held in the past, beside a wish and without one; a major where nothing else is said.
    past_beside_wish: float = 0.6
    past_alone: float = 0.9
    major_as_title: float = 0.75

    # Group 1, what the work is.
    title: float = 0.70
    skills: float = 0.20
    major: float = 0.10
    # The same where only a major is known: what the opening asks for, and the major taken as a title.
    major_alone: float = 0.55
    major_title_alone: float = 0.25
    # A preferred skill against a required one; a skill met only by meaning; from this cosine on.
    preferred: float = 0.4
    skill_by_meaning: float = 0.7
    skill_cosine: float = 0.74
    major_cosine: float = 0.60

    # Group 2, whether it suits. The group can take away at most this share of group 1.
    suits: float = 0.35
    education: float = 0.25
    experience: float = 0.25
    city: float = 0.20
    salary: float = 0.20
    job_type: float = 0.10
    # One level of education short; a salary this near to the wish is a near miss.
    education_one_short: float = 0.5
    salary_near: float = 0.85
    salary_near_score: float = 0.6

    # A booth: its best opening plus a little of the second and third.
    second: float = 0.04
    third: float = 0.02
    # Diversity: what an earlier booth of the same employer, or with the same best title, takes away; at most `most`.
    same_employer: float = 0.04
    same_title: float = 0.008
    same_most: float = 0.05

    # Bands, on the score of an opening; below `possible` the kiosk does not show it as a match.
    strong: float = 0.62
    good: float = 0.42
    possible: float = 0.22

"""The fair as everyone holds it: halls, booths, employers, openings. The form of FAIR.json."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jobfair.text import Text

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$")]


class Education(StrEnum):
    """Levels in rising order; ``rank`` counts from 0."""

    NONE = "none"
    SECONDARY = "secondary"
    VOCATIONAL = "vocational"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"

    @property
    def rank(self) -> int:
        return list(Education).index(self)


class JobType(StrEnum):
    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    INTERNSHIP = "internship"
    TEMPORARY = "temporary"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hall(_Part):
    id: Id
    name: Text = ""


class Employer(_Part):
    """Legal name, contact, purpose and retention are what a seeker is told before choosing (PIPL art. 17, 23)."""

    id: Id
    name: Text = ""
    legal_name: Text = ""
    industry: Text = ""
    contact: str = ""
    about: Text = ""
    purpose: Text = ""
    retention_days: int | None = Field(default=None, ge=1)


class Booth(_Part):
    """A stand with a number; ``id`` is the number on its sign."""

    id: Id
    hall: Id | None = None
    employer: Id | None = None


class Opening(_Part):
    """A job on offer. Salaries are yuan a month before tax; experience is in months."""

    id: Id
    booth: Id | None = None
    title: Text
    occupation: str = ""
    duties: tuple[Text, ...] = ()
    skills_required: tuple[Text, ...] = ()
    skills_preferred: tuple[Text, ...] = ()
    majors: tuple[Text, ...] = ()
    education_min: Education | None = None
    experience_months_min: int | None = Field(default=None, ge=0)
    cities: tuple[Text, ...] = ()
    salary_min: int | None = Field(default=None, ge=0)
    salary_max: int | None = Field(default=None, ge=0)
    job_type: JobType | None = None
    work_permit: bool | None = None
    """Whether who needs a permit to work in this country is taken and helped to one; None: it is not said."""
    labour_dispatch: bool = False
    """劳务派遣: the employer of record is an agency. Labelled wherever the opening is shown."""
    headcount: int | None = Field(default=None, ge=1)
    description: Text = ""
    hours: Text = ""
    benefits: Text = ""


class Fair(_Part):
    """One fair. ``organizer`` handles what seekers give, ``contact`` is how they reach it (PIPL art. 17).

    Raises pydantic's ValidationError where an id repeats or points nowhere."""

    id: Id
    name: Text = ""
    city: Text = ""
    venue: Text = ""
    opens: str = ""
    closes: str = ""
    organizer: Text = ""
    contact: str = ""
    halls: tuple[Hall, ...] = ()
    booths: tuple[Booth, ...] = ()
    employers: tuple[Employer, ...] = ()
    openings: tuple[Opening, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique_and_known(self) -> Fair:
        for kind in ("halls", "booths", "employers", "openings"):
            ids = [part.id for part in getattr(self, kind)]
            if len(ids) != len(set(ids)):
                repeated = next(i for i in ids if ids.count(i) > 1)
                raise ValueError(f"{kind}: id {repeated!r} is there twice")
        halls = {h.id for h in self.halls}
        employers = {e.id for e in self.employers}
        booths = {b.id for b in self.booths}
        for booth in self.booths:
            if booth.hall is not None and booth.hall not in halls:
                raise ValueError(f"booth {booth.id!r}: no hall {booth.hall!r}")
            if booth.employer is not None and booth.employer not in employers:
                raise ValueError(f"booth {booth.id!r}: no employer {booth.employer!r}")
        if not {opening.booth for opening in self.openings} <= {*booths, None}:
            opening = next(o for o in self.openings if o.booth is not None and o.booth not in booths)
            raise ValueError(f"opening {opening.id!r}: no booth {opening.booth!r}")
        return self

    @cached_property
    def booth_by_id(self) -> dict[str, Booth]:
        return {b.id: b for b in self.booths}

    @cached_property
    def employer_by_id(self) -> dict[str, Employer]:
        return {e.id: e for e in self.employers}

    @cached_property
    def opening_by_id(self) -> dict[str, Opening]:
        return {o.id: o for o in self.openings}

    @cached_property
    def openings_by_booth(self) -> dict[str, tuple[Opening, ...]]:
        grouped: dict[str, list[Opening]] = {}
        for opening in self.openings:
            if opening.booth is not None:
                grouped.setdefault(opening.booth, []).append(opening)
        return {booth: tuple(found) for booth, found in grouped.items()}

    def employer_of(self, opening: Opening) -> Employer | None:
        """The employer at the opening's booth; None where the fair does not say."""
        booth = self.booth_by_id.get(opening.booth or "")
        return self.employer_by_id.get(booth.employer) if booth and booth.employer else None

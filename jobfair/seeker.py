"""Who is looking: the seeker, what she wishes, her résumé (JSON Resume plus what Chinese résumés add)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from jobfair.fair import Education, Id, JobType
from jobfair.masking import masked_name as masked_name
from jobfair.personal import no_facts, work_only
from jobfair.text import without_controls

# Cleaned here, where typing, JSON and read documents all come by: what a kiosk took, the server takes too.
Line = Annotated[str, Field(max_length=400), AfterValidator(without_controls)]
Paragraph = Annotated[str, Field(max_length=4000), AfterValidator(without_controls)]
Must = Literal["city", "salary", "job_type"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MatchingProfile(_Part):
    """All that the matcher may know of a seeker: the form of a line of SEEKERS.jsonl.

    There are no fields for name, sex, age, ethnicity, marital status, health or photo, so none can reach it.
    Salaries are yuan a month; experience is in months; None means unknown and never excludes.
    """

    id: Id
    titles: tuple[Line, ...] = ()
    past_titles: tuple[Line, ...] = ()
    skills: tuple[Line, ...] = ()
    majors: tuple[Line, ...] = ()
    education: Education | None = None
    experience_months: int | None = Field(default=None, ge=0)
    cities: tuple[Line, ...] = ()
    salary_min: int | None = Field(default=None, ge=0)
    job_types: tuple[JobType, ...] = ()
    musts: tuple[Must, ...] = ()
    languages: tuple[Line, ...] = ()
    needs_work_permit: bool | None = None
    chosen: tuple[Line, ...] = ()
    """What she tapped when she was asked, as ``kind:office`` (jobfair.matching.traits); it never excludes."""


class GraduateStatus(StrEnum):
    """应届 or not: employers in China ask, and some openings are for this year's graduates."""

    THIS_YEAR = "this_year"
    EARLIER = "earlier"
    STUDENT = "student"


class JobWish(_Part):
    titles: tuple[Line, ...] = ()
    cities: tuple[Line, ...] = ()
    salary_min: int | None = Field(default=None, ge=0)
    salary_max: int | None = Field(default=None, ge=0)
    job_types: tuple[JobType, ...] = ()
    start_date: Line = ""
    graduate_status: GraduateStatus | None = None
    musts: tuple[Must, ...] = ()


class _Loose(BaseModel):
    """JSON Resume says that additional fields are allowed; they are read past and not kept."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Location(_Loose):
    address: Line = ""
    city: Line = ""
    region: Line = ""
    countryCode: Line = ""


class Basics(_Loose):
    name: Line = ""
    label: Line = ""
    email: Line = ""
    phone: Line = ""
    url: Line = ""
    summary: Paragraph = ""
    location: Location = Location()


class Work(_Loose):
    name: Line = ""
    position: Line = ""
    startDate: Line = ""
    endDate: Line = ""
    summary: Paragraph = ""
    highlights: tuple[Paragraph, ...] = ()


class Study(_Loose):
    institution: Line = ""
    area: Line = ""
    studyType: Line = ""
    startDate: Line = ""
    endDate: Line = ""
    courses: tuple[Line, ...] = ()


class Skill(_Loose):
    name: Line = ""
    level: Line = ""
    keywords: tuple[Line, ...] = ()


class SpokenLanguage(_Loose):
    language: Line = ""
    fluency: Line = ""


class Certificate(_Loose):
    name: Line = ""
    date: Line = ""
    issuer: Line = ""


class Project(_Loose):
    name: Line = ""
    description: Paragraph = ""
    startDate: Line = ""
    endDate: Line = ""


class Resume(_Loose):
    """JSON Resume 1.0 (jsonresume.org/schema) with the wish under ``wish``; ``education_level`` and
    ``experience_months`` are what the seeker herself said, where the entries do not tell."""

    basics: Basics = Basics()
    work: tuple[Work, ...] = ()
    education: tuple[Study, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[SpokenLanguage, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    projects: tuple[Project, ...] = ()
    wish: JobWish = JobWish()
    education_level: Education | None = None
    experience_months: int | None = Field(default=None, ge=0)


class IntentionCard(_Part):
    """A résumé in three taps: kind of work (empty for who is not sure yet), years, contact."""

    kind_of_work: Line
    years: Literal["none", "under_1", "1_to_3", "3_to_5", "over_5"]
    contact: Line
    name: Line = ""

    def as_resume(self) -> Resume:
        months = {"none": 0, "under_1": 6, "1_to_3": 24, "3_to_5": 48, "over_5": 72}[self.years]
        email, phone = (self.contact, "") if "@" in self.contact else ("", self.contact)
        return Resume(
            basics=Basics(name=self.name, label=self.kind_of_work, email=email, phone=phone),
            wish=JobWish(titles=(self.kind_of_work,) if self.kind_of_work else ()),
            experience_months=months,
        )


def profile_of(seeker_id: str, resume: Resume) -> MatchingProfile:
    """What the matcher may know of this résumé: wish, work, skills, majors; nothing that names the person, nor what
    stands among them and is a fact of the person (jobfair.personal)."""
    wish = resume.wish
    skills = [s.name for s in resume.skills] + [k for s in resume.skills for k in s.keywords]
    return MatchingProfile(
        id=seeker_id,
        titles=work_only(wish.titles or (resume.basics.label,)),
        past_titles=work_only(w.position for w in resume.work),
        skills=tuple(dict.fromkeys(no_facts(skills))),
        majors=tuple(dict.fromkeys(no_facts(e.area for e in resume.education))),
        education=resume.education_level,
        experience_months=resume.experience_months,
        cities=wish.cities,
        salary_min=wish.salary_min,
        job_types=wish.job_types,
        musts=wish.musts,
    )

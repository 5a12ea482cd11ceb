"""The form of one opening, as its employer writes it. Lists are one a line; both languages stand around a ``=``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from jobfair import fair as domain
from jobfair.postings.minimums import is_place
from jobfair.text import Bilingual, Text, without_controls

_LONGEST = 100_000
_TITLE_MOST = 100
_MONTHS_MOST = 600
_LATER = ("experience_months_min", "headcount")  # a page that was opened before an update does not send them
_TOO_LONG = {"max_length": _("Please shorten this to %(limit_value)d characters; it has %(show_value)d.")}
_LINES = ("duties", "skills_required", "skills_preferred", "majors", "cities")
_TEXTS = ("title", "description", "hours", "benefits")
_NUMBERS = ("salary_min", "salary_max", "experience_months_min", "headcount")


def _area(label: Any, rows: int = 3, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=_LONGEST, widget=widget, error_messages=_TOO_LONG)


def _line(label: Any, most: int = 400) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=most, widget=forms.TextInput(), error_messages=_TOO_LONG
    )


def _number(label: Any, most: int, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most)


class OpeningForm(forms.Form):
    """What may be changed at any time. The id and the booth are the organizer's.

    A text that is too long is refused with a word: browsers would cut it off in silence, so they are not told."""

    title_zh = _line(_("Title in Chinese"), _TITLE_MOST)
    title_en = _line(_("Title in English"), _TITLE_MOST)
    description_zh = _area(_("Description in Chinese"), 4)
    description_en = _area(_("Description in English"), 4)
    duties = _area(_("Duties, one a line"), 4)
    skills_required = _area(_("Skills required, one a line"))
    skills_preferred = _area(_("Skills preferred, one a line"))
    majors = _area(_("Majors, one a line"), 2)
    cities = _area(_("Place of work: city and district, one a line"), 2)
    salary_min = _number(_("Pay from, yuan a month"), 10**8)
    salary_max = _number(_("Pay to, yuan a month"), 10**8)
    headcount = _number(_("People wanted"), 10**6, least=1)
    experience_months_min = _number(_("Experience, at least, months (0: none needed)"), _MONTHS_MOST)
    education_min = forms.ChoiceField(label=_("Education, at least"), required=False)
    job_type = forms.ChoiceField(label=_("Kind of job"), required=False)
    work_permit = forms.ChoiceField(label=_("People who need a work permit"), required=False)
    labour_dispatch = forms.BooleanField(
        label=_("Labour dispatch: the contract is with an agency (said to seekers)"), required=False
    )
    hours_zh = _line(_("Working hours in Chinese"))
    hours_en = _line(_("Working hours in English"))
    benefits_zh = _line(_("Benefits in Chinese"))
    benefits_en = _line(_("Benefits in English"))

    def __init__(self, document: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        self.document = document
        super().__init__(*args, initial=_initial(document), **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)
        self.fields["education_min"].choices = [("", _("not said")), *_EDUCATION]  # type: ignore[attr-defined]
        self.fields["job_type"].choices = [("", _("not said")), *_JOB_TYPES]  # type: ignore[attr-defined]
        self.fields["work_permit"].choices = [  # type: ignore[attr-defined]
            ("", _("not said")),
            ("yes", _("are taken and helped to one")),
            ("no", _("cannot be taken")),
        ]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.changed = self._document(values)
            except ValidationError as error:
                self.add_error(None, str(error.errors()[0]["msg"]))
        if not any(char.isalnum() for char in f"{values.get('title_zh', '')}{values.get('title_en', '')}"):
            self.add_error("title_zh", _("Please give the title, in Chinese or in English."))
        places = (side for line in values.get("cities", "").splitlines() for side in line.split(" = "))
        if not any(is_place(place) for place in places):
            self.add_error("cities", _("Please name the city and district of the work."))
        return values

    def _document(self, values: dict[str, Any]) -> dict[str, Any]:
        written: dict[str, Any] = dict(self.document)
        for name in _TEXTS:
            written[name] = _text(values[f"{name}_zh"], values[f"{name}_en"])
        for name in _LINES:
            written[name] = [_pair(line) for line in values[name].splitlines() if line.strip()]
        for name in (*_NUMBERS, "education_min", "job_type"):
            if name in _LATER and name not in self.data:
                continue
            written[name] = values[name] if values[name] not in ("", None) else None
        written["work_permit"] = {"yes": True, "no": False}.get(values["work_permit"])
        written["labour_dispatch"] = values["labour_dispatch"]
        return domain.Opening.model_validate(written).model_dump(mode="json", exclude_defaults=True)


_EDUCATION = [
    ("none", _("none")),
    ("secondary", _("Secondary school")),
    ("vocational", _("Vocational school")),
    ("college", _("College")),
    ("bachelor", _("Bachelor")),
    ("master", _("Master")),
    ("doctorate", _("Doctorate")),
]
_JOB_TYPES = [
    ("full_time", _("Full time")),
    ("part_time", _("Part time")),
    ("internship", _("Internship")),
    ("temporary", _("Temporary")),
]


def _initial(document: dict[str, Any]) -> dict[str, Any]:
    opening = domain.Opening.model_validate(document)
    found: dict[str, Any] = {name: getattr(opening, name) for name in (*_NUMBERS, "labour_dispatch")}
    found |= {name: getattr(opening, name) or "" for name in ("education_min", "job_type")}
    found["work_permit"] = {True: "yes", False: "no", None: ""}[opening.work_permit]
    for name in _TEXTS:
        found[f"{name}_zh"], found[f"{name}_en"] = _forms(getattr(opening, name))
    for name in _LINES:
        found[name] = "\n".join(_joined(part) for part in getattr(opening, name))
    return found


def _forms(text: Text) -> tuple[str, str]:
    """A plain text goes where its letters belong."""
    if isinstance(text, Bilingual):
        return text.zh, text.en
    return (text, "") if any("\u4e00" <= char <= "\u9fff" for char in text) else ("", text)


def _joined(text: Text) -> str:
    zh, en = _forms(text)
    return f"{zh} = {en}" if zh and en else zh or en


def _text(zh: str, en: str) -> str | dict[str, str]:
    zh, en = without_controls(zh).strip(), without_controls(en).strip()
    return {"zh": zh, "en": en} if zh and en else zh or en


def _pair(line: str) -> str | dict[str, str]:
    zh, sign, en = line.partition(" = ")
    return _text(zh, en) if sign else _text(line, "")

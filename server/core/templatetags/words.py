"""Words for templates: bilingual texts and times in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from pydantic import TypeAdapter

from jobfair.text import Language, Text, in_language

register = template.Library()
_TEXT: TypeAdapter[Text] = TypeAdapter(Text)


def current_language() -> Language:
    return "en" if (get_language() or "").startswith("en") else "zh"


@register.filter
def said(value: Any) -> str:
    """A Text (a string or {"zh", "en"}) in the language of the page."""
    return in_language(_TEXT.validate_python(value or ""), current_language())


@register.filter
def ago(value: datetime | None) -> str:
    """How long ago, in the coarsest words that help; a dash for never."""
    if value is None:
        return "—"
    minutes = int((timezone.now() - value).total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(n)d min ago", "%(n)d min ago", minutes) % {"n": minutes}
    if minutes < 60 * 24:
        return ngettext("%(n)d h ago", "%(n)d h ago", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d day ago", "%(n)d days ago", minutes // 1440) % {"n": minutes // 1440}

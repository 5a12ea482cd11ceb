"""Words for templates: bilingual texts in the reader's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language
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

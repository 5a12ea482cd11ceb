"""Filters for what a check of openings found."""

from __future__ import annotations

from django import template

from server.fairs.posting_lines import Line

register = template.Library()


@register.filter
def takable(lines: list[Line]) -> int:
    """How many proposals "Take all" would put in."""
    return sum(line.proposed is not None and line.level in ("block", "error") for line in lines)

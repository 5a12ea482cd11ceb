"""The queue at the employer's booth, for the head of each of its pages."""

from __future__ import annotations

from typing import Any

from django import template

from server.crowd.booths import booths_of, chosen_booth
from server.crowd.estimate import queues_of
from server.employers.inbox import Desk

register = template.Library()


@register.inclusion_tag("crowd/panel.html", takes_context=True)
def queue_panel(context: Any, desk: Desk) -> dict[str, Any]:
    """Nothing where the employer has no booth."""
    request = context["request"]
    booths = booths_of(desk.employer)
    booth = chosen_booth(request, booths)
    queue = queues_of(desk.fair, [booth]).get(booth.code) if booth else None
    return {
        "booth": booth,
        "several": len(booths) > 1,
        "queue": queue,
        "csrf_token": context.get("csrf_token"),
        "here": request.get_full_path(),
    }

"""One seeker at one kiosk, as data: ``advance(visit, event) -> visit`` is the whole rule, and it is pure.

Everything that a visit knows of a person lives in one ``Visit`` value. Ending it replaces the value by a fresh one,
so nothing of the last person can be left for the next. What must be *done* on a page (open the camera, ask the desk,
write the outbox) is done by whoever shows the page; the answer comes back as an event. An event that does not fit the
page changes nothing: a late answer of a camera or a worker can never move the next person's visit, because every
visit has a number, and who asked drops an answer that comes after the number has changed.
"""

from __future__ import annotations

from kiosk.visit.rules import advance
from kiosk.visit.state import Draft, LastResume, NewResume, Page, Visit

__all__ = ["Draft", "LastResume", "NewResume", "Page", "Visit", "advance"]

"""The words of a question about data, as they stand in the version that its consent will name."""

from __future__ import annotations

from jobfair.consent_texts import DESK
from ui.stage import Stage


def consent_rows(stage: Stage, purpose: str, until: str = "") -> list[dict[str, str]]:
    """The rows of a ConsentPage: icon, title, text. ``until`` as it is to be read."""
    fair, texts = stage.fair, stage.consent_texts
    version = texts.shown(stage.kiosk.desk.fair().settings.consent_text_version)
    values = {
        "organizer": stage.text(fair.organizer) or stage.text(fair.name),
        "contact": fair.contact or DESK[stage.language],
        "until": until,
    }
    text = texts.text(purpose, version, stage.language).filled(values)
    return [{"icon": row.icon, "title": row.title, "text": row.text} for row in text.rows]

"""A fair's ``settings``: what an administrator may set otherwise for all its kiosks."""

from __future__ import annotations

from pydantic import ValidationError

from jobfair.consent_texts import ConsentTexts
from jobfair.errors import ConfigError
from jobfair.numbers import is_card_pattern
from jobfair.second_factor import Verifier
from jobfair.wire import KioskSettings

# The other fields of KioskSettings come from the kiosk, the face page or the fair's secrets.
ALLOWED = frozenset(
    {
        "submit_from_age",
        "submissions_per_visit",
        "submissions_per_day",
        "idle_seconds",
        "consent_text_version",
        "keep_days",
        "delivered_keep_days",
        "pass_days",
        "minutes_a_person",
        "public_url",
        "code_messages",
        "code_kinds",
        "document_kinds",
        "student_card",
    }
)
_TEXTS = frozenset(
    {"consent_text_version", "public_url", "code_messages", "code_kinds", "document_kinds", "student_card"}
)
_MOST = 36500


def settings_with(overrides: object) -> KioskSettings:
    """The settings of any kiosk of this fair, its own ones left blank. Raises ConfigError, naming the key."""
    if not isinstance(overrides, dict):
        raise ConfigError('settings: {"name": value, ...} expected')
    for name in overrides.keys() - ALLOWED:
        raise ConfigError(f"settings: {name} cannot be set here; these can: {', '.join(sorted(ALLOWED))}")
    try:
        settings = KioskSettings.model_validate(
            {**overrides, "kiosk": "", "pepper": b"", "staff": Verifier(salt="", hash="")}
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise ConfigError(f"settings: {'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    for name in sorted(ALLOWED - _TEXTS):
        if not 1 <= getattr(settings, name) <= _MOST:
            raise ConfigError(f"settings: {name}: 1 to {_MOST} expected")
    if "qr" not in settings.code_kinds:
        raise ConfigError("settings: code_kinds: qr must be among them, passes are QR codes")
    if settings.student_card and not is_card_pattern(settings.student_card):
        raise ConfigError("settings: student_card: at least four places that vary (#, A or *) and 64 in all expected")
    known = ConsentTexts().versions
    if settings.consent_text_version not in known:
        raise ConfigError(f"settings: consent_text_version: one of {', '.join(known)} expected")
    return settings

"""A fair's ``settings``: what an administrator may set otherwise for all its kiosks."""

from __future__ import annotations

from pydantic import ValidationError

from jobfair.consent_texts import ConsentTexts
from jobfair.errors import ConfigError
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
        "public_url",
        "code_messages",
    }
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
    for name in sorted(ALLOWED - {"consent_text_version", "public_url", "code_messages"}):
        if not 1 <= getattr(settings, name) <= _MOST:
            raise ConfigError(f"settings: {name}: 1 to {_MOST} expected")
    known = ConsentTexts().versions
    if settings.consent_text_version not in known:
        raise ConfigError(f"settings: consent_text_version: one of {', '.join(known)} expected")
    return settings

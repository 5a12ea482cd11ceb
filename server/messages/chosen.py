"""Which messengers this server has, by its options."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from django.conf import settings

from server.config.options import ServerOptions
from server.messages import Messenger
from server.messages.folder import Folder
from server.messages.mail import Mail
from server.messages.sms import HttpSms

Channel = Literal["sms", "email"]
CHANNELS: tuple[Channel, ...] = ("sms", "email")


def channels() -> tuple[Channel, ...]:
    """Through which this server can send."""
    options: ServerOptions = settings.MESSAGE_OPTIONS
    configured = {
        "sms": options.sms_url or options.messages_folder,
        "email": options.mail_host or options.messages_folder,
    }
    return tuple(channel for channel in CHANNELS if configured[channel])


def messenger_for(channel: Channel) -> Messenger | None:
    """None where it is not configured. Raises ConfigError where it is, wrongly."""
    options: ServerOptions = settings.MESSAGE_OPTIONS
    if channel not in channels():
        return None
    if options.messages_folder:
        return Folder(Path(options.messages_folder) / channel)
    if channel == "sms":
        return HttpSms(
            options.sms_url, options.sms_body, Path(options.sms_headers_file) if options.sms_headers_file else None
        )
    return Mail(options.mail_from)


def offered(overrides: object) -> tuple[Channel, ...]:
    """What kiosks of a fair may offer: what the organizer wants of what this server has; all of it where she says
    nothing."""
    wanted = overrides.get("code_messages") if isinstance(overrides, dict) else None
    return tuple(channel for channel in channels() if wanted is None or channel in wanted)

"""SMS through any gateway that takes JSON over HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from jobfair.errors import ConfigError
from server.messages import MessageNotSent, Messenger

SECONDS = 10.0
BODY = '{"to": "{to}", "text": "{text}"}'


class HttpSms(Messenger):
    """``body`` is JSON in whose texts ``{to}`` and ``{text}`` are replaced; ``headers_file`` a JSON object of headers,
    the gateway's secret among them, readable for this server alone. Any answer 2xx counts as sent."""

    def __init__(self, url: str, body: str = BODY, headers_file: Path | None = None) -> None:
        """Raises ConfigError for what cannot work."""
        if not url.startswith(("https://", "http://")):
            raise ConfigError("sms_url: an address that begins with https:// expected")
        try:
            self._body = json.loads(body or BODY)
        except ValueError as error:
            raise ConfigError("sms_body: JSON expected") from error
        self._url = url
        self._headers = _headers(headers_file) if headers_file else {}

    def send(self, to: str, text: str) -> None:
        said = json.dumps(_filled(self._body, {"{to}": to, "{text}": text})).encode()
        request = urllib.request.Request(  # noqa: S310  the scheme was checked
            self._url, data=said, headers={"Content-Type": "application/json", **self._headers}, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                answer.read(1024)
        except urllib.error.HTTPError as error:
            error.close()
            raise MessageNotSent(f"the SMS gateway answers {error.code}") from None  # its address may hold a secret
        except (OSError, ValueError) as error:
            raise MessageNotSent(f"the SMS gateway does not answer ({type(error).__name__})") from None


def _filled(value: Any, values: dict[str, str]) -> Any:
    """Within texts only, so that no value can change the form of the JSON; each placeholder once, none in a value."""
    if isinstance(value, dict):
        return {key: _filled(inner, values) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, values) for inner in value]
    if not isinstance(value, str):
        return value
    before, found, after = value.partition("{to}")
    if found:
        return _filled(before, values) + values["{to}"] + _filled(after, values)
    before, found, after = value.partition("{text}")
    return before + values["{text}"] + _filled(after, values) if found else value


def _headers(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigError(f"sms_headers_file: {file}: a JSON object of headers expected") from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ConfigError(f"sms_headers_file: {file}: a JSON object of headers expected")
    return found

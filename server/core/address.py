"""Whose request it is, for counting tries: the address of the machine that sent it, never kept but as a keyed hash."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Of whoever asks. Behind our own web server (``trusted_proxy``) it is the last that X-Forwarded-For names: that
    one it has put there itself; all before it is whatever the sender wrote. Of IPv6 the network, since one household
    has as many addresses as it likes."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXY and address == settings.TRUSTED_PROXY:
        address = _counted(request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()) or address
    return _counted(address) or address


def address_hash(address: str) -> str:
    """What is kept of an address, for minutes or a day."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()


def _counted(text: str) -> str:
    """Empty for what is no address."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((address, 64), strict=False))

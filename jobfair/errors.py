"""The one tree of faults. Expected outcomes are values; only faults are raised.

::

    JobFairError
      ConfigError                     names the key and the file
      DeviceError   CameraLost ScannerLost PrinterLost
      StoreError    DiskFull Corrupt WrongKey Locked InUse
      ServerError   Unreachable  -> retry with backoff, honour Retry-After
                    Refused      -> park this one, go on with the next
                    NotTrusted   -> stop, keep everything, ask staff to pair again
                    Incompatible -> stop, ask staff to update
      DocumentError                   a file that is no readable résumé; ``code`` says why
      SealError                       an envelope that does not open, a signature that does not verify

``code`` is stable: screens and API answers are written from it, never from the message.
Messages are for operators and hold no personal data.
"""

from __future__ import annotations

from typing import ClassVar


class JobFairError(Exception):
    """Root of the tree. ``code`` is stable and may be shown, logged and translated."""

    code: ClassVar[str] = "fault"


class ConfigError(JobFairError):
    """A setting is missing, unknown or out of range; the message names the key and the file."""

    code = "config"


class DeviceError(JobFairError):
    """A device of the kiosk does not answer."""

    code = "device"


class CameraLost(DeviceError):
    code = "camera_lost"


class ScannerLost(DeviceError):
    code = "scanner_lost"


class PrinterLost(DeviceError):
    code = "printer_lost"


class StoreError(JobFairError):
    """The kiosk's database cannot be used. ``reason`` names the case where a person must be told it in her language
    (kiosk/doctor_reasons.py), ``values`` fill that sentence."""

    code = "store"

    def __init__(self, message: str = "", *, reason: str = "", **values: str) -> None:
        super().__init__(message)
        self.reason = reason or self.code
        self.values = values


class DiskFull(StoreError):
    code = "disk_full"


class Corrupt(StoreError):
    code = "corrupt"


class WrongKey(StoreError):
    code = "wrong_key"


class Locked(StoreError):
    """Strict mode: the key was not released yet, by the server or by a staff badge."""

    code = "locked"


class InUse(StoreError):
    """Another process holds this store."""

    code = "in_use"


class ServerError(JobFairError):
    """Talking to the central server failed."""

    code = "server"


class Unreachable(ServerError):
    """No answer, or an answer that is not ours. ``retry_after`` is in seconds when one was named.

    ``busy``: the server itself says that it has too much to do, whatever it was asked."""

    code = "unreachable"

    def __init__(self, message: str = "", retry_after: float | None = None, busy: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.busy = busy


class Refused(ServerError):
    """The server understood and refuses this one item; ``reason`` is its problem code."""

    code = "refused"

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason


class NotTrusted(ServerError):
    """The credential was refused, or an answer's signature does not verify."""

    code = "not_trusted"


class Incompatible(ServerError):
    """The other side speaks another wire version."""

    code = "incompatible"


class DocumentError(JobFairError):
    """A file is not a résumé that can be read. ``reason``: ``broken``, ``encrypted``, ``too_large``, ``no_text``,
    ``unknown_kind`` or ``too_slow``."""

    code = "document"

    def __init__(self, reason: str, message: str = "") -> None:
        super().__init__(message or reason)
        self.reason = reason


class SealError(JobFairError):
    """An envelope does not open with this key, or a signature does not verify."""

    code = "seal"

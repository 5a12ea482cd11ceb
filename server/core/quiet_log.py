"""Log lines without personal data: of an exception the class and the places, never its message or values."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Messages of exceptions may quote a row (a database's DETAIL, a validator's input), so they are left out."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: ExcInfo) -> str:
        kind, _, trace = ei
        places = [f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(trace)]
        return "\n".join([*places, kind.__name__ if kind else "no exception"])

"""Rescue: what a kiosk could not deliver comes in from a file, through the same door, each id once.

Nothing in the file is trusted: its bytes are sealed to keys that are ours or the organizers', and every row goes
through ``take_in`` as if it had come over the network. A bad row never stops the others, and neither does one for which
something is wrong on this side alone. Only a full disk, or a database that does not answer several times in a row, ends
it early; the same file may then be given again.
"""

from __future__ import annotations

import errno
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from django.db import DatabaseError, OperationalError

from jobfair.ids import is_id
from jobfair.rescue_file import About, RescueFile, SealedItem
from jobfair.sealing import OpeningKey
from jobfair.wire import Door, ProblemCode
from server.core.models import AuditEntry, User, record
from server.core.refusal import Refusal
from server.fairs.models import Fair
from server.intake.doors import take_in
from server.intake.models import Intake
from server.kiosks.models import Kiosk

log = logging.getLogger("jobfair.rescue")
MOST_ROWS = 1_000_000
_LISTED = 100
_TRIES = 3
_SILENT_MOST = 3
"""So many rows in a row for which the database does not answer: it is gone."""
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_PAUSE = 2.0  # seconds


@dataclass
class Rescued:
    """What became of a file. ``before``: the server had these very bytes. ``damaged`` places of the file could not be
    read; ``missing`` rows it was to hold and does not; ``stopped`` says why the rest was not tried."""

    new: int = 0
    before: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    damaged: int = 0
    missing: int = 0
    whole: bool = False
    stopped: Literal["", "busy", "disk", "file", "too_many"] = ""
    listed: list[dict[str, str]] = field(default_factory=list)
    """The first refused ones: door, id, code, detail."""
    silent: int = 0
    """Rows in a row, the last ones, for which the database did not answer."""

    @property
    def refusals(self) -> int:
        return self.refused.total()

    def as_dict(self) -> dict[str, Any]:
        told = {**asdict(self), "refused": dict(self.refused)}
        del told["silent"]
        return told


def kiosk_for(about: About, fair: Fair, chosen: str = "") -> Kiosk | None:
    """The kiosk chosen by name, else the one that the file names, there or at another fair of the organization."""
    if chosen or not about.kiosk:
        return Kiosk.objects.select_related("fair").filter(fair=fair, name=chosen).first()
    known = Kiosk.objects.select_related("fair").filter(name=about.kiosk)
    return known.filter(fair_id=about.fair or fair.pk, fair__organization_id=fair.organization_id).first()


def rescue(file: RescueFile, kiosk: Kiosk, actor: User | None = None, more_keys: Sequence[OpeningKey] = ()) -> Rescued:
    """Take the file's rows in, in its order (oldest first), as this kiosk's; written down in the audit trail.

    ``more_keys``: the organizers' recovery key, where the server's own is lost.
    """
    done = Rescued()
    try:
        for item in file:
            if done.new + done.before + done.refusals >= MOST_ROWS:
                done.stopped = "too_many"
            else:
                _one(item, kiosk, more_keys, done)
            if done.stopped:
                break
    except OSError:
        log.exception("rescue: the file cannot be read further")
        done.stopped = "file"
    done.damaged, done.missing, done.whole = file.damaged, file.missing, file.is_whole
    record(
        AuditEntry.Action.RESCUED,
        f"kiosk {kiosk.name} of {kiosk.fair_id}: {done.new} new, {done.before} before, {done.refusals} refused"[:200],
        actor,
    )
    return done


def _one(item: SealedItem, kiosk: Kiosk, more_keys: Sequence[OpeningKey], done: Rescued) -> None:
    try:
        if _was_new(item, kiosk, more_keys):
            done.new += 1
        else:
            done.before += 1
    except Refusal as refusal:
        _refused(item, refusal.code, refusal.detail, done)
    except OperationalError:
        log.exception("rescue: the database is busy or gone")
        done.silent += 1
        if done.silent >= _SILENT_MOST:
            done.stopped = "busy"
        _refused(item, ProblemCode.BUSY, "the database did not answer", done)
        return
    except OSError as error:
        log.exception("rescue: the disk does not take it")
        if error.errno in _FULL:
            done.stopped = "disk"
        else:
            _refused(item, ProblemCode.UNAVAILABLE, "the disk does not take this one", done)
    done.silent = 0


def _refused(item: SealedItem, code: ProblemCode, detail: str, done: Rescued) -> None:
    done.refused[code.value] += 1
    if len(done.listed) < _LISTED:
        done.listed.append({"door": item.door, "id": item.id, "code": code.value, "detail": detail})


def _was_new(item: SealedItem, kiosk: Kiosk, more_keys: Sequence[OpeningKey]) -> bool:
    if not is_id(item.id):
        raise Refusal(ProblemCode.INVALID, "id: a UUID expected")
    ours = Intake.objects.filter(kiosk__fair__organization_id=kiosk.fair.organization_id)
    known = ours.select_related("kiosk__fair").filter(door=item.door, item_id=item.id).first()
    # What is known stays its kiosk's, whichever was chosen for the file; another organization's is none of ours.
    return _patiently(known.kiosk if known and known.kiosk else kiosk, item, more_keys)


def _patiently(kiosk: Kiosk, item: SealedItem, more_keys: Sequence[OpeningKey]) -> bool:
    """Whether it was new. The server works on beside this, so the database may be busy for a moment."""
    for left in reversed(range(_TRIES)):
        try:
            return take_in(kiosk, Door(item.door), item.id, item.sealed, item.digest, more_keys=more_keys).new
        except OperationalError:
            if not left:
                raise
            time.sleep(_PAUSE)
        except DatabaseError as error:
            raise Refusal(ProblemCode.INVALID, "the database does not take it") from error
        except (Refusal, OSError):
            raise
        except Exception as error:
            # What nobody foresaw about one row; its message may hold what a seeker wrote.
            log.error("rescue: unforeseen %s with %s %s", type(error).__name__, item.door, item.id)
            raise Refusal(ProblemCode.UNAVAILABLE) from error
    raise AssertionError

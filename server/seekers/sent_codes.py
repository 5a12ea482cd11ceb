"""One-time codes: asking for one, sending it after the answer, judging what was typed.

The answer to a request is written before anybody looks whether there is a record: it cannot tell. A code goes to one
seeker or to nobody; where a number is several people's, nobody knows whose record the message would open.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
import threading
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from pydantic import TypeAdapter

from jobfair.errors import JobFairError
from jobfair.second_factor import try_token
from jobfair.text import Language, Text, in_language
from jobfair.wire import CODE_MINUTES, CODE_TRIES, CodeChecked, CodeOnItsWay, CodeTyped, CodeWanted, Door, ProblemCode
from server.core.refusal import Refusal
from server.fairs.models import Fair
from server.intake.models import Intake
from server.kiosks.models import Kiosk
from server.messages import code_text
from server.messages.chosen import messenger_for, offered
from server.seekers.deltas import card_now
from server.seekers.models import Seeker, SentCode, StoredResume

log = logging.getLogger("jobfair.messages")
A_DAY_FOR_ONE = 5
AN_HOUR_AT_A_KIOSK = 30
AN_ADDRESS_PROVED = timedelta(days=1)
REST_SECONDS = 60
"""Between two codes for one claim: the first may still be on its way."""
_TEXT: TypeAdapter[Text] = TypeAdapter(Text)
Later = Callable[[Callable[[], None]], None]


def in_a_thread(work: Callable[[], None]) -> None:
    """After the answer: a gateway takes seconds, and would tell whether there was anything to send."""

    def run() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001  a defect; its message may hold what nobody should read
            log.error("defect while a code was sent: %s", type(fault).__name__)
        finally:
            connection.close()

    threading.Thread(target=run, name="message", daemon=True).start()


def want(kiosk: Kiosk, wanted: CodeWanted, later: Later = in_a_thread) -> CodeOnItsWay:
    """Refuses as busy where too many were asked for, by this kiosk or for this claim; whether anybody is behind it
    plays no part."""
    fair, now = kiosk.fair, timezone.now()
    if wanted.channel not in offered(fair.settings):
        raise Refusal(ProblemCode.INVALID, "channel: not offered")
    if bool(wanted.seeker) == bool(wanted.lookup):
        raise Refusal(ProblemCode.INVALID, "seeker or lookup expected")
    who = try_token(f"lookup/{wanted.lookup}" if wanted.lookup else wanted.seeker, bytes(fair.pepper))
    with transaction.atomic():
        before = SentCode.objects.filter(pk=wanted.id, kiosk=kiosk).first()
        if before is not None:
            return CodeOnItsWay(id=before.pk, expires_at=before.expires_at)
        SentCode.objects.filter(kiosk__fair=fair, asked_at__lt=now - timedelta(days=1)).delete()
        asked = SentCode.objects.filter(who=who)
        many = asked.count() >= A_DAY_FOR_ONE
        soon = asked.filter(asked_at__gt=now - timedelta(seconds=REST_SECONDS)).exists()
        here = SentCode.objects.filter(kiosk=kiosk, asked_at__gt=now - timedelta(hours=1)).count()
        if many or soon or here >= AN_HOUR_AT_A_KIOSK or SentCode.objects.filter(pk=wanted.id).exists():
            raise Refusal(ProblemCode.BUSY, retry_after=REST_SECONDS)
        row = SentCode.objects.create(
            id=wanted.id,
            kiosk=kiosk,
            who=who,
            channel=wanted.channel,
            left=CODE_TRIES,
            asked_at=now,
            expires_at=now + timedelta(minutes=CODE_MINUTES),
        )
    later(lambda: _send(fair, wanted))
    return CodeOnItsWay(id=row.pk, expires_at=row.expires_at)


def check(kiosk: Kiosk, code_id: str, typed: CodeTyped) -> CodeChecked:
    """Counted before it is compared; the same for a code that went to nobody."""
    with transaction.atomic():
        row = SentCode.objects.select_for_update().filter(pk=code_id, kiosk=kiosk).first()
        if row is None or row.left <= 0 or timezone.now() >= row.expires_at:
            return CodeChecked(right=False, left=0)
        row.left -= 1
        held = row.code_hash or secrets.token_hex(32)
        right = hmac.compare_digest(_hash(code_id, typed.code), held)
        if right:
            row.left = 0
        row.save(update_fields=["left"])
    seeker = Seeker.objects.select_related("fair").filter(pk=row.seeker_id, fair=kiosk.fair).first() if right else None
    if seeker is None:
        return CodeChecked(right=False, left=row.left)
    return CodeChecked(right=True, left=0, card=card_now(seeker))


def _send(fair: Fair, wanted: CodeWanted) -> None:
    """Runs after the answer; what goes wrong is in the log, without a word of whose it was."""
    try:
        seeker = _seeker(fair, wanted)
        to = "" if seeker is None else seeker.phone if wanted.channel == "sms" else _address(seeker)
        messenger = messenger_for(wanted.channel)
        if seeker is None or not to or messenger is None:
            return
        if SentCode.objects.filter(seeker_id=seeker.pk, kiosk__fair=fair).count() >= A_DAY_FOR_ONE:
            return
        code = f"{secrets.randbelow(10**6):06d}"
        SentCode.objects.filter(pk=wanted.id).update(seeker_id=seeker.pk, code_hash=_hash(wanted.id, code))
        language: Language = wanted.language
        name = in_language(_TEXT.validate_python(fair.name or fair.pk), language)
        messenger.send(to, code_text(code, name, language))
    except JobFairError as fault:
        log.warning("a code was not sent by %s: %s", wanted.channel, fault)


def _seeker(fair: Fair, wanted: CodeWanted) -> Seeker | None:
    if wanted.seeker:
        return Seeker.objects.filter(pk=wanted.seeker, fair=fair).first()
    found = list(Seeker.objects.filter(fair=fair, card__contains=wanted.lookup)[:2])
    return found[0] if len(found) == 1 else None


def _address(seeker: Seeker) -> str:
    """Of her newest résumé that the kiosk handed in where she registered, or that has been here for a day: a kiosk's
    token is enough to hand in a résumé for anybody, with an address of the thief's."""
    home = Intake.objects.filter(door=Door.REGISTRATIONS.value, item_id=seeker.pk).values_list("kiosk", flat=True)
    kept = StoredResume.objects.filter(seeker_id=seeker.pk, fair=seeker.fair, set_aside=False)
    came = Intake.objects.filter(door=Door.RESUMES.value, item_id__in=kept.values("pk"))
    proved = came.filter(
        Q(kiosk__in=[kiosk for kiosk in home if kiosk is not None])
        | Q(received_at__lt=timezone.now() - AN_ADDRESS_PROVED)
    )
    newest = kept.filter(pk__in=proved.values("item_id")).order_by("-created_at").first()
    basics = newest.document.get("basics", {}) if newest is not None else {}
    address = str(basics.get("email", ""))
    return address if "@" in address else ""


def _hash(code_id: str, code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"code/{code_id}/{code}".encode(), hashlib.sha256).hexdigest()

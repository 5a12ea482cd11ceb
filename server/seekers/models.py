"""Seekers, what they agreed to, their résumés, and the cards that kiosks get."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import OuterRef, QuerySet

from server.core.models import Organization
from server.fairs.models import Fair
from server.kiosks.models import Kiosk


class Seeker(models.Model):
    """A registration that came in. ``card`` is the SeekerCard as JSON text, without the face unless the consent for
    this fair's kiosks or the one for later fairs stands. ``face_at``: when that face was given, where not with the
    registration; ``later_until``: until when the card may go to later fairs. Both follow from the consents.
    ``of_age_to_submit`` as on the card."""

    id = models.CharField(primary_key=True, max_length=64)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    name = models.CharField(max_length=400)
    phone = models.CharField(max_length=64, blank=True)
    document_kind = models.CharField(max_length=32, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    card = models.TextField()
    registered_at = models.DateTimeField()
    face_at = models.DateTimeField(null=True, blank=True)
    later_until = models.DateField(null=True, blank=True, db_index=True)
    of_age_to_submit = models.BooleanField(default=True, db_default=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(of_age_to_submit=False), name="seeker_too_young")]

    def __str__(self) -> str:
        return self.id


def too_young() -> QuerySet[Seeker]:
    """For Exists over submissions: the seeker, registered with the same organization as too young to hand in. No kiosk
    that knows her lets her; what one that did not know her took is held back from employers."""
    return Seeker.objects.filter(
        pk=OuterRef("seeker_id"), fair__organization_id=OuterRef("fair__organization_id"), of_age_to_submit=False
    )


class ConsentRecord(models.Model):
    """One answer to one question, refusals too. ``true_at``: when it was given, by the server's clock as well as that
    can be known; ``statement``: the id of the SealedConsents that said so, empty where the registration did."""

    seeker = models.ForeignKey(Seeker, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=32)
    given = models.BooleanField()
    text_version = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    at = models.DateTimeField()
    where = models.CharField(max_length=200)
    until = models.DateField(null=True, blank=True)
    employer = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    true_at = models.DateTimeField(null=True, blank=True)
    statement = models.CharField(max_length=64, blank=True, default="")


class WaitingConsents(models.Model):
    """A SealedConsents that came in before its seeker's registration. Gone when that comes in."""

    id = models.CharField(primary_key=True, max_length=64)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    seeker_id = models.CharField(max_length=64, db_index=True)
    content = models.TextField()
    at = models.DateTimeField()


class AlikePair(models.Model):
    """Two seekers whose faces are too alike to be told apart: one person twice, or two people. While both faces are
    kept, neither face names anybody. ``a`` and ``b`` are in the order of their ids, and empty once one was erased:
    ``fingerprint`` stays, so that a pair that somebody decided on is not asked about again."""

    class Decision(models.TextChoices):
        NONE = ""
        ONE_PERSON = "one_person"
        TWO_PEOPLE = "two_people"

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    a = models.CharField(max_length=64, blank=True, db_index=True)
    b = models.CharField(max_length=64, blank=True, db_index=True)
    score = models.FloatField()
    fingerprint = models.CharField(max_length=64, unique=True)
    found_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=16, choices=Decision.choices, default=Decision.NONE, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["found_at", "pk"]


class StoredResume(models.Model):
    """A résumé that was opened: its data, and its PDF by digest. ``seeker_id`` may come in later than the résumé.
    ``fair`` is what was sealed into it, whoever handed it in.

    ``created_at``: by the server's clock, as well as that can be known, so that those of two kiosks can be compared.
    ``set_aside``: it came through a kiosk that was not to be trusted, so it is nobody's last résumé."""

    id = models.CharField(primary_key=True, max_length=64)
    seeker_id = models.CharField(max_length=64, db_index=True)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    document: Any = models.JSONField()
    pdf_digest = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()
    set_aside = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return self.id


class Forgotten(models.Model):
    """A seeker whose data this organization erased: what a kiosk of its still held of her by then is not kept when it
    comes in."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    seeker_id = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seeker_id", "organization"], name="forgotten_once")]


class CardChange(models.Model):
    """The newest change of a seeker's card; only the latest is kept, ``sequence`` counts per fair.

    ``face_waiting``: her face has not been compared with those of the fair yet."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    seeker_id = models.CharField(max_length=64)
    sequence = models.BigIntegerField()
    face_waiting = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["fair", "seeker_id"], name="card_change_once"),
            models.UniqueConstraint(fields=["fair", "sequence"], name="card_sequence_once"),
        ]
        indexes = [
            models.Index(fields=["fair"], condition=models.Q(face_waiting=True), name="face_waiting"),
        ]


class MadePass(models.Model):
    """A pass that this server signed; kiosks sign others, which are known only by their seeker and time."""

    serial = models.CharField(primary_key=True, max_length=16)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    seeker_id = models.CharField(max_length=64, db_index=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)


class RevokedPass(models.Model):
    """One pass by its serial, or, without one, all of this seeker's that were issued ``before`` then. Dropped at
    ``until``, when none of them can still be good."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    seeker_id = models.CharField(max_length=64)
    serial = models.CharField(max_length=16, blank=True)
    before = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fair", "seeker_id", "serial"], name="pass_revoked_once")]


class Handover(models.Model):
    """A code on a kiosk's screen and the phone that took it, for minutes. Of the claim and of the phone's secret only
    hashes are kept; ``sealed`` opens with what the code has and the server has not. Over: the row is gone."""

    id = models.CharField(primary_key=True, max_length=32)
    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE)
    kind = models.CharField(max_length=16)
    claim_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    phone_hash = models.CharField(max_length=64, blank=True)
    digits = models.CharField(max_length=2, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)


class HandoverTry(models.Model):
    """A phone showed a claim that is not known here, counted per address (as a keyed hash); rows live for minutes."""

    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)


class TryCounter(models.Model):
    """Numbers what kiosks say of wrong codes, per fair; locked by whoever takes something in."""

    fair = models.OneToOneField(Fair, on_delete=models.CASCADE, primary_key=True)
    last = models.BigIntegerField(default=0)


class CodeTry(models.Model):
    """A code that was typed, under one of the tokens it counts for; ``forgiven`` where it no longer does, as when it
    was right. Rows live for two days. All rows of a try have the ``sequence`` of its newest change."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE)
    try_id = models.CharField(max_length=36)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()
    forgiven = models.BooleanField(default=False)
    sequence = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fair", "try_id", "who"], name="code_try_once")]
        indexes = [
            models.Index(fields=["fair", "sequence"], name="code_try_sequence"),
            models.Index(fields=["fair", "at"], name="code_try_at"),
        ]


class CodeReset(models.Model):
    """What counted for ``who`` up to ``at`` counts no longer: somebody saw who it is."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    reset_id = models.CharField(max_length=36)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()
    sequence = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fair", "who"], name="code_reset_once")]


class KioskReset(models.Model):
    """New tries that a kiosk gave for one token, taken or not; rows live for two days."""

    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE)
    reset_id = models.CharField(primary_key=True, max_length=36)
    who = models.CharField(max_length=64)
    at = models.DateTimeField()
    taken = models.BooleanField()


class SentCode(models.Model):
    """A one-time code that a kiosk asked for, whether or not there was anybody to send it to. ``who`` is the token of
    the claim; ``code_hash`` and ``seeker_id`` are there once it was sent."""

    id = models.CharField(primary_key=True, max_length=36)
    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE)
    who = models.CharField(max_length=64)
    channel = models.CharField(max_length=8)
    seeker_id = models.CharField(max_length=64, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    left = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["who", "asked_at"], name="sent_code_who")]

"""Seekers, what they agreed to, their résumés, and the cards that kiosks get."""

from __future__ import annotations

from typing import Any

from django.db import models

from server.core.models import Organization
from server.fairs.models import Fair


class Seeker(models.Model):
    """A registration that came in. ``card`` is the SeekerCard as JSON text, without the face unless the consent for
    this fair's kiosks stands."""

    id = models.CharField(primary_key=True, max_length=64)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    name = models.CharField(max_length=400)
    phone = models.CharField(max_length=64, blank=True)
    document_kind = models.CharField(max_length=32, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    card = models.TextField()
    registered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class ConsentRecord(models.Model):
    """One answer to one question, refusals too."""

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


class StoredResume(models.Model):
    """A résumé that was opened: its data, and its PDF by digest. ``seeker_id`` may come in later than the résumé.
    ``fair`` is what was sealed into it, whoever handed it in.

    ``created_at``: by the server's clock, as well as that can be known, so that those of two kiosks can be compared."""

    id = models.CharField(primary_key=True, max_length=64)
    seeker_id = models.CharField(max_length=64, db_index=True)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    document: Any = models.JSONField()
    pdf_digest = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    created_at = models.DateTimeField()

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
    """The newest change of a seeker's card; only the latest is kept, ``sequence`` counts per fair."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    seeker_id = models.CharField(max_length=64)
    sequence = models.BigIntegerField()

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(fields=["fair", "seeker_id"], name="card_change_once"),
            models.UniqueConstraint(fields=["fair", "sequence"], name="card_sequence_once"),
        ]

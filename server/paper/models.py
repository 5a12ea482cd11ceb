"""Proofs of erasure, and how many people's faces an organization holds."""

from __future__ import annotations

from typing import Any

from django.db import models

from server.core.models import Organization


class ErasedItem(models.Model):
    """What was erased and stands in no signed statement yet; the next one takes it up, and the row goes."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE)
    fair_id = models.CharField(max_length=64)
    rule = models.CharField(max_length=16)
    kind = models.CharField(max_length=16)
    item_id = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)


class SignedStatement(models.Model):
    """A PurgeStatement as it was signed (jobfair/purge_proof.py), with its leaves. Never changed, never removed."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    seekers = models.PositiveIntegerField(default=0)
    faces = models.PositiveIntegerField(default=0)
    submissions = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    payload = models.TextField()
    key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    leaves: Any = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["organization", "number"], name="statement_number_once")]


class FaceCount(models.Model):
    """People whose face an organization stores, over all its fairs, as counted at ``counted_at``. ``reached_on``: the
    day on which the duty to file began, kept though the number fall again; ``filed_on`` is what the organizer wrote."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE)
    at_server = models.PositiveIntegerField(default=0)
    at_kiosks = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()
    reached_on = models.DateField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)

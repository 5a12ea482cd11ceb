"""Counts at booths. Nothing here names a person."""

from __future__ import annotations

from django.db import models

from server.fairs.models import Booth
from server.kiosks.models import Kiosk


class Tap(models.Model):
    """How many people the employer last said were waiting."""

    booth = models.OneToOneField(Booth, on_delete=models.CASCADE, related_name="tap")
    people = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)


class CheckIns(models.Model):
    """So many people showed their pass or reference at a booth within one minute; kept for a quarter of an hour."""

    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="check_ins")
    minute = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booth", "minute"], name="check_ins_once")]


class Exposure(models.Model):
    """How often a kiosk showed a booth among the matches of a visit on a day, and how often it was opened there."""

    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE)
    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="exposures")
    day = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kiosk", "booth", "day"], name="exposure_once")]

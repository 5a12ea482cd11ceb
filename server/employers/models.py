"""Who may read which employer's inbox."""

from __future__ import annotations

from django.db import models

from server.core.models import User
from server.fairs.models import Employer


class Membership(models.Model):
    """A user works for an employer of a fair."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    employer = models.ForeignKey(Employer, on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "employer"], name="membership_once")]

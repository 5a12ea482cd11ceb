"""Log-in with a lock: after some failures the account waits, and the answer looks the same as a wrong password."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from server.core.models import AuditEntry, User, record


class LockingBackend(ModelBackend):
    """Counts failures in the row, so that every server process sees them."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if username is None or password is None:
            return None
        user = User.objects.filter(username=username).first()
        locked = user is not None and user.locked_until is not None and user.locked_until > timezone.now()
        if user is None or locked:
            make_password(password)  # takes as long as a real check
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            if user.failed_logins or user.locked_until:
                User.objects.filter(pk=user.pk).update(failed_logins=0, locked_until=None)
            return user
        User.objects.filter(pk=user.pk).update(failed_logins=F("failed_logins") + 1)
        user.refresh_from_db(fields=["failed_logins"])
        if user.failed_logins >= settings.LOGIN_FAILURES:
            until = timezone.now() + timedelta(minutes=settings.LOGIN_LOCK_MINUTES)
            User.objects.filter(pk=user.pk).update(failed_logins=0, locked_until=until)
            record(AuditEntry.Action.LOGIN_LOCKED, f"user {user.pk}")
        return None

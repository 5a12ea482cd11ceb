"""Who may open which pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from server.core.models import User

View = Callable[..., HttpResponse]


def user_of(request: HttpRequest) -> User:
    """The logged-in user. Raises PermissionDenied for nobody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def for_role(role: User.Role) -> Callable[[View], View]:
    """Log in first; another role is refused."""

    def wrap(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if user_of(request).role != role:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return login_required(checked)

    return wrap

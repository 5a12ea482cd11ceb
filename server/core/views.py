"""The front door: who is logged in goes to her own pages."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from server.core.models import User


class LogInForm(AuthenticationForm):
    """The answer is the same for a wrong name, a wrong password and a locked account."""

    error_messages = {
        "invalid_login": _("That name and password do not fit. After five tries, wait 15 minutes."),
        "inactive": _("That name and password do not fit. After five tries, wait 15 minutes."),
    }


class LogIn(LoginView):
    template_name = "login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True


@login_required
def front(request: HttpRequest) -> HttpResponse:
    """Organizers and employers each to their own pages; an administrator without a role to /admin/."""
    user = request.user
    assert isinstance(user, User)
    if user.role == User.Role.EMPLOYER:
        return redirect("inbox")
    if user.role == User.Role.ORGANIZER:
        return redirect("organizer")
    if user.is_staff:
        return redirect("admin:index")
    return render(request, "403.html", status=403)

"""The employer's pages: inbox, résumé, PDF, status, notes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from jobfair.seeker import Resume
from jobfair.submission import Status
from server.core.models import AuditEntry, User, record
from server.core.roles import for_role, user_of
from server.core.storage import pdf_blobs
from server.employers.inbox import (
    CHOICES,
    FILTERS,
    counts,
    decide,
    desk_of,
    kept_until,
    opened,
    visible_to,
    with_names,
)
from server.intake.models import Note, StoredSubmission
from server.seekers.models import StoredResume

PER_PAGE = 100
# The browser's own viewer needs a style of its own; scripts and everything else stay out.
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'"


def _list(request: HttpRequest) -> dict[str, Any]:
    user = user_of(request)
    desk = desk_of(user)
    if desk is None:
        raise PermissionDenied
    everything = visible_to(user)
    show = request.GET.get("show", "all")
    show = show if show in FILTERS else "all"
    wanted = everything.filter(status__in=FILTERS[show]) if FILTERS[show] else everything
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "desk": desk,
        "show": show,
        "counts": counts(everything),
        "page": page,
        "rows": with_names(list(page.object_list)),
    }


@require_GET
@for_role(User.Role.EMPLOYER)
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "employers/inbox.html", _list(request))


@require_GET
@for_role(User.Role.EMPLOYER)
def resume(request: HttpRequest, submission: str) -> HttpResponse:
    """The résumé beside the list (on a phone alone). Opening it counts as read."""
    row = _submission(request, submission)
    stored = opened(row, user_of(request))
    context = _list(request)
    context |= {
        "row": row,
        "stored": stored,
        "resume": Resume.model_validate(stored.document),
        "as_pdf": request.GET.get("as") == "pdf",
        "kept_until": kept_until(row, context["desk"].employer),
        "notes": row.notes.select_related("author"),
    }
    return render(request, "employers/resume.html", context)


@require_GET
@for_role(User.Role.EMPLOYER)
def pdf(request: HttpRequest, submission: str) -> HttpResponse:
    """The page that the seeker reviewed; ``?download`` saves it. The file's name says nothing of the person."""
    row = _submission(request, submission)
    stored = get_object_or_404(StoredResume, pk=row.resume_id)
    record(AuditEntry.Action.PDF_OPENED, f"submission {row.pk}", user_of(request))
    response = HttpResponse(pdf_blobs().get(stored.pdf_digest), content_type="application/pdf")
    kind = "attachment" if "download" in request.GET else "inline"
    response.headers["Content-Disposition"] = f'{kind}; filename="resume-{row.pk}.pdf"'
    response.headers["Content-Security-Policy"] = PDF_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
@for_role(User.Role.EMPLOYER)
def status(request: HttpRequest, submission: str) -> HttpResponse:
    row = _submission(request, submission)
    wanted = request.POST.get("status", "")
    if wanted not in {choice.value for choice in CHOICES}:
        return HttpResponseBadRequest()
    decide(row, Status(wanted), user_of(request))
    return redirect("resume", submission=row.pk)


@require_POST
@for_role(User.Role.EMPLOYER)
def note(request: HttpRequest, submission: str) -> HttpResponse:
    row = _submission(request, submission)
    text = request.POST.get("text", "").strip()[:2000]
    if text:
        Note.objects.create(submission=row, author=user_of(request), text=text)
    return redirect("resume", submission=row.pk)


def _submission(request: HttpRequest, key: str) -> StoredSubmission:
    """One of this user's employers' submissions; another employer's is not found, like one that does not exist."""
    return get_object_or_404(visible_to(user_of(request)).distinct(), pk=key)

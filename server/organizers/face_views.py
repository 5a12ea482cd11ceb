"""The organizer's pages about faces: what is written down and set, proofs of erasure, papers to print, the filing."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jobfair.consent_texts import TEXTS, ConsentTexts
from jobfair.text import Language
from server.core.models import AuditEntry, record
from server.core.roles import user_of
from server.fairs.overrides import settings_with
from server.fairs.publishing import raise_version
from server.kiosks.models import Kiosk
from server.organizers.forms import FaceForm
from server.organizers.views import _fair, _page, organizer
from server.paper.assessment import assessment_pdf
from server.paper.filing import LIMIT, WORKING_DAYS, filing_of, record_filed
from server.paper.models import SignedStatement
from server.paper.sign import sign_pdf
from server.paper.statements import proof_file, proven
from server.seekers.later import bring_guests

LEVELS = "organizers/liveness_levels.html"


@require_http_methods(["GET", "POST"])
@organizer
def face(request: HttpRequest, fair: str) -> HttpResponse:
    """Face recognition is off until four things are written down."""
    row = _fair(request, fair)
    form = FaceForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        changed.face_recorded_at, changed.face_recorded_by = timezone.now(), user_of(request)
        changed.document = {**changed.document, "contact": form.cleaned_data["contact"]}
        changed.save(update_fields=[*form.Meta.fields, "document", "face_recorded_at", "face_recorded_by"])
        raise_version(row.pk)
        bring_guests(changed)
        state = "on" if changed.face_enabled else "off"
        record(AuditEntry.Action.FACE_RECORDED, f"fair {row.pk} {state}", user_of(request))
        said = _("Saved. Kiosks follow within a minute.")
        if "contact" in form.changed_data:
            said += " " + _("Publish the fair, so that they show the new contact.")
        messages.info(request, said)
        return redirect("face", fair=row.pk)
    kiosks = Kiosk.objects.filter(fair=row).aggregate(here=Sum("faces_here"), refused=Sum("face_refusals"))
    context = _page(
        request,
        row,
        "face",
        form=form,
        missing=row.face_missing,
        filing=filing_of(row.organization, at_once=True),
        limit=f"{LIMIT:,}",
        working_days=WORKING_DAYS,
        refused=kiosks["refused"] or 0,
        last_proof=SignedStatement.objects.filter(organization=row.organization).first(),
        version=settings_with(row.settings).consent_text_version,
        levels=_there(LEVELS),
    )
    return render(request, "organizers/face.html", context)


@require_POST
@organizer
def filed(request: HttpRequest, fair: str) -> HttpResponse:
    """The organizer says when the filing was done."""
    row = _fair(request, fair)
    try:
        on = date.fromisoformat(request.POST.get("filed_on", ""))
    except ValueError:
        on = None
    record_filed(row.organization, on)
    record(AuditEntry.Action.FACE_RECORDED, f"filed {on or 'not'}", user_of(request))
    return redirect("face", fair=row.pk)


@require_GET
@organizer
def assessment(request: HttpRequest, fair: str) -> HttpResponse:
    """The impact assessment as it is now, to complete, sign and keep."""
    row, language = _fair(request, fair), _language(request)
    return _file(assessment_pdf(row, language, user_of(request)), f"assessment-{row.pk}-{language}.pdf")


@require_GET
@organizer
def sign(request: HttpRequest, fair: str) -> HttpResponse:
    row = _fair(request, fair)
    return _file(sign_pdf(row), f"sign-{row.pk}.pdf")


@require_GET
@organizer
def consent_words(request: HttpRequest, fair: str) -> HttpResponse:
    """Every version of the consent texts, word for word."""
    row, texts, language = _fair(request, fair), ConsentTexts(), _language(request)
    found = [(version, [texts.text(name, version, language) for name in TEXTS]) for version in reversed(texts.versions)]
    used = settings_with(row.settings).consent_text_version
    return render(request, "organizers/consent_texts.html", _page(request, row, "face", versions=found, used=used))


@require_GET
@organizer
def proofs(request: HttpRequest, fair: str) -> HttpResponse:
    row = _fair(request, fair)
    rows = list(SignedStatement.objects.filter(organization=row.organization)[:400])
    statements = [(statement, proven(statement).digest) for statement in rows]
    return render(request, "organizers/proofs.html", _page(request, row, "face", statements=statements))


@require_GET
@organizer
def proofs_json(request: HttpRequest, fair: str) -> HttpResponse:
    """All statements of the organization, or the one that ``n`` names."""
    row, wanted = _fair(request, fair), request.GET.get("n", "")
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 9 else None
    file = proof_file(row.organization, number or 1, number)
    if file is None:
        raise Http404
    name = f"erased-{row.organization.code}-{number or 'all'}.json"
    return _file(file.model_dump_json(indent=1).encode(), name, "application/json")


def _file(data: bytes, name: str, kind: str = "application/pdf") -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=kind, headers=headers)


def _language(request: HttpRequest) -> Language:
    asked = request.GET.get("language") or get_language() or ""
    return "en" if asked.startswith("en") else "zh"


def _there(template: str) -> str | None:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return None
    return template

"""The organizer's floor plan: drawn, imported, checked, walked through, published."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jobfair.errors import ConfigError
from jobfair.hall.finding import Finding
from jobfair.hall.from_trace import Traced, to_plan
from jobfair.hall.importing import chosen_kinds, looks_like_geojson, read_drawing, read_geojson, with_scale
from jobfair.hall.trace import Drawing, Trouble, trouble
from jobfair.text import Bilingual, in_language
from server.core.models import AuditEntry, record
from server.core.roles import user_of
from server.core.templatetags.words import current_language, said
from server.fairs.models import Booth, Employer, Fair
from server.fairs.planning import (
    Draft,
    DraftChanged,
    PlanBlocks,
    draft_of,
    findings_of,
    reached,
    save_draft,
    settled,
    take_over,
)
from server.fairs.publishing import NotRecoverable, check_recoverable, publish
from server.kiosks.models import Kiosk
from server.organizers.plan_words import words
from server.organizers.views import _fair, _page, organizer

MAX_FILE = 32 * 1024 * 1024
_LONGEST = 10_000.0  # metres


@require_GET
@organizer
def plan_page(request: HttpRequest, fair: str) -> HttpResponse:
    """The editor; everything that it needs comes with the page."""
    row = _fair(request, fair)
    draft = draft_of(row)
    have, kiosks = reached(row)
    booths = Booth.objects.filter(fair=row, active=True).values_list("code", "employer__code")
    data = {
        "draft": _draft(draft),
        "plan": draft.plan,
        "findings": _told(findings_of(row, draft.plan)),
        "employers": [[e.code, said(e.name)] for e in Employer.objects.filter(fair=row, active=True)],
        "booths": {code: employer or "" for code, employer in booths},
        "kiosks": list(Kiosk.objects.filter(fair=row).values_list("name", flat=True)),
        "have": have,
        "paired": kiosks,
        "published": bool(row.plan),
        "language": current_language(),
        "words": words(),
    }
    return render(request, "organizers/plan.html", _page(request, row, "plan", data=data, have=have, paired=kiosks))


@require_POST
@organizer
def plan_save(request: HttpRequest, fair: str) -> HttpResponse:
    """Keep the draft; 409 with the other's where somebody saved a newer one meanwhile."""
    row = _fair(request, fair)
    body = _body(request)
    plan = read_geojson(json.dumps(body.get("plan"))) if body else trouble("not_plan")
    number = body.get("number")
    if isinstance(plan, Trouble) or not isinstance(number, int):
        return _refused(plan if isinstance(plan, Trouble) else trouble("not_plan"))
    try:
        draft = save_draft(row, plan, number, user_of(request))
    except DraftChanged as changed:
        return JsonResponse({"draft": _draft(changed.draft), "plan": changed.draft.plan}, status=409)
    return JsonResponse({"draft": _draft(draft), "findings": _told(findings_of(row, plan))})


@require_POST
@organizer
def plan_import(request: HttpRequest, fair: str) -> HttpResponse:
    """Read a file that the browser sends: its layers, or with ``make`` the plan. Nothing is kept here; what becomes of
    it is a change in the editor, which can be undone."""
    row = _fair(request, fair)
    file = request.FILES.get("file")
    if file is None:
        return _refused(trouble("unknown_kind"))
    if (file.size or 0) > MAX_FILE:
        return _refused(trouble("too_large"))
    data = file.read()
    if looks_like_geojson(data):
        plan = read_geojson(data)
        return _refused(plan) if isinstance(plan, Trouble) else JsonResponse({"plan": plan, "notes": []})
    drawing = read_drawing(data)
    if isinstance(drawing, Trouble):
        return _refused(drawing)
    if not request.POST.get("make"):
        return JsonResponse(_layers(drawing))
    made = _made(request, drawing, row)
    if isinstance(made, Trouble):
        return _refused(made)
    return JsonResponse({"plan": made.plan, "notes": [in_language(n, current_language()) for n in made.notes]})


@require_POST
@organizer
def plan_tour(request: HttpRequest, fair: str) -> HttpResponse:
    """The walk past some booths on the plan as it is sent: its line, its order, metres and minutes."""
    _fair(request, fair)
    body = _body(request)
    plan = read_geojson(json.dumps(body.get("plan"))) if body else trouble("not_plan")
    booths = body.get("booths")
    if isinstance(plan, Trouble):
        return _refused(plan)
    if not isinstance(booths, list) or not all(isinstance(b, str) for b in booths) or not 1 <= len(booths) <= 40:
        return JsonResponse({"words": _("Choose 1 to 40 booths.")}, status=400)
    from server.organizers.plan_tour import walk

    found = walk(settled(plan), booths, str(body.get("kiosk", "")), bool(body.get("step_free")))
    return JsonResponse(
        found if found else {"words": _("There is no way past these booths.")}, status=200 if found else 422
    )


@require_POST
@organizer
def plan_publish(request: HttpRequest, fair: str) -> HttpResponse:
    """The draft goes to the kiosks, with all else that changed at the fair; 422 with what blocks it."""
    row = _fair(request, fair)
    number = _body(request).get("number")
    if not isinstance(number, int):
        return _refused(trouble("not_plan"))
    try:
        check_recoverable(row)
        take_over(row, number)
        row.refresh_from_db()
        publish(row)
    except DraftChanged as changed:
        return JsonResponse({"draft": _draft(changed.draft), "plan": changed.draft.plan}, status=409)
    except PlanBlocks as blocks:
        return JsonResponse(
            {"findings": _told(blocks.findings), "words": _("Not published: first solve what blocks.")}, status=422
        )
    except NotRecoverable:
        text = _("Not published. First the organizers need a recovery key, in shares, and a drill with it.")
        return JsonResponse({"words": text}, status=422)
    except ConfigError as error:
        text = _("Not published; kiosks keep what they have. An administrator must change:") + f" {error}"
        return JsonResponse({"words": text}, status=422)
    record(AuditEntry.Action.PUBLISHED, f"fair {row.pk}", user_of(request))
    row.refresh_from_db()
    draft = draft_of(row)
    return JsonResponse({"draft": _draft(draft), "plan": draft.plan, **_reach(row)})


@require_GET
@organizer
def plan_reach(request: HttpRequest, fair: str) -> HttpResponse:
    """How many kiosks have the plan by now."""
    return JsonResponse(_reach(_fair(request, fair)))


def _reach(fair: Fair) -> dict[str, int]:
    have, kiosks = reached(fair)
    return {"have": have, "paired": kiosks}


def _draft(draft: Draft) -> dict[str, Any]:
    at = timezone.localtime(draft.saved_at).strftime("%H:%M") if draft.saved_at else ""
    return {"number": draft.number, "at": at, "by": draft.saved_by}


def _told(findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    language = current_language()
    return [
        {**f.as_json(), "words": in_language(f.words, language), "help": in_language(f.help, language)}
        for f in findings
    ]


def _layers(drawing: Drawing) -> dict[str, Any]:
    return {
        "metres": drawing.metres,
        "layers": [
            {"name": x.name, "lines": x.lines, "closed": x.closed, "texts": x.texts, "kind": x.kind}
            for x in drawing.layers()
        ],
    }


def _made(request: HttpRequest, drawing: Drawing, fair: Fair) -> Traced | Trouble:
    try:
        asked = json.loads(request.POST.get("kinds", "{}"))
        kinds = chosen_kinds({str(k): str(v) for k, v in asked.items()})
        width, unit, long = (_metres(request.POST.get(name, "")) for name in ("width", "unit", "line_metres"))
    except (ValueError, AttributeError):
        return Trouble("bad_choice", Bilingual(zh="图层或长度填写有误。", en="A layer or a length is not right."))
    name = request.POST.get("line", "").strip()
    scaled = with_scale(drawing, unit, width, (name, long) if name and long else None, kinds)
    return scaled if isinstance(scaled, Trouble) else to_plan(scaled, kinds, fair.pk)


def _metres(text: str) -> float | None:
    value = float(text) if text.strip() else None
    if value is not None and not 0 < value < _LONGEST:
        raise ValueError(text)
    return value


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _refused(reason: Trouble) -> HttpResponse:
    return JsonResponse({"code": reason.code, "words": in_language(reason.words, current_language())}, status=400)

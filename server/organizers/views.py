"""The organizer's pages: the board, kiosks and pairing, forgetting, publishing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jobfair.errors import ConfigError
from jobfair.text import in_language
from server.core.models import AuditEntry, User, record
from server.core.roles import for_role, user_of
from server.core.storage import key_ring
from server.core.templatetags.words import current_language
from server.fairs.models import Fair
from server.fairs.planning import PlanBlocks
from server.fairs.publishing import NotRecoverable, publish
from server.kiosks import boot, pairing
from server.kiosks.models import Kiosk, Pairing
from server.organizers import board
from server.organizers.forms import KioskForm
from server.organizers.key_state import state_of
from server.paper.filing import filing_of
from server.seekers.erasure import forget
from server.seekers.finding import find, find_one
from server.seekers.locks import wrong_codes
from server.seekers.stolen import since_of, through

organizer = for_role(User.Role.ORGANIZER)


def _fair(request: HttpRequest, key: str) -> Fair:
    """A fair of this user's organization; any other is not found."""
    return get_object_or_404(Fair, pk=key, organization_id=user_of(request).organization_id or 0)


def _page(request: HttpRequest, fair: Fair, here: str, **more: Any) -> dict[str, Any]:
    others = Fair.objects.filter(organization_id=fair.organization_id).exclude(pk=fair.pk)
    return {"fair": fair, "here": here, "other_fairs": others, "now": timezone.now(), **more}


@require_GET
@organizer
def front(request: HttpRequest) -> HttpResponse:
    fair = Fair.objects.filter(organization_id=user_of(request).organization_id or 0).order_by("-published_at").first()
    if fair is None:
        return render(request, "organizers/no_fair.html")
    return redirect("board", fair=fair.pk)


@require_GET
@organizer
def show_board(request: HttpRequest, fair: str) -> HttpResponse:
    row = _fair(request, fair)
    lines = board.lines_of(row)
    return render(
        request,
        "organizers/board.html",
        _page(
            request,
            row,
            "board",
            totals=board.totals(row),
            lines=lines,
            well=sum(line.level == "ok" for line in lines),
            needing=board.needing_a_person(lines),
            hours=board.by_hour(row),
            wanted=board.most_wanted(row),
            pairings=_waiting(row),
            boots=boot.asking(row),
            keys=state_of(key_ring(), row.demonstration),
            wrong=wrong_codes(row),
            filing=filing_of(row.organization),
        ),
    )


@require_http_methods(["GET", "POST"])
@organizer
def kiosks(request: HttpRequest, fair: str) -> HttpResponse:
    """All kiosks; POST makes a pairing code, which is shown on this one page only."""
    row = _fair(request, fair)
    form = KioskForm(request.POST or None)
    code = None
    if request.method == "POST" and form.is_valid():
        kiosk, _new = Kiosk.objects.get_or_create(fair=row, name=form.cleaned_data["name"])
        kiosk.position = form.cleaned_data["position"] or kiosk.position
        kiosk.long_form = form.cleaned_data["long_form"]
        kiosk.save(update_fields=["position", "long_form"])
        made, text = pairing.create_code(kiosk, user_of(request))
        code, form = {"text": text, "kiosk": kiosk, "expires": made.expires_at}, KioskForm()
    context = _page(request, row, "kiosks", lines=board.lines_of(row), pairings=_waiting(row), form=form, code=code)
    context |= {"boots": boot.asking(row), "thefts": board.thefts(row)}
    return render(request, "organizers/kiosks.html", context)


@require_POST
@organizer
def answer_pairing(request: HttpRequest, fair: str, key: str) -> HttpResponse:
    """Confirm or refuse a machine that gave its code, after comparing the eight digits."""
    row = _fair(request, fair)
    found = get_object_or_404(Pairing, pk=key, kiosk__fair=row)
    if request.POST.get("answer") == "confirm":
        done = pairing.confirm(found, user_of(request))
        text = _("%(kiosk)s is trusted now.") if done else _("Too late: make a new code for %(kiosk)s.")
    else:
        pairing.refuse(found, user_of(request))
        text = _("%(kiosk)s was refused.")
    messages.info(request, text % {"kiosk": found.kiosk.name})
    return redirect("kiosks", fair=row.pk)


@require_POST
@organizer
def revoke(request: HttpRequest, fair: str, name: str) -> HttpResponse:
    row = _fair(request, fair)
    kiosk = get_object_or_404(Kiosk, fair=row, name=name)
    pairing.revoke(kiosk, user_of(request))
    messages.info(request, _("%(kiosk)s is no longer trusted. What it saved stays on it.") % {"kiosk": kiosk.name})
    if through(kiosk, since_of("")):
        return redirect("kiosk-resumes", fair=row.pk, name=kiosk.name)
    return redirect("kiosks", fair=row.pk)


@require_http_methods(["GET", "POST"])
@organizer
def forget_seeker(request: HttpRequest, fair: str) -> HttpResponse:
    """Find a seeker who asks for it, show what there is, and erase it when that was confirmed."""
    row = _fair(request, fair)
    asked, chosen = request.POST.get("q", "").strip(), None
    if request.method == "POST" and request.POST.get("seeker"):
        chosen = find_one(row, request.POST["seeker"])
        if chosen is None:
            raise Http404
        if request.POST.get("confirmed"):
            forget(row, chosen.id, user_of(request))
            messages.info(request, _("Erased here. Kiosks follow within a minute, those offline when they are back."))
            return redirect("forget", fair=row.pk)
    found = find(row, asked, beginnings=True)
    context = _page(request, row, "forget", asked=asked, found=found, chosen=chosen)
    return render(request, "organizers/forget.html", context)


@require_POST
@organizer
def publish_fair(request: HttpRequest, fair: str) -> HttpResponse:
    row = _fair(request, fair)
    try:
        publish(row)
    except NotRecoverable as error:
        if error.reason == "undrilled":
            text = _("Not published. First hold the drill: it shows that the organizers' shares open what kiosks seal.")
        elif error.reason == "demonstration":
            text = _("Not published: the recovery key is the demonstration's. First make one of your own, then drill.")
        else:
            text = _("Not published. First the organizers need a recovery key, in shares, and a drill with it.")
        messages.error(request, text)
        return redirect("keys", fair=row.pk)
    except PlanBlocks as error:
        said = [in_language(finding.words, current_language()) for finding in error.findings]
        messages.error(request, " ".join([_("Not published: first solve what blocks."), *said[:5]]))
        return redirect("plan", fair=row.pk)
    except ConfigError as error:
        messages.error(
            request, _("Not published; kiosks keep what they have. An administrator must change:") + f" {error}"
        )
        return redirect("board", fair=row.pk)
    record(AuditEntry.Action.PUBLISHED, f"fair {row.pk}", user_of(request))
    messages.info(request, _("Published. Kiosks fetch it within a minute."))
    return redirect("board", fair=row.pk)


def _waiting(fair: Fair) -> list[dict[str, Any]]:
    found = Pairing.objects.select_related("kiosk").filter(
        kiosk__fair=fair, state=Pairing.State.WAITING, expires_at__gt=timezone.now()
    )
    return [{"pairing": item, "fingerprint": pairing.fingerprint(item)} for item in found]

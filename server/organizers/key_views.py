"""The organizer's page Keys: what there is, and the drill with the organizers' shares."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from jobfair.errors import ConfigError
from jobfair.recovery import MOST_SHARES, SharesError
from server.core.roles import user_of
from server.core.storage import key_ring
from server.organizers.key_state import state_of
from server.organizers.views import _fair, _page, organizer
from server.rehearsing import rehearse


@never_cache
@sensitive_post_parameters("share")
@require_http_methods(["GET", "POST"])
@organizer
def keys_page(request: HttpRequest, fair: str) -> HttpResponse:
    """GET tells; POST is a drill. What was typed is kept nowhere; after a slip it is in the form again."""
    row, keys, problem = _fair(request, fair), key_ring(), ""
    typed = request.POST.getlist("share")[:MOST_SHARES]
    if request.method == "POST":
        try:
            user = user_of(request)
            rehearse(keys, [text for text in typed if text.strip()], user.username, user)
        except SharesError as error:
            problem = _told(error)
        except ConfigError:
            problem = _("The recovery key was changed meanwhile. Look at the page and try again.")
        else:
            messages.info(request, _("The drill has passed: these shares opened a test submission."))
            return redirect("keys", fair=row.pk)
    state = state_of(keys, row.demonstration)
    needed = (state.drilled_next.needed or 2) if state.drilled_next else 0
    context = _page(request, row, "keys", state=state, shares=(typed + [""] * needed)[:needed], problem=problem)
    return render(request, "organizers/keys.html", context, status=422 if problem else 200)


def _told(error: SharesError) -> str:
    """What is wrong, in the reader's language, without a word of a share."""
    match error.reason:
        case "none":
            text = _("No words were typed in.")
        case "words":
            text = _("Share %(share)s has %(found)s words; a whole share has 33.")
        case "unknown_word":
            text = _("Share %(share)s: word %(word)s is not one that shares have. Compare it with the paper.")
        case "checksum":
            text = _("Share %(share)s: a word is wrong or in the wrong place. Compare all 33 with the paper.")
        case "other_set":
            text = _("These shares are of different recovery keys. Compare the key numbers on the papers.")
        case "too_few":
            text = _("Different shares that are needed: %(needed)s. Typed in: %(found)s.")
        case "other_key":
            text = _("These shares are of an older recovery key. Compare the key number on the papers with this page.")
        case _:
            text = _("These shares do not open the recovery key.")
    values = {"share": error.share, "word": error.word, "found": error.found, "needed": error.needed}
    return text % values

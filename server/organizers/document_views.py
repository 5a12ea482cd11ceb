"""The organizer's page of documents: by which of them seekers may be found, and which codes the cameras read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jobfair.numbers import is_card_pattern
from server.core.models import AuditEntry, record
from server.core.roles import user_of
from server.fairs.models import Fair
from server.fairs.overrides import settings_with
from server.fairs.publishing import raise_version
from server.organizers.views import _fair, _page, organizer

KINDS = {
    "resident_id": (
        gettext_lazy("Resident ID card"),
        gettext_lazy("18 places with a check digit; residence permits of Hong Kong, Macao and Taiwan residents and the"
                     " foreigner's card of 2023 too. Typed, or from a reader that types or sends the number."),
    ),
    "passport": (
        gettext_lazy("Passport"),
        gettext_lazy("The two printed lines, all check digits, from a reader; or the number typed."),
    ),
    "driving_licence": (
        gettext_lazy("Driving licence"),
        gettext_lazy("North American licences by their PDF417 code, of which the number alone is taken; else typed."),
    ),
    "student_card": (
        gettext_lazy("Student card"),
        gettext_lazy("Its printed code or number, as it looks below; or the chip's serial number on a card reader."),
    ),
    "travel_permit": (
        gettext_lazy("Mainland travel permit"),
        gettext_lazy("Of Hong Kong, Macao and Taiwan residents: the number that stays for life."),
    ),
    "residence_permit": (
        gettext_lazy("Foreigner's permanent residence card before 2023"),
        gettext_lazy("Three letters and twelve digits, the last a check digit."),
    ),
}  # fmt: skip
CODES = {
    "qr": gettext_lazy("QR codes (always: passes are such)"),
    "pdf417": gettext_lazy("PDF417 (driving licences)"),
    "data_matrix": gettext_lazy("Data Matrix (student cards)"),
    "code128": gettext_lazy("Code 128, lines (student cards)"),
}


class DocumentForm(forms.Form):
    """What is offered and read; everything else that is shown to a kiosk is dropped unread."""

    document_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Documents"),
        required=False,
        choices=[(kind, name) for kind, (name, _line) in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    student_card = forms.CharField(
        label=gettext_lazy("How a student card's number looks"),
        required=False,
        max_length=64,
        strip=True,
        widget=forms.TextInput(attrs={"placeholder": "A#######", "autocomplete": "off"}),
    )
    code_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Codes that the camera reads"),
        required=False,
        choices=list(CODES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_student_card(self) -> str:
        pattern: str = self.cleaned_data["student_card"]
        if pattern and not is_card_pattern(pattern):
            raise forms.ValidationError(_("At least four places must vary: # a digit, A a capital letter, * either."))
        return pattern

    def clean_code_kinds(self) -> list[str]:
        return [kind for kind in CODES if kind == "qr" or kind in self.cleaned_data["code_kinds"]]


@require_http_methods(["GET", "POST"])
@organizer
def documents_page(request: HttpRequest, fair: str) -> HttpResponse:
    """Chosen here, followed by the kiosks with their next round of sync."""
    row = _fair(request, fair)
    form = DocumentForm(request.POST or None, initial=_chosen(row))
    if request.method == "POST" and form.is_valid():
        row.settings = {**row.settings, **form.cleaned_data}
        row.save(update_fields=["settings"])
        raise_version(row.pk)
        kinds = ", ".join(form.cleaned_data["document_kinds"]) or "none"
        record(AuditEntry.Action.DOCUMENTS_CHOSEN, f"fair {row.pk}: {kinds}", user_of(request))
        messages.info(request, _("Saved. Kiosks follow within a minute."))
        return redirect("documents", fair=row.pk)
    said, codes = (form[name].value() or [] for name in ("document_kinds", "code_kinds"))
    context = _page(
        request,
        row,
        "documents",
        form=form,
        rows=[
            {"kind": kind, "name": name, "line": line, "on": kind in said, "id": f"kind-{kind}"}
            for kind, (name, line) in KINDS.items()
        ],
        codes=[
            {
                "kind": kind,
                "name": name,
                "on": kind in codes or kind == "qr",
                "always": kind == "qr",
                "id": f"code-{kind}",
            }
            for kind, name in CODES.items()
        ],
    )
    return render(request, "organizers/documents.html", context)


def _chosen(fair: Fair) -> dict[str, Any]:
    settings = settings_with(fair.settings)
    return {
        "document_kinds": list(settings.document_kinds),
        "code_kinds": list(settings.code_kinds),
        "student_card": settings.student_card,
    }

"""The organizer's forms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from server.fairs.models import Fair
from server.fairs.overrides import settings_with


class KioskForm(forms.Form):
    """A kiosk's name is part of every Reference, so it is short and plain."""

    name = forms.RegexField(
        regex=r"^[A-Za-z0-9][A-Za-z0-9-]{0,15}$",
        label=_("Name"),
        error_messages={"invalid": _("Letters, figures and hyphens only, at most 16.")},
        widget=forms.TextInput(attrs={"placeholder": "K-01", "autocomplete": "off"}),
    )
    position = forms.CharField(
        label=_("Where it stands"), required=False, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    long_form = forms.BooleanField(label=_("The long résumé form may be filled in here"), required=False, initial=True)


class FaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """The four things that come before face recognition, how sure it must be, and the switch."""

    contact = forms.CharField(
        label=_("Contact of the organizer, as seekers are told"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    face_visits = forms.TypedChoiceField(
        label=_("How sure: at most one false candidate in so many visits of strangers"),
        coerce=int,
        choices=[(1_000, "1,000"), (10_000, _("about 10,000")), (100_000, _("about 100,000"))],
    )

    class Meta:
        model = Fair
        fields = [
            "face_legal_basis",
            "face_sign",
            "face_capture_area",
            "face_assessment",
            "face_visits",
            "face_liveness",
            "face_phone_tail",
            "face_later_until",
            "face_wanted",
        ]
        labels = {
            "face_legal_basis": _("Legal basis and separate consent"),
            "face_sign": _("Sign: what it says and where it hangs"),
            "face_capture_area": _("Capture area: who can come into the picture"),
            "face_assessment": _("Impact assessment: date, author, where it is kept"),
            "face_liveness": _("Check that a person stands there"),
            "face_phone_tail": _("After a face, the last four digits of the phone open what is stored"),
            "face_later_until": _("Later fairs: seekers may let their face be kept until"),
            "face_wanted": _("Offer face recognition at the kiosks"),
        }
        widgets = {
            **{
                name: forms.Textarea(attrs={"rows": 2})
                for name in ("face_legal_basis", "face_sign", "face_capture_area", "face_assessment")
            },
            "face_later_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("contact", self.instance.document.get("contact", ""))
        words = {"strict": _("strict"), "relaxed": _("relaxed"), "off": _("off (demonstrations only)")}
        self.fields["face_liveness"].choices = list(words.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        four = ("face_legal_basis", "face_sign", "face_capture_area", "face_assessment")
        if values.get("face_wanted") and not all(values.get(name, "").strip() for name in four):
            self.add_error("face_wanted", _("First write all four down."))
        if values.get("face_liveness") == "off" and not self.instance.demonstration:
            self.add_error("face_liveness", _("Only a demonstration may run without this check."))
        later, longest = values.get("face_later_until"), self._longest()
        if later and later > longest:
            self.add_error(
                "face_later_until",
                _("Registrations are kept until %(day)s at most: a face cannot be kept longer.") % {"day": longest},
            )
        return values

    def _longest(self) -> date:
        """The last day on which a registration of this fair is still kept."""
        try:
            closes = date.fromisoformat(str(self.instance.document.get("closes", ""))[:10])
        except ValueError:
            closes = timezone.localdate()
        return max(closes, timezone.localdate()) + timedelta(days=settings_with(self.instance.settings).keep_days)

"""The fair as the server keeps it. Each part's ``document`` is its form in FAIR.json."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from jobfair import fair as domain
from jobfair.errors import ConfigError
from jobfair.text import Text
from server.core.models import Organization, User
from server.fairs.overrides import settings_with


class Fair(models.Model):
    """One fair. ``settings`` overrides fields of the kiosks' settings; face stays off until four things are written
    down: legal basis, sign, capture area, assessment."""

    id = models.CharField(primary_key=True, max_length=64)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    document: Any = models.JSONField()
    plan = models.TextField(blank=True)
    plan_version = models.PositiveIntegerField(default=0, editable=False)  # the snapshot that brought this plan
    plan_draft = models.TextField(blank=True, editable=False)
    plan_draft_number = models.PositiveIntegerField(default=0, editable=False)
    plan_draft_at = models.DateTimeField(null=True, editable=False)
    plan_draft_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    demonstration = models.BooleanField(default=False)
    settings: Any = models.JSONField(default=dict, blank=True)

    pepper = models.BinaryField()
    rotation_seed = models.BinaryField()
    staff_verifier = models.JSONField()

    face_wanted = models.BooleanField(default=False)
    face_liveness = models.CharField(
        max_length=8, default="strict", choices=[(v, v) for v in ("off", "relaxed", "strict")]
    )
    face_visits = models.PositiveIntegerField(default=10_000)  # at most one false candidate in so many visits
    face_phone_tail = models.BooleanField(default=False)  # four digits of the phone open what is stored, after a face
    face_later_until = models.DateField(null=True, blank=True)  # None: no face is kept for later fairs
    face_legal_basis = models.TextField(blank=True)
    face_sign = models.TextField(blank=True)
    face_capture_area = models.TextField(blank=True)
    face_assessment = models.TextField(blank=True)
    face_recorded_at = models.DateTimeField(null=True, blank=True)
    face_recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)

    snapshot_version = models.PositiveIntegerField(default=0)
    parts: Any = models.JSONField(default=list, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    card_sequence = models.BigIntegerField(default=0, editable=False)

    def __str__(self) -> str:
        return self.id

    def clean(self) -> None:
        """A wrong setting would keep every kiosk of the fair from its snapshot."""
        try:
            settings_with(self.settings)
        except ConfigError as error:
            raise ValidationError({"settings": str(error)}) from error

    @property
    def name(self) -> Text:
        return self.document.get("name", "")

    @property
    def face_missing(self) -> list[str]:
        """What the law wants first and is not written down yet: names of fields."""
        four = ("face_legal_basis", "face_sign", "face_capture_area", "face_assessment")
        return [name for name in four if not str(getattr(self, name)).strip()]

    @property
    def face_recorded(self) -> bool:
        """Whether all that the law wants first is written down."""
        return not self.face_missing

    @property
    def face_enabled(self) -> bool:
        return self.face_wanted and self.face_recorded


class FairPart(models.Model):
    """A hall, booth, employer or opening: its code within the fair and its document."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    code = models.CharField(max_length=64)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    document: Any = models.JSONField()

    class Meta:
        abstract = True
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["fair", "code"], name="%(class)s_code_once")]

    def __str__(self) -> str:
        return f"{self.fair_id}/{self.code}"


class Hall(FairPart):
    pass


class Employer(FairPart):
    @property
    def name(self) -> Text:
        return self.document.get("name", "")


class Booth(FairPart):
    hall = models.ForeignKey(Hall, on_delete=models.PROTECT, null=True, blank=True)
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, null=True, blank=True)


class Opening(FairPart):
    """``findings`` are those of the text that ``checked`` is the digest of; ``standing`` is the worst level still open
    (block, error, review, label); ``origin`` stands for what the file said."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, null=True, blank=True)
    findings: Any = models.JSONField(default=list, blank=True, editable=False)
    checked = models.CharField(max_length=64, blank=True, editable=False)
    origin = models.CharField(max_length=64, blank=True, editable=False)
    standing = models.CharField(max_length=8, blank=True, editable=False, db_index=True)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whoever changes an opening, its text is checked."""
        from server.fairs.postings import Results, checked

        checked(self, Results())
        written = kwargs.get("update_fields")
        if written is not None and "document" in written:
            kwargs["update_fields"] = {*written, "findings", "checked", "standing"}
        super().save(*args, **kwargs)

    @property
    def title(self) -> Text:
        return self.document["title"]


class Approval(models.Model):
    """A person let a finding for review stand. ``mark`` is of the words and their field: other words ask anew."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="approvals")
    mark = models.CharField(max_length=32)
    code = models.CharField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "mark"], name="posting_approved_once")]


def fair_head(row: Fair) -> domain.Fair:
    """Names, dates, organizer and contact, without halls, booths, employers and openings."""
    return domain.Fair.model_validate(row.document)


def fair_of(row: Fair, openings: list[Any] | None = None) -> domain.Fair:
    """The fair in the form of FAIR.json, from the rows that are active; ``openings`` are documents that were read
    before."""
    lists = {
        name: [part.document for part in model.objects.filter(fair=row, active=True)]
        for name, model in (("halls", Hall), ("booths", Booth), ("employers", Employer))
    }
    if openings is None:
        openings = [part.document for part in Opening.objects.filter(fair=row, active=True)]
    return domain.Fair.model_validate({**row.document, **lists, "openings": openings})

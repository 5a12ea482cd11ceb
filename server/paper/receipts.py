"""Reading consent receipts, and printing the exact words to which somebody agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from jobfair.consent_receipt import Answered, ConsentReceipt, ReceiptRefused, read_receipt
from jobfair.consent_texts import DESK, TEXTS, ConsentText, ConsentTexts
from jobfair.errors import ConfigError
from jobfair.sealing import key_id_of
from jobfair.text import Language, in_language
from server.core.storage import key_ring
from server.fairs.models import Fair, fair_head
from server.kiosks.models import Credential


@dataclass(frozen=True)
class Told:
    """One answer of a receipt with the words it was given to; None where no version here has that digest."""

    answer: Answered
    text: ConsentText | None


def read(code: str) -> ConsentReceipt | ReceiptRefused:
    """Signed by a kiosk of the fair that it names, also one that is no longer trusted: it was when she was there."""

    def keys_of(fair: str) -> dict[str, bytes]:
        found = Credential.objects.filter(kiosk__fair_id=fair).values_list("public_key", flat=True)
        keys = [bytes(key) for key in found] + [key_ring().identity.public]
        return {key_id_of(key): key for key in keys}

    return read_receipt(code, keys_of)


def told(receipt: ConsentReceipt, texts: ConsentTexts) -> list[Told]:
    """With the words filled from the fair as it is now, as far as it is here."""
    fair = Fair.objects.filter(pk=receipt.fair).first()
    return [Told(answer, _words(answer, fair, texts)) for answer in receipt.answers]


def _words(answer: Answered, fair: Fair | None, texts: ConsentTexts) -> ConsentText | None:
    named = texts.named(answer.purpose.value, answer.text)
    if named is None:
        return None
    version, language = named
    until = answer.until.isoformat() if answer.until else ""
    return texts.text(answer.purpose.value, version, language).filled({**_of_fair(fair, language), "until": until})


def _of_fair(fair: Fair | None, language: Language) -> dict[str, str]:
    if fair is None:
        return {}
    head = fair_head(fair)
    organizer = in_language(head.organizer, language) or in_language(head.name, language)
    return {"organizer": organizer, "contact": head.contact or DESK[language]}


def read_to(code: str) -> tuple[dict[str, Any], str]:
    """For the command line."""
    receipt = read(code)
    if isinstance(receipt, ReceiptRefused):
        return {"valid": False, "why": receipt.reason}, f"not valid: {receipt.reason}"
    answers = [
        {
            "purpose": answer.purpose.value,
            "state": answer.state,
            "at": answer.at.isoformat(),
            "until": answer.until.isoformat() if answer.until else None,
            "version": answer.version,
            "language": answer.language,
        }
        for answer in receipt.answers
    ]
    lines = [f"valid: fair {receipt.fair}, kiosk {receipt.kiosk}, seeker {receipt.seeker}"]
    lines += [f"{a['purpose']:<18}{a['state']:<10}{a['at']}  text {a['version']} ({a['language']})" for a in answers]
    return {"valid": True, "fair": receipt.fair, "seeker": receipt.seeker, "answers": answers}, "\n".join(lines)


def words_of(version: str | None, language: Language) -> tuple[dict[str, Any], str]:
    """Every text of a version, by default the newest."""
    texts = ConsentTexts()
    wanted = version or texts.versions[-1]
    if wanted not in texts.versions:
        raise ConfigError(f"there are no consent texts {wanted!r}; there are: {', '.join(texts.versions)}")
    found = [texts.text(purpose, wanted, language) for purpose in TEXTS]
    said = {text.purpose: {"digest": text.digest, "words": text.words} for text in found}
    lines = "\n\n".join(f"== {text.purpose}  {text.digest}\n\n{text.words}" for text in found)
    return {"version": wanted, "language": language, "texts": said}, lines


@require_http_methods(["GET", "POST"])
def consent_receipt(request: HttpRequest) -> HttpResponse:
    """The page that a phone opens with the code of a slip. GET is the page; POST, by its script, what the code says."""
    if request.method == "GET":
        return render(request, "paper/receipt.html")
    receipt = read(request.POST.get("code", "")[:2048])
    if isinstance(receipt, ReceiptRefused):
        return render(request, "paper/receipt_refused.html", {"reason": receipt.reason}, status=400)
    context = {"receipt": receipt, "told": told(receipt, ConsentTexts()), "language": get_language()}
    return render(request, "paper/receipt_read.html", context)

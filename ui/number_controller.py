"""The pages on which a number is typed or a document shown: to be found by it, or to be found by it next time."""

from __future__ import annotations

from collections.abc import Callable

from jobfair.errors import DeviceError
from jobfair.numbers import COUNTRIES, phone_number, typed_form
from jobfair.wire import DocumentKind
from kiosk.identity.documents import Accepted, typed_document, understand
from kiosk.identity.tracker import NotPassed
from kiosk.ports import DocumentNumber, PassScanned, Probe, Scanned, TakeBackScanned
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.page_controller import Args, PageController, View
from ui.stage import Stage
from ui.watcher import Answer, Watcher

OTHER_COUNTRY = "+"
_PHONE_PLACES = {"+86": (11, 11), "+852": (8, 8), "+853": (8, 8), "+886": (9, 10), OTHER_COUNTRY: (7, 15)}
_DOCUMENT_PAGES = frozenset({Page.DOCUMENT, Page.REGISTER_DOCUMENT})


class NumberController(PageController):
    """What is typed stays here until it is confirmed; numbers are handed to the desk and kept nowhere."""

    pages = _DOCUMENT_PAGES | {Page.PHONE}

    def __init__(self, stage: Stage, watcher: Watcher, passed_on: Callable[[Scanned], None]) -> None:
        """``passed_on``: who knows what to do with passes and codes for taking back that are shown here."""
        super().__init__(stage)
        self._watcher = watcher
        self._passed_on = passed_on
        self.forget()

    def forget(self) -> None:
        self._typed = self._problem = ""
        self._country = COUNTRIES[0]
        self._kind: DocumentKind | None = None
        self._camera_on = False

    # --- what is shown

    def view(self, page: Page) -> View:
        if page is Page.PHONE:
            shortest, _ = _PHONE_PLACES[self._country]
            return {
                "digits": _spaced(self._typed, self._country),
                "problem": self._problem,
                "can_confirm": len(self._typed) >= shortest,
                "countries": [*COUNTRIES, OTHER_COUNTRY],
                "country": self._country,
            }
        kind = self._chosen
        form = typed_form(kind, self._accepted.student_card)
        return {
            "kinds": list(self._accepted.kinds),
            "kind": kind,
            "keys": form.keys if form.longest else "none",
            "digits": self._typed,
            "problem": self._problem,
            "can_confirm": 0 < form.shortest <= len(self._typed),
            "reader": self._has_reader,
            "by_camera": self._read_by_camera,
            "camera_on": self._camera_on,
            "film": self.stage.film,
            "registering": page is Page.REGISTER_DOCUMENT,
        }

    @property
    def _accepted(self) -> Accepted:
        return Accepted.by(self.stage.kiosk.desk.fair().settings)

    @property
    def _chosen(self) -> DocumentKind:
        """The kind that is typed: the seeker's choice, the resident ID before she has made one."""
        kinds = self._accepted.kinds or ("resident_id",)
        if self._kind in kinds:
            return self._kind
        return "resident_id" if "resident_id" in kinds else kinds[0]

    @property
    def _has_reader(self) -> bool:
        """Whether this kiosk has a reader of its own; one that types like a keyboard cannot be told from none."""
        return any(part.strip().startswith(("serial", "pcsc")) for part in self.stage.kiosk.config.scanner.split(","))

    @property
    def _read_by_camera(self) -> bool:
        """Whether any document that is accepted here bears a code which the camera reads here."""
        settings = self.stage.kiosk.desk.fair().settings
        if self.stage.camera is None or "camera_lost" in self.stage.device_faults:
            return False
        licence = "driving_licence" in settings.document_kinds and "pdf417" in settings.code_kinds
        return licence or ("student_card" in settings.document_kinds and bool(settings.student_card))

    # --- what can be done

    def act(self, page: Page, name: str, args: Args) -> None:
        match name:
            case "been_before":
                self.stage.advance(e.BeenBefore())
            case "digit" | "clear" | "erase":
                self._edit(page, name, str(args.get("digit", "")))
            case "country":
                self._country, self._typed, self._problem = str(args["country"]), "", ""
            case "kind":
                kinds = self._accepted.kinds
                self._kind = next((kind for kind in kinds if kind == args["kind"]), None)
                self._typed = self._problem = ""
            case "camera":
                self._turn_camera(not self._camera_on)
            case "confirm":
                self._confirm(page)
            case "typed":
                self._scanned(understand(str(args["text"]), self._accepted, self._expected(page)))
        self.stage.changed.emit()

    def _expected(self, page: Page) -> DocumentKind | None:
        return self._chosen if page in _DOCUMENT_PAGES else None

    def _edit(self, page: Page, name: str, key: str) -> None:
        if page is Page.PHONE:
            longest = _PHONE_PLACES[self._country][1]
        else:
            longest = typed_form(self._chosen, self._accepted.student_card).longest
        if name == "digit":
            self._typed = (self._typed + key)[:longest]
        else:
            self._typed = self._typed[:-1] if name == "erase" else ""
        self._problem = ""

    def _confirm(self, page: Page) -> None:
        if page is Page.PHONE:
            country = "" if self._country == "+86" else self._country
            number = phone_number(country + self._typed)
            if number is None:
                self._problem = "not_a_phone"
            else:
                self._found(DocumentNumber("phone", number))
            return
        document = typed_document(self._chosen, self._typed, self._accepted)
        if document is not None:
            self._found(document)
        elif self._chosen in ("resident_id", "residence_permit"):
            self._problem = "check_digit"
        else:
            self._problem = "form"

    def _found(self, document: DocumentNumber) -> None:
        if self.visit.page is Page.REGISTER_DOCUMENT:
            if document.kind == "phone":
                self._problem = "unreadable"
            else:
                self.stage.advance(e.DocumentNoted(document))
            return
        desk = self.stage.kiosk.desk
        self.stage.run(lambda: desk.find_by_document(document), lambda claim: self.stage.advance(e.Found(claim)))

    # --- readers and the camera

    def entered(self, page: Page) -> None:
        self.forget()

    def left(self, page: Page) -> None:
        self._turn_camera(False)
        self.forget()

    def _turn_camera(self, on: bool) -> None:
        if self._camera_on and not on:
            self._watcher.rest()
        elif on and self._read_by_camera:
            self._problem = ""
            self._watcher.watch("code", self._seen)
        self._camera_on = on and self._read_by_camera

    def _seen(self, answer: Answer) -> None:
        if self.visit.page not in _DOCUMENT_PAGES or isinstance(answer, Probe | NotPassed):
            return
        if isinstance(answer, DeviceError):
            self._camera_on = False
            self.stage.advance(e.Trouble(answer.code))
        else:
            self._scanned(answer)
        self.stage.changed.emit()

    def _scanned(self, scanned: Scanned) -> None:
        """From whatever reads. What a keyboard scanner left on the pad before it was recognised goes with it."""
        self._typed = ""
        if isinstance(scanned, DocumentNumber):
            self._found(scanned)
        elif isinstance(scanned, TakeBackScanned | PassScanned) and self.visit.page is not Page.REGISTER_DOCUMENT:
            self._passed_on(scanned)
        else:
            self._problem = "unreadable"


def _spaced(digits: str, country: str) -> str:
    """138 0013 2746, as mobile numbers are read aloud; others with their country's code."""
    if country == "+86":
        return " ".join(part for part in (digits[:3], digits[3:7], digits[7:]) if part)
    return f"{country} {digits[:4]} {digits[4:]}".strip() if country != OTHER_COUNTRY else f"+{digits}"

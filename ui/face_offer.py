"""The offer to keep a face: three questions, none ticked beforehand, and what each of them says."""

from __future__ import annotations

from datetime import timedelta

from jobfair.consent import Purpose
from kiosk.visit.state import FaceScope
from ui.consent_rows import consent_rows
from ui.fair_texts import FairTexts
from ui.page_controller import View
from ui.stage import Stage

_SCOPES = {
    "this_kiosk": Purpose.FACE_THIS_KIOSK,
    "this_fair": Purpose.FACE_THIS_FAIR,
    "later_fairs": Purpose.FACE_LATER_FAIRS,
}


class FaceOffer:
    """What is ticked now. The first carries the others: a face that is not kept here is kept nowhere."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.forget()

    def forget(self) -> None:
        self._ticked: frozenset[str] = frozenset()

    @property
    def scope(self) -> FaceScope:
        if "this_kiosk" not in self._ticked:
            return "none"
        return "this_fair" if "this_fair" in self._ticked else "this_kiosk"

    @property
    def later(self) -> bool:
        return "later_fairs" in self._ticked

    def tick(self, scope: str) -> None:
        """Ticks it, or takes the tick away."""
        if scope in self._ticked:
            self._ticked = frozenset() if scope == "this_kiosk" else self._ticked - {scope}
        elif scope == "this_kiosk" or (scope in _SCOPES and "this_kiosk" in self._ticked):
            self._ticked |= {scope}

    def view(self) -> View:
        """All words of every question that can be ticked: a consent names its whole text, so all of it is shown."""
        stage, texts = self._stage, FairTexts(self._stage)
        terms = stage.kiosk.desk.face_terms()
        keep = stage.kiosk.clock.now() + timedelta(days=stage.kiosk.desk.fair().settings.keep_days)
        fair = texts.long_day(terms.fair or keep)
        ends = {"this_kiosk": fair, "this_fair": fair}
        if terms.later is not None:
            ends["later_fairs"] = texts.long_day(terms.later)
        scopes, rows = [], []
        for scope, until in ends.items():
            label = stage.words.tr(f"face_offer.scope.{scope}")
            can = scope == "this_kiosk" or "this_kiosk" in self._ticked
            scopes.append({"value": scope, "label": label, "on": scope in self._ticked, "can": can})
            rows += consent_rows(stage, _SCOPES[scope], until)
        return {"rows": rows, "scopes": scopes}

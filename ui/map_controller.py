"""The hall: where you are, the booths that match or the one asked for, and the way there."""

from __future__ import annotations

from kiosk.visit import Page
from kiosk.visit import events as e
from ui.browsing_controller import BrowsingController
from ui.floor import Floor
from ui.page_controller import Args, PageController, View
from ui.stage import Stage

STOPS = 6  # in the list beside the map


class MapController(PageController):
    """The booths come from the matcher's answer that the browsing pages hold."""

    pages = frozenset({Page.MAP})

    def __init__(self, stage: Stage, browsing: BrowsingController, floor: Floor) -> None:
        super().__init__(stage)
        self._browsing = browsing
        self._floor = floor
        self.forget()

    def forget(self) -> None:
        self._hall = ""

    def entered(self, page: Page) -> None:
        self._hall = self._floor.hall_of(self.visit.booth)
        self._browsing.prepare()

    def view(self, page: Page) -> View:
        plan, fair = self._floor.plan, self.stage.fair
        if plan is None:
            return {"map": {}, "booth": None, "halls": [], "stops": [], "tour": None, "printer": False}
        asked = fair.booth_by_id.get(self.visit.booth or "")
        matched = self._browsing.matched_booths()
        known = [booth for booth in matched if booth in plan.booth_by_id and booth in fair.booth_by_id]
        in_hall = [booth for booth in known if plan.booth_by_id[booth].hall == self._hall]
        marked = [asked.id] if asked and asked.id in plan.booth_by_id else matched
        return {
            "map": self._floor.drawn(self._hall, marked),
            "booth": self._floor.place(asked) if asked else None,
            "halls": [
                {"value": hall.id, "label": self.stage.text(hall.name), "on": hall.id == self._hall}
                for hall in plan.halls
            ],
            "stops": [
                {"n": number, **self._floor.place(fair.booth_by_id[booth])}
                for number, booth in enumerate(in_hall[:STOPS], 1)
            ],
            "tour": None,
            "printer": False,
        }

    def act(self, page: Page, name: str, args: Args) -> None:
        match name:
            case "open_opening":
                self._browsing.open(str(args.get("opening", "")), str(args.get("booth", "")))
            case "open_booth":
                self._hall = self._floor.hall_of(str(args["booth"]))
                self.stage.advance(e.BoothChosen(str(args["booth"])))
            case "hall":
                self._hall = str(args["hall"])
        self.stage.changed.emit()

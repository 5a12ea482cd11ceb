"""The hall: where you are, the tour past the booths that match, the way to one, on paper and to the phone."""

from __future__ import annotations

from collections.abc import Sequence

from jobfair.errors import JobFairError
from jobfair.hall.told import TourTold, as_text
from jobfair.hall.tour import Tour
from jobfair.qr import rows_of
from kiosk.ports import Printer
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.browsing_controller import BrowsingController
from ui.fair_texts import FairTexts
from ui.floor import Floor
from ui.page_controller import Args, PageController, View
from ui.stage import Stage
from ui.tour_planner import MOST_STOPS, TourPlanner


class MapController(PageController):
    """The booths come from the matcher's answer that the browsing pages hold.

    ``paper``: "", ``printing`` or ``printed``. The code for the phone is plain text; nothing of a person is in it.
    """

    pages = frozenset({Page.MAP})

    def __init__(
        self, stage: Stage, browsing: BrowsingController, floor: Floor, planner: TourPlanner, printer: Printer | None
    ) -> None:
        super().__init__(stage)
        self._browsing = browsing
        self._floor = floor
        self._planner = planner
        self._printer = printer
        self._texts = FairTexts(stage)
        self.forget()

    def forget(self) -> None:
        self._hall = ""
        self._paper = ""
        self._code = self._editing = False
        self._planner.forget()

    def entered(self, page: Page) -> None:
        self._hall = self._floor.hall_of(None)
        self._paper, self._code, self._editing = "", False, False
        self._browsing.prepare()

    def left(self, page: Page) -> None:
        self._code = self._editing = False

    def avoid_steps(self, on: bool) -> None:
        """The tour and the ways without steps, or by the shortest way."""
        self._planner.step_free = on

    # --- what is shown

    def view(self, page: Page) -> View:
        plan = self._floor.plan
        if plan is None:
            return {"map": {}, "booth": None, "halls": [], "stops": [], "tour": None, "printer": False}
        fair, matched = self.stage.fair, self._browsing.matched_booths()
        asked = fair.booth_by_id.get(self.visit.booth or "")
        stops = self._stops()
        tour = self._planner.to(stops)
        waits = self._floor.waits()
        code = as_text(self._told(tour)) if tour and tour.stops and self._code else ""
        if self._hall not in {hall.id for hall in plan.halls}:  # the plan changed while she looked
            self._hall = self._floor.hall_of(None)
        return {
            "map": self._floor.drawn(self._hall, stops or matched, tour),
            "booth": self._floor.place(asked, waits) if asked else None,
            "halls": [
                {"value": hall.id, "label": self.stage.text(hall.name), "on": hall.id == self._hall}
                for hall in plan.halls
            ],
            "stops": self._rows(tour, waits),
            "more": self._more(stops, matched) if self._editing else [],
            "tour": self._summary(tour),
            "placed": plan.here is not None,
            "busy": bool(stops) and tour is None,
            "unreached": list(tour.unreached) if tour else [],
            "step_free": self._planner.step_free,
            "steps_known": plan.has_steps,
            "editing": self._editing,
            "full": len(stops) >= MOST_STOPS,
            "qr": list(rows_of(code)) if code else None,
            "printer": self._printer is not None and bool(tour and tour.stops),
            "paper": self._paper,
            "notice": self.visit.notice,
        }

    def _stops(self) -> tuple[str, ...]:
        """The one booth that was asked for, or the tour's."""
        asked = self.visit.booth
        plan = self._floor.plan
        if asked and plan is not None and asked in self.stage.fair.booth_by_id and plan.here is not None:
            return (asked,)
        return self._planner.stops(self._browsing.matched_booths())

    def _rows(self, tour: Tour | None, waits: dict[str, int]) -> list[View]:
        """Each with the minutes from the stop before it; ``hall`` where it is another than before."""
        by_id = self.stage.fair.booth_by_id
        told = self._told(tour) if tour else None
        return [
            {
                **self._floor.place(by_id[stop.booth], waits),
                "n": number,
                "walk_min": stop.walk,
                "hall": told.hall_before(number - 1) if told else "",
            }
            for number, stop in enumerate(tour.stops if tour else (), 1)
            if stop.booth in by_id
        ]

    def _more(self, stops: Sequence[str], matched: Sequence[str]) -> list[View]:
        """Booths that could be taken in."""
        by_id, waits = self.stage.fair.booth_by_id, self._floor.waits()
        return [self._floor.place(by_id[booth], waits) for booth in matched if booth in by_id and booth not in stops]

    def _summary(self, tour: Tour | None) -> View | None:
        if tour is None or not tour.stops or self.visit.booth:
            return None
        return {"booths": len(tour.stops), "minutes": tour.minutes, "step_free": not tour.steps}

    def _told(self, tour: Tour) -> TourTold:
        plan = self._floor.plan
        settings = self.stage.kiosk.desk.fair().settings
        when = self.stage.kiosk.clock.now().astimezone()
        employers = {
            booth.id: self._floor.place(booth, {})["employer"]
            for stop in tour.stops
            if (booth := self.stage.fair.booth_by_id.get(stop.booth))
        }
        return TourTold(
            fair=self.stage.text(self.stage.fair.name),
            kiosk=settings.kiosk,
            language=self.stage.language,
            plan=plan.plan if plan else None,
            here=plan.here if plan else None,
            tour=tour,
            employers=employers,
            when=f"{self._texts.long_day(when)} {when:%H:%M}",
        )

    # --- what can be done

    def act(self, page: Page, name: str, args: Args) -> None:
        match name:
            case "open_opening":
                self._browsing.open(str(args.get("opening", "")), str(args.get("booth", "")))
            case "open_booth":
                self._opened(str(args["booth"]))
            case "hall":
                self._hall = str(args["hall"])
            case "toggle":
                self._toggle(str(args["booth"]))
            case "edit":
                self._editing, self._code = not self._editing, False
            case "step_free":
                self.avoid_steps(not self._planner.step_free)
            case "phone":
                self._code, self._editing = not self._code, False
            case "whole_tour":
                self.stage.advance(e.BoothChosen(""))
            case "print":
                self._print()
        self.stage.changed.emit()

    def _opened(self, booth: str) -> None:
        """Tapped on the map: while the tour is changed it comes in or goes out, else the way to it is shown."""
        if self._editing:
            self._toggle(booth)
        else:
            self._hall = self._floor.hall_of(booth)
            self.stage.advance(e.BoothChosen(booth))

    def _toggle(self, booth: str) -> None:
        if not self._planner.toggle(booth, self._browsing.matched_booths()):
            self.stage.advance(e.Trouble("tour_full"))

    def _print(self) -> None:
        printer, tour, kiosk = self._printer, self._planner.to(self._stops()), self.stage.kiosk
        if printer is None or tour is None or not tour.stops or self._paper == "printing":
            return
        told, receipt = self._told(tour), kiosk.config.paper != "a4"
        self._paper = "printing"

        def work() -> None:
            from jobfair.hall.paper import tour_paper  # brings reportlab

            printer.print_slip(tour_paper(kiosk.renderer, told, receipt=receipt))

        def done(_: None) -> None:
            self._paper = "printed"
            self.stage.device_faults.discard("printer_lost")
            self.stage.changed.emit()

        def failed(error: JobFairError) -> None:
            self._paper = ""
            self.stage.advance(e.Trouble(error.code))
            self.stage.changed.emit()

        self.stage.run(work, done, failed)

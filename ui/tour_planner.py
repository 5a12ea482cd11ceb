"""The tour of this visit: its stops, and its order and way as found off the drawing thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jobfair.hall.tour import Tour
from kiosk.hall_plan import HallPlan
from ui.floor import Floor
from ui.page_controller import View
from ui.stage import Stage

STOPS = 6  # a tour of half an hour
MOST_STOPS = 12

_Asked = tuple[int, HallPlan, tuple[str, ...], bool]


class TourPlanner:
    """Asked for by the home page (in a line) and by the map. Ends with the visit: ``forget``."""

    def __init__(self, stage: Stage, floor: Floor) -> None:
        self._stage = stage
        self._floor = floor
        self.forget()

    def forget(self) -> None:
        self._chosen: tuple[str, ...] | None = None
        self._asked: _Asked | None = None
        self._found: tuple[_Asked, Tour] | None = None
        self.step_free = False

    @property
    def step_free(self) -> bool:
        """Whether ways with steps are left out: of the tour, and of the minutes that other pages show."""
        return self._floor.step_free

    @step_free.setter
    def step_free(self, on: bool) -> None:
        self._floor.step_free = on

    def stops(self, matched: Sequence[str]) -> tuple[str, ...]:
        """The booths to visit, in no order yet: those chosen, else the six best; only such as the plan has."""
        plan = self._floor.plan
        if plan is None or plan.here is None:
            return ()
        fair = self._stage.fair
        known = [booth for booth in matched if booth in plan.booth_by_id]
        chosen = self._chosen if self._chosen is not None else known[:STOPS]
        return tuple(booth for booth in chosen if booth in fair.booth_by_id)

    def toggle(self, booth: str, matched: Sequence[str]) -> bool:
        """Take a booth in, or leave it out; False when there are twelve already."""
        stops = self.stops(matched)
        if booth not in stops and len(stops) >= MOST_STOPS:
            return False
        self._chosen = tuple(one for one in stops if one != booth) if booth in stops else (*stops, booth)
        return True

    def tour(self, matched: Sequence[str]) -> Tour | None:
        """The tour of these stops; None while it is being found (``Stage.changed`` follows), or without stops."""
        return self.to(self.stops(matched))

    def summary(self, matched: Sequence[str]) -> View | None:
        """How many booths, how many minutes, whether without steps; None while that is not known."""
        tour = self.tour(matched)
        if tour is None or not tour.stops:
            return None
        return {"booths": len(tour.stops), "minutes": tour.minutes, "step_free": not tour.steps}

    def to(self, booths: tuple[str, ...]) -> Tour | None:
        """Past these. The tour that was found stays until the stops, the plan or the choice of steps are others."""
        plan = self._floor.plan
        if plan is None or not booths:
            return None
        asked = (self._stage.visit.number, plan, booths, self.step_free)
        if self._found is not None and self._found[0] == asked:
            return self._found[1]
        if self._asked != asked:
            self._asked = asked
            self._find(asked, self._floor.waits())
        return None

    def _find(self, asked: _Asked, waits: Mapping[str, int]) -> None:
        _, plan, booths, step_free = asked

        def done(tour: Tour) -> None:
            if self._asked == asked:  # else she has chosen anew, or gone
                self._found = (asked, tour)
                self._stage.changed.emit()

        self._stage.worker.run(lambda: plan.tour(booths, waits, step_free=step_free), done)

"""The floor plan seen from this kiosk: where it stands, how far everything is, the tour. Metres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from jobfair.hall.plan import Area, Plan, Point
from jobfair.hall.plan import read_plan as read_sheet
from jobfair.hall.tour import HallWalks, Tour


class HallPlan:
    """``here`` is this kiosk's place; None when the plan does not have this kiosk. What walks is slow the
    first time (jobfair/hall imports scipy); ``measured`` says whether it is done."""

    def __init__(self, plan: Plan, kiosk: str) -> None:
        self.plan = plan
        spot = plan.kiosk(kiosk)
        self.here: Point | None = spot.at if spot else None
        self.here_hall = (spot.hall or plan.hall_at(spot.at)) if spot else ""
        self.measured = self.here is None
        self._walks = HallWalks(plan)

    @property
    def halls(self) -> tuple[Area, ...]:
        return self.plan.halls

    @property
    def booths(self) -> tuple[Area, ...]:
        return self.plan.booths

    @property
    def booth_by_id(self) -> Mapping[str, Area]:
        return self.plan.booth_by_id

    @cached_property
    def places(self) -> tuple[Area, ...]:
        """Facilities and entrances, as they are drawn and named."""
        doors = [
            Area(door.id, door.hall, "entrance", door.name, door.line)
            for door in self.plan.doors
            if door.use == "entrance"
        ]
        return (*self.plan.facilities, *doors)

    @cached_property
    def has_steps(self) -> bool:
        """Whether some way on the plan has: then a way without is worth asking for."""
        return any(not door.step_free for door in self.plan.passages) or any(
            not place.step_free and place.leads_to for place in self.plan.facilities
        )

    def measure(self) -> None:
        """Find the way to every booth, also without steps where there are any: some 50 ms each for 240 by 160 cells,
        and a second more for the first plan."""
        if self.here is not None:
            for step_free in {False, self.has_steps}:
                self._walks.minutes(self.here, step_free=step_free)
            self.measured = True

    def walk_minutes(self, booth: str, *, step_free: bool = False) -> int | None:
        """Whole minutes from here, at least 1; None where the plan, the place or a way is not known."""
        flat = step_free and self.has_steps
        return None if self.here is None else self._walks.minutes(self.here, step_free=flat).get(booth)

    def minutes_to(self, kind: str, *, step_free: bool = False) -> int | None:
        """Whole minutes, at least 1, to the nearest place of this kind (``desk``); None where none is known."""
        flat = step_free and self.has_steps
        return None if self.here is None else self._walks.minutes_to(self.here, kind, step_free=flat)

    def tour(self, booths: Sequence[str], waits: Mapping[str, int], *, step_free: bool = False) -> Tour:
        """From here past these booths. Slow: 0.1 s, off the drawing thread."""
        if self.here is None:
            return Tour((), tuple(booths), 0, 0.0)
        return self._walks.tour(self.here, booths, waits, step_free=step_free)


def read_plan(geojson: bytes, kiosk: str) -> HallPlan:
    """Raises ValueError when it is no plan."""
    return HallPlan(read_sheet(geojson), kiosk)

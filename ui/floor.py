"""The fair's floor for the screens: the plan as published, read once a version, and what the map draws of it."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from jobfair.fair import Booth
from jobfair.hall.plan import Area, Point
from jobfair.hall.tour import Tour
from kiosk.hall_plan import HallPlan, read_plan
from ui.fair_texts import FairTexts
from ui.page_controller import View
from ui.stage import Stage

log = logging.getLogger(__name__)


_THICK = 0.5
"""Metres: a door between two halls stands in the wall of both."""


def _within(at: Point, hall: Area) -> bool:
    left, top, right, bottom = hall.box
    return left - _THICK <= at[0] <= right + _THICK and top - _THICK <= at[1] <= bottom + _THICK


class Floor:
    """Shared by the pages that say how far it is, or draw it. Of a visit it holds ``step_free`` alone: whether minutes
    are those of ways without steps; the tour's planner sets it and takes it back."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._texts = FairTexts(stage)
        self._plan: HallPlan | None = None
        self._bytes: bytes | None = None
        self.step_free = False

    @property
    def plan(self) -> HallPlan | None:
        """None when the fair has none, or one that cannot be read."""
        held = self._stage.kiosk.desk.part("plan")
        if held is not self._bytes and held != self._bytes:
            self._bytes = held
            try:
                self._plan = read_plan(held, self._stage.kiosk.desk.fair().settings.kiosk) if held else None
            except ValueError:
                log.warning("the floor plan cannot be read; the fair is shown without it")
                self._plan = None
            self._measure()
        return self._plan

    def _measure(self) -> None:
        """Once a plan, off the drawing thread; then what is shown says how far it is."""
        plan = self._plan
        if plan is not None and not plan.measured:
            self._stage.worker.run(plan.measure, lambda _: self._stage.changed.emit())

    def walk_minutes(self, booth: str) -> int | None:
        """Whole minutes from this kiosk; None where plan or place is not known, or not yet."""
        plan = self.plan
        return plan.walk_minutes(booth, step_free=self.step_free) if plan is not None and plan.measured else None

    def minutes_to(self, kind: str) -> int | None:
        """Whole minutes to the nearest such place; None as above."""
        plan = self.plan
        return plan.minutes_to(kind, step_free=self.step_free) if plan is not None and plan.measured else None

    def waits(self) -> dict[str, int]:
        """Minutes to wait by booth, where people were counted within the last quarter of an hour."""
        people = self._stage.kiosk.syncer.queues.fresh()
        each = self._stage.kiosk.desk.fair().settings.minutes_a_person
        return {booth: count * each for booth, count in people.items()}

    def hall_of(self, booth: str | None) -> str:
        """The hall of this booth, or the kiosk's; "" without a plan."""
        plan = self.plan
        if plan is None:
            return ""
        if booth and booth in plan.booth_by_id:
            return plan.booth_by_id[booth].hall
        halls = [hall.id for hall in plan.halls]
        return plan.here_hall if plan.here_hall in halls else halls[0] if halls else ""

    def place(self, booth: Booth, waits: Mapping[str, int]) -> View:
        """A booth in words: who is there, how far it is from here, how long one waits."""
        return {
            "booth": booth.id,
            "employer": self._texts.employer(booth),
            "walk_min": self.walk_minutes(booth.id),
            "wait_min": waits.get(booth.id),
        }

    def drawn(self, hall_id: str, marked: Sequence[str], tour: Tour | None = None) -> View:
        """``HallMap.map`` of one hall, with these booths filled and the tour's way; {} without a plan."""
        plan = self.plan
        hall = next((h for h in plan.halls if h.id == hall_id), None) if plan else None
        if plan is None or hall is None:
            return {}

        def shifted(box: Area, label: str) -> dict[str, Any]:
            drawn = {"id": box.id, "kind": box.kind, "label": label, "x": box.x - hall.x, "y": box.y - hall.y,
                     "w": box.w, "h": box.h}  # fmt: skip
            return drawn if box.upright else {**drawn, "ring": [[x - hall.x, y - hall.y] for x, y in box.ring]}

        here = plan.here if plan.here_hall == hall.id else None
        return {
            "width": hall.w,
            "height": hall.h,
            "booths": [shifted(box, box.id) for box in plan.booths if box.hall == hall.id],
            "doors": [
                [[x - hall.x, y - hall.y] for x, y in door.line]
                for door in plan.plan.doors
                if _within(door.middle, hall)
            ],
            "walls": [[[x - hall.x, y - hall.y] for x, y in wall] for wall in plan.plan.walls],
            "places": [shifted(box, self._stage.text(box.name)) for box in plan.places if box.hall == hall.id],
            "here": {"x": here[0] - hall.x, "y": here[1] - hall.y} if here else None,
            "highlights": list(marked),
            "routes": [
                [[x - hall.x, y - hall.y] for x, y in stretch.points]
                for stop in (tour.stops if tour else ())
                for stretch in stop.stretches
                if stretch.hall == hall.id
            ],
            "stops": [
                {"n": number, "x": stop.at[0] - hall.x, "y": stop.at[1] - hall.y}
                for number, stop in enumerate(tour.stops if tour else (), 1)
                if stop.hall == hall.id
            ],
        }

"""The fair's floor for the screens: the plan as published, read once a version, and what the map draws of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from jobfair.fair import Booth
from kiosk.hall_plan import Box, HallPlan, read_plan
from ui.fair_texts import FairTexts
from ui.page_controller import View
from ui.stage import Stage

log = logging.getLogger(__name__)


class Floor:
    """Shared by the pages that say how far it is, or draw it. Holds nothing of a visit."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._texts = FairTexts(stage)
        self._plan: HallPlan | None = None
        self._bytes: bytes | None = None

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
        return self._plan

    def walk_minutes(self, booth: str) -> int | None:
        """Whole minutes from this kiosk; None where plan or place is not known."""
        return self.plan.walk_minutes(booth) if self.plan else None

    def hall_of(self, booth: str | None) -> str:
        """The hall of this booth, or the kiosk's; "" without a plan."""
        plan = self.plan
        if plan is None:
            return ""
        if booth and booth in plan.booth_by_id:
            return plan.booth_by_id[booth].hall
        return plan.here_hall or (plan.halls[0].id if plan.halls else "")

    def place(self, booth: Booth) -> View:
        """A booth in words: who is there and how far it is."""
        walk = self.walk_minutes(booth.id)
        return {"booth": booth.id, "employer": self._texts.employer(booth), "walk_min": walk, "wait_min": None}

    def drawn(self, hall_id: str, marked: Sequence[str]) -> View:
        """``HallMap.map`` of one hall, with these booths filled; {} without a plan."""
        plan = self.plan
        hall = next((h for h in plan.halls if h.id == hall_id), None) if plan else None
        if plan is None or hall is None:
            return {}

        def shifted(box: Box, label: str) -> dict[str, Any]:
            return {"id": box.id, "kind": box.kind, "label": label, "x": box.x - hall.x, "y": box.y - hall.y,
                    "w": box.w, "h": box.h}  # fmt: skip

        here = plan.here if plan.here_hall == hall.id else None
        return {
            "width": hall.w,
            "height": hall.h,
            "booths": [shifted(box, box.id) for box in plan.booths if box.hall == hall.id],
            "walls": [[[x - hall.x, y - hall.y] for x, y in wall] for wall in plan.walls],
            "places": [shifted(box, self._stage.text(box.name)) for box in plan.places if box.hall == hall.id],
            "here": {"x": here[0] - hall.x, "y": here[1] - hall.y} if here else None,
            "highlights": list(marked),
            "route": [],
            "stops": [],
        }

"""All booths of the fair as the page Booths shows them: searched, filtered, with the queues of the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from jobfair.fair import Booth, Fair, Opening
from jobfair.matching.booths import BoothMatch
from jobfair.matching.weights import Weights
from kiosk.booth_search import LEVELS, PAYS, TYPES, BoothSearch, Found, FoundBooth, Wanted
from ui.fair_texts import FairTexts
from ui.floor import Floor
from ui.page_controller import View
from ui.stage import Stage

BUSY = Weights().busy
"""Of so many people on the words advise to go later, as the matcher does (busy in weights.toml)."""
_LONGEST = 40
_BANDS = {"strong": 3, "good": 2, "possible": 1}


class BoothList:
    """What was searched lives here until ``forget``; the index is kept as long as the fair is the same."""

    def __init__(self, stage: Stage, floor: Floor) -> None:
        self._stage = stage
        self._floor = floor
        self._texts = FairTexts(stage)
        self._search: BoothSearch | None = None
        self._answer: tuple[object, Found] | None = None
        self.forget()

    def forget(self) -> None:
        self._query = ""
        self._chosen: dict[str, str] = {}
        self._panel = False

    # --- what can be done

    def search(self, text: str) -> None:
        self._query = text[:_LONGEST]

    def choose(self, group: str, value: str) -> None:
        """The same value again takes it back."""
        if self._chosen.get(group) == value:
            del self._chosen[group]
        else:
            self._chosen[group] = value

    def clear(self) -> None:
        """Everything that was searched or chosen, with one tap."""
        self._query, self._chosen = "", {}

    def show_filters(self, on: bool) -> None:
        self._panel = on

    # --- what is shown

    def row(self, booth: Booth, opening: Opening, people: Mapping[str, int] | None = None) -> View:
        """One booth with one of its openings; ``queue`` and ``wait_min`` None where nothing fresh is known."""
        known = self._stage.kiosk.syncer.queues.fresh() if people is None else people
        queue = known.get(booth.id)
        return {
            "booth": booth.id,
            "opening": opening.id,
            "employer": self._texts.employer(booth),
            "title": self._texts.title(opening),
            "pay": self._texts.pay(opening),
            "walk_min": self._floor.walk_minutes(booth.id),
            "queue": queue,
            "wait_min": None if queue is None else queue * self._stage.kiosk.desk.fair().settings.minutes_a_person,
            "later": queue is not None and queue >= BUSY,
        }

    def view(self, matches: Sequence[BoothMatch]) -> View:
        fair = self._stage.fair
        people = self._stage.kiosk.syncer.queues.fresh()
        found = self._find(fair, matches, people)
        bands = {m.booth.id: _BANDS[m.band] for m in matches if m.band and m.booth}
        return {
            "query": self._query,
            "total": len(fair.booths),
            "found": len(found.booths),
            "panel": self._panel,
            "chosen": len(self._chosen),
            "filters": self._quick(bool(bands), people),
            "groups": self._groups(found, bool(bands), people) if self._panel else [],
            "rows": [] if self._panel else [self._line(one, bands, people) for one in found.booths],
        }

    def _find(self, fair: Fair, matches: Sequence[BoothMatch], people: Mapping[str, int]) -> Found:
        if self._search is None or self._search.fair is not fair:
            self._search, self._answer = BoothSearch(fair), None
        wanted = Wanted(self._query, tuple(sorted(self._chosen.items())))
        fitting = {m.booth.id: m.openings[0].opening.id for m in matches if m.band and m.booth and m.openings}
        quiet = frozenset(booth for booth, waiting in people.items() if waiting == 0)
        asked = (wanted, fitting, quiet, self._panel)
        if self._answer is None or self._answer[0] != asked:
            self._answer = (asked, self._search.find(wanted, fitting=fitting, quiet=quiet, count=self._panel))
        return self._answer[1]

    def _line(self, one: FoundBooth, bands: Mapping[str, int], people: Mapping[str, int]) -> View:
        band = bands.get(one.booth.id, 0)
        if one.opening is None:
            bare = {"booth": one.booth.id, "employer": self._texts.employer(one.booth), "opening": "", "title": ""}
            return {**bare, "pay": "", "queue": people.get(one.booth.id), "openings": one.openings, "band": band}
        return {**self.row(one.booth, one.opening, people), "openings": one.openings, "band": band}

    def _quick(self, matched: bool, people: Mapping[str, int]) -> list[View]:
        """What is chosen most: one tap, without opening the panel."""
        say = self._stage.words.tr
        choices = [("fit", "yes", say("booths.filter.fit"))] if matched else []
        choices += [("quiet", "yes", say("booths.filter.quiet"))] if people else []
        choices += [("hall", hall.id, self._stage.text(hall.name) or hall.id) for hall in self._stage.fair.halls]
        return [{"group": g, "value": v, "label": text, "on": self._chosen.get(g) == v} for g, v, text in choices]

    def _groups(self, found: Found, matched: bool, people: Mapping[str, int]) -> list[View]:
        say, search = self._stage.words.tr, self._search
        assert search is not None
        text = self._stage.text
        choices: list[tuple[str, list[tuple[str, str]]]] = [
            ("fit", [("yes", say("booths.filter.fit"))] if matched else []),
            ("quiet", [("yes", say("booths.filter.quiet"))] if people else []),
            ("hall", [(hall.id, text(hall.name) or hall.id) for hall in self._stage.fair.halls]),
            ("type", [(kind, say(f"job_type.{kind}")) for kind in TYPES]),
            ("education", [(level.value, say(f"education.{level.value}")) for level in LEVELS]),
            ("pay", [(str(pay), say("booths.pay", {"n": self._texts.number(pay)})) for pay in PAYS]),
            ("city", [(value, text(name)) for value, name in search.cities]),
            ("industry", [(value, text(name)) for value, name in search.industries]),
        ]
        return [group for name, values in choices if (group := self._group(name, values, found))]

    def _group(self, name: str, values: list[tuple[str, str]], found: Found) -> View | None:
        """Values that would leave nothing are left out, but for the chosen one."""
        counts, on = found.counts.get(name, {}), self._chosen.get(name)
        shown: list[View] = [
            {
                "value": value,
                "label": self._stage.words.tr("booths.choice", {"name": label, "n": counts.get(value, 0)}),
                "on": value == on,
            }
            for value, label in values
            if counts.get(value) or value == on
        ]
        if not shown:
            return None
        return {"group": name, "label": self._stage.words.tr(f"booths.group.{name}"), "options": shown}

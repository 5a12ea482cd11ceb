"""The booths: those that match, all of them, and one opening in detail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jobfair.errors import JobFairError
from jobfair.fair import Booth, Fair, Opening
from jobfair.matching.booths import BoothMatch, NoMatches, OpeningMatch
from jobfair.matching.explain import chips
from jobfair.matching.phrases import phrase
from jobfair.seeker import MatchingProfile
from jobfair.submission import Status
from jobfair.wire import SeekerCard
from kiosk.desk import Hint
from kiosk.exposure import Exposure
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.booth_list import BUSY, BoothList
from ui.fair_texts import FairTexts
from ui.floor import Floor
from ui.page_controller import Args, PageController, View
from ui.stage import Stage
from ui.tour_planner import TourPlanner
from ui.wish_words import WishWords, says_something

MATCHES = 10  # booths ranked for a seeker; all booths are one tap away
REASONS = 3  # LOOK: at most three chips
_SEEN = frozenset({Status.READ, Status.SHORTLISTED, Status.DECLINED})  # the employer has opened it
_BANDS = {"strong": 3, "good": 2, "possible": 1}
_KIND = {"matched": "matched", "missing": "missing", "conflict": "missing", "note": "note", "unknown": "note"}


class BrowsingController(PageController):
    """Asks the matcher once a visit and profile; everything shown comes from the snapshot and its answer."""

    pages = frozenset({Page.HOME, Page.BOOTHS, Page.OPENING})

    def __init__(self, stage: Stage, floor: Floor, planner: TourPlanner) -> None:
        super().__init__(stage)
        self._texts = FairTexts(stage)
        self._wish_words = WishWords(stage)
        self._floor = floor
        self._planner = planner
        self._list = BoothList(stage, floor)
        self.forget()

    def forget(self) -> None:
        self._matches: tuple[BoothMatch, ...] = ()
        self._matched_for: MatchingProfile | None = None
        self._busy = False
        self._matched_in: Fair | None = None
        self._counted: set[tuple[str, str]] = set()
        self._list.forget()
        self._every_reason = False
        self._hinted: tuple[str, Hint] | None = None

    # --- matching

    def entered(self, page: Page) -> None:
        self._every_reason = False
        self.prepare()
        if page is Page.OPENING:
            self._count_opened()
        elif page is Page.HOME:
            self._count_shown()

    def left(self, page: Page) -> None:
        if page is Page.BOOTHS:
            self._list.show_filters(False)

    def prepare(self) -> None:
        """Begin matching, if this profile's answer is not here yet; a guest is matched by what she tapped."""
        profile, fair = self.visit.profile, self.stage.fair
        if profile is None or self._busy or (profile == self._matched_for and fair is self._matched_in):
            return
        if not says_something(profile):
            self._matches, self._matched_for, self._matched_in = (), profile, fair
            return
        self._busy = True
        matchmaker = self.stage.matchmaker

        def done(found: tuple[BoothMatch, ...]) -> None:
            self._busy, self._matches, self._matched_for, self._matched_in = False, found, profile, fair
            self._count_shown()
            self.prepare()  # it may have been changed meanwhile
            self.stage.changed.emit()

        def failed(error: JobFairError) -> None:
            self._busy, self._matched_for, self._matched_in = False, profile, fair
            self.stage.advance(e.Trouble(error.code))

        def work() -> tuple[BoothMatch, ...]:
            found = matchmaker.booths(profile, MATCHES)
            return () if isinstance(found, NoMatches) else tuple(found)

        self.stage.run(work, done, failed, any_page=True)

    def _current(self) -> tuple[BoothMatch, ...]:
        """The matches that the fair still has: it may have been published anew since they were ranked."""
        booths, openings = self.stage.fair.booth_by_id, self.stage.fair.opening_by_id
        return tuple(
            replace(match, booth=booths[match.booth.id])
            for match in self._matches
            if match.booth and match.booth.id in booths and match.openings and match.openings[0].opening.id in openings
        )

    def _count_shown(self) -> None:
        """The ten booths of this visit, each once: for the organizer, who sees numbers of booths and no person."""
        if self.visit.page is Page.HOME:
            new = [booth for booth in self.matched_booths() if ("shown", booth) not in self._counted]
            self._counted |= {("shown", booth) for booth in new}
            if new:
                self._count(lambda exposure: exposure.shown(new))

    def _count_opened(self) -> None:
        opening = self.stage.fair.opening_by_id.get(self.visit.opening or "")
        if opening is not None and opening.booth is not None and ("opened", opening.booth) not in self._counted:
            booth = opening.booth
            self._counted.add(("opened", booth))
            self._count(lambda exposure: exposure.opened(booth))

    def _count(self, what: Callable[[Exposure], None]) -> None:
        """Off the drawing thread; figures that cannot be kept trouble nobody."""
        exposure = self.stage.kiosk.syncer.exposure
        self.stage.run(lambda: what(exposure), lambda _: None, lambda _: None, any_page=True)

    def match_of(self, opening: str) -> OpeningMatch | None:
        """What the matcher said of this opening, for this seeker."""
        return next((o for b in self._matches for o in b.openings if o.opening.id == opening), None)

    def matched_booths(self) -> list[str]:
        """The booths that the matcher found for this seeker, best first."""
        return [match.booth.id for match in self._current() if match.booth]

    def best_openings(self) -> list[str]:
        """The best opening of each matching booth, best first."""
        return [match.openings[0].opening.id for match in self._current() if match.openings]

    # --- what is shown

    def view(self, page: Page) -> View:
        return {
            Page.HOME: self._home,
            Page.BOOTHS: lambda: self._list.view(self._current()),
            Page.OPENING: self._opening,
        }[page]()

    def _home(self) -> View:
        fair, seeker, matched = self.stage.fair, self.visit.seeker, self.matched_booths()
        sent = [s for s in seeker.sent if s.status is not Status.WITHDRAWN] if seeker else []
        self.prepare()  # nothing to do, unless the fair was published anew
        matches = self._current()
        if matches:
            cards = [self._card(m.booth, m.openings[0]) for m in matches if m.openings and m.booth]
        elif self.visit.profile is None or self._matched_for is not None:
            cards = [self._plain_card(booth) for booth in fair.booths[:MATCHES] if booth.id in fair.openings_by_booth]
        else:
            cards = []
        return {
            "name": self._hint(seeker) if seeker else "",
            "total": len(fair.booths),
            "fitting": sum(1 for match in matches if match.band),
            "matches": cards,
            "map": self._floor.drawn(self._floor.hall_of(None), matched, self._planner.tour(matched)),
            "tour": self._planner.summary(matched),
            "can_hand_in": True,
            "busy": self._busy,
            "notice": self.visit.notice,
            "known": seeker is not None,
            "guest": seeker is None and says_something(self.visit.profile),
            "unsure": seeker is not None and not says_something(self.visit.profile),
            "wish": self._wish_words.summary(self.visit.profile),
            "sent": len(sent),
            "read": sum(1 for s in sent if s.status in _SEEN),
        }

    def _hint(self, seeker: SeekerCard) -> str:
        """Looked up once a visit."""
        if self._hinted is None or self._hinted[0] != seeker.id:
            self._hinted = (seeker.id, self.stage.kiosk.desk.hint(seeker))
        return self._texts.hint(self._hinted[1])

    def _card(self, booth: Booth, match: OpeningMatch) -> View:
        card = self._list.row(booth, match.opening)
        card["band"] = _BANDS.get(match.band or "", 0)
        card["also"] = match.band is None
        card["reasons"] = self._chips(match)
        return card

    def _plain_card(self, booth: Booth) -> View:
        return {**self._list.row(booth, self.stage.fair.openings_by_booth[booth.id][0]), "band": 0, "reasons": []}

    def _chips(self, match: OpeningMatch) -> list[View]:
        """Matched ones, and room for one that is missing; those from her past only in the detail, on request."""
        shown = chips(match.reasons, REASONS)
        return [{"kind": _KIND[reason.kind], "text": phrase(reason, self.stage.language)} for reason in shown]

    def _opening(self) -> View:
        fair = self.stage.fair
        opening = fair.opening_by_id.get(self.visit.opening or "")
        if opening is None:  # the fair was published anew meanwhile
            return {"opening": "", "facts": [], "reasons": [], "others": [], "notice": "gone"}
        booth = fair.booth_by_id.get(opening.booth or "")
        match = self.match_of(opening.id)
        reasons = match.reasons if match else ()
        shown = reasons if self._every_reason else [reason for reason in reasons if not reason.past][: 2 * REASONS]
        others = [o for o in fair.openings_by_booth.get(opening.booth or "", ()) if o.id != opening.id]
        return {
            "opening": opening.id,
            "booth": booth.id if booth else "",
            "employer": self._texts.employer(booth),
            "title": self._texts.title(opening),
            "band": _BANDS.get(match.band or "", 0) if match else 0,
            "facts": self._facts(opening, booth),
            "reasons": [{"kind": _KIND[r.kind], "text": phrase(r, self.stage.language), "detail": ""} for r in shown],
            "description": self.stage.text(opening.description),
            "others": [{"opening": o.id, "title": self._texts.title(o), "pay": self._texts.pay(o)} for o in others],
            "more_reasons": len(shown) < len(reasons),
            "wanted": opening.id in self.visit.wanted,
            "notice": self.visit.notice,
        }

    def _facts(self, opening: Opening, booth: Booth | None) -> list[View]:
        say, text = self.stage.words.tr, self.stage.text
        education = say(f"education.{opening.education_min.value}") if opening.education_min else ""
        months = opening.experience_months_min
        if months is None:
            experience = ""
        elif months == 0:
            experience = say("experience.none")
        elif months % 12 == 0:
            experience = say("experience.years", {"n": months // 12})
        else:
            experience = say("experience.months", {"n": months})
        kind = say(f"job_type.{opening.job_type.value}") if opening.job_type else ""
        count = say("headcount", {"n": opening.headcount}) if opening.headcount else ""
        facts = (
            ("pay", self._texts.pay(opening)),
            ("kind", text(opening.hours) or kind),
            ("place", ("、" if self.stage.language == "zh" else ", ").join(text(c) for c in opening.cities)),
            ("headcount", count),
            ("education", education),
            ("experience", experience),
            ("permit", "" if opening.work_permit is None else say(f"permit.{'yes' if opening.work_permit else 'no'}")),
            ("queue", self._queue(booth)),
            ("dispatch", say("dispatch.note") if opening.labour_dispatch else ""),
        )
        return [{"key": key, "value": value} for key, value in facts if value]

    def _queue(self, booth: Booth | None) -> str:
        """In words; an empty text where nothing fresh is known."""
        people = self.stage.kiosk.syncer.queues.fresh().get(booth.id) if booth else None
        if people is None:
            return ""
        say, minutes = self.stage.words.tr, people * self.stage.kiosk.desk.fair().settings.minutes_a_person
        if people == 0:
            return say("busy.none")
        return say("busy.queue_later" if people >= BUSY else "busy.queue", {"n": people, "min": minutes})

    # --- what can be done

    def act(self, page: Page, name: str, args: Args) -> None:
        if page is Page.OPENING and self.visit.opening not in self.stage.fair.opening_by_id:
            self.stage.advance(e.Show(Page.HOME))  # published anew meanwhile, and this one is gone
            return
        match name:
            case "open_opening":
                self.open(str(args.get("opening", "")), str(args.get("booth", "")))
            case "open_booth":
                self.stage.advance(e.BoothChosen(str(args["booth"])))
            case "hand_in":
                self._hand_in(str(args.get("opening") or ""))
            case "show":
                targets = {"booths": Page.BOOTHS, "map": Page.MAP, "questions": Page.QUESTIONS, "profile": Page.PROFILE}
                target = targets.get(str(args["page"]), Page.HOME)
                self.stage.advance(e.Show(target))  # type: ignore[arg-type]
            case "next_opening":
                self._next_opening()
            case "search":
                self._list.search(str(args["text"]))
            case "filter":
                self._list.choose(str(args["group"]), str(args["value"]))
            case "clear_filters":
                self._list.clear()
            case "filters":
                self._list.show_filters(bool(args["on"]))
            case "your_data":
                self.stage.advance(e.YourData())
            case "all_reasons" | "why":
                self._every_reason = True
        self.stage.changed.emit()

    def open(self, opening: str, booth: str) -> None:
        """This opening; without one, the best or the first of the booth."""
        openings = self.stage.fair.openings_by_booth.get(booth, ())
        if not opening and openings:
            here = {known.id for known in openings}
            opening = next((best for best in self.best_openings() if best in here), openings[0].id)
        if opening:
            self.stage.advance(e.OpeningChosen(opening))

    def _hand_in(self, opening: str) -> None:
        """Without an opening in mind and without a match there is nobody to choose yet: all booths come first."""
        seeker = self.visit.seeker
        if seeker is not None and not opening and not self.visit.wanted and not self._busy and not self._matches:
            self.stage.advance(e.Show(Page.BOOTHS))
            self.stage.advance(e.Trouble("choose_first"))
        else:
            self.stage.advance(e.HandIn(opening or None))

    def _next_opening(self) -> None:
        fair = self.stage.fair
        now = fair.opening_by_id.get(self.visit.opening or "")
        if now is None or now.booth is None:
            return
        ids = [o.id for o in fair.openings_by_booth[now.booth]]
        self.stage.advance(e.OpeningChosen(ids[(ids.index(now.id) + 1) % len(ids)]))

"""The booths: those that match, all of them, and one opening in detail."""

from __future__ import annotations

from jobfair.errors import JobFairError
from jobfair.fair import Booth, Opening
from jobfair.matching.booths import BoothMatch, NoMatches, OpeningMatch
from jobfair.matching.explain import chips
from jobfair.matching.phrases import phrase
from jobfair.seeker import MatchingProfile
from jobfair.submission import Status
from jobfair.text import all_of
from jobfair.wire import SeekerCard
from kiosk.desk import Hint
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.fair_texts import FairTexts
from ui.floor import Floor
from ui.page_controller import Args, PageController, View
from ui.stage import Stage
from ui.tour_planner import TourPlanner
from ui.wish_words import WishWords

MATCHES = 12  # booths ranked for a seeker; all booths are one tap away
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
        self.forget()

    def forget(self) -> None:
        self._matches: tuple[BoothMatch, ...] = ()
        self._matched_for: MatchingProfile | None = None
        self._busy = False
        self._query = ""
        self._filter = "all"
        self._every_reason = False
        self._hinted: tuple[str, Hint] | None = None

    # --- matching

    def entered(self, page: Page) -> None:
        if page is not Page.BOOTHS:
            self._query = ""
        self._every_reason = False
        self.prepare()

    def prepare(self) -> None:
        """Begin matching, if this profile's answer is not here yet; a guest is matched by what she tapped."""
        profile = self.visit.profile
        if profile is None or profile == self._matched_for or self._busy:
            return
        self._busy = True
        matchmaker = self.stage.matchmaker

        def done(found: tuple[BoothMatch, ...]) -> None:
            self._busy, self._matches, self._matched_for = False, found, profile
            self.prepare()  # it may have been changed meanwhile
            self.stage.changed.emit()

        def failed(error: JobFairError) -> None:
            self._busy, self._matched_for = False, profile
            self.stage.advance(e.Trouble(error.code))

        def work() -> tuple[BoothMatch, ...]:
            found = matchmaker.booths(profile, MATCHES)
            return () if isinstance(found, NoMatches) else tuple(found)

        self.stage.run(work, done, failed, any_page=True)

    def match_of(self, opening: str) -> OpeningMatch | None:
        """What the matcher said of this opening, for this seeker."""
        return next((o for b in self._matches for o in b.openings if o.opening.id == opening), None)

    def matched_booths(self) -> list[str]:
        """The booths that the matcher found for this seeker, best first."""
        return [match.booth.id for match in self._matches if match.booth]

    def best_openings(self) -> list[str]:
        """The best opening of each matching booth, best first."""
        return [match.openings[0].opening.id for match in self._matches if match.openings]

    # --- what is shown

    def view(self, page: Page) -> View:
        return {
            Page.HOME: self._home,
            Page.BOOTHS: self._booths,
            Page.OPENING: self._opening,
        }[page]()

    def _home(self) -> View:
        fair, seeker, matched = self.stage.fair, self.visit.seeker, self.matched_booths()
        sent = [s for s in seeker.sent if s.status is not Status.WITHDRAWN] if seeker else []
        if self._matches:
            cards = [self._card(m.booth, m.openings[0]) for m in self._matches if m.openings and m.booth]
        elif self.visit.profile is None or self._matched_for is not None:
            cards = [self._plain_card(booth) for booth in fair.booths[:MATCHES] if booth.id in fair.openings_by_booth]
        else:
            cards = []
        return {
            "name": self._hint(seeker) if seeker else "",
            "total": len(fair.booths),
            "fitting": len(self._matches),
            "matches": cards,
            "map": self._floor.drawn(self._floor.hall_of(None), matched, self._planner.tour(matched)),
            "tour": self._planner.summary(matched),
            "can_hand_in": True,
            "busy": self._busy,
            "notice": self.visit.notice,
            "known": seeker is not None,
            "guest": seeker is None and self.visit.profile is not None,
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
        card = self._row(booth, match.opening)
        card["band"] = _BANDS.get(match.band or "", 0)
        card["reasons"] = self._chips(match)
        return card

    def _plain_card(self, booth: Booth) -> View:
        return {**self._row(booth, self.stage.fair.openings_by_booth[booth.id][0]), "band": 0, "reasons": []}

    def _row(self, booth: Booth, opening: Opening) -> View:
        return {
            "booth": booth.id,
            "opening": opening.id,
            "employer": self._texts.employer(booth),
            "title": self.stage.text(opening.title),
            "pay": self._texts.pay(opening),
            "walk_min": self._floor.walk_minutes(booth.id),
            "queue": None,
            "wait_min": None,
        }

    def _chips(self, match: OpeningMatch) -> list[View]:
        """Matched ones, and room for one that is missing; those from her past only in the detail, on request."""
        shown = chips(match.reasons, REASONS)
        return [{"kind": _KIND[reason.kind], "text": phrase(reason, self.stage.language)} for reason in shown]

    def _booths(self) -> View:
        fair = self.stage.fair
        rows = []
        query = self._query.strip().casefold()
        bands = {m.booth.id: _BANDS.get(m.band or "", 0) for m in self._matches if m.booth}
        for booth in fair.booths:
            openings = fair.openings_by_booth.get(booth.id, ())
            if not self._filtered(booth, bands) or not (query == "" or self._found(query, booth, openings)):
                continue
            best = next((o for o in openings if query and self._in_title(query, o)), openings[0] if openings else None)
            row = self._row(booth, best) if best else {"booth": booth.id, "employer": self._texts.employer(booth),
                                                        "opening": "", "title": "", "pay": ""}  # fmt: skip
            rows.append({**row, "openings": len(openings), "band": bands.get(booth.id, 0)})
        return {
            "query": self._query,
            "total": len(fair.booths),
            "found": len(rows),
            "filters": self._filters(bool(bands)),
            "rows": rows,
        }

    def _filters(self, matched: bool) -> list[View]:
        say = self.stage.words.tr
        choices = [("all", say("booths.filter.all"))]
        choices += [("fit", say("booths.filter.fit"))] if matched else []
        choices += [(f"hall:{hall.id}", self.stage.text(hall.name)) for hall in self.stage.fair.halls]
        return [{"value": value, "label": label, "on": value == self._filter} for value, label in choices]

    def _filtered(self, booth: Booth, bands: dict[str, int]) -> bool:
        if self._filter == "fit":
            return booth.id in bands
        return not self._filter.startswith("hall:") or booth.hall == self._filter.removeprefix("hall:")

    def _found(self, query: str, booth: Booth, openings: tuple[Opening, ...]) -> bool:
        employer = self.stage.fair.employer_by_id.get(booth.employer or "")
        names = (*all_of(employer.name), *all_of(employer.industry)) if employer else ()
        texts = (booth.id, *names)
        return any(query in text.casefold() for text in texts) or any(self._in_title(query, o) for o in openings)

    def _in_title(self, query: str, opening: Opening) -> bool:
        return any(query in title.casefold() for title in all_of(opening.title))

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
            "title": self.stage.text(opening.title),
            "band": _BANDS.get(match.band or "", 0) if match else 0,
            "facts": self._facts(opening),
            "reasons": [{"kind": _KIND[r.kind], "text": phrase(r, self.stage.language), "detail": ""} for r in shown],
            "description": self.stage.text(opening.description),
            "others": [{"opening": o.id, "title": self.stage.text(o.title), "pay": self._texts.pay(o)} for o in others],
            "more_reasons": len(shown) < len(reasons),
            "wanted": opening.id in self.visit.wanted,
            "notice": self.visit.notice,
        }

    def _facts(self, opening: Opening) -> list[View]:
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
        )
        return [{"key": key, "value": value} for key, value in facts if value]

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
                self._query = str(args["text"])[:40]
            case "filter":
                self._filter = str(args["value"])
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

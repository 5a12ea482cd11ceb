"""What work is looked for: up to three questions answered by tapping, and the words, each to be added or taken away."""

from __future__ import annotations

from typing import Any, Literal, cast

from jobfair.errors import JobFairError
from jobfair.fair import Education
from jobfair.matching.questions import MOST_QUESTIONS, WorkQuestion, answered
from jobfair.matching.vocabulary import Field, Vocabulary
from jobfair.resume.profile import ReadProfile
from jobfair.seeker import MatchingProfile
from jobfair.wire import SeekerCard
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.guided_form import SALARIES, YEARS
from ui.page_controller import Args, PageController, View
from ui.stage import Stage
from ui.wish_words import WishWords

GUEST = "guest"
SUGGESTED = 9
LONGEST = 60
MOST_WORDS = 12  # of one field
LISTS = ("titles", "past_titles", "majors", "skills", "cities")
SINGLE = ("education", "experience", "salary")
SNIPPET = 28


class WishController(PageController):
    """The visit holds what is looked for; half-typed words and the answers of this round live here."""

    pages = frozenset({Page.QUESTIONS, Page.PROFILE})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._words = WishWords(stage)
        self._read: ReadProfile | None = None
        self.forget()

    def forget(self) -> None:
        self._before: list[tuple[MatchingProfile, WorkQuestion]] = []  # profile before each question of this round
        self._question: WorkQuestion | None = None
        self._busy = False
        self._adding = self._typed = ""
        self._vocabulary: Vocabulary | None = None
        self._read = None

    @property
    def _profile(self) -> MatchingProfile:
        seeker = self.visit.seeker
        return self.visit.profile or MatchingProfile(id=seeker.id if seeker else GUEST)

    # --- what is shown

    def view(self, page: Page) -> View:
        return self._questions_view() if page is Page.QUESTIONS else self._profile_view()

    def _questions_view(self) -> View:
        question, say = self._question, self.stage.words.tr
        options = [
            {"value": option.value, "label": self._words.answer(option.value, option.label),
             "icon": self._words.icon(option.value),
             "note": say("questions.keeps.one" if option.keeps == 1 else "questions.keeps", {"n": option.keeps})}
            for option in (question.options if question else ())
        ]  # fmt: skip
        return {
            "key": question.key if question else "",
            "index": len(self._before) + 1,
            "count": MOST_QUESTIONS,
            "options": options,
            "busy": self._busy,
            "done": question is None and not self._busy,
            "wish": self._words.summary(self._profile),
        }

    def _profile_view(self) -> View:
        profile, say = self._profile, self.stage.words.tr
        sections: list[dict[str, Any]] = []
        for field in LISTS:
            chips = [{"value": word, "label": word} for word in getattr(profile, field)]
            sections.append({"key": field, "chips": chips, "add": len(chips) < MOST_WORDS})
        told = {
            "education": self._words.level(profile.education) if profile.education else "",
            "experience": self._words.years(profile.experience_months) if profile.experience_months is not None else "",
            "salary": self._words.pay(profile.salary_min) if profile.salary_min is not None else "",
        }
        for field, value in told.items():
            sections.append({"key": field, "chips": [{"value": field, "label": value}] if value else [],
                             "add": not value})  # fmt: skip
        chosen = [{"value": choice, "label": self._words.answer(choice, self._words.industry(choice))}
                  for choice in profile.chosen]  # fmt: skip
        sections.append({"key": "chosen", "chips": chosen, "add": False})
        for section in sections:
            section["label"] = say(f"wish.{section['key']}")
            section["source"] = self._source(str(section["key"]))
        return {
            "sections": [section for section in sections if section["chips"] or section["add"]],
            "adding": self._adding,
            "typed": self._typed,
            "choice": self._adding in SINGLE,
            "suggestions": self._suggestions(),
            "from_file": self._read is not None,
            "notice": self.visit.notice,
        }

    def _source(self, field: str) -> str:
        """The words of the résumé from which the first of this field was read."""
        if self._read is None:
            return ""
        term = next((t for t in self._read.terms if t.field == field and t.start >= 0), None)
        if term is None:
            return ""
        text = self._read.text
        begin = text.rfind("\n", 0, term.start) + 1
        end = text.find("\n", term.end)
        line = " ".join(text[begin : end if end >= 0 else len(text)].split())
        at = max(0, line.find(text[term.start : term.end]) - SNIPPET // 2)
        snippet = line[at : at + 2 * SNIPPET]
        return self.stage.words.tr("wish.source", {"text": snippet if len(line) <= 2 * SNIPPET else f"{snippet}…"})

    def _suggestions(self) -> list[View]:
        """In the fair's own words, in the language of the moment; what is typed narrows them."""
        if self._adding == "education":
            return [{"value": level.value, "label": self._words.level(level)} for level in Education]
        if self._adding == "experience":
            say = self.stage.words.tr
            return [{"value": str(months), "label": say(f"intention.year.{year}")} for year, months in YEARS.items()]
        if self._adding == "salary":
            return [{"value": str(pay), "label": self._words.pay(pay)} for pay in SALARIES]
        if not self._adding or self._vocabulary is None:
            return []
        profile, language = self._profile, self.stage.language
        longest = 9 if language == "zh" else 26
        found = self._vocabulary.suggest(
            cast(Field, self._adding), self._typed, language, 4 * SUGGESTED,
            getattr(profile, self._adding), (*profile.titles, *profile.past_titles),
        )  # fmt: skip
        return [{"value": word, "label": word} for word in found if len(word) <= longest][:SUGGESTED]

    # --- what can be done

    def entered(self, page: Page) -> None:
        self._adding = self._typed = ""
        if page is Page.QUESTIONS:
            self._before = []
            self._ask()
        elif self._vocabulary is None:
            matchmaker = self.stage.matchmaker

            def known(vocabulary: Vocabulary) -> None:
                self._vocabulary = vocabulary
                self.stage.changed.emit()

            self.stage.run(matchmaker.vocabulary, known)

    def act(self, page: Page, name: str, args: Args) -> None:
        match page, name:
            case (Page.QUESTIONS, "answer"):
                self._answer(str(args["value"]))
            case (Page.QUESTIONS, "skip"):
                self._answer("")
            case (Page.PROFILE, "add"):
                self._adding, self._typed = str(args["field"]), ""
            case (Page.PROFILE, "edit"):
                self._typed = str(args["value"])[:LONGEST]
            case (Page.PROFILE, "pick"):
                self._add(str(args["value"]))
            case (Page.PROFILE, "remove"):
                self._remove(str(args["field"]), str(args["value"]))
            case (Page.PROFILE, "close"):
                self._adding = self._typed = ""
            case (_, "show"):
                targets: dict[str, Literal[Page.HOME, Page.QUESTIONS, Page.PROFILE]] = {
                    "questions": Page.QUESTIONS, "profile": Page.PROFILE}  # fmt: skip
                self.stage.advance(e.Show(targets.get(str(args["page"]), Page.HOME)))
        self.stage.changed.emit()

    def back_in_page(self) -> bool:
        """ "Back" is the question before, or closes what is being added; True when it was that."""
        if self.visit.page is Page.PROFILE and self._adding:
            self._adding = self._typed = ""
        elif self.visit.page is Page.QUESTIONS and self._before and not self._busy:
            profile, self._question = self._before.pop()
            self._keep(profile)
        else:
            return False
        self.stage.changed.emit()
        return True

    # --- questions

    def _ask(self) -> None:
        """What to ask next is worked out off the drawing thread; nothing more to ask leads to the booths."""
        self._busy, self._question = True, None
        profile, asked = self._profile, tuple(question.key for _, question in self._before)
        matchmaker = self.stage.matchmaker

        def done(question: WorkQuestion | None) -> None:
            self._busy, self._question = False, question
            if question is None and self._before:
                self.stage.advance(e.Show(Page.HOME))
            self.stage.changed.emit()

        def failed(error: JobFairError) -> None:
            self._busy = False
            self.stage.advance(e.Trouble(error.code))

        self.stage.run(lambda: matchmaker.question(profile, asked), done, failed)

    def _answer(self, value: str) -> None:
        question, profile = self._question, self._profile
        if question is None or self._busy:
            return
        option = next((option for option in question.options if option.value == value), None)
        self._before.append((profile, question))
        if option is not None:
            self._keep(answered(profile, option.value, option.label))
        self._ask()

    # --- words

    def _add(self, value: str) -> None:
        field, word, profile = self._adding, value.strip()[:LONGEST], self._profile
        if field == "education" and word in set(Education):
            self._keep(profile.model_copy(update={"education": Education(word)}))
        elif field == "experience" and word.isascii() and word.isdigit():
            self._keep(profile.model_copy(update={"experience_months": int(word)}))
        elif field == "salary" and word.isascii() and word.isdigit():
            self._keep(profile.model_copy(update={"salary_min": int(word)}))
        elif field in LISTS and word:
            words = tuple(dict.fromkeys((*getattr(profile, field), word)))[:MOST_WORDS]
            self._keep(profile.model_copy(update={field: words}))
            self._typed = ""
            return  # several of a kind: the list stays open
        self._adding = self._typed = ""

    def _remove(self, field: str, value: str) -> None:
        profile = self._profile
        single: dict[str, dict[str, Any]] = {
            "education": {"education": None}, "experience": {"experience_months": None},
            "salary": {"salary_min": None, "musts": tuple(m for m in profile.musts if m != "salary")},
        }  # fmt: skip
        update = single.get(field)
        if update is None and field in (*LISTS, "chosen"):
            update = {field: tuple(word for word in getattr(profile, field) if word != value)}
            if field == "cities" and not update[field]:
                update["musts"] = tuple(m for m in profile.musts if m != "city")
        if update is not None:
            self._keep(profile.model_copy(update=update))

    # --- where it is kept

    def resume_read(self, found: ReadProfile) -> None:
        """A file was read: what it says of titles, skills and so on is looked for, to be corrected on the page."""
        profile, self._read = self._profile, found
        read = found.profile
        update = {
            name: getattr(read, name) for name in MatchingProfile.model_fields if name != "id" and getattr(read, name)
        }
        self.stage.advance(e.LookingFor(profile.model_copy(update=update)))

    def confirm(self) -> None:
        """She has seen what was read: of who is registered it is written down now."""
        if self._read is not None and self.visit.looking_for is not None:
            self._write(self.visit.looking_for)

    def _keep(self, profile: MatchingProfile) -> None:
        """In the visit; of who is registered, on her card too."""
        if profile == self.visit.profile:
            return
        self.stage.advance(e.LookingFor(profile))
        self._write(profile)

    def _write(self, profile: MatchingProfile) -> None:
        seeker, desk = self.visit.seeker, self.stage.kiosk.desk
        if seeker is None:
            return

        def kept(card: SeekerCard) -> None:
            if self.visit.looking_for == profile:  # a later change has a card of its own
                self.stage.advance(e.CardRefreshed(card))

        self.stage.run(lambda: desk.keep_wish(seeker, profile), kept, any_page=True)

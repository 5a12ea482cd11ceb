"""From "hand in" to "saved": where the résumé comes from, checking it, choosing employers, and the one tap."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from jobfair.errors import DocumentError, JobFairError
from jobfair.fair import Opening
from jobfair.resume.profile import ReadProfile
from jobfair.resume.read import ReadResume
from jobfair.resume.render import RenderedResume
from jobfair.seeker import Resume
from kiosk.desk import NotAllowed, Submitted
from kiosk.visit import LastResume, NewResume, Page
from kiosk.visit import events as e
from ui.browsing_controller import BrowsingController
from ui.employer_row import employer_row
from ui.fair_texts import FairTexts
from ui.guided_form import QUESTIONS, Answers, Question, answers_of, merged, problem_of
from ui.page_controller import Args, PageController, View
from ui.page_images import PageImages, draw_pages
from ui.question_options import options_of
from ui.read_fields import changed, covered, is_fixed, lines_of
from ui.stage import Stage
from ui.stick import documents_on, read_document
from ui.wish_controller import WishController

OFFERED = 10  # employers on the page besides those already wanted
LIMIT = 10


class HandingInController(PageController):
    """The form's answers and the file's fields live here until the visit ends."""

    pages = frozenset(
        {Page.RESUME_SOURCE, Page.GUIDED_FORM, Page.RESUME_FILE, Page.READ_CHECK, Page.REVIEW, Page.EMPLOYERS}
    )

    def __init__(self, stage: Stage, browsing: BrowsingController, images: PageImages, wish: WishController) -> None:
        super().__init__(stage)
        self._browsing = browsing
        self._wish = wish
        self._images = images
        self._texts = FairTexts(stage)
        self._poll = QTimer(stage)
        self._poll.setInterval(1000)
        self._poll.timeout.connect(self._look_for_stick)
        self._listing = False
        self.forget()

    def forget(self) -> None:
        self._poll.stop()
        self._answers: Answers = {}
        self._at = 0
        self._problem = ""
        self._questions: tuple[Question, ...] = QUESTIONS
        self._file_state, self._file_problem = "waiting", ""
        self._files: list[Path] = []
        self._read: Resume | None = None
        self._field_problems: dict[str, str] = {}
        self._source = "form"
        self._wanted_first: tuple[str, ...] = ()  # as the page came up: ticking must not move the rows
        self._shown: list[str] = []
        self._clear: list[str] = []
        self._missing: tuple[str, ...] = ()
        self._rendering = self._saving = False
        self._rendered_in = ""
        self._submitted = 0
        self._images.clear()

    # --- what is shown

    def view(self, page: Page) -> View:
        return {
            Page.RESUME_SOURCE: self._source_view,
            Page.GUIDED_FORM: self._form_view,
            Page.RESUME_FILE: self._file_view,
            Page.READ_CHECK: self._check_view,
            Page.REVIEW: self._review_view,
            Page.EMPLOYERS: self._employers_view,
        }[page]()

    def _source_view(self) -> View:
        card, folder = self.visit.seeker, self.stage.kiosk.config.import_folder
        last = None
        if self.visit.last_resume:
            known = card.resume if card else None
            date = self._texts.long_day(known.date.astimezone()) if known else ""
            last = {"date": date, "pages": known.pages if known else 1}
        settings = self.stage.kiosk.desk.fair().settings
        return {
            "online": self.stage.kiosk.syncer.online,
            "last": last,
            "intention": bool(self.visit.draft.intention and self.visit.draft.intention.kind_of_work),
            "phone": None,
            "usb": "none" if folder is None else "ready" if self._files else "waiting",
            "questions": len(self._asked()),
            "minutes": 3,
            "form": settings.long_form,
            "notice": self.visit.notice,
        }

    def _form_view(self) -> View:
        question = self._questions[self._at]
        answer = self._answers.get(question.key, ())
        options = options_of(question, self._answers, self.stage)
        return {
            "key": question.key,
            "index": self._at + 1,
            "count": len(self._questions),
            "kind": "text" if question.key in ("wish", "skills", "city") and not options else question.kind,
            "value": answer[0] if answer and question.kind != "choices" else "",
            "hint": "",
            "columns": 3 if self.stage.language == "zh" else 2,
            "suggestions": [{"value": v, "label": label, "on": v in answer} for v, label in options],
            "can_skip": not question.needed,
            "can_go_on": not question.needed or bool(answer and answer[0].strip()),
            "problem": self._problem,
            "last": self._at == len(self._questions) - 1,
        }

    def _file_view(self) -> View:
        return {
            "state": self._file_state,
            "files": [{"value": str(n), "label": path.name, "note": ""} for n, path in enumerate(self._files)],
            "progress": -1,
            "problem": self._file_problem,
        }

    def _check_view(self) -> View:
        resume = self._read or Resume()
        say = self.stage.words.tr
        fields = []
        for path, label, value in lines_of(resume):
            shown = say(f"education.{value}") if path == "education_level" else value
            fields.append({"key": path, "label": say(f"field.{label}"), "value": shown, "fixed": is_fixed(path),
                           "problem": self._field_problems.get(path, "")})  # fmt: skip
        return {"fields": fields, "pages": 1}

    def _review_view(self) -> View:
        resume = self.visit.resume
        return {
            "source": self._source,
            "images": self._shown,
            "clear_images": self._clear,
            "pages": resume.pages if isinstance(resume, NewResume) else 1,
            "rendering": self._rendering,
            "missing": list(self._missing),
            "notice": self.visit.notice,
        }

    def _employers_view(self) -> View:
        resume, card = self.visit.resume, self.visit.seeker
        shown: View = {"kind": "new"}
        if isinstance(resume, LastResume) and card and card.resume:
            day = self._texts.long_day(card.resume.date.astimezone())
            shown = {"kind": "last", "date": day, "pages": card.resume.pages}
        rows = [employer_row(self.stage, opening) for opening in self._offered()]
        chosen = sum(1 for row in rows if row["on"])
        return {"rows": rows, "chosen": chosen, "limit": LIMIT, "resume": shown, "saving": self._saving,
                "notice": self.visit.notice}  # fmt: skip

    def _offered(self) -> list[Opening]:
        """What she wanted first, then the best of each matching booth; all of it to be ticked by her."""
        known = self.stage.fair.opening_by_id
        best = self._browsing.best_openings()[:OFFERED]
        ordered = dict.fromkeys([*self._wanted_first, *best, *sorted(self.visit.wanted)])
        return [known[opening] for opening in ordered if opening in known]

    # --- what can be done

    def act(self, page: Page, name: str, args: Args) -> None:
        match page, name:
            case (_, "source"):
                self._choose_source(page, str(args["source"]))
            case (Page.GUIDED_FORM, _):
                self._form_act(name, str(args.get("value", "")))
            case (Page.RESUME_FILE, "file"):
                self._read_file(int(args["file"]))
            case (Page.RESUME_FILE, "again"):
                self._file_state, self._file_problem = "waiting", ""
                self._look_for_stick()
            case (Page.READ_CHECK, "edit"):
                self._edit_field(str(args["field"]), str(args["value"]))
            case (Page.READ_CHECK, "profile"):
                self.stage.advance(e.Show(Page.PROFILE))
            case (Page.READ_CHECK, "confirm"):
                if self._read is not None and not self._field_problems:
                    self._source = "file"
                    self._wish.confirm()
                    self.stage.advance(e.FormDone(self._read))
            case (Page.REVIEW, "change"):
                self._start_form(self.visit.form)
                self.stage.advance(e.Change())
            case (Page.REVIEW, "reviewed"):
                self.stage.advance(e.Reviewed())
            case (Page.EMPLOYERS, "tick"):
                self.stage.advance(e.Ticked(str(args["opening"]), bool(args["on"])))
            case (Page.EMPLOYERS, "submit"):
                self._submit()
            case (Page.EMPLOYERS, "show"):
                self.stage.advance(e.Back())
        self.stage.changed.emit()

    def _choose_source(self, page: Page, source: str) -> None:
        if page is not Page.RESUME_SOURCE:
            self.stage.advance(e.Back())
            if page is Page.READ_CHECK:
                self.stage.advance(e.Back())
        if source == "form":
            self._start_form(self.visit.form)
            self.stage.advance(e.SourceChosen("form"))
        elif source == "last":
            self.stage.advance(e.SourceChosen("last"))
        elif source == "file":
            self.stage.advance(e.SourceChosen("file"))
        elif source == "intention":
            self._source = "card"
            self.stage.advance(e.SourceChosen("intention"))

    # --- the form

    def _asked(self) -> tuple[Question, ...]:
        """Without what a new seeker has just told us."""
        known = answers_of(self.visit.draft.intention.as_resume()) if self.visit.draft.intention else {}
        return tuple(question for question in QUESTIONS if question.key not in known)

    def _start_form(self, resume: Resume | None) -> None:
        card = self.visit.draft.intention
        start = resume or (card.as_resume() if card else None)
        self._answers = answers_of(start) if start else {}
        self._questions = QUESTIONS if resume else self._asked()
        self._at, self._problem = 0, ""

    def _form_act(self, name: str, value: str) -> None:
        question = self._questions[self._at]
        if name == "edit":
            self._answers[question.key] = (value,)
            self._problem = ""
        elif name == "pick":
            self._pick(question, value)
        elif name == "skip":
            self._answers.pop(question.key, None)
            self._form_next()
        elif name == "previous":
            self._at = max(0, self._at - 1)
        elif name == "next":
            self._problem = problem_of(question, self._answers.get(question.key, ()))
            if not self._problem:
                self._form_next()

    def _pick(self, question: Question, value: str) -> None:
        held = self._answers.get(question.key, ())
        if question.kind != "choices":
            self._answers[question.key] = (value,)
        elif value in held:
            self._answers[question.key] = tuple(part for part in held if part != value)
        else:
            self._answers[question.key] = (*held, value)

    def _form_next(self) -> None:
        if self._at < len(self._questions) - 1:
            self._at += 1
            return
        self._source = "form"
        self.stage.advance(e.FormDone(merged(self.visit.form, self._answers)))

    def back_in_form(self) -> bool:
        """ "Back" inside the form is the question before; True when it was one."""
        if self.visit.page is not Page.GUIDED_FORM or self._at == 0:
            return False
        self._at, self._problem = self._at - 1, ""
        self.stage.changed.emit()
        return True

    # --- a file

    def entered(self, page: Page) -> None:
        self._saving = False
        if page in (Page.RESUME_FILE, Page.RESUME_SOURCE):
            self._file_state, self._file_problem, self._read = "waiting", "", None
            self._poll.start()
            self._look_for_stick()
        elif page is Page.REVIEW:
            self._render()
        elif page is Page.EMPLOYERS:
            self._wanted_first = tuple(sorted(self.visit.wanted))
            self._browsing.prepare()

    def left(self, page: Page) -> None:
        self._poll.stop()

    def language_changed(self) -> None:
        """The page that the seeker reviews is in the language she reads."""
        if self.visit.page is Page.REVIEW and self._rendered_in != self.stage.language:
            self._render()

    def _look_for_stick(self) -> None:
        """List the stick off the drawing thread: it may be slow, full of files, or being pulled out."""
        folder = self.stage.kiosk.config.import_folder
        if folder is None or self._listing or self._file_state not in ("waiting", "choose"):
            return
        self._listing = True
        visit = self.visit.number

        def done(files: list[Path]) -> None:
            self._listing = False
            if self.visit.number != visit or self._file_state not in ("waiting", "choose"):
                return
            self._files = files
            self._file_state = "choose" if files else "waiting"
            self.stage.changed.emit()

        self.stage.worker.run(lambda: documents_on(folder), done)

    def _read_file(self, number: int) -> None:
        if not 0 <= number < len(self._files) or self._file_state == "reading":
            return
        path, matchmaker = self._files[number], self.stage.matchmaker
        self._file_state = "reading"

        def failed(error: JobFairError) -> None:
            self._file_state = "problem"
            self._file_problem = error.reason if isinstance(error, DocumentError) else "broken"
            self.stage.changed.emit()

        self.stage.run(lambda: read_document(path, matchmaker), self._file_read, failed)

    def _file_read(self, found: tuple[ReadResume, ReadProfile]) -> None:
        resume, profile = found
        self._read, self._field_problems = resume.draft, {}
        self.stage.advance(e.FormDone(resume.draft))
        self._wish.resume_read(profile)

    def _edit_field(self, path: str, value: str) -> None:
        if self._read is None or is_fixed(path):
            return
        after = changed(self._read, path, value)
        if after is None:
            self._field_problems[path] = "not_a_number"
        else:
            self._read = after
            self._field_problems.pop(path, None)

    # --- review

    def _render(self) -> None:
        form = self.visit.form
        if form is None:
            return
        self._rendering, self._rendered_in = True, self.stage.language
        language, renderer = self.stage.language, self.stage.kiosk

        def work() -> tuple[RenderedResume, list[QImage], list[QImage]]:
            clear = renderer.renderer.resume(form, language)
            shown = renderer.renderer.resume(covered(form), language)
            return clear, draw_pages(shown.pdf), draw_pages(clear.pdf)

        def done(found: tuple[RenderedResume, list[QImage], list[QImage]]) -> None:
            drawn, covered, clear = found
            self._rendering, self._missing = False, drawn.missing
            self._shown = self._images.set_pages("covered", covered)
            self._clear = self._images.set_pages("clear", clear)
            self.stage.advance(e.Rendered(NewResume(form, drawn.pdf, drawn.pages, drawn.missing)))
            self.stage.changed.emit()

        self.stage.run(work, done, self._failed)

    def _failed(self, error: JobFairError) -> None:
        self._rendering = self._saving = False
        self.stage.advance(e.Trouble(error.code))
        self.stage.changed.emit()

    # --- the one tap

    def _submit(self) -> None:
        card, resume = self.visit.seeker, self.visit.resume
        wanted = [opening.id for opening in self._offered() if opening.id in self.visit.wanted]
        if self._saving or card is None or resume is None or not wanted:
            return
        self._saving = True
        desk, language, before = self.stage.kiosk.desk, self.stage.language, self._submitted
        work: Callable[[], Submitted | NotAllowed] = lambda: desk.submit(card, wanted, resume, language, before)  # noqa: E731
        self.stage.run(work, self._submitted_now, self._failed)

    def _submitted_now(self, answer: Submitted | NotAllowed) -> None:
        self._saving = False
        if isinstance(answer, NotAllowed):
            self.stage.advance(e.Trouble(answer.reason))
        elif not answer.submissions:
            self.stage.advance(e.Trouble("daily_limit" if answer.over_limit else "already_sent"))
        else:
            self._submitted += len(answer.submissions)
            self.stage.advance(e.SubmissionsSaved(answer.submissions))
            self.stage.advance(e.CardRefreshed(self.stage.kiosk.desk.refreshed(answer.card)))
            self.stage.wake_sync()

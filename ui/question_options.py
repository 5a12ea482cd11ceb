"""What can be tapped instead of typed, for each question of the long form."""

from __future__ import annotations

from jobfair.fair import Education
from ui.fair_texts import FairTexts
from ui.guided_form import SALARIES, YEARS, Answers, Question, suggestions
from ui.stage import Stage


def options_of(question: Question, answers: Answers, stage: Stage) -> list[tuple[str, str]]:
    """``(value, label)`` in the language of the moment; what she wrote herself stands first."""
    say = stage.words.tr
    if question.key == "years":
        return [(year, say(f"intention.year.{year}")) for year in YEARS]
    if question.key == "education":
        levels = [(level.value, say(f"education.{level.value}")) for level in Education]
        return [(Education.NONE.value, say("form.education.none")), *levels[1:]]
    if question.key == "salary":
        number = FairTexts(stage).number
        return [(str(pay), say("form.salary.from", {"n": number(pay)})) for pay in SALARIES]
    found = suggestions(question, answers, stage.fair, stage.language)
    answer = answers.get(question.key, ())
    own = [part for part in answer if part not in found] if question.kind == "choices" else []
    return [(text, text) for text in [*own, *found]]

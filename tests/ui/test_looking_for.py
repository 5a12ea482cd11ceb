"""Who does not know what to look for taps a few answers; words are added and taken away; nothing of a guest is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jobfair.resume.profile import read_profile
from jobfair.resume.skill_words import SkillWords
from jobfair.seeker import JobWish, Resume, Work
from kiosk.visit import Draft, Visit
from kiosk.visit import events as e
from tests.fakes.kiosk import registered
from tests.fixtures.kiosk import LANDSCAPE, Person
from tests.ui.conftest import Open, kiosk_of


def looks_around(person: Person) -> None:
    person.comes()
    person.tap("ways.look_around")
    person.on("home")


def tiles(person: Person) -> list[dict[str, str]]:
    person.until(lambda: bool(person.program._controller._get_view().get("options")), "a question")
    return list(person.program._controller._get_view()["options"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_guest_taps_two_pictures_and_sees_booths_with_what_she_chose(open_kiosk: Open, language: str) -> None:
    person = open_kiosk(language=language, size=LANDSCAPE if language == "en" else (540, 960))
    looks_around(person)
    person.tap("home.wish_none")
    person.on("questions")
    assert all(tile["note"][:1].isdigit() and tile["icon"] for tile in tiles(person))
    person.touch(tiles(person)[1]["label"])
    person.until(lambda: person.program._controller._get_view()["index"] == 2, "the second question")
    person.touch(tiles(person)[0]["label"])
    person.tap("questions.enough")
    person.on("home")
    assert person.visit.looking_for is not None
    assert [choice.partition(":")[0] for choice in person.visit.looking_for.chosen] == ["setting", "kind"]
    person.until(lambda: bool(person.program._controller._browsing._matches), "booths that fit")
    said = person.program._controller._get_view()
    assert said["guest"] and said["matches"][0]["reasons"][0]["kind"] == "matched"
    before = person.visit
    person.tap("dock.finish")
    person.on("attract")
    assert person.visit == Visit(number=before.number + 1)
    assert person.program._controller._wish._before == []


def test_back_in_the_questions_is_the_question_before_and_none_of_these_adds_nothing(open_kiosk: Open) -> None:
    person = open_kiosk()
    looks_around(person)
    person.tap("home.wish_none")
    first = tiles(person)
    person.tap("questions.skip")
    person.until(lambda: person.program._controller._get_view()["index"] == 2, "the second question")
    assert person.visit.profile is None or person.visit.profile.chosen == ()
    tiles(person)
    person.tap("dock.back")
    person.until(lambda: person.program._controller._get_view()["index"] == 1, "the first question")
    assert tiles(person) == first
    person.tap("dock.back")
    person.on("home")


def test_seeker_adds_a_major_by_tapping_and_by_typing_takes_a_word_away_and_it_is_on_her_card(
    open_kiosk: Open,
) -> None:
    person = open_kiosk()
    card = registered(kiosk_of(person))
    person.given(e.Touched(), e.BeenBefore(), e.WayChosen("phone"))
    claim = kiosk_of(person).desk.find_by_phone("+8613900000000")
    person.given(e.Found(claim), e.CodeRight(card))
    person.on("home")
    person.tap("home.wish", wish=person.program._controller._get_view()["wish"])
    person.on("profile")
    person.tap("wish.add.majors")
    person.until(lambda: bool(person.program._controller._get_view()["suggestions"]), "the fair's words")
    word = person.program._controller._get_view()["suggestions"][0]["label"]
    person.touch(word)
    person.touch(person.say("wish.add.majors"))
    person.type("会计学")
    person.tap("wish.close")
    person.until(lambda: person.visit.profile is not None and len(person.visit.profile.majors) == 2, "both majors")
    assert person.visit.profile is not None
    assert person.visit.profile.majors == (word, "会计学")
    person.tap("wish.remove", word=word)
    held = lambda: kiosk_of(person).cards.get(card.id)  # noqa: E731
    person.until(lambda: (c := held()) is not None and c.profile.majors == ("会计学",), "the card to say so")
    person.tap("wish.booths")
    person.on("home")


def test_words_of_a_resume_are_shown_with_their_place_and_corrected_before_they_are_kept(open_kiosk: Open) -> None:
    person = open_kiosk()
    card = registered(kiosk_of(person))
    claim = kiosk_of(person).desk.find_by_phone("+8613900000000")
    person.given(e.Touched(), e.BeenBefore(), e.WayChosen("phone"), e.Found(claim), e.CodeRight(card))
    person.given(e.HandIn("O0001"), e.SourceChosen("file"))
    draft = Resume(work=(Work(position="焊工"),), wish=JobWish(titles=("焊工",)))
    text = "求职意向：焊工\n会气割，不会开车"
    found = read_profile("read", text, draft, SkillWords(("气割", "开车")), datetime.now(UTC).date())
    person.program._controller._handing_in._read = draft
    person.given(e.FormDone(draft))
    person.program._controller._wish.resume_read(found)
    person.on("read_check")
    person.tap("read_check.profile")
    person.on("profile")
    person.reads("wish.source", text="求职意向：焊工")
    person.tap("wish.remove", word="气割")
    person.tap("wish.go_on")
    person.on("read_check")
    assert person.visit.profile is not None
    assert (person.visit.profile.titles, person.visit.profile.skills) == (("焊工",), ())


def test_scan_without_text_says_so_and_what_to_do_in_both_languages(open_kiosk: Open) -> None:
    person = open_kiosk()
    card = registered(kiosk_of(person))
    claim = kiosk_of(person).desk.find_by_phone("+8613900000000")
    person.given(e.Touched(), e.BeenBefore(), e.WayChosen("phone"), e.Found(claim), e.CodeRight(card))
    person.given(e.HandIn("O0001"), e.SourceChosen("file"))
    controller = person.program._controller._handing_in
    controller._file_state, controller._file_problem = "problem", "no_text"
    person.program._stage.changed.emit()
    for language in ("zh", "en"):
        person.reads("file.problem.no_text")
        person.reads("file.problem.no_text.text")
        assert person.find(person.say("source.form"))
        if language == "zh":
            person.speaks("en")


def test_new_seeker_who_is_not_sure_yet_registers_without_a_kind_of_work_and_is_asked_at_the_booths(
    open_kiosk: Open,
) -> None:
    person = open_kiosk()
    draft = Draft(name="测试", age="16_up")
    person.given(e.Touched(), e.FirstTime(), e.ConsentAnswered(True), e.Noted(draft))
    person.on("intention")
    person.tap("intention.not_sure")
    person.tap("intention.year.none")
    person.tap("form.next_step")
    person.on("choose_code")
    card = person.visit.draft.intention
    assert card is not None
    assert card.as_resume().wish.titles == ()
    person.given(e.Noted(replace(person.visit.draft, code="482915")), e.ConsentAnswered(False))
    person.given(e.Registered(kiosk_of(person).desk.register(person.visit.draft, "zh")))
    person.on("home")
    person.reads("home.heading_unsure")
    person.tap("home.wish_none")
    person.on("questions")
    person.touch(tiles(person)[0]["label"])
    person.until(lambda: person.program._controller._get_view()["index"] == 2, "the second question")
    held = kiosk_of(person).cards.get(person.visit.seeker.id if person.visit.seeker else "")
    person.until(lambda: held is not None, "her card")
    person.tap("questions.enough")
    person.on("home")
    person.until(lambda: bool(person.program._controller._browsing._matches), "booths that fit")
    person.tap("home.hand_in")
    person.on("resume_source")
    assert person.find(person.say("source.intention")) is None

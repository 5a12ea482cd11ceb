"""The visits of the demonstration, each as a person would make it. Every page that comes up is photographed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.demo.installation import DemoSeeker
from kiosk.demo.phone import Phone
from kiosk.demo.walk import Walker

VISIT_CODE = "402913"


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is here for the first time."""

    name: str
    phone: str
    document: str  # a resident ID whose check digit is right; the region does not exist
    code: str = VISIT_CODE


def language_of_choice(walk: Walker) -> None:
    """Attract, the language, and on."""
    walk.on("attract")
    walk.tap(f"top.language.{walk.language}")
    time.sleep(0.3)
    walk.shoot("attract")
    walk.tap("attract.start")
    walk.on("welcome")


def look_around(walk: Walker) -> None:
    """Without a name: all booths, a search, the map, a question, one opening; handing in asks to register first."""
    language_of_choice(walk)
    walk.tap("ways.look_around")
    walk.on("home", shot="home-without-a-name")
    walk.tap("home.all", n=120)
    walk.on("booths")
    walk.write(walk.say("booths.hint"), "electric" if walk.language == "en" else "dian")
    walk.shoot("booths-search")
    walk.hide_keyboard()
    walk.back()
    walk.on("home", shot=None)
    walk.tap_either("home.map", "home.tour.short")
    walk.on("map")
    walk.back()
    walk.tap("home.wish_none")
    walk.on("questions", shot=None)
    walk.tap_first_tile(photograph="questions")
    walk.settle()
    walk.shoot("questions-second")
    walk.tap("questions.enough")
    walk.on("home", shot=None)
    walk.tap_first_booth(photograph="home-guest")
    walk.on("opening", shot="opening-without-a-name")
    walk.tap("opening.hand_in")
    walk.on("welcome", shot=None)
    walk.finish("attract")


def first_visit(
    walk: Walker, newcomer: Newcomer, before_submit: Callable[[], None], after_saved: Callable[[], None]
) -> str:
    """Register with a document, keep the face, hand in the intention card; returns the booth that was chosen."""
    language_of_choice(walk)
    walk.tap("welcome.first_time")
    walk.on("register_consent")
    walk.agree("register_consent.yes")
    walk.on("register")
    walk.write(walk.say("register.name"), newcomer.name)
    walk.shoot("register-keyboard")
    walk.write(walk.say("register.phone"), newcomer.phone)
    walk.hide_keyboard()
    walk.tap("register.age.16_up")
    walk.tap("register.document")
    walk.on("register_document")
    walk.digits(newcomer.document)
    walk.shoot("register_document-typed")
    walk.tap("code.confirm")
    walk.on("register", shot="register-with-document")
    walk.tap("form.next_step")
    walk.on("intention")
    walk.tap_first_choice()
    walk.tap("intention.year.1_to_3")
    walk.tap("form.next_step")
    walk.on("choose_code")
    walk.code(newcomer.code, "choose_code.next")
    walk.shoot("choose_code-repeat")
    walk.code(newcomer.code, "choose_code.done")
    walk.on("face_offer")
    scopes = ("this_kiosk", "this_fair", "later_fairs")
    for scope in scopes:
        walk.tap(f"face_offer.scope.{scope}")
    walk.settle()
    walk.shoot("face_offer-three-ticks")
    for scope in scopes[1:]:  # she thinks better of it: this kiosk alone
        walk.tap(f"face_offer.scope.{scope}")
    walk.agree("face_offer.yes")
    walk.on("enrolling")
    walk.on("home", 60, shot=None)
    booth = walk.tap_first_booth(photograph="home")
    walk.on("opening")
    walk.tap("opening.take_me")
    walk.on("map", shot="map-one-booth")
    walk.back()
    walk.on("opening", shot=None)
    walk.tap("opening.hand_in")
    walk.on("resume_source")
    walk.tap("source.intention")
    walk.on("review", shot=None)
    walk.wait_enabled("review.next")
    walk.shoot("review")
    walk.tap("review.next")
    walk.on("employers")
    before_submit()
    walk.tap("employers.submit", n=1)
    walk.on("saved")
    after_saved()
    walk.tap("saved.show_back")
    walk.settle()
    walk.shoot("saved-take-back")
    walk.tap("saved.show_receipt")
    walk.settle()
    walk.shoot("saved-receipt")
    walk.tap("saved.print")
    time.sleep(1.5)
    walk.shoot("saved-printed")
    walk.tap("saved.finish")
    walk.on("farewell")
    walk.tap("farewell.done")
    return booth


def returning_by_face(walk: Walker, newcomer: Newcomer, *, recognised: bool) -> None:
    """Been here before: the face, then four digits of the phone. Where two who look alike are enrolled, nobody is
    named, and the phone number and the visit code open instead."""
    language_of_choice(walk)
    walk.tap("welcome.been_before")
    walk.on("ways_in")
    walk.tap("ways.face")
    walk.on("face_consent")
    walk.agree("face_consent.yes")
    walk.on("looking")
    if recognised:
        walk.on("confirm_code", 40, shot="confirm_code-face")
        walk.tap("confirm.factor.phone_tail")
        walk.settle()
        walk.shoot("confirm_code-phone-tail")
        walk.code(newcomer.phone[-4:])
    else:
        walk.on("ambiguous", 40)
        walk.tap("way.use.phone")
        walk.on("phone")
        walk.digits(newcomer.phone)
        walk.shoot("phone-typed")
        walk.tap("code.confirm")
        walk.on("confirm_code")
        walk.code(newcomer.code)
    walk.on("home", shot="home-returning")
    time.sleep(1)
    walk.tap("home.hand_in")
    walk.on("resume_source", shot="resume_source-returning")
    walk.tap_starting(walk.say("source.last"))
    walk.on("employers", shot="employers-last-resume")
    walk.tick_first()
    walk.tap("employers.submit", n=1)
    walk.on("saved", shot="saved-returning")
    walk.tap_starting(walk.say("saved.undo"))
    walk.on("ask", shot="undo-question")
    walk.tap("ask.undo.yes")
    walk.on("saved", shot="saved-withdrawn")
    walk.tap("saved.finish")
    walk.on("farewell", shot=None)
    walk.tap("farewell.done")


def takes_the_tour(walk: Walker) -> None:
    """From Home past the booths that match: with a stop less, as a code for the phone, on paper."""
    walk.tap_either("home.tour", "home.tour.short")
    walk.on("map", shot=None)
    walk.wait_for(walk.say("map.edit"))
    walk.settle()
    walk.shoot("map-tour")
    walk.tap("map.edit")
    walk.settle()
    walk.shoot("map-tour-edit")
    walk.tap_starting(walk.say("map.leave_out", booth="").strip())
    walk.tap("map.edit.done")
    walk.tap("map.phone")
    walk.wait_for(walk.say("map.phone.text"))
    walk.settle()
    walk.shoot("map-phone")
    walk.tap("map.phone.back")
    walk.tap("map.print")
    walk.wait_for(walk.say("map.printed"))
    walk.shoot("map-printed")
    walk.back()
    walk.on("home", shot=None)


def takes_all_along(walk: Walker, newcomer: Newcomer, phone: Callable[[], Phone]) -> None:
    """Found by the document of the first visit; a wrong code, the right one; the tour; the face taken back; the pass to
    a phone.

    ``phone`` scans the code that stands on the screen."""
    language_of_choice(walk)
    walk.tap("welcome.been_before")
    walk.on("ways_in", shot=None)
    walk.tap("ways.document")
    walk.on("document")
    walk.digits(newcomer.document)
    walk.shoot("document-typed")
    walk.tap("code.confirm")
    walk.on("confirm_code", shot="confirm_code-document")
    walk.code("111112")
    walk.wait_for(walk.beginning("notice.wrong_code"))
    walk.settle()
    walk.shoot("confirm_code-document-wrong")
    walk.code(newcomer.code)
    walk.on("home", shot=None)
    takes_the_tour(walk)
    walk.tap("home.your_data")
    walk.on("your_data", shot=None)
    walk.wait_for(walk.say("your_data.receipt"))
    walk.settle()
    walk.shoot("your_data")
    walk.tap("your_data.withdraw_what", what=walk.say("your_data.face_this_kiosk"))
    walk.wait_for(walk.say("ask.withdraw_face_this_kiosk"))
    walk.settle()
    walk.shoot("your_data-question")
    walk.tap("ask.withdraw_face_this_kiosk.yes")
    walk.wait_for(walk.say("notice.consent_withdrawn"))
    walk.settle()
    walk.shoot("your_data-withdrawn")
    walk.tap("your_data.take_pass")
    walk.on("take_pass", shot=None)
    walk.wait_for(walk.say("take_pass.sub.scan"))
    walk.settle()
    walk.shoot("take_pass")
    hers = phone()
    digits = hers.scans()
    walk.wait_for(walk.say("take_pass.sub.digits"))
    walk.settle()
    walk.shoot("take_pass-digits")
    walk.code(digits)
    hers.gets_pass()
    walk.wait_for(walk.say("take_pass.sub.done"))
    walk.settle()
    walk.shoot("take_pass-done")
    walk.tap("take_pass.done")
    walk.on("your_data", shot=None)
    walk.finish("attract")


def returning_by_pass(walk: Walker, seeker: DemoSeeker, stick: Callable[[], None]) -> None:
    """A pass from a scanner that types; one wrong code; then the long form, and a résumé from a stick."""
    language_of_choice(walk)
    walk.tap("welcome.been_before")
    walk.on("ways_in", shot=None)
    walk.tap("ways.document")
    walk.on("document")
    walk.back()
    walk.tap("ways.pass")
    walk.on("scan_pass")
    walk.scan(seeker.pass_text)
    walk.on("confirm_code", shot="confirm_code-pass")
    walk.code("111112")
    walk.wait_for(walk.beginning("notice.wrong_code"))  # how many are left depends on what happened at this kiosk
    walk.shoot("confirm_code-wrong")
    walk.code(seeker.visit_code)
    walk.on("home", shot="home-pass")
    walk.tap("home.hand_in")
    walk.on("resume_source", shot=None)
    walk.tap("source.file")
    walk.on("resume_file", shot="resume_file-waiting")
    stick()
    walk.wait_starting("resume-")
    walk.shoot("resume_file")
    walk.tap_starting("resume-")
    walk.on("read_check", 30)
    walk.tap("read_check.confirm")
    walk.on("review", shot=None)
    walk.wait_enabled("review.next")
    walk.shoot("review-from-file")
    walk.tap("review.change")
    walk.on("guided_form")
    for number in range(2, 14):
        walk.hide_keyboard()
        walk.tap_either("form.next", "form.done")
        time.sleep(0.35)
        if walk.finger.page() != "guided_form":
            break
        walk.shoot(f"guided_form-{number:02d}")
    walk.on("review", shot=None)
    walk.finish("attract")


def too_many_tries(walk: Walker, seeker: DemoSeeker) -> None:
    """Wrong codes lead to the desk."""
    language_of_choice(walk)
    walk.tap("welcome.been_before")
    walk.tap("ways.phone")
    walk.on("phone", shot=None)
    walk.digits(seeker.phone.removeprefix("+86"))
    walk.tap("code.confirm")
    walk.on("confirm_code", shot=None)
    for _ in range(6):
        walk.code("111112")
        walk.until_judged()
        if walk.finger.page() == "too_many_tries":
            break
    walk.on("too_many_tries")
    walk.finish("attract")


def pass_before_the_camera(walk: Walker, seeker: DemoSeeker, hold_up: Callable[[], object]) -> None:
    """A camera that sees no face: after a while the other ways. Then the pass is held up to it, and opens."""
    language_of_choice(walk)
    walk.tap("welcome.been_before")
    walk.on("ways_in", shot=None)
    walk.tap("ways.face")
    walk.on("face_consent", shot=None)
    walk.agree("face_consent.yes")
    walk.on("looking", shot="looking-no-face")
    walk.on("not_recognised", 60)
    hold_up()
    walk.tap("way.use.pass")
    walk.on("confirm_code", shot="confirm_code-pass-by-camera")
    walk.code(seeker.visit_code)
    walk.on("home", shot=None)
    walk.finish("attract")


def walks_away(walk: Walker) -> None:
    """Nobody touches the screen: the question, and then the wipe."""
    language_of_choice(walk)
    walk.on("idle", 60)
    walk.on("attract", 40, shot=None)


def staff(walk: Walker, code: str) -> None:
    """The hidden corner, the code, the page of the kiosk's parts."""
    walk.on("attract", shot=None)
    walk.tap(f"top.language.{walk.language}")
    walk.finger.hold(60, 60, 3.6)
    walk.on("staff_code")
    walk.code(code)
    walk.on("staff_page")
    walk.tap("staff.leave")
    walk.on("attract", shot=None)

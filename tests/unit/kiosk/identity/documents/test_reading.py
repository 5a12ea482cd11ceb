"""Codes and numbers: only what has the right form is taken, and noise is not."""

from __future__ import annotations

import datetime
import io

import numpy as np
import pytest
import segno
from PIL import Image

from jobfair.ids import new_id
from jobfair.numbers import phone_number, resident_id
from jobfair.taking_back import TakeBackCode, new_secret, write_codes
from kiosk.identity.documents import CodeReader, WedgeBuffer, understand
from kiosk.ports import DocumentNumber, Frame, PassScanned, Picture, TakeBackScanned, UnknownCode
from tests.fakes.devices import picture

VALID_ID = "11010519491231002X"  # the example of GB 11643-1999


def qr_picture(text: str) -> Picture:
    file = io.BytesIO()
    segno.make(text, micro=False).save(file, kind="png", scale=5, border=4)
    canvas = Image.new("RGB", (640, 480), "grey")
    canvas.paste(Image.open(file).convert("RGB"), (180, 90))
    return np.array(canvas, dtype=np.uint8)


def test_qr_code_when_shown_to_the_camera_is_read() -> None:
    assert CodeReader(["qr"]).read(Frame(qr_picture("JF1.a.b.c"), 0.0, 0)) == ("JF1.a.b.c",)


def test_qr_code_when_only_other_kinds_are_configured_is_not_read() -> None:
    assert CodeReader(["pdf417", "code128"]).read(Frame(qr_picture("JF1.a.b.c"), 0.0, 0)) == ()


def test_noise_when_shown_to_the_camera_is_no_code() -> None:
    noise = np.random.default_rng(3).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    reader = CodeReader(["qr"])
    assert reader.read(Frame(noise, 0.0, 0)) == ()
    assert reader.read(Frame(picture(0), 0.0, 1)) == ()


@pytest.mark.parametrize("kinds", [[], ["ean13"]])
def test_kinds_of_code_when_unknown_or_none_are_refused(kinds: list[str]) -> None:
    with pytest.raises(ValueError, match="kinds of code"):
        CodeReader(kinds)


@pytest.mark.parametrize("text", [VALID_ID, VALID_ID.lower(), " 110105 19491231 002x ", "11010519491231002Ｘ"])
def test_resident_id_when_right_is_normalised(text: str) -> None:
    assert resident_id(text) == VALID_ID


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "11010519491331002X",
        "010105194912310020",
        "1101051949123100",
        "",
        "一二三",
        VALID_ID + "1",
    ],
)
def test_resident_id_when_wrong_is_none(text: str) -> None:
    assert resident_id(text) is None


def test_resident_id_when_born_tomorrow_is_none() -> None:
    assert resident_id(VALID_ID, today=datetime.date(1949, 12, 30)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13800138000", "+8613800138000"),
        ("+86 138-0013-8000", "+8613800138000"),
        ("0086 13800138000", "+8613800138000"),
        ("１３８００１３８０００", "+8613800138000"),
        ("+852 6123 4567", "+85261234567"),
        ("+853 6612 3456", "+85366123456"),
        ("+886 0912 345 678", "+886912345678"),
        ("+44 7911 123456", "+447911123456"),
        ("12800138000", None),
        ("1380013800", None),
        ("+852 1123 4567", None),
        ("+86 010 1234 5678", None),
        ("hello", None),
        ("", None),
    ],
)
def test_phone_number_when_typed_is_normalised_or_none(text: str, expected: str | None) -> None:
    assert phone_number(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("JF1.payload.key.signature\r\n", PassScanned("JF1.payload.key.signature")),
        (VALID_ID, DocumentNumber("resident_id", VALID_ID)),
        ("13800138000", DocumentNumber("phone", "+8613800138000")),
        ("https://example.org/", UnknownCode()),
        ("", UnknownCode()),
    ],
)
def test_scanned_text_when_understood_is_a_pass_a_number_or_nothing(text: str, expected: object) -> None:
    assert understand(text) == expected


def typed(buffer: WedgeBuffer, text: str, gap: float, begin: float = 0.0) -> list[str | None]:
    return [buffer.feed(key, begin + place * gap) for place, key in enumerate(text)]


def test_burst_of_keys_when_ended_by_enter_is_a_scan() -> None:
    assert typed(WedgeBuffer(), "JF1.abc\r", 0.005)[-1] == "JF1.abc"


def test_person_typing_when_she_presses_enter_is_no_scan() -> None:
    assert typed(WedgeBuffer(), "13800138000\r", 0.12)[-1] is None


def test_scan_after_typing_when_ended_leaves_the_typing_out() -> None:
    buffer = WedgeBuffer()
    typed(buffer, "zhang", 0.2)
    assert typed(buffer, "JF1.abc\n", 0.01, begin=5.0)[-1] == "JF1.abc"


def test_enter_twice_when_a_scanner_sends_cr_and_lf_gives_one_scan() -> None:
    assert [found for found in typed(WedgeBuffer(), "JF1.abc\r\n", 0.005) if found] == ["JF1.abc"]


def test_keys_when_cleared_between_visits_are_forgotten() -> None:
    buffer = WedgeBuffer()
    typed(buffer, "110105", 0.005)
    buffer.clear()
    assert typed(buffer, "19491231002X\r", 0.005, begin=0.03)[-1] == "19491231002X"


@pytest.mark.parametrize("address", ["", "https://fair.example", "http://127.0.0.1:8000/"])
def test_code_for_taking_back_when_scanned_is_understood_whatever_address_it_opens(address: str) -> None:
    code = TakeBackCode(new_secret(), tuple(new_id() for _ in range(10)))
    (text,) = write_codes(code.secret, code.submissions, address)
    assert understand(text + "\r") == TakeBackScanned(code)


def test_code_for_taking_back_when_typed_by_a_scanner_is_one_text() -> None:
    (text,) = write_codes(new_secret(), tuple(new_id() for _ in range(10)), "https://fair.example")
    wedge = WedgeBuffer()
    assert [wedge.feed(key, n * 0.01) for n, key in enumerate(text + "\r")][-1] == text

"""When a code of the camera counts, and documents of several lines from readers that end each with Enter."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from kiosk.identity.documents import Accepted, CodeReader, Lines, Steady, WedgeBuffer, understand
from kiosk.ports import DocumentNumber, Frame, Picture
from tests.fixtures.documents import CARD, LICENCE, PASSPORT

ALL = ("qr", "pdf417", "data_matrix", "code128")


def told(steady: Steady, *frames: tuple[str, ...], apart: float = 0.1) -> list[tuple[str, ...]]:
    return [steady.feed(texts, number * apart) for number, texts in enumerate(frames)]


def test_code_in_two_frames_of_three_counts_once() -> None:
    assert told(Steady(), ("a",), (), ("a",), ("a",), ("a",)) == [(), (), ("a",), (), ()]


def test_code_in_one_frame_alone_is_nothing() -> None:
    assert told(Steady(), ("a",), (), (), ("b",), (), ("c",)) == [()] * 6


def test_foreign_code_that_stays_is_told_once_and_keeps_no_other_away() -> None:
    frames = [("menu",)] * 4 + [("menu", "ours")] * 3 + [("menu",)] * 3
    assert [text for told_ in told(Steady(), *frames) for text in told_] == ["menu", "ours"]


def test_code_that_was_away_for_a_while_counts_again() -> None:
    steady = Steady()
    assert told(steady, ("a",), ("a",)) == [(), ("a",)]
    assert [steady.feed(texts, 5 + at) for at, texts in enumerate([(), (), ("a",), ("a",)])][-1] == ("a",)


def test_new_look_knows_nothing_of_the_last() -> None:
    steady = Steady()
    told(steady, ("a",), ("a",))
    steady.clear()
    assert told(steady, ("a",), ("a",)) == [(), ("a",)]


@given(st.lists(st.lists(st.sampled_from("abc"), unique=True), max_size=30))
def test_nothing_is_told_that_was_not_seen_twice_in_three_frames(frames: list[list[str]]) -> None:
    steady = Steady()
    for number, texts in enumerate(frames):
        for text in steady.feed(texts, number * 0.1):
            assert sum(text in frame for frame in frames[max(0, number - 2) : number + 1]) >= 2


# --- the pictures


def canvas(kind: str, text: str) -> Picture:
    code = np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, getattr(zxingcpp, kind)), scale=3))
    image = np.full((480, 640), 200, dtype=np.uint8)
    height, width = code.shape[:2]
    image[40 : 40 + height, 20 : 20 + width] = code if code.ndim == 2 else code[:, :, 0]
    return np.repeat(image[:, :, None], 3, axis=2)


@pytest.mark.parametrize(
    ("kind", "name"), [("DataMatrix", "data_matrix"), ("Code128", "code128"), ("PDF417", "pdf417"), ("QRCode", "qr")]
)
def test_code_is_read_of_the_configured_kinds_only(kind: str, name: str) -> None:
    frame = Frame(canvas(kind, "A2023123"), 0.0, 0)
    assert CodeReader([name]).read(frame) == ("A2023123",)
    others = [other for other in ALL if other != name]
    assert CodeReader(others).read(frame) == ()


def test_short_code_in_lines_is_taken_for_noise() -> None:
    assert CodeReader(["code128"]).read(Frame(canvas("Code128", "AB1"), 0.0, 0)) == ()


def texture(number: int) -> Picture:
    """Noise, stripes and checks in many sizes: what shirts, tiles and blinds look like to a camera."""
    drawn = np.random.default_rng(number)
    height, width = 480, 640
    size = int(drawn.integers(1, 9))
    if number % 3 == 0:
        image = drawn.integers(0, 256, (height, width))
    elif number % 3 == 1:  # stripes of any width, as lines of a code have them
        widths = np.repeat(drawn.integers(0, 2, width), drawn.integers(1, size + 1, width))[:width]
        image = np.tile(widths * 255, (height, 1))
    else:
        image = np.kron(drawn.integers(0, 2, (height // size + 1, width // size + 1)) * 255, np.ones((size, size)))
    return np.repeat(np.asarray(image[:height, :width], dtype=np.uint8)[:, :, None], 3, axis=2)


def test_noise_stripes_and_checks_are_never_taken_for_a_document() -> None:
    reader, steady = CodeReader(ALL), Steady()
    accepted = Accepted(("resident_id", "student_card", "driving_licence"), "########")
    for number in range(60):
        for text in steady.feed(reader.read(Frame(texture(number), number / 10, number)), number / 10):
            assert not isinstance(understand(text, accepted), DocumentNumber)


# --- lines


def typed(wedge: WedgeBuffer, text: str, begin: float = 0.0, gap: float = 0.005) -> list[str]:
    return [found for at, key in enumerate(text) if (found := wedge.feed(key, begin + at * gap))]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("lines", [PASSPORT, CARD], ids=["two lines", "three lines"])
def test_passport_typed_line_by_line_is_one_text(lines: str, end: str) -> None:
    assert typed(WedgeBuffer(), lines.replace("\n", end) + end) == [lines]


def test_licence_typed_line_by_line_is_one_text_and_its_rest_is_dropped() -> None:
    (text,) = typed(WedgeBuffer(), LICENCE)
    assert understand(text, Accepted(("driving_licence",))) == DocumentNumber("driving_licence", "T64235789")


def test_code_after_half_a_passport_is_not_blocked_by_it() -> None:
    wedge = WedgeBuffer()
    assert typed(wedge, PASSPORT.split("\n")[0] + "\r") == []
    assert typed(wedge, "JF1.abc\r", begin=10.0) == ["JF1.abc"]
    assert typed(wedge, PASSPORT.replace("\n", "\r") + "\r", begin=20.0) == [PASSPORT]


def test_code_after_a_licence_is_read_at_once() -> None:
    wedge = WedgeBuffer()
    typed(wedge, LICENCE)
    assert typed(wedge, "JF1.abc\r", begin=60.0) == ["JF1.abc"]


def test_line_that_waits_in_vain_is_given_after_a_while() -> None:
    lines, first = Lines(), CARD.split("\n")[0]
    assert lines.feed(first, 0.0) is None
    assert (lines.late(0.3), lines.late(1.0), lines.late(2.0)) == (None, first, None)


def test_four_kilobytes_typed_by_a_scanner_are_one_text_and_the_next_is_read() -> None:
    wedge = WedgeBuffer()
    (long,) = typed(wedge, "x" * 5000 + "\r", gap=0.001)
    assert len(long) == 4096
    assert typed(wedge, "JF1.abc\r", begin=60.0) == ["JF1.abc"]


def test_wedge_when_cleared_in_the_middle_of_a_passport_forgets_it() -> None:
    wedge = WedgeBuffer()
    typed(wedge, PASSPORT.split("\n")[0] + "\r")
    wedge.clear()
    assert typed(wedge, PASSPORT.split("\n")[1] + "\r", begin=0.3) == [PASSPORT.split("\n")[1]]

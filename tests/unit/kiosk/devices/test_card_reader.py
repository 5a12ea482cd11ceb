"""Chip cards, over a PC/SC service in memory."""

from __future__ import annotations

import sys

import pytest

from jobfair.errors import ConfigError, ScannerLost
from kiosk.devices.card_reader import PcscReader, card_file
from kiosk.identity.documents import CARD_PREFIX, Accepted, understand
from kiosk.ports import DocumentNumber, UnknownCode
from tests.fakes.scard import FakeCard, FakeScard, FileCard, MuteCard, SerialCard

SERIAL = bytes.fromhex("04A1B2C3D4E5F6")
FILE = "select:A00000000101 record:1.2"
STUDENTS = Accepted(("resident_id", "student_card"), "A#######")


def laid_on(*cards: FakeCard, card: str = "uid", polls: int = 12) -> list[str]:
    scard = FakeScard()
    for one in cards:
        scard.lay(one)
    reader = PcscReader(card=card, scard=scard)
    reader.open()
    found = [text for _ in range(polls) if (text := reader.poll())]
    reader.close()
    assert (scard.contexts, scard.connected) == (0, 0)
    return found


def test_card_with_a_serial_number_is_a_student_card() -> None:
    (text,) = laid_on(SerialCard(SERIAL))
    assert understand(text, STUDENTS) == DocumentNumber("student_card", "serial:04A1B2C3D4E5F6")


def test_card_with_a_readable_file_gives_its_text() -> None:
    (text,) = laid_on(FileCard("U2023123"), card=FILE)
    assert understand(text, STUDENTS) == DocumentNumber("student_card", "U2023123")


@pytest.mark.parametrize("serial", ["08A1B2C3", "04A1B2", "04A1B2C3D4"])
def test_serial_number_that_is_drawn_anew_or_of_another_length_is_nobodys(serial: str) -> None:
    found = laid_on(SerialCard(bytes.fromhex(serial)))
    assert [understand(text, STUDENTS) for text in found] in ([], [UnknownCode()])
    assert not any(serial in text for text in found)


def test_card_that_says_nothing_is_told_once_and_does_not_block_the_next() -> None:
    scard = FakeScard()
    scard.stays = True
    reader = PcscReader(scard=scard)
    reader.open()
    scard.lay(MuteCard())
    assert [text for _ in range(20) if (text := reader.poll())] == [CARD_PREFIX]
    assert understand(CARD_PREFIX, STUDENTS) == UnknownCode()
    scard.lift()
    scard.lay(SerialCard(SERIAL))
    assert [text for _ in range(4) if (text := reader.poll())] == []  # lifted and laid on within one look
    scard.lift()
    assert reader.poll() is None
    scard.lay(SerialCard(SERIAL))
    assert [text for _ in range(4) if (text := reader.poll())] == [CARD_PREFIX + SERIAL.hex().upper()]


def test_card_that_lies_there_is_read_once() -> None:
    scard = FakeScard()
    scard.stays = True
    scard.lay(SerialCard(SERIAL))
    reader = PcscReader(scard=scard)
    reader.open()
    assert len([text for _ in range(10) if (text := reader.poll())]) == 1


def test_card_that_is_still_being_laid_down_is_tried_again() -> None:
    scard = FakeScard()
    scard.stays = True
    card = MuteCard(errors=2)
    card.answer = SerialCard(SERIAL).answer  # type: ignore[method-assign]
    scard.lay(card)
    reader = PcscReader(scard=scard)
    reader.open()
    assert [text for _ in range(6) if (text := reader.poll())] == [CARD_PREFIX + SERIAL.hex().upper()]


def test_reader_that_is_not_there_or_pulled_out_is_lost() -> None:
    for scard in (FakeScard(service=False), FakeScard(readers=())):
        with pytest.raises(ScannerLost):
            PcscReader(scard=scard).open()
    scard = FakeScard()
    with pytest.raises(ScannerLost, match="OMNIKEY"):
        PcscReader("OMNIKEY", scard=scard).open()
    assert scard.contexts == 0
    reader = PcscReader("acr122", scard=scard)
    reader.open()
    scard.readers = ()
    with pytest.raises(ScannerLost):
        reader.poll()
    with pytest.raises(ScannerLost):
        reader.poll()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "serial",
        "select:A0",
        "record:1.2",
        "select:A000 record:0.2",
        "select:A000 record:1.31",
        "binary:0.1",
        "select:A000 binary:40000.10",
        "select:A000 binary:0.0",
    ],
)
def test_card_that_is_described_wrongly_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="card"):
        card_file(text)


def test_commands_are_those_of_iso_7816() -> None:
    found = card_file("select:3F00 select:0005 binary:8.10")
    assert found is not None
    assert [command.hex() for command in found.commands] == ["00a4000c023f00", "00a4000c020005", "00b000080a"]


def test_reader_without_pyscard_says_which_extra_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "smartcard", None)
    with pytest.raises(ConfigError, match="extra 'cards'"):
        PcscReader()

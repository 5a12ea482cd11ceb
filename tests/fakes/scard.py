"""A PC/SC service in memory, at the boundary of pyscard (``smartcard.scard``): readers, and cards that are laid on."""

from __future__ import annotations

from abc import ABC, abstractmethod


class FakeCard(ABC):
    """Answers commands; the last two bytes are the status."""

    @abstractmethod
    def answer(self, command: bytes) -> bytes:
        """To one command."""


class SerialCard(FakeCard):
    """Known by its serial number alone."""

    def __init__(self, serial: bytes) -> None:
        self._serial = serial

    def answer(self, command: bytes) -> bytes:
        return self._serial + b"\x90\x00" if command == bytes.fromhex("FFCA000000") else b"\x6d\x00"


class FileCard(FakeCard):
    """Has one record, in an application that must be selected; says how long it is when asked for it all."""

    def __init__(self, text: str, application: bytes = bytes.fromhex("A00000000101")) -> None:
        self._text = text.encode().ljust(24, b"\x00")
        self._application = application
        self._selected = False

    def answer(self, command: bytes) -> bytes:
        if command[1] == 0xA4:
            self._selected = command[5:] == self._application
            return b"\x90\x00" if self._selected else b"\x6a\x82"
        if command[1] == 0xB2 and self._selected and command[2] == 1 and command[3] >> 3 == 2:
            return self._text + b"\x90\x00" if command[-1] == len(self._text) else bytes([0x6C, len(self._text)])
        return b"\x6d\x00"


class MuteCard(FakeCard):
    """Answers nothing: a chip that wants a licensed module, or one half laid on; connecting fails ``errors`` times."""

    def __init__(self, errors: int = 10**6) -> None:
        self.errors = errors

    def answer(self, command: bytes) -> bytes:
        return b"\x69\x82"


class FakeScard:
    """The functions and numbers of ``smartcard.scard`` that the reader uses. Each card stays until it was asked and the
    reader has looked once more; then the next one is laid on."""

    SCARD_SCOPE_USER, SCARD_S_SUCCESS = 0, 0
    SCARD_STATE_UNAWARE, SCARD_STATE_UNKNOWN, SCARD_STATE_UNAVAILABLE, SCARD_STATE_PRESENT = 0, 4, 8, 32
    SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0, SCARD_PROTOCOL_T1 = 2, 1, 2
    SCARD_PCI_T0, SCARD_PCI_T1, SCARD_LEAVE_CARD = "t0", "t1", 0

    def __init__(self, readers: tuple[str, ...] = ("ACS ACR122U 00 00",), service: bool = True) -> None:
        self.readers = readers
        self.service = service
        self.stays = False
        self.contexts = 0
        self.connected = 0
        self._waiting: list[FakeCard] = []
        self._card: FakeCard | None = None
        self._asked = False

    def lay(self, card: FakeCard) -> None:
        self._waiting.append(card)

    def lift(self) -> None:
        self._card, self._asked = None, False

    def SCardEstablishContext(self, scope: int) -> tuple[int, object]:
        self.contexts += self.service
        return (0, "context") if self.service else (0x8010001D, None)

    def SCardReleaseContext(self, context: object) -> int:
        self.contexts -= 1
        return 0

    def SCardListReaders(self, context: object, groups: list[str]) -> tuple[int, list[str]]:
        return (0, list(self.readers)) if self.readers else (0x8010002E, [])

    def SCardGetStatusChange(
        self, context: object, wait: int, states: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int, list[int]]]]:
        assert wait == 0, "a poll never waits"
        if states[0][0] not in self.readers:
            return 0x80100009, []
        if self._asked and not self.stays:
            self.lift()
        elif self._card is None and self._waiting:
            self._card = self._waiting.pop(0)
        return 0, [(states[0][0], self.SCARD_STATE_PRESENT if self._card else 16, [])]

    def SCardConnect(self, context: object, reader: str, mode: int, protocol: int) -> tuple[int, object, int]:
        if isinstance(self._card, MuteCard) and self._card.errors > 0:
            self._card.errors -= 1
            return 0x80100066, None, 0
        self.connected += 1
        return 0, "card", self.SCARD_PROTOCOL_T1

    def SCardTransmit(self, card: object, pci: object, command: list[int]) -> tuple[int, list[int]]:
        assert self._card is not None
        self._asked = True
        return 0, list(self._card.answer(bytes(command)))

    def SCardDisconnect(self, card: object, disposition: int) -> int:
        assert disposition == self.SCARD_LEAVE_CARD
        self.connected -= 1
        return 0

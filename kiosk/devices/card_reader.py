"""Chip cards on a PC/SC reader: what they say without any secret key.

A student card's serial number, or a file that anybody may read. The chips of Chinese resident IDs and residence permits
answer only a licensed security module (SAM): the readers sold for them type like a keyboard or send serial text, and
are heard as scanners. Passports' chips need the lines that are printed in them; those are read instead.

Needs the extra ``cards`` (pyscard) and the system's PC/SC service.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from jobfair.errors import ConfigError, ScannerLost
from kiosk.identity.documents import CARD_PREFIX
from kiosk.ports import Scanner

GET_SERIAL = bytes.fromhex("FFCA000000")  # PC/SC part 3, 3.2.2.1.3: the reader answers, not the card
CARD_FORM = re.compile(r"uid|(select:([0-9A-Fa-f]{2}){2,16} )+(record:\d{1,3}\.\d{1,2}|binary:\d{1,5}\.\d{1,3})")
_TRIES = 5  # polls: a card that is still being laid down answers with errors
_MOST_MORE = 4  # rounds of "there is more"
_OK = b"\x90\x00"


@dataclass(frozen=True)
class CardFile:
    """Commands (ISO 7816-4) after the last of which the card has said its number."""

    commands: tuple[bytes, ...]


def card_file(text: str) -> CardFile | None:
    """None for ``uid``; else the commands of ``select:A000000001 record:1.2`` (record 1 of short file 2) or
    ``select:3F00 select:0005 binary:8.10`` (ten bytes from the eighth on). Raises ConfigError."""
    if not CARD_FORM.fullmatch(text):
        raise ConfigError("card: uid, or select:HEX … and record:NUMBER.FILE or binary:OFFSET.LENGTH expected")
    if text == "uid":
        return None
    *selects, read = text.split(" ")
    commands = [_select(bytes.fromhex(step.removeprefix("select:"))) for step in selects]
    kind, _, numbers = read.partition(":")
    one, two = (int(number) for number in numbers.split("."))
    if kind == "record":
        if not 1 <= one <= 254 or not 1 <= two <= 30:
            raise ConfigError("card: records are 1 to 254, short files 1 to 30")
        commands.append(bytes([0x00, 0xB2, one, two << 3 | 4, 0x00]))
    else:
        if one > 0x7FFF or not 1 <= two <= 255:
            raise ConfigError("card: an offset up to 32767 and 1 to 255 bytes")
        commands.append(bytes([0x00, 0xB0, one >> 8, one & 0xFF, two]))
    return CardFile(tuple(commands))


def _select(name: bytes) -> bytes:
    """By file id where it has two bytes, by the application's name else."""
    by = b"\x00\x0c" if len(name) == 2 else b"\x04\x0c"
    return b"\x00\xa4" + by + bytes([len(name)]) + name


class PcscReader(Scanner):
    """Gives each card's text once, when it is laid on. What cannot be read gives a text that is nothing to anybody, so
    that the screen can say so."""

    def __init__(self, name: str = "", card: str = "uid", scard: Any = None) -> None:
        """``name``: a part of the reader's; empty: the first there is. Raises ConfigError without pyscard."""
        self._api = scard if scard is not None else _pyscard()
        self._name = name
        self._file = card_file(card)
        self._context: Any = None
        self._reader: str | None = None
        self._done = False
        self._tries = 0

    def open(self) -> None:
        self.close()
        result, self._context = self._api.SCardEstablishContext(self._api.SCARD_SCOPE_USER)
        if result != self._api.SCARD_S_SUCCESS:
            self._context = None
            raise ScannerLost("the PC/SC service does not answer: is pcscd running?")
        result, readers = self._api.SCardListReaders(self._context, [])
        found = [reader for reader in readers or [] if self._name.lower() in reader.lower()]
        if result != self._api.SCARD_S_SUCCESS or not found:
            self.close()
            raise ScannerLost(f"there is no card reader {self._name!r}" if self._name else "there is no card reader")
        self._reader = found[0]

    def poll(self) -> str | None:
        if self._reader is None:
            raise ScannerLost("the card reader is not open")
        result, states = self._api.SCardGetStatusChange(
            self._context, 0, [(self._reader, self._api.SCARD_STATE_UNAWARE)]
        )
        gone = self._api.SCARD_STATE_UNAVAILABLE | self._api.SCARD_STATE_UNKNOWN
        if result != self._api.SCARD_S_SUCCESS or states[0][1] & gone:
            self.close()
            raise ScannerLost("the card reader was pulled out")
        if not states[0][1] & self._api.SCARD_STATE_PRESENT:
            self._done, self._tries = False, 0
            return None
        if self._done:
            return None
        text = self._read_card()
        self._tries += 1
        self._done = text is not None or self._tries >= _TRIES
        return CARD_PREFIX if self._done and text is None else text

    def close(self) -> None:
        if self._context is not None:
            self._api.SCardReleaseContext(self._context)
        self._context = self._reader = None
        self._done, self._tries = False, 0

    def _read_card(self) -> str | None:
        """The card's text; None when it did not answer so."""
        api = self._api
        result, card, protocol = api.SCardConnect(
            self._context, self._reader, api.SCARD_SHARE_SHARED, api.SCARD_PROTOCOL_T0 | api.SCARD_PROTOCOL_T1
        )
        if result != api.SCARD_S_SUCCESS:
            return None
        pci = api.SCARD_PCI_T1 if protocol == api.SCARD_PROTOCOL_T1 else api.SCARD_PCI_T0
        try:
            if self._file is None:
                return _serial(self._say(card, pci, GET_SERIAL))
            answer: bytes | None = None
            for command in self._file.commands:
                answer = self._say(card, pci, command)
                if answer is None:
                    return None
            return _text(answer)
        finally:
            api.SCardDisconnect(card, api.SCARD_LEAVE_CARD)

    def _say(self, card: Any, pci: Any, command: bytes) -> bytes | None:
        """The answer's data; None unless the card says that all went well. Fetches what it has more (61, 6C)."""
        data = b""
        for _ in range(_MOST_MORE):
            result, answer = self._api.SCardTransmit(card, pci, list(command))
            said = bytes(answer or ())
            if result != self._api.SCARD_S_SUCCESS or len(said) < 2:
                return None
            data, status = data + said[:-2], said[-2:]
            if status == _OK:
                return data
            if status[0] == 0x61:
                command = bytes([0x00, 0xC0, 0x00, 0x00, status[1]])
            elif status[0] == 0x6C:
                command = command[:-1] + status[1:]
            else:
                return None
        return None


def _pyscard() -> Any:
    try:
        from smartcard import scard
    except ImportError as error:
        raise ConfigError("scanner: card readers need pyscard: install jobfair with the extra 'cards'") from error
    return scard


def _serial(number: bytes | None) -> str | None:
    """Serial numbers have 4, 7 or 10 bytes; one of 4 that begins with 08 is drawn anew each time (ISO 14443-3), as
    phones and passports do it: nobody is found by that."""
    if number is None or len(number) not in (4, 7, 10) or (len(number) == 4 and number[0] == 0x08):
        return None
    return CARD_PREFIX + number.hex().upper()


def _text(content: bytes | None) -> str | None:
    text = (content or b"").strip(b"\x00\xff \t\r\n").decode("ascii", "replace")
    return text if text.isascii() and text.isprintable() and text else None

"""What the kiosk's core needs of the world: abstract classes, and the values that cross them.

The adapters live in ``kiosk/devices/`` and ``kiosk/identity/``; the fakes of the tests subclass the same classes.
Expected outcomes are values (:class:`NoFace`, :class:`PoorQuality`, :class:`UnknownCode`); faults are
:mod:`jobfair.errors`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from jobfair.sealing import Signed
from jobfair.taking_back import TakeBackCode
from jobfair.wire import (
    CardDelta,
    CodeChecked,
    CodeOnItsWay,
    CodeTyped,
    CodeWanted,
    DocumentKind,
    Door,
    ExposureKept,
    ExposureSaid,
    HandoverContent,
    HandoverOffer,
    HandoverState,
    Heartbeat,
    HeartbeatAnswer,
    PairingAnswer,
    PairingOffer,
    PairingRequest,
    TriesKnown,
    TriesSaid,
)

Picture = NDArray[np.uint8]
"""Height x width x 3, RGB, uint8."""

Vector = NDArray[np.float32]
"""One-dimensional, float32, of length 1."""

Points = NDArray[np.float32]
"""Landmarks of one face: n x 2, (x, y) in pixels of the picture."""


@dataclass(frozen=True)
class Frame:
    """One picture of the camera. ``taken_at`` is in monotonic seconds, ``sequence`` counts from 0."""

    image: Picture
    taken_at: float
    sequence: int


class Camera(ABC):
    """A source of frames. Not thread-safe: opened, read and closed by one thread."""

    @property
    @abstractmethod
    def description(self) -> str:
        """What an operator calls this source; without passwords."""

    @property
    @abstractmethod
    def is_demonstration(self) -> bool:
        """True when a film or a picture is played instead of a person standing there."""

    @abstractmethod
    def open(self) -> None:
        """Raises CameraLost when there is nothing to open."""

    @abstractmethod
    def read(self) -> Frame:
        """The newest frame; waits for it, normally a second at most. Raises CameraLost."""

    @abstractmethod
    def close(self) -> None:
        """Gives the device back; harmless when already closed."""


@dataclass(frozen=True)
class FaceBox:
    """A face in a picture, in pixels of that picture; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def area(self) -> int:
        return max(0, self.width) * max(0, self.height)


PoorReason = Literal[
    "too_far", "too_dark", "too_bright", "blurred", "two_faces", "off_centre", "turned_away", "covered"
]


@dataclass(frozen=True)
class Probe:
    """A measurement just taken of a face, averaged over ``frames`` frames.

    ``quality`` runs from 0 to 1; ``ms`` holds the milliseconds of ``detect`` and ``encode``.
    ``encoder`` is the model id: numbers of different encoders are never compared.
    """

    vector: Vector
    box: FaceBox
    quality: float
    frames: int
    ms: dict[str, float]
    encoder: str


@dataclass(frozen=True)
class NoFace:
    """No frame showed a face."""

    ms: dict[str, float]


@dataclass(frozen=True)
class PoorQuality:
    """There was a face, but no frame was good enough; ``reason`` is the hint to show.

    ``probe`` is what was measured all the same, where an engine was asked to: for figures, never for a decision.
    """

    reason: PoorReason
    ms: dict[str, float]
    probe: Probe | None = None


ProbeOutcome = Probe | NoFace | PoorQuality


@dataclass(frozen=True)
class Sighting:
    """What one frame shows, without measuring it: for the outline, the hint, tracking and liveness.

    ``boxes`` are all faces, largest first; ``box`` is the one that counts. ``reason`` says why the frame is not good
    enough to be measured, None when it is; ``quality`` (0 to 1) is 0 then. ``points`` are the 68 landmarks, only
    when asked for and installed; ``ms`` holds the milliseconds of ``detect`` and ``points``. ``live`` (0 to 1) is what
    a passive model makes of the face, only with points and where one is installed: advice, never a decision.
    """

    boxes: tuple[FaceBox, ...]
    box: FaceBox | None
    quality: float
    reason: PoorReason | Literal["no_face"] | None
    points: Points | None
    ms: dict[str, float]
    live: float | None = None


@dataclass(frozen=True)
class EncoderInfo:
    """What is known of an encoder without loading it.

    ``id`` is the model id that every Probe and FaceTemplate carries, ``size`` how many numbers it gives, ``metric``
    how they are compared, ``calibration`` the file measured for it (None: the one shipped under its id, if any).
    """

    id: str
    size: int
    metric: Literal["cosine"] = "cosine"
    calibration: Path | None = None


class FaceEngine(ABC):
    """Finds and measures faces. Calls may take a second: never make them on the thread that draws."""

    @property
    @abstractmethod
    def encoder(self) -> EncoderInfo:
        """Which encoder measures; known before anything is loaded."""

    @property
    @abstractmethod
    def has_points(self) -> bool:
        """Whether 68 landmarks are installed; known before anything is loaded."""

    @property
    @abstractmethod
    def ready(self) -> bool:
        """False while the models are still loading; calls then wait."""

    @abstractmethod
    def start(self) -> None:
        """Begins loading and returns at once; harmless when started."""

    @abstractmethod
    def look(self, frame: Frame, points: bool = False) -> Sighting:
        """What one frame shows; quick (15 and more a second at 640x480). Raises DeviceError.

        ``encode`` of the same frame right after it does not search for the face again.
        """

    @abstractmethod
    def encode(self, frame: Frame, mirrored: bool = False) -> ProbeOutcome:
        """One frame measured once (``Probe.frames`` is 1), or its mirror image. Raises DeviceError."""

    @abstractmethod
    def measure(self, frames: Sequence[Frame], thorough: bool = False) -> ProbeOutcome:
        """One probe from frames of one person. Raises DeviceError when the engine fails or is too slow.

        ``thorough`` measures every frame twice, as it is and mirrored: for enrolment, where it is worth the time.
        Two frames are enough for a probe, an enrolment wants three or more good ones (look at ``Probe.frames``).
        """

    @abstractmethod
    def close(self) -> None:
        """Ends the engine; harmless when closed."""


@dataclass(frozen=True)
class PassScanned:
    """A code of ours: the text of a visit pass, not yet verified."""

    text: str


NumberKind = DocumentKind | Literal["phone"]


@dataclass(frozen=True)
class DocumentNumber:
    """A number whose form (and check digit, where it has one) is right, normalised."""

    kind: NumberKind
    number: str = field(repr=False)


@dataclass(frozen=True)
class TakeBackScanned:
    """The code of a slip, with which what was handed in is taken back."""

    code: TakeBackCode


@dataclass(frozen=True)
class UnknownCode:
    """A code was read that says nothing to us; its text is dropped."""


Scanned = PassScanned | TakeBackScanned | DocumentNumber | UnknownCode


class Scanner(ABC):
    """A code reader of its own: a serial one, or one that types like a keyboard."""

    @abstractmethod
    def open(self) -> None:
        """Raises ScannerLost."""

    @abstractmethod
    def poll(self) -> str | None:
        """The text of the next complete code, or None when there is none. Never waits. Raises ScannerLost."""

    @abstractmethod
    def close(self) -> None:
        """Gives the device back; harmless when closed."""


class Printer(ABC):
    """Prints the seeker's slip."""

    @abstractmethod
    def check(self) -> None:
        """Raises PrinterLost, saying why, when nothing can be printed now."""

    @abstractmethod
    def print_slip(self, pdf: bytes) -> None:
        """Hands one PDF over; returns when the print queue has it. Raises PrinterLost."""


class Clock(ABC):
    """The time, so that tests can turn it."""

    @abstractmethod
    def now(self) -> datetime:
        """Wall-clock time with its zone (UTC)."""

    @abstractmethod
    def monotonic(self) -> float:
        """Seconds that never go back."""


@dataclass(frozen=True)
class Taken:
    """The server holds these bytes now. ``receipt`` is as signed; whoever settles verifies it first."""

    receipt: Signed


class Body(ABC):
    """Sealed bytes that are read piece by piece while they are sent, so that nobody holds them whole.

    ``digest`` (SHA-256 in hexadecimal) and ``size`` (bytes) were noted when they were sealed.
    """

    digest: str
    size: int

    @abstractmethod
    def pieces(self) -> Iterator[bytes]:
        """From the start, each time. Raises StoreError's kinds."""

    def whole(self) -> bytes:
        """All of them; for who needs them at once."""
        return b"".join(self.pieces())


class Server(ABC):
    """The central server as the kiosk sees it.

    Every method may raise Unreachable, NotTrusted or Incompatible; ``deliver`` also Refused. Only an answer with our
    own coded problem body can refuse, distrust or stop; anything else, whatever its status, is Unreachable.
    """

    @abstractmethod
    def deliver(self, door: Door, item_id: str, sealed: bytes | Body) -> Taken:
        """Hand sealed bytes over, those at hand or those of a Body. Repeating is harmless."""

    @abstractmethod
    def manifest(self) -> Signed:
        """The newest snapshot's manifest, signed; not yet verified."""

    @abstractmethod
    def part(self, digest: str) -> bytes:
        """One part by its digest; the digest is checked."""

    @abstractmethod
    def cards(self, after: int) -> CardDelta:
        """Changes of seeker cards after sequence ``after``."""

    @abstractmethod
    def tries(self, said: TriesSaid, seconds: float | None = None) -> TriesKnown:
        """Tell of wrong codes, learn of those elsewhere. Repeating is harmless. At most so many ``seconds``: somebody
        waits."""

    @abstractmethod
    def send_code(self, wanted: CodeWanted) -> CodeOnItsWay:
        """Have a one-time code sent. Unreachable where too many were asked for: nothing tells whose."""

    @abstractmethod
    def check_code(self, code_id: str, typed: CodeTyped) -> CodeChecked:
        """Whether this is the code that was sent."""

    @abstractmethod
    def offer_handover(self, offer: HandoverOffer) -> HandoverState:
        """A code stands on the screen; the one of this kiosk before it is over."""

    @abstractmethod
    def handover(self, handover_id: str) -> HandoverState:
        """Whether a phone has taken it, and which digits it shows."""

    @abstractmethod
    def give_handover(self, handover_id: str, content: HandoverContent) -> HandoverState:
        """What is for the phone that took it. Nothing happens where none has."""

    @abstractmethod
    def end_handover(self, handover_id: str) -> HandoverState:
        """It is over. Repeating is harmless."""

    @abstractmethod
    def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """Say how this kiosk is; learn the server's time and newest numbers."""

    @abstractmethod
    def exposure(self, said: ExposureSaid) -> ExposureKept:
        """Tell how often booths were shown and opened here. Repeating is harmless."""

    @abstractmethod
    def offer_pairing(self, request: PairingRequest) -> PairingOffer:
        """Begin pairing with a one-time code. Raises Refused when the code is wrong, used or expired."""

    @abstractmethod
    def pairing(self, offer: PairingOffer) -> PairingAnswer:
        """Ask whether the organizer has confirmed."""

    def close(self) -> None:  # noqa: B027  nothing to close is normal
        """Ends the connections; harmless when closed."""

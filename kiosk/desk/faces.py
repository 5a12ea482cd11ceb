"""The gallery of this kiosk, filled from its cards, and the form in which a face is kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from jobfair.errors import ConfigError, Corrupt
from jobfair.wire import StoredFace
from kiosk.cards import Cards
from kiosk.identity.decide import Candidate, DecisionRule, Identification, Unknown, decide
from kiosk.ports import Clock, EncoderInfo, Probe
from kiosk.snapshot import Snapshot

if TYPE_CHECKING:
    from jobfair.face_rotation import Rotation
    from kiosk.identity.calibration import Calibration
    from kiosk.identity.gallery import Gallery


def default_encoder() -> EncoderInfo:
    """Of a kiosk whose settings name no other one."""
    from kiosk.identity.dlib_parts import DlibEncoder

    return DlibEncoder().info


class FaceBook:
    """The gallery of the encoder in use, which follows the cards. Thread-safe; numpy is loaded at first use.

    Faces of another encoder cannot be compared: they are counted, and whose they are is not found by her face.
    """

    def __init__(
        self, cards: Cards, snapshot: Snapshot, clock: Clock, encoder: Callable[[], EncoderInfo] = default_encoder
    ) -> None:
        """``encoder`` is asked at first use; without its calibration faces name nobody."""
        self.encoder = encoder
        """Of the engine in use; raises ConfigError when it is not installed. ``bootstrap`` says."""
        self._cards = cards
        self._snapshot = snapshot
        self._clock = clock
        self._gallery: Gallery | None = None
        self._outdated: set[str] = set()
        self._seed: bytes | None = None
        self._followed = 0
        self._turn = threading.Lock()
        self.points_at_hand: Callable[[], bool] = lambda: False
        """Whether 68 landmarks are installed, from which liveness is judged; ``bootstrap`` says."""

    @cached_property
    def calibration(self) -> Calibration | None:
        """Of the encoder in use; None when it was never measured, or its file is damaged (doctor says which)."""
        from kiosk.identity.calibration import calibration_of

        try:
            return calibration_of(self.encoder())
        except (ConfigError, Corrupt):
            return None

    @property
    def allowed(self) -> bool:
        """The organizer has switched faces on for this fair, and asks for nothing that this kiosk cannot do.

        A fair that wants liveness gets no face way rather than one without it.
        """
        face = self._snapshot.held().settings.face
        return face.enabled and not self.lacks_landmarks and self.calibration is not None

    @property
    def lacks_landmarks(self) -> bool:
        """Whether the fair asks for liveness and this kiosk has nothing to judge it from."""
        return self._snapshot.held().settings.face.liveness != "off" and not self.points_at_hand()

    @property
    def offered(self) -> bool:
        """Whether the face tile is shown: allowed, and somebody is enrolled here."""
        return self.allowed and self._cards.count_faces() > len(self._outdated)

    def outdated(self) -> int:
        """How many faces were enrolled with another encoder. Slow the first time, as ``identify`` is."""
        with self._turn:
            self._fill()
            return len(self._outdated)

    def is_outdated(self, seeker: str) -> bool:
        """Whether she has to enrol again to be found by her face."""
        with self._turn:
            self._fill()
            return seeker in self._outdated

    def identify(self, probe: Probe) -> Identification:
        """Slow the first time, unless ``prepare`` was called: the gallery is filled."""
        with self._turn:
            self._fill()
            gallery = self._gallery
            calibration = self.calibration
            if gallery is None or calibration is None or gallery.encoder != probe.encoder:
                return Unknown(None)
            best = gallery.search(probe)
            rule = DecisionRule(calibration, self._snapshot.held().settings.face.visits_a_false_one)
            return decide(best, len(gallery), rule, self._alike_of(best))

    def _alike_of(self, best: Sequence[Candidate]) -> list[str]:
        """Of the candidates, who is too like somebody else to be named by her face."""
        cards = (self._cards.get(candidate.person) for candidate in best)
        return [card.id for card in cards if card is not None and self._cards.is_alike(card)]

    def stored(self, probe: Probe) -> StoredFace:
        """An enrolment's probe as it is kept and travels: normalised, turned, float32."""
        import numpy as np

        from jobfair.face_rotation import normalise

        rotation = self._rotation(len(probe.vector))
        vector = rotation.turn(probe.vector) if rotation else normalise(probe.vector)
        return StoredFace(encoder=probe.encoder, numbers=vector.astype(np.dtype("<f4")).tobytes(), frames=probe.frames)

    def alike(self, face: StoredFace, seeker: str) -> list[str]:
        """Whose faces here are too like this one of ``seeker`` to be told apart, her own left out."""
        from jobfair.faces_alike import alike_limit
        from kiosk.identity.gallery import FaceTemplate

        with self._turn:
            self._fill()
            gallery = self._gallery
            if gallery is None or gallery.encoder != face.encoder:
                return []
            template = FaceTemplate(face.encoder, face.numbers, face.frames, "")
            found = gallery.alike(template, alike_limit(face.encoder))
        return [candidate.person for candidate in found if candidate.person != seeker]

    def prepare(self) -> None:
        """Fills the gallery ahead of the first search; slow, for a worker."""
        with self._turn:
            self._fill()

    def _fill(self) -> None:
        seed = self._snapshot.held().settings.face.rotation_seed
        if seed != self._seed:
            self._gallery, self._outdated, self._seed = None, set(), seed
            self._followed = self._cards.last_face_change
            self._put(list(self._cards.faces()))
            return
        changes = self._cards.face_changes(self._followed)
        for _, seeker, _ in changes:
            self._outdated.discard(seeker)
            if self._gallery is not None:
                self._gallery.remove(seeker)
        self._put([(seeker, face) for _, seeker, face in changes if face is not None])
        if changes:
            self._followed = changes[-1][0]

    def _put(self, faces: list[tuple[str, StoredFace]]) -> None:
        from kiosk.identity.gallery import FaceTemplate, Gallery

        try:
            used = self.encoder()
        except ConfigError:
            self._outdated.update(seeker for seeker, _ in faces)
            return
        today = self._clock.now().date().isoformat()
        templates = [
            (seeker, FaceTemplate(face.encoder, face.numbers, face.frames, today))
            for seeker, face in faces
            if face.encoder == used.id and len(face.numbers) == 4 * used.size
        ]
        self._outdated.update({seeker for seeker, _ in faces} - {seeker for seeker, _ in templates})
        if templates and self._gallery is None:
            self._gallery = Gallery(used.id, self._rotation(used.size), used.size)
        if self._gallery is not None:
            self._gallery.fill(templates)

    def _rotation(self, size: int) -> Rotation | None:
        from jobfair.face_rotation import Rotation

        seed = self._snapshot.held().settings.face.rotation_seed
        return Rotation(seed, size) if seed else None

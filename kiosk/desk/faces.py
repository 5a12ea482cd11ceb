"""The gallery of this kiosk, filled from its cards, and the form in which a face is kept."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from jobfair.wire import StoredFace
from kiosk.cards import Cards
from kiosk.identity.decide import Identification, Unknown, decide
from kiosk.ports import Clock, Probe
from kiosk.snapshot import Snapshot

if TYPE_CHECKING:
    from kiosk.identity.gallery import Gallery, Rotation


class FaceBook:
    """Fills one gallery for each encoder when faces came or went. Thread-safe; numpy is loaded at first use."""

    def __init__(self, cards: Cards, snapshot: Snapshot, clock: Clock) -> None:
        self._cards = cards
        self._snapshot = snapshot
        self._clock = clock
        self._galleries: dict[str, Gallery] = {}
        self._filled: tuple[int, bytes] | None = None
        self._turn = threading.Lock()

    @property
    def allowed(self) -> bool:
        """The organizer has switched faces on for this fair."""
        return self._snapshot.held().settings.face.enabled

    @property
    def offered(self) -> bool:
        """Whether the face tile is shown: allowed, and somebody is enrolled here."""
        return self.allowed and self._cards.count_faces() > 0

    def identify(self, probe: Probe) -> Identification:
        """Slow when faces came or went since: the gallery is filled again."""
        with self._turn:
            self._fill()
            gallery = self._galleries.get(probe.encoder)
            if gallery is None:
                return Unknown(None)
            return decide(gallery.search(probe), len(gallery))

    def stored(self, probe: Probe) -> StoredFace:
        """An enrolment's probe as it is kept and travels: normalised, turned, float32."""
        import numpy as np

        from kiosk.identity.gallery import normalise

        rotation = self._rotation()
        vector = rotation.turn(probe.vector) if rotation else normalise(probe.vector)
        return StoredFace(encoder=probe.encoder, numbers=vector.astype(np.dtype("<f4")).tobytes(), frames=probe.frames)

    def _fill(self) -> None:
        from kiosk.identity.gallery import FaceTemplate, Gallery

        state = (self._cards.faces_version, self._snapshot.held().settings.face.rotation_seed)
        if state == self._filled:
            return
        people: dict[str, list[tuple[str, FaceTemplate]]] = {}
        today = self._clock.now().date().isoformat()
        for seeker, face in self._cards.faces():
            template = FaceTemplate(face.encoder, face.numbers, face.frames, today)
            people.setdefault(face.encoder, []).append((seeker, template))
        rotation = self._rotation()
        galleries = {}
        for encoder, templates in people.items():
            galleries[encoder] = Gallery(encoder, rotation)
            galleries[encoder].fill(templates)
        self._galleries, self._filled = galleries, state

    def _rotation(self) -> Rotation | None:
        from kiosk.identity.gallery import Rotation

        seed = self._snapshot.held().settings.face.rotation_seed
        return Rotation(seed) if seed else None

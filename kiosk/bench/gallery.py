"""Figure of the gallery: how long a kiosk needs to read 100,000 faces from its encrypted cards."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from jobfair.ids import new_id
from jobfair.wire import CardChange, CardDelta, SeekerCard, StoredFace
from kiosk.bench.faces import ENROLLED
from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.parts import timed
from kiosk.bench.place import Place
from kiosk.bootstrap import build
from kiosk.clock import SystemClock
from kiosk.config import load_config
from kiosk.desk.faces import FaceBook, default_encoder

AIM_SECONDS = 30.0
_AT_ONCE = 1000


def filling(place: Place, runs: int | None) -> list[Figure]:
    """From a start to the first search: ``FaceBook.prepare`` over cards as they came by sync, in a kiosk of its own."""
    with place.kiosk() as paired:
        examples = place.cards(paired)
    if not examples:
        raise NotMeasured("nobody registered for the demonstration fair")
    config = load_config(place.settings, {})
    folder = place.folder / "many-faces"
    shutil.copytree(config.data, folder)
    try:
        kiosk = build(replace(config, data=folder))
        try:
            applied = 0.0
            for page in _pages(examples[0]):
                applied += timed(lambda page=page: kiosk.cards.apply(page))[1] / 1000  # type: ignore[misc]
            seconds = []
            for _ in range(runs or 3):
                book = FaceBook(kiosk.cards, kiosk.snapshot, SystemClock())
                seconds.append(timed(book.prepare)[1] / 1000)
        finally:
            kiosk.close()
    finally:
        shutil.rmtree(folder)
    note = f"once at each start, in a thread; the cards came in {applied:.0f} s before, in pages of {_AT_ONCE:,}"
    return [Figure("gallery", f"{ENROLLED:,} faces from the cards", tuple(seconds), "s", AIM_SECONDS, note=note)]


def _pages(example: SeekerCard) -> Iterator[CardDelta]:
    encoder, drawn = default_encoder(), np.random.default_rng(1)
    for begin in range(0, ENROLLED, _AT_ONCE):
        numbers = drawn.standard_normal((_AT_ONCE, encoder.size), dtype=np.float32)
        numbers /= np.linalg.norm(numbers, axis=1, keepdims=True)
        changes = []
        for row, vector in enumerate(numbers):
            face, seeker = StoredFace(encoder=encoder.id, numbers=vector.tobytes(), frames=3), new_id()
            profile = example.profile.model_copy(update={"id": seeker})
            update = {"id": seeker, "face": face, "profile": profile, "lookups": (seeker,)}
            changes.append(CardChange(sequence=begin + row + 1, seeker=seeker, card=example.model_copy(update=update)))
        yield CardDelta(changes=tuple(changes), last=begin + len(changes), more=begin + _AT_ONCE < ENROLLED)

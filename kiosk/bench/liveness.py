"""Figures of liveness: photographs that get through, living people who do not. Needs data that the product lacks.

The data are photographs of people (one folder a person, Labeled Faces in the Wild) and a film of a turning head. They
are found by the environment's JOBFAIR_SHARED_DATA, or in ../shared/data beside the checkout.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from jobfair.errors import ConfigError
from kiosk.bench.acted import Puppet, Swap, act, placed_like, puppet_of
from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.place import Place
from kiosk.config import load_config
from kiosk.identity.liveness.challenge import TURNS
from kiosk.identity.liveness.film import read_film
from kiosk.identity.liveness.measuring import HOW_TO_ADD, Rate, gather, judge_all, rates_of
from kiosk.identity.liveness.trial import FilmJudged, judge_film
from kiosk.identity.models.making import EngineChoice, choice_of, make_engine
from kiosk.identity.pictures import Unreadable, read_picture
from kiosk.ports import FaceEngine, Frame, Picture, Probe

PEOPLE = 160
AIM_FLAT, AIM_REFUSED = 2.0, 10.0
"""Percent."""

VARIATIONS = 24
ACTED, SWAPPED = 12, 13

ONE_PICTURE = 0.97
"""Cosine of two encodings of one picture, noise between them."""


@dataclass(frozen=True)
class Variation:
    """One way to show the same film: as in a mirror, backwards, nearer, darker, with more noise, tilted, slower."""

    mirrored: bool
    backwards: bool
    scale: float
    light: float
    noise: float
    tilt: float
    slower: float


def photographs(place: Place, runs: int | None) -> list[Figure]:
    """``runs``: how many people's photographs, 160 unless said."""
    files = gather([_data() / "faces" / "lfw-development"])[: runs or PEOPLE]
    if not files:
        raise NotMeasured("no photographs of people in the shared data")
    rates = rates_of(list(judge_all(files, "strict", _choice())), "strict")
    what = "warped photographs taken for live turns"
    return [_figure("photographs", what, rates.flat, AIM_FLAT)]


def live_turns(place: Place, runs: int | None) -> list[Figure]:
    """``runs``: how many variations of the film."""
    film = read_film(_data() / "video" / "head-turn-woman.gif")
    if isinstance(film, Unreadable):
        raise NotMeasured(f"the film of a turning head: {film.text}")
    frames, engine = list(film), make_engine(_choice())
    judged: list[FilmJudged] = []  # every one is an attempt of a living person, whatever is found in it
    for number in range(runs or VARIATIONS):
        judged.append(judge_film(shown_as(frames, variation(number), number), engine, "strict"))
    turns = [shown for one in judged for shown in one.moves if shown.move in TURNS]
    refused = Rate(sum(not one.live for one in judged), len(judged))
    said = (
        f"one person, varied; {sum(not turn.live for turn in turns)} of the {len(turns)} turns found doubted; films: "
    )
    return [_figure("live_turns", "live films refused", refused, AIM_REFUSED, said)]


def acted_turns(place: Place, runs: int | None) -> list[Figure]:
    """``runs``: how many looks the woman of the film takes, 12 unless said; at 12.5, 15 and 30 frames a second."""
    engine, puppet = _puppet()
    ways = [(fps, speed) for speed in (1.0, 2.0) for fps in (12.5, 15.0, 30.0)]
    ended = [act(engine, puppet, seed, *ways[seed % len(ways)]) for seed in range(runs or ACTED)]
    refused = Rate(sum(one.probe is None for one in ended), len(ended))
    said = "one person, as in the film and twice as fast; "
    return [_figure("acted_turns", "living looks refused", refused, AIM_REFUSED, said)]


def swapped(place: Place, runs: int | None) -> list[Figure]:
    """``runs``: how many people's photographs are held up, 13 unless said, while the woman of the film turns."""
    engine, puppet = _puppet()
    probes = tried = 0
    for file in gather([_data() / "faces" / "lfw-development"])[100 : 100 + 2 * (runs or SWAPPED) : 2]:
        picture = read_picture(file)
        held = None if isinstance(picture, Unreadable) else placed_like(picture, engine, puppet)
        photograph = None if held is None else engine.encode(Frame(held, 0.0, 0))
        if held is None or not isinstance(photograph, Probe):
            continue
        tried += 1
        found = act(engine, puppet, tried, swap=Swap(held, (0.15, 0.3, 0.5)[tried % 3])).probe
        probes += found is not None and float(found.vector @ photograph.vector) > ONE_PICTURE
    if not tried:
        raise NotMeasured("no photographs of people in the shared data")
    what = "photographs whose probe another person's turn gave"
    return [_figure("swapped", what, Rate(probes, tried), 0.0)]


def _puppet() -> tuple[FaceEngine, Puppet]:
    film = read_film(_data() / "video" / "head-turn-woman.gif")
    if isinstance(film, Unreadable):
        raise NotMeasured(f"the film of a turning head: {film.text}")
    engine = make_engine(_choice())
    puppet = puppet_of([frame.image for frame in film], engine)
    if puppet is None:
        raise NotMeasured("the film shows no turn to both sides")
    return engine, puppet


def variation(number: int) -> Variation:
    """The ``number``-th way, always the same."""
    drawn = np.random.default_rng(number)
    return Variation(
        bool(number % 2), bool(number // 2 % 2), float(drawn.uniform(1.0, 1.9)), float(drawn.uniform(0.6, 1.15)),
        float(drawn.uniform(0.5, 5)), float(drawn.uniform(-8, 8)), float(drawn.uniform(0.8, 2.5)),
    )  # fmt: skip


def shown_as(frames: list[Frame], how: Variation, seed: int = 0) -> Iterator[Frame]:
    """The film, varied, as its own pictures at a changed speed."""
    drawn = np.random.default_rng(seed)
    for number, frame in enumerate(reversed(frames) if how.backwards else frames):
        yield Frame(_varied(frame.image, how, drawn), frames[number].taken_at * how.slower, number)


def _varied(image: Picture, how: Variation, drawn: np.random.Generator) -> Picture:
    import cv2

    rows, columns = image.shape[:2]
    across = columns * (0.46 if how.mirrored else 0.54)  # the head stays in the picture
    turned = cv2.getRotationMatrix2D((across, rows * 0.4), how.tilt, how.scale)
    picture = image[:, ::-1] if how.mirrored else image
    moved = cv2.warpAffine(np.ascontiguousarray(picture), turned, (columns, rows), borderMode=cv2.BORDER_REPLICATE)
    noisy = moved * how.light + drawn.normal(0, how.noise, moved.shape)
    return np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8)


def _figure(name: str, what: str, rate: Rate, aim: float, said: str = "") -> Figure:
    low, high = rate.bounds
    note = f"{said}{rate.count} of {rate.of}; 95 % bounds {low:.2%} to {high:.2%}"
    return Figure(name, what, (100.0 * (rate.share or 0.0),), "%", aim=aim, note=note)


def _choice() -> EngineChoice:
    try:
        choice = choice_of(load_config(None))
        if make_engine(choice).has_points:
            return choice
    except ConfigError as error:
        raise NotMeasured(str(error)) from error
    raise NotMeasured(HOW_TO_ADD)


def _data() -> Path:
    named = os.environ.get("JOBFAIR_SHARED_DATA", "")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "data"
    if not folder.is_dir():
        raise NotMeasured("photographs and films to measure on are not here: set JOBFAIR_SHARED_DATA")
    return folder

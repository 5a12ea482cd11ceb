"""Many films and photographs before the check, on all processors: what came of each, and the rates."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from jobfair.errors import ConfigError, DeviceError
from kiosk.identity.batch import engines_for
from kiosk.identity.liveness.challenge import TURNS, Level
from kiosk.identity.liveness.film import is_animation, read_film
from kiosk.identity.liveness.trial import FilmJudged, PhotographJudged, judge_film, judge_photograph
from kiosk.identity.models.making import EngineChoice, make_engine
from kiosk.identity.pictures import SUFFIXES, Unreadable, pictures_in, read_picture
from kiosk.identity.rates import clopper_pearson
from kiosk.ports import FaceEngine

HOW_TO_ADD = "liveness needs 68 landmarks and no model of them is installed: run `jobfair models add dlib-68`"

Judged = FilmJudged | PhotographJudged | Unreadable


@dataclass(frozen=True)
class Rate:
    """``count`` of ``of``, with its bounds (Clopper-Pearson, 95 %)."""

    count: int
    of: int

    @property
    def share(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def bounds(self) -> tuple[float, float]:
        return clopper_pearson(self.count, self.of)


@dataclass(frozen=True)
class Rates:
    """``flat``: turns of photographs taken for live ones. ``refused``: turns that films show and that were doubted.
    ``films_refused``: films that did not get through, whatever the reason: every film is a living person who tries,
    also where no turn or no face is found in it; without those of ``films_short``, which show fewer moves than the
    level asks for, all of them taken for real: that is neither. ``still``: of films said to show nobody who moves,
    those of which a move was taken for real.
    ``flat_challenges``: mean share of the level's challenges that a photograph, held at best, could answer."""

    flat: Rate
    refused: Rate
    films_refused: Rate
    films_short: int
    still: Rate
    flat_challenges: float | None


def gather(paths: Sequence[Path]) -> list[Path]:
    """The files themselves; of a folder its pictures and films, of a folder of people the first picture of each."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inside = sorted(one for one in path.iterdir() if not one.name.startswith("."))
        found += [one for one in inside if one.is_file()]
        found += [pictures[0] for pictures in (pictures_in(one) for one in inside if one.is_dir()) if pictures]
    return found


def is_photograph(path: Path) -> bool:
    """Whether a file is judged as a photograph; everything else is tried as a film."""
    return path.suffix.lower() in SUFFIXES and not is_animation(path)


def judge_all(
    files: Sequence[Path], level: Level, choice: EngineChoice | None = None, bend: float = 0.0, front_bend: float = 0.0
) -> Iterator[Judged]:
    """One outcome for each file, in order; photographs bent as ``judge_photograph`` says.

    Raises ConfigError without landmarks."""
    if not make_engine(choice or EngineChoice()).has_points:
        raise ConfigError(HOW_TO_ADD)
    with engines_for(len(files), choice) as engines:
        idle: queue.SimpleQueue[FaceEngine] = queue.SimpleQueue()
        for engine in engines:
            idle.put(engine)

        def one(path: Path) -> Judged:
            engine = idle.get()
            try:
                return _judge(path, engine, level, bend, front_bend)
            except DeviceError as fault:  # this file's trouble; the next is judged by an engine that is started anew
                return Unreadable("corrupt", str(fault))
            finally:
                idle.put(engine)

        with ThreadPoolExecutor(len(engines)) as pool:
            yield from pool.map(one, files)


def _judge(path: Path, engine: FaceEngine, level: Level, bend: float, front_bend: float) -> Judged:
    if is_photograph(path):
        picture = read_picture(path, longest=800)
        return picture if isinstance(picture, Unreadable) else judge_photograph(picture, engine, bend, front_bend)
    film = read_film(path)
    return film if isinstance(film, Unreadable) else judge_film(film, engine, level)


def rates_of(judged: Sequence[Judged], level: Level, still: Sequence[Judged] = ()) -> Rates:
    """Of what was readable, and photographs that show a face. ``still``: films said to show nobody who moves."""
    photographs = [one for one in judged if isinstance(one, PhotographJudged) and one.attempts]
    films = [one for one in judged if isinstance(one, FilmJudged)]
    whole = [film for film in films if not film.short]
    turns = [shown for film in films for shown in film.moves if shown.move in TURNS]
    stood = [one for one in still if isinstance(one, FilmJudged)]
    answered = [one.answers(level) for one in photographs]
    return Rates(
        Rate(sum(one.passed for one in photographs), sum(one.attempts for one in photographs)),
        Rate(sum(not turn.live for turn in turns), len(turns)),
        Rate(sum(not film.live for film in whole), len(whole)),
        len(films) - len(whole),
        Rate(sum(film.live for film in stood), len(stood)),
        sum(answered) / len(answered) if answered else None,
    )

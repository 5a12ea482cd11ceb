"""What `jobfair liveness` is given: folders, films, damaged files; and the rates that come of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from jobfair.errors import ConfigError
from kiosk.commands.liveness import _plain, _rates
from kiosk.identity.liveness.film import LOOKS_A_SECOND, WIDTH, is_animation, read_film
from kiosk.identity.liveness.measuring import gather, is_photograph, judge_all, rates_of
from kiosk.identity.liveness.sheet import EIGHT_TURNS, HEIGHT, Pose, seen
from kiosk.identity.liveness.sheet import WIDTH as SHEET_WIDTH
from kiosk.identity.liveness.trial import FilmJudged, PhotographJudged, Shown
from kiosk.identity.models.making import EngineChoice
from kiosk.identity.pictures import Unreadable

GREY = Image.new("RGB", (64, 48), (90, 90, 90))


def animation(path: Path, frames: int = 12, milliseconds: int = 40) -> Path:
    pictures = [Image.new("RGB", (64, 48), (10 * number, 90, 90)) for number in range(frames)]
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=milliseconds)
    return path


def test_film_is_read_as_wide_as_a_camera_and_as_often_as_the_kiosk_looks(tmp_path: Path) -> None:
    film = read_film(animation(tmp_path / "film.gif"))
    assert not isinstance(film, Unreadable)
    frames = list(film)
    assert {frame.image.shape[1] for frame in frames} == {WIDTH}
    times = np.array([frame.taken_at for frame in frames])
    assert np.diff(times).min() >= 1 / LOOKS_A_SECOND - 0.002
    assert len(frames) == 6


@pytest.mark.parametrize("content", [b"", b"no film at all", b"GIF89a"], ids=["empty", "text", "cut off"])
@pytest.mark.parametrize("suffix", [".mp4", ".gif"])
def test_file_that_is_no_film_is_said_to_be_unreadable(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"film{suffix}"
    path.write_bytes(content)
    film = read_film(path)
    assert isinstance(film, Unreadable)
    assert not is_animation(path)


def test_film_that_is_missing_is_said_to_be(tmp_path: Path) -> None:
    film = read_film(tmp_path / "none.mp4")
    assert isinstance(film, Unreadable)
    assert film.reason == "missing"


def test_folders_stand_for_their_files_and_people_for_their_first_picture(tmp_path: Path) -> None:
    people = tmp_path / "people"
    for name in ("A", "B"):
        (people / name).mkdir(parents=True)
        for number in (2, 1):
            GREY.save(people / name / f"{number}.png")
    film = animation(people / "film.gif")
    assert gather([people]) == [film, people / "A" / "1.png", people / "B" / "1.png"]
    assert is_photograph(people / "A" / "1.png")
    assert not is_photograph(film)


def test_kiosk_without_landmarks_says_which_command_brings_them(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="jobfair models add"):
        list(judge_all([tmp_path / "a.png"], "strict", EngineChoice(models=tmp_path)))


def test_sheet_when_held_straight_is_the_photograph_and_when_turned_is_narrower() -> None:
    white = np.full((250, 250, 3), 255, np.uint8)

    def width(pose: Pose) -> int:
        picture = seen(white, pose)
        assert picture.shape == (HEIGHT, SHEET_WIDTH, 3)
        return int((picture[HEIGHT // 2, :, 0] > 200).sum())

    assert abs(width(Pose()) - 420) <= 3
    assert all(width(pose) < 400 for pose in EIGHT_TURNS)
    assert width(Pose(bend=1.2)) < width(Pose())


def test_rates_count_turns_and_challenges() -> None:
    judged = [
        PhotographJudged(8, 0, 0),
        PhotographJudged(8, 2, 1, frozenset({"turn_left", "turn_right"})),
        PhotographJudged(0, 0, 0),
        FilmJudged((Shown("turn_left", 1.0, True, None, None),), 20, 20, 2, 1, True),
        FilmJudged(
            (Shown("turn_left", 1.0, True, None, None), Shown("blink", 2.0, True, None, None)), 20, 20, 2, 2, True
        ),
        FilmJudged((Shown("turn_left", 1.0, False, "flat", None),), 20, 20, 2, 0, False),
        FilmJudged((), 20, 20, 2, 0, False),
        FilmJudged((), 20, 0, 2, 0, False),
        Unreadable("corrupt", "not a readable picture"),
    ]
    still = [FilmJudged((), 20, 20, 2, 0, False)]
    rates = rates_of(judged, "strict", still)
    assert (rates.flat.count, rates.flat.of) == (2, 16)
    assert (rates.refused.count, rates.refused.of) == (1, 3)
    assert (rates.films_refused.count, rates.films_refused.of) == (3, 4), "no turn found, no face found: doubted"
    assert rates.films_short == 1, "one of the two moves that strict asks for: neither through nor doubted"
    assert [_plain(one)["live"] for one in judged[3:6]] == [None, True, False]
    assert (rates.still.count, rates.still.of) == (0, 1)
    assert rates.flat_challenges == pytest.approx(0.25), "four of eight orders need no blink; half of the photographs"
    assert json.dumps([_rates(rates), *(_plain(one) for one in judged)])

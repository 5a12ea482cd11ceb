"""``jobfair calibrate`` on folders of small pictures, measured by an engine that tells people apart by their colour."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from jobfair.cli import main
from kiosk.identity.calibration import SHIPPED, file_name, read
from kiosk.ports import FaceEngine, Frame, NoFace, PoorQuality, Probe, ProbeOutcome
from tests.fakes.devices import ENCODER, FakeFaceEngine, probe, vector


class ColourEngine(FakeFaceEngine):
    """The red of a picture is its person, the green tells her pictures apart; blue pictures show nobody."""

    def encode(self, frame: Frame, mirrored: bool = False) -> ProbeOutcome:
        red, green, blue = (int(value) for value in frame.image[0, 0])
        if blue == 255:
            return NoFace({"encode": 0.0})
        if blue == 200:
            return PoorQuality("blurred", {"encode": 0.0})
        numbers = vector(red) + 0.4 * vector(1000 + 256 * red + green) + 0.1 * vector(int(mirrored))
        good = probe(red)
        numbers = (numbers / np.linalg.norm(numbers)).astype(np.float32)
        return Probe(numbers, good.box, good.quality, 1, good.ms, ENCODER)


@pytest.fixture(autouse=True)
def colours(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextlib.contextmanager
    def engines(sets: int, choice: object = None) -> Iterator[Sequence[FaceEngine]]:
        yield [ColourEngine(), ColourEngine()]

    monkeypatch.setattr("kiosk.identity.batch.engines_for", engines)


def folder_of(path: Path, people: int) -> Path:
    for person in range(people):
        folder = path / f"person-{person:03}"
        folder.mkdir(parents=True)
        for number in range(5 if person % 2 == 0 else 2):
            blue = 255 if (person, number) == (3, 1) else 200 if (person, number) == (5, 0) else 0
            Image.new("RGB", (8, 8), (person, number, blue)).save(folder / f"{number}.png")
    (path / "person-000" / "broken.jpg").write_bytes(b"no picture")
    (path / "empty").mkdir()
    return path


def test_folder_when_calibrated_is_written_printed_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if importlib.util.find_spec("matplotlib") is None:
        pytest.skip("matplotlib is missing (extra: calibrate)")
    people, out, plot = folder_of(tmp_path / "people", 60), tmp_path / "c.json", tmp_path / "det.png"
    arguments = ["calibrate", str(people), "--out", str(out), "--plot", str(plot), "--measured-on", "colours", "--json"]
    assert main(arguments) == 0
    said = json.loads(capsys.readouterr().out)
    found = read(out)
    assert said == {**found.model_dump(mode="json"), "file": str(out)}
    assert (found.encoder, found.measured_on) == (ENCODER, "colours")
    assert (found.sample.people, found.sample.enrolled, found.sample.strangers) == (60, 30, 30)
    assert found.sample.not_measured == 2
    assert "person-" not in out.read_text("utf-8")
    with Image.open(plot) as drawn:
        assert drawn.width > 500


def test_few_people_when_calibrated_write_nothing_and_say_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "c.json"
    assert main(["calibrate", str(folder_of(tmp_path / "people", 8)), "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert "nothing is written: at least 20 people" in said.err
    assert not out.exists()


def test_rates_that_the_sample_cannot_carry_when_told_are_named_as_such(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", str(folder_of(tmp_path / "people", 60)), "--out", str(tmp_path / "c.json")]) == 0
    said = capsys.readouterr().out
    assert "one false in 10,000: not said" in said
    assert "extrapolated" in said


def test_people_held_out_when_asked_for_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.identity.calibration.LEAST_VISITS", 50)
    people, out = folder_of(tmp_path / "people", 120), tmp_path / "c.json"
    assert main(["calibrate", str(people), "--out", str(out), "--held-out", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["held_out"]
    assert [line["visits_a_false_one"] for line in told] == [100, 300, 1_000, 10_000]
    assert all(line["wrong"] == 0 and line["found"] <= line["visits"] == 12 * 60 for line in told)
    assert "held_out" not in out.read_text("utf-8")


def test_few_people_when_held_out_are_written_all_the_same_and_said_to_name_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people, out = folder_of(tmp_path / "people", 60), tmp_path / "c.json"
    assert main(["calibrate", str(people), "--out", str(out), "--held-out"]) == 0
    said = capsys.readouterr()
    assert "nothing is held out: half of these people are too few" in said.err
    assert said.out.splitlines()[-1].startswith("THIS NAMES NOBODY: 60 visits of strangers")
    assert read(out).names_somebody is False


def test_no_folder_when_calibrated_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", str(tmp_path / "nowhere")]) != 0
    assert "is not a folder" in capsys.readouterr().err


def test_shipped_calibration_is_of_the_default_encoder() -> None:
    from kiosk.identity.dlib_parts import DlibEncoder

    assert read(SHIPPED / file_name(DlibEncoder().info.id)).encoder == ENCODER


def test_person_twice_when_calibrated_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = folder_of(tmp_path / "people", 60)
    command = ["calibrate", str(people), "--out", str(tmp_path / "c.json"), "--json"]
    shutil.copytree(people / "person-007", people / "person-007-again")
    assert main(command) == 0
    said = capsys.readouterr()
    assert [pair["people"] for pair in json.loads(said.out)["alike"]] == [["person-007", "person-007-again"]]
    assert "one person twice?" in said.err
    shutil.copytree(people / "person-002", people / "person-002-again")
    assert main(command) == 1, "she is enrolled, and a stranger who is exactly like herself"
    assert "'person-002' and 'person-002-again'" in capsys.readouterr().err

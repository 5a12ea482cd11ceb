"""``jobfair models``, and the encoder that ``enrol`` and ``identify`` measure with."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from PIL import Image

from jobfair.cli import main
from tests.fakes.onnx_files import ENCODER, model_folder
from tests.fakes.portraits import astronaut

NEEDS_FACES = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("dlib", "face_recognition_models", "onnxruntime")),
    reason="dlib, its models or onnxruntime are missing",
)


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JOBFAIR_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_model_when_added_listed_checked_and_removed_is_told_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = model_folder(tmp_path / "from")
    code, out, err = run(capsys, "models", "add", source, "--json")
    assert (code, json.loads(out)["added"][0]["id"]) == (0, "averages")
    assert "Do as you like." in err  # the terms
    _, out, _ = run(capsys, "models", "list", "--json")
    listed = {m["id"]: m["installed"] for m in json.loads(out)["models"]}
    assert listed["averages"] and not listed["dlib-68"]
    assert run(capsys, "models", "check")[:2] == (0, "averages: good\n")
    assert run(capsys, "models", "remove", "averages", "--json")[0] == 0
    assert run(capsys, "models", "check", "--json")[1].count("averages") == 0


def test_damaged_model_when_checked_is_named_and_the_exit_code_says_so(
    tmp_path: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "models", "add", model_folder(tmp_path / "from"))
    (models / "averages" / "weights.onnx").write_bytes(ENCODER[1:])
    code, out, _ = run(capsys, "models", "check", "--json")
    assert code == 1
    assert "SHA-256" in json.loads(out)["broken"][0]["reason"]


def test_wrong_model_when_added_is_an_error_with_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = model_folder(tmp_path / "from")
    (source / "weights.onnx").write_bytes(b"other")
    code, out, err = run(capsys, "models", "add", source, "--models", tmp_path / "elsewhere")
    assert (code, out) == (2, "")
    assert "[model]" in err


def test_encoder_that_is_not_here_when_asked_for_says_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "people").mkdir()
    code, _, err = run(capsys, "enrol", "--encoder", "averages", "--gallery", tmp_path / "g", tmp_path / "people")
    assert code == 2
    assert "jobfair models add" in err


@pytest.mark.faces
@NEEDS_FACES
def test_gallery_of_another_encoder_when_used_is_refused_and_both_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "models", "add", model_folder(tmp_path / "from"))
    (tmp_path / "people" / "astronaut").mkdir(parents=True)
    Image.fromarray(astronaut()).save(tmp_path / "people" / "astronaut" / "1.png")
    gallery, people = tmp_path / "gallery", tmp_path / "people"
    assert run(capsys, "enrol", "--encoder", "averages", "--gallery", gallery, people)[0] == 0
    before = (gallery / "gallery.npz").read_bytes()
    for command in (["enrol", "--gallery", gallery, people], ["identify", "--gallery", gallery, people / "astronaut"]):
        code, out, err = run(capsys, *command)
        assert (code, out) == (2, "")
        assert "[wrong_encoder]" in err
        assert "averages/" in err and "dlib-resnet" in err
    assert (gallery / "gallery.npz").read_bytes() == before
    code, out, _ = run(
        capsys, "identify", "--encoder", "averages", "--threshold", ".9", "--gallery", gallery, people / "astronaut"
    )
    assert json.loads(out)["person"] == "astronaut"

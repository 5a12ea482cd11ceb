"""Adding models: from a folder, a package, npm, by name; nothing changes when anything is wrong."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
from pathlib import Path

import pytest

from jobfair.errors import ConfigError, DeviceError
from kiosk.identity.models import adding, shelf
from kiosk.identity.models.adding import add, remove
from kiosk.identity.models.making import EngineChoice, encoder_info, make_engine
from kiosk.identity.models.manifest import ModelRefused
from kiosk.identity.models.shelf import Shelf
from kiosk.identity.onnx_parts import OnnxEncoder
from tests.fakes.onnx_files import ENCODER, LANDMARKS, manifest_text, model_folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A product that knows two models of one npm package, and a third that is fetched by hand."""
    root = tmp_path / "shipped"
    for kind, model_id, weights, source in (
        ("encoder", "averages", ENCODER, "npm:averages-js@1.0.0"),
        ("landmarks", "grid", LANDMARKS, "npm:averages-js@1.0.0"),
        ("encoder", "by-hand", ENCODER + b"x", "https://elsewhere.example"),
    ):
        member = f'\nmember = "package/model/{model_id}.onnx"' if source.startswith("npm:") else ""
        folder = root / model_id
        folder.mkdir(parents=True)
        text = manifest_text(kind, model_id, weights, source=f'source = "{source}"{member}')
        (folder / "model.toml").write_text(text, "utf-8")
        (folder / "LICENCE.txt").write_text("No rights reserved.\n", "utf-8")
    monkeypatch.setattr(shelf, "SHIPPED", root)
    return root


def package(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {"package/package.json": b"{}", **members}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def both(path: Path, encoder: bytes = ENCODER) -> Path:
    return package(path, **{"package/model/averages.onnx": encoder, "package/model/grid.onnx": LANDMARKS})


def left_nothing(place: Path) -> bool:
    return not place.exists() or list(place.iterdir()) == []


def test_folder_when_added_is_on_the_shelf_with_its_licence(tmp_path: Path, place: Path) -> None:
    (model,) = add(str(model_folder(tmp_path / "from")), place)
    assert sorted(f.name for f in model.folder.iterdir()) == ["LICENCE.txt", "model.toml", "weights.onnx"]
    assert [m.manifest.id for m in Shelf(place).of_kind("encoder")] == ["averages"]
    assert Shelf(place).broken() == []
    assert encoder_info(EngineChoice(encoder="averages", models=place)).size == 192


def test_model_when_added_again_replaces_the_one_before(tmp_path: Path, place: Path) -> None:
    source = model_folder(tmp_path / "from")
    add(str(source), place)
    (source / "LICENCE.txt").write_text("Other terms.\n")
    add(str(source), place)
    assert (place / "averages" / "LICENCE.txt").read_text() == "Other terms.\n"
    assert [f.name for f in place.iterdir()] == ["averages"]


def test_weights_when_not_those_of_the_manifest_are_refused_and_nothing_changes(tmp_path: Path, place: Path) -> None:
    source = model_folder(tmp_path / "from")
    (source / "weights.onnx").write_bytes(ENCODER + b" ")
    with pytest.raises(ModelRefused, match=hashlib.sha256(ENCODER + b" ").hexdigest()):
        add(str(source), place)
    assert left_nothing(place)


@pytest.mark.parametrize("missing", ["model.toml", "weights.onnx", "LICENCE.txt"])
def test_folder_when_a_file_is_missing_is_refused(tmp_path: Path, place: Path, missing: str) -> None:
    source = model_folder(tmp_path / "from")
    (source / missing).unlink()
    with pytest.raises(ModelRefused, match=missing):
        add(str(source), place)
    assert left_nothing(place)


def test_folder_when_a_link_leads_out_of_it_is_refused(tmp_path: Path, place: Path) -> None:
    source = model_folder(tmp_path / "from")
    (tmp_path / "secret").write_bytes(ENCODER)
    (source / "weights.onnx").unlink()
    (source / "weights.onnx").symlink_to(tmp_path / "secret")
    with pytest.raises(ModelRefused, match="outside"):
        add(str(source), place)


def test_file_when_larger_than_the_most_is_refused(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "FILE_MOST", 10)
    with pytest.raises(ModelRefused, match="larger"):
        add(str(model_folder(tmp_path / "from")), place)


def test_package_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked(
    tmp_path: Path, place: Path, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "UNPACKED_MOST", 50_000)
    bomb = package(tmp_path / "bomb.tgz", **{"package/zeros": bytes(100_000), "package/model/averages.onnx": ENCODER})
    with pytest.raises(ModelRefused, match="unpacks to more than"):
        add(str(bomb), place)
    assert left_nothing(place)


def test_package_when_added_brings_every_known_model_in_it(tmp_path: Path, place: Path, known: Path) -> None:
    models = add(str(both(tmp_path / "averages-js-1.0.0.tgz")), place)
    assert [m.manifest.id for m in models] == ["averages", "grid"]
    assert make_engine(EngineChoice(encoder="averages", models=place)).has_points


def test_package_when_one_file_is_another_is_refused_whole(tmp_path: Path, place: Path, known: Path) -> None:
    with pytest.raises(ModelRefused, match="SHA-256"):
        add(str(both(tmp_path / "a.tgz", encoder=b"changed")), place)
    assert left_nothing(place)


def test_package_when_nothing_in_it_is_known_is_refused(tmp_path: Path, place: Path, known: Path) -> None:
    with pytest.raises(ModelRefused, match="no model that the product knows"):
        add(str(package(tmp_path / "a.tgz", **{"package/../../etc/evil": b"x"})), place)
    assert left_nothing(place)


def test_package_when_cut_off_is_refused(tmp_path: Path, place: Path, known: Path) -> None:
    whole = both(tmp_path / "a.tgz").read_bytes()
    (tmp_path / "cut.tgz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelRefused):
        add(str(tmp_path / "cut.tgz"), place)
    assert left_nothing(place)


def test_weights_file_when_known_by_its_hash_is_added_with_the_shipped_licence(
    tmp_path: Path, place: Path, known: Path
) -> None:
    (tmp_path / "downloaded").write_bytes(ENCODER + b"x")
    (model,) = add(str(tmp_path / "downloaded"), place)
    assert model.manifest.id == "by-hand"


def test_weights_file_when_unknown_is_refused(tmp_path: Path, place: Path, known: Path) -> None:
    (tmp_path / "downloaded").write_bytes(b"anything")
    with pytest.raises(ModelRefused, match="no model that the product knows"):
        add(str(tmp_path / "downloaded"), place)


def fake_npm(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    (folder / "npm").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "npm").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize("what", ["npm:averages-js", "npm:averages-js@1.0.0", "averages"])
def test_npm_package_when_added_is_packed_and_never_run(
    tmp_path: Path, place: Path, known: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    both(tmp_path / "ready.tgz")
    # npm pack NAME --ignore-scripts --silent --pack-destination FOLDER
    fake_npm(tmp_path / "bin", f'[ "$1" = pack ] && cp {tmp_path}/ready.tgz "$6/averages-js-1.0.0.tgz"', monkeypatch)
    assert "averages" in [m.manifest.id for m in add(what, place)]


def test_npm_when_it_fails_says_what_it_said(
    tmp_path: Path, place: Path, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_npm(tmp_path / "bin", "echo 'no such package' >&2; exit 1", monkeypatch)
    with pytest.raises(ModelRefused, match="no such package"):
        add("npm:averages-js", place)
    assert left_nothing(place)


@pytest.mark.parametrize("what", ["npm:", "npm:--registry=x", "npm:../../x", "npm:a b", "npm:A;rm"])
def test_npm_name_when_it_is_none_is_refused_before_anything_runs(place: Path, what: str) -> None:
    with pytest.raises(ModelRefused, match="expected"):
        add(what, place)


def test_npm_when_not_installed_says_how_to_go_on(
    tmp_path: Path, place: Path, known: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ModelRefused, match="npm is not installed"):
        add("npm:averages-js", place)


def test_python_package_when_it_holds_the_file_is_copied_from_and_without_it_says_so(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, package_folder = tmp_path / "shipped" / "grid", tmp_path / "site" / "grids_of_tests"
    root.mkdir(parents=True)
    package_folder.mkdir(parents=True)
    (package_folder / "__init__.py").write_text("raise ImportError('never imported')")
    source = 'source = "python:grids_of_tests"\nmember = "grid.onnx"'
    (root / "model.toml").write_text(manifest_text("landmarks", "grid", LANDMARKS, source=source), "utf-8")
    (root / "LICENCE.txt").write_text("-")
    monkeypatch.setattr(shelf, "SHIPPED", root.parent)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    with pytest.raises(ModelRefused, match="without weights"):
        add("grid", place)
    (package_folder / "grid.onnx").write_bytes(LANDMARKS + b"x")
    with pytest.raises(ModelRefused, match="SHA-256"):
        add("grid", place)
    (package_folder / "grid.onnx").write_bytes(LANDMARKS)
    assert add("grid", place)[0].manifest.id == "grid"


@pytest.mark.parametrize(("what", "told"), [("nothing", "neither"), ("by-hand", "by hand")])
def test_name_when_unknown_or_fetched_by_hand_says_what_to_do(place: Path, known: Path, what: str, told: str) -> None:
    with pytest.raises(ModelRefused, match=told):
        add(what, place)


def test_model_when_damaged_on_the_disk_is_found_and_does_not_load(tmp_path: Path, place: Path) -> None:
    (model,) = add(str(model_folder(tmp_path / "from")), place)
    model.weights.write_bytes(ENCODER[:-1] + b"\0")
    assert [name for name, _ in Shelf(place).broken()] == ["averages"]
    pytest.importorskip("onnxruntime")
    with pytest.raises(DeviceError, match="SHA-256"):
        OnnxEncoder(model).load()


def test_model_when_right_by_its_hash_but_no_onnx_does_not_load(tmp_path: Path, place: Path) -> None:
    pytest.importorskip("onnxruntime")
    source = tmp_path / "from"
    source.mkdir()
    (source / "model.toml").write_text(manifest_text("encoder", "averages", b"no onnx"))
    (source / "weights.onnx").write_bytes(b"no onnx")
    (source / "LICENCE.txt").write_text("-")
    (model,) = add(str(source), place)
    with pytest.raises(DeviceError, match="does not load"):
        OnnxEncoder(model).load()


def test_encoder_when_it_gives_another_number_of_numbers_is_a_fault(tmp_path: Path, place: Path) -> None:
    pytest.importorskip("onnxruntime")
    (model,) = add(str(model_folder(tmp_path / "from", output="[output]\nsize = 128")), place)
    import numpy as np

    with pytest.raises(DeviceError, match="does not give 128 numbers"):
        OnnxEncoder(model).encode(np.zeros((112, 112, 3), np.uint8))


def test_removed_model_when_chosen_says_how_to_add_it(tmp_path: Path, place: Path) -> None:
    add(str(model_folder(tmp_path / "from")), place)
    remove("averages", place)
    assert left_nothing(place)
    with pytest.raises(ModelRefused, match="not installed"):
        remove("averages", place)
    with pytest.raises(ConfigError, match="jobfair models add"):
        make_engine(EngineChoice(encoder="averages", models=place))


@pytest.mark.parametrize("name", ["..", ".", "", "/etc", "averages/.."])
def test_remove_when_the_name_leads_elsewhere_removes_nothing(tmp_path: Path, place: Path, name: str) -> None:
    add(str(model_folder(tmp_path / "from")), place)
    with pytest.raises(ModelRefused):
        remove(name, place)
    assert (place / "averages" / "model.toml").is_file()


def test_model_of_another_kind_when_chosen_as_encoder_is_refused(tmp_path: Path, place: Path) -> None:
    add(str(model_folder(tmp_path / "from", "landmarks", "grid")), place)
    with pytest.raises(ConfigError, match="kind landmarks"):
        make_engine(EngineChoice(encoder="grid", models=place))

"""model.toml: what is understood, and what is refused with the field's name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.identity.models.manifest import MANIFEST_MOST, ModelRefused, parse_manifest, read_manifest
from kiosk.identity.models.shelf import shipped
from tests.fakes.onnx_files import ENCODER, manifest_text


def parsed(**changed: str) -> object:
    return parse_manifest(manifest_text("encoder", "averages", ENCODER, **changed).encode(), "model.toml")


def test_shipped_manifests_when_read_are_right_and_hold_no_weights() -> None:
    models = shipped()
    assert {"dlib-68", "faceplugin-feature", "yunet"} <= set(models)
    for model in models.values():
        files = {path.name for path in model.folder.iterdir()}
        assert files == {"model.toml", model.manifest.licence_file}, model.folder
        assert model.manifest.terms.strip()


def test_encoder_when_its_weights_change_gets_another_id() -> None:
    one = parse_manifest(manifest_text("encoder", "averages", b"one").encode(), "a")
    other = parse_manifest(manifest_text("encoder", "averages", b"other").encode(), "b")
    assert one.encoder_id != other.encoder_id
    assert one.encoder_id.startswith("averages/")


@pytest.mark.parametrize(
    ("key", "line", "told"),
    [
        ("kind", 'kind = "clairvoyance"', "kind"),
        ("adapter", 'adapter = "dlib"', "dlib is no encoder"),
        ("id", 'id = "../escape"', "id"),
        ("file", 'file = "../../etc/passwd"', "file"),
        ("file", 'file = "/etc/passwd"', "file"),
        ("file", 'file = "a/b.onnx"', "file"),
        ("licence_file", 'licence_file = ".."', "licence_file"),
        ("licence_file", 'licence_file = "weights.onnx"', "one name"),
        ("sha256", 'sha256 = "abc"', "sha256"),
        ("alignment", "", "alignment"),
        ("alignment", 'alignment = "by eye"', "alignment"),
        ("output", "[output]\nsize = 0", "output.size"),
        ("output", '[output]\nsize = 128\nmetric = "euclid"', "output.metric"),
        ("terms", 'terms = "x"\nsurprise = 1', "surprise"),
        ("terms", "", "terms"),
        ("title", "title = = 3", "no TOML"),
        ("input", "[input]\nsize = [112, 112]\nscale = nan", "input.scale"),
    ],
)
def test_manifest_when_something_is_wrong_is_refused_by_name(key: str, line: str, told: str) -> None:
    with pytest.raises(ModelRefused, match=told):
        parsed(**{key: line})


def test_manifest_when_larger_than_any_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(b"#" * (MANIFEST_MOST + 1))
    with pytest.raises(ModelRefused, match="larger"):
        read_manifest(path)

"""A kiosk whose encoder was changed: old faces find nobody, are counted, said by doctor, and asked for again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from jobfair.wire import FaceSettings
from kiosk.bootstrap import Kiosk
from kiosk.desk import Claim
from kiosk.doctor import _gallery, _models
from kiosk.identity.decide import Unknown
from kiosk.identity.models.adding import add
from kiosk.ports import EncoderInfo
from tests.fakes.devices import ENCODER, probe
from tests.fakes.kiosk import registered
from tests.fakes.onnx_files import model_folder
from tests.fakes.server import FakeServer


@pytest.fixture
def server() -> FakeServer:
    found = FakeServer()
    face = FaceSettings(enabled=True, liveness="off", rotation_seed=bytes(range(32)))
    found.settings = found.settings.model_copy(update={"face": face})
    return found


def test_face_of_another_encoder_when_looked_for_is_nobody_and_may_be_given_again(kiosk: Kiosk) -> None:
    faces = kiosk.desk.faces
    old = kiosk.desk.stored_face(probe(1)).model_copy(update={"encoder": "the-one-before/1"})
    card = registered(kiosk, face=old, face_scope="this_fair")
    assert not faces.offered or faces.outdated() == 1
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)
    assert (faces.outdated(), faces.is_outdated(card.id), faces.offered) == (1, True, False)
    assert _gallery(kiosk).word == "gallery_outdated"
    assert kiosk.desk.may_give_face(card)
    given = kiosk.desk.give_face(card, kiosk.desk.stored_face(probe(1)), "this_fair", False, "zh")
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    assert (faces.outdated(), faces.offered, kiosk.desk.may_give_face(given)) == (0, True, False)
    assert _gallery(kiosk).word == "gallery_on"


@pytest.mark.parametrize("numbers", [b"", bytes(4), bytes(2048)], ids=len)
def test_face_of_a_wrong_length_when_the_gallery_is_filled_takes_nobody_along(kiosk: Kiosk, numbers: bytes) -> None:
    good = kiosk.desk.stored_face(probe(1))
    registered(kiosk, face=good.model_copy(update={"numbers": numbers}), face_scope="this_kiosk")
    registered(kiosk, phone="13800000002", face=kiosk.desk.stored_face(probe(2)), face_scope="this_kiosk")
    assert isinstance(kiosk.desk.find_by_face(probe(2)), Claim)
    assert kiosk.desk.faces.outdated() == 1


def test_encoder_that_is_not_installed_offers_no_face_way_and_doctor_says_why(kiosk: Kiosk) -> None:
    def missing() -> EncoderInfo:
        raise ConfigError("not installed")

    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    kiosk.desk.faces.encoder = missing
    assert not kiosk.desk.faces.offered
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)
    assert _gallery(kiosk).word == "gallery_no_encoder"


def test_encoder_in_use_is_the_one_of_the_settings(kiosk: Kiosk) -> None:
    assert kiosk.desk.faces.encoder().id == ENCODER


def test_added_models_when_examined_are_named_and_a_damaged_one_is_a_fault(tmp_path: Path, kiosk: Kiosk) -> None:
    config = replace(kiosk.config, models=tmp_path / "models")
    assert list(_models(config)) == []
    (model,) = add(str(model_folder(tmp_path / "from")), tmp_path / "models")
    assert [f.word for f in _models(config)] == ["models_ok"]
    model.weights.write_bytes(b"")
    (finding,) = _models(config)
    assert (finding.word, finding.state, finding.values) == ("models_damaged", "failed", {"models": "averages"})


def test_kiosk_when_its_encoder_was_taken_away_starts_all_the_same(tmp_path: Path, kiosk: Kiosk) -> None:
    kiosk.config = replace(kiosk.config, face_encoder="taken-away", models=tmp_path)
    engine = kiosk.make_face_engine()
    assert engine.encoder.id == ENCODER
    engine.close()

"""Measuring many sets at once: in order, and one failure costs one set."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from jobfair.errors import DeviceError
from kiosk.identity.batch import measure_all
from kiosk.ports import NoFace, Probe
from tests.fakes.devices import FakeFaceEngine, probe


@pytest.fixture
def picture_file(tmp_path: Path) -> Path:
    Image.new("RGB", (64, 48)).save(tmp_path / "x.png")
    return tmp_path / "x.png"


def test_sets_when_measured_by_several_engines_come_back_in_order(picture_file: Path, tmp_path: Path) -> None:
    sets = [[picture_file], [], [tmp_path / "missing.png"], [picture_file, tmp_path / "missing.png"]] * 5
    engines = [FakeFaceEngine(probe(1)), FakeFaceEngine(probe(1)), FakeFaceEngine(probe(1))]
    measured = list(measure_all(sets, engines, thorough=False))
    assert [type(m.outcome) for m in measured] == [Probe, NoFace, NoFace, Probe] * 5
    assert [len(m.unreadable) for m in measured] == [0, 0, 1, 1] * 5


def test_engine_when_it_fails_on_one_set_leaves_the_others_alone(picture_file: Path) -> None:
    engine = FakeFaceEngine(probe(1), DeviceError("the face process ended"), probe(2))
    measured = list(measure_all([[picture_file]] * 3, [engine], thorough=False))
    assert [type(m.outcome) for m in measured] == [Probe, NoFace, Probe]
    assert measured[1].unreadable[0][1].text == "the face process ended"

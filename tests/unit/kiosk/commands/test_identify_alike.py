"""Who is enrolled under two names is named by neither, however far the probe is from the other one."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kiosk.commands.faces import gallery_of, identify
from kiosk.identity.batch import Measured
from kiosk.identity.calibration import SHIPPED, file_name, read
from kiosk.identity.decide import DecisionRule
from kiosk.identity.gallery import FaceTemplate
from kiosk.ports import EncoderInfo
from tests.fakes.devices import ENCODER, probe, vector


def template(first: int, share: float) -> FaceTemplate:
    """As like person ``first`` as ``share`` says (a cosine, nearly)."""
    numbers = share * vector(first) + np.sqrt(1 - share**2) * vector(first + 1000)
    return FaceTemplate(ENCODER, numbers.astype("<f4").tobytes(), 3, "2026-11-23")


def test_person_when_enrolled_twice_is_ambiguous_and_by_a_bare_score_named() -> None:
    rule = DecisionRule(read(SHIPPED / file_name(ENCODER)))
    people = {"modes": template(1, 1.0), "王小明": template(1, 0.985), "other": template(2, 1.0)}
    gallery = gallery_of(people, EncoderInfo(ENCODER, 128))
    asked = Measured(probe(1))

    answer = identify(Path("p"), asked, gallery, rule)
    assert (answer["outcome"], answer["person"], answer["best"]) == ("ambiguous", None, "modes")
    assert answer["margin"] > rule.calibration.least_margin
    assert identify(Path("p"), asked, gallery, 0.9)["person"] == "modes"
    assert identify(Path("p"), Measured(probe(2)), gallery, rule)["person"] == "other"

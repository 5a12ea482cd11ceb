"""From a crowd's numbers to a calibration, into its file and back."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from jobfair.errors import ConfigError, Corrupt
from kiosk.identity.calibrating import LEAST_PEOPLE, TooFew, calibrated
from kiosk.identity.calibration import SHIPPED, Calibration, calibration_of, file_name, read, write
from kiosk.identity.decide import DecisionRule
from kiosk.identity.trial import Both, Trial, add_person
from kiosk.ports import EncoderInfo, Vector
from tests.fakes.devices import ENCODER

INFO = EncoderInfo("crowd-16", 16)


def crowd(people: int, seed: int = 0) -> Trial:
    """Imaginary people: every third has five pictures, the others one or two; some pictures show no face."""
    random = np.random.default_rng(seed)
    trial = Trial()

    def near(person: Vector) -> Vector:
        numbers = person + random.normal(0, 0.12, 16)
        return (numbers / np.linalg.norm(numbers)).astype(np.float32)

    for number in range(people):
        who = random.normal(0, 1, 16)
        who /= np.linalg.norm(who)
        count = 5 if number % 3 == 0 else 1 + number % 2
        missing = number % 17 == 5
        add_person(trial, [None if missing and n == 0 else Both(near(who), near(who)) for n in range(count)])
    return trial


@pytest.fixture(scope="module")
def found() -> Calibration:
    return calibrated(crowd(150), INFO, "an imaginary crowd", "2026-11-23")


@pytest.fixture
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.identity.calibration.LEAST_VISITS", 100)


def test_crowd_when_calibrated_says_its_sizes(found: Calibration) -> None:
    sample = found.sample
    assert (sample.people, sample.enrolled, sample.visits) == (150, 50, 50)
    assert sample.strangers == 97  # of a hundred; three had one picture, without a face
    assert found.kiosk.genuine == 50
    assert found.kiosk.impostor == 50 * 49 + 97 * 50
    assert [at.people for at in found.strangers] == [20, 50]


def test_crowd_when_calibrated_leaves_out_what_so_few_pairs_cannot_carry(found: Calibration) -> None:
    assert [t.rate for t in found.kiosk.thresholds] == [1e-2, 1e-3]
    assert found.kiosk.too_rare == (1e-4, 1e-5, 1e-6)
    assert not any(m.measured for m in found.strangers[0].merits if m.share < 3 / 147)


def test_crowd_when_calibrated_has_thresholds_in_order_and_within_bounds(found: Calibration) -> None:
    for comparisons in (found.kiosk, found.single):
        scores = [t.score for t in comparisons.thresholds]
        assert scores == sorted(scores)
        assert all(
            t.low <= t.score <= t.high and t.found_low <= t.found <= t.found_high for t in comparisons.thresholds
        )
        assert [point[0] for point in comparisons.det] == sorted(point[0] for point in comparisons.det)
        misses = [point[1] for point in comparisons.det]
        assert misses == sorted(misses, reverse=True)
    assert found.kiosk.thresholds[0].found >= found.single.thresholds[0].found


def test_crowd_when_calibrated_twice_gives_the_same(found: Calibration) -> None:
    assert calibrated(crowd(150), INFO, "an imaginary crowd", "2026-11-23") == found


@pytest.mark.usefixtures("few_are_enough")
def test_rule_of_a_crowd_when_another_crowd_visits_keeps_its_promise(found: Calibration) -> None:
    """One in a hundred, by the calibration of one crowd, decided on 500 strangers of another."""
    random = np.random.default_rng(9)
    gallery = crowd(150, seed=1).enrolled.matrix()
    strangers = random.normal(0, 1, (500, 16))
    scores = np.sort((strangers / np.linalg.norm(strangers, axis=1, keepdims=True)) @ gallery.T, axis=1)
    margins = scores[:, -1] - scores[:, -2]
    merits = scores[:, -1] + found.margin_weight * np.minimum(margins, found.margin_cap)
    named = (merits >= DecisionRule(found, 100).merit_needed(len(gallery))) & (margins >= found.least_margin)
    assert named.sum() <= 15


def test_small_sample_when_decided_by_names_nobody_and_says_why(found: Calibration, tmp_path: Path) -> None:
    """A bar that so few people set would be lower than that of the shipped calibration."""
    assert DecisionRule(found).merit_needed(50) == math.inf
    path = tmp_path / "crowd.json"
    write(found, path)
    with pytest.raises(ConfigError, match="147 visits of strangers, at least 300"):
        calibration_of(EncoderInfo("crowd-16", 16, calibration=path))


@pytest.mark.usefixtures("few_are_enough")
def test_rarer_than_ten_times_what_the_sample_carries_when_asked_for_is_held_to_that(found: Calibration) -> None:
    assert found.carries == 49
    assert DecisionRule(found, 10_000).held_to == 490
    assert DecisionRule(found, 10_000).merit_needed(50) == DecisionRule(found, 490).merit_needed(50)
    assert DecisionRule(found, 200).held_to == 200


def test_few_people_when_calibrated_are_refused() -> None:
    with pytest.raises(TooFew, match=f"at least {LEAST_PEOPLE} people"):
        calibrated(crowd(30), INFO, "a few", "2026-11-23")


@pytest.mark.usefixtures("few_are_enough")
def test_calibration_when_written_and_read_is_the_same(found: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "new" / "crowd.json"
    write(found, path)
    assert read(path) == found
    assert calibration_of(EncoderInfo("crowd-16", 16, calibration=path)) == found
    assert [p.name for p in path.parent.iterdir()] == ["crowd.json"]


@pytest.mark.parametrize(
    "harm",
    [
        {"format": 2},
        {"surprise": 1},
        {"date": "yesterday"},
        {"strangers": []},
        {"margin_cap": float("nan")},
        {"least_margin": "wide"},
    ],
)
def test_calibration_when_its_file_is_damaged_is_refused_by_name(
    found: Calibration, tmp_path: Path, harm: dict[str, object]
) -> None:
    path = tmp_path / "crowd.json"
    path.write_text(json.dumps({**found.model_dump(mode="json"), **harm}), "utf-8")
    with pytest.raises(Corrupt, match=r"crowd\.json"):
        read(path)


def test_calibration_with_merits_that_fall_when_read_is_refused(found: Calibration, tmp_path: Path) -> None:
    held = found.model_dump(mode="json")
    held["strangers"][0]["merits"].reverse()
    path = tmp_path / "crowd.json"
    path.write_text(json.dumps(held), "utf-8")
    with pytest.raises(Corrupt, match="in order"):
        read(path)


def test_calibration_of_another_encoder_when_asked_for_is_refused(found: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "crowd.json"
    write(found, path)
    with pytest.raises(ConfigError, match="measured with crowd-16"):
        calibration_of(EncoderInfo("other", 16, calibration=path))
    with pytest.raises(ConfigError, match=r"nowhere\.json"):
        read(tmp_path / "nowhere.json")


def test_shipped_calibration_when_read_says_on_what_it_was_measured_and_holds_no_names() -> None:
    path = SHIPPED / file_name(ENCODER)
    found = read(path)
    assert "Labeled Faces in the Wild" in found.measured_on
    assert found.kiosk.impostor > 500_000
    assert path.stat().st_size < 30_000
    assert "_" not in "".join(found.measured_on)

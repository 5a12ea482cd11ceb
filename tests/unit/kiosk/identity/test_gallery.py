"""The gallery: search, rotation, encoders that must not mix, people who leave."""

from __future__ import annotations

import numpy as np
import pytest

from jobfair.errors import Corrupt
from jobfair.face_rotation import Rotation
from kiosk.identity.gallery import FaceTemplate, Gallery, WrongEncoder, average, rotate, template_of
from kiosk.ports import Probe
from tests.fakes.devices import ENCODER, probe, vector

SEED = bytes(range(32))


def filled(people: int, rotation: Rotation | None = None) -> Gallery:
    gallery = Gallery(ENCODER, rotation)
    gallery.fill((f"p{n}", template_of(probe(n), rotation, "2026-01-01")) for n in range(people))
    return gallery


def test_empty_gallery_when_searched_finds_nobody() -> None:
    assert Gallery(ENCODER).search(probe(1)) == ()


def test_gallery_of_one_when_searched_gives_one_candidate() -> None:
    assert [c.person for c in filled(1).search(probe(0))] == ["p0"]


def test_enrolled_person_when_searched_comes_first_with_cosine_one() -> None:
    best = filled(50).search(probe(17), top=3)
    assert best[0].person == "p17"
    assert best[0].score == pytest.approx(1.0, abs=1e-5)
    assert [c.score for c in best] == sorted((c.score for c in best), reverse=True)


def test_rotation_when_applied_keeps_every_cosine() -> None:
    turned, plain = filled(50, Rotation(SEED)), filled(50)
    for number in range(60):
        expected = [(c.person, pytest.approx(c.score, abs=1e-5)) for c in plain.search(probe(number), top=5)]
        assert [(c.person, c.score) for c in turned.search(probe(number), top=5)] == expected


def test_turned_template_when_compared_without_the_seed_is_like_a_stranger() -> None:
    assert abs(float(rotate(vector(1), SEED) @ vector(1))) < 0.4


def test_rotation_when_made_again_is_the_same_and_of_the_recorded_form() -> None:
    assert np.array_equal(rotate(vector(1), SEED), Rotation(SEED).turn(vector(1)))
    assert rotate(vector(1), SEED)[:3] == pytest.approx([-0.082118, -0.051190, -0.054085], abs=1e-5)


def test_rotation_when_the_seed_is_short_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Rotation(b"short")


def test_template_of_another_encoder_when_put_is_refused_and_nothing_changes() -> None:
    gallery = filled(2)
    foreign = FaceTemplate("other", template_of(probe(9), None, "").numbers, 3, "")
    with pytest.raises(WrongEncoder):
        gallery.fill([("p9", template_of(probe(9), None, "")), ("p10", foreign)])
    assert len(gallery) == 2


def test_template_of_the_wrong_length_when_put_is_corrupt() -> None:
    with pytest.raises(Corrupt):
        Gallery(ENCODER).put("p", FaceTemplate(ENCODER, bytes(256), 3, ""))


def test_probe_of_another_encoder_when_searched_is_refused() -> None:
    with pytest.raises(WrongEncoder):
        Gallery("other").search(probe(1))


def test_person_when_put_twice_is_replaced() -> None:
    gallery = filled(3)
    gallery.put("p1", template_of(probe(40), None, ""))
    assert len(gallery) == 3
    assert gallery.search(probe(40))[0].person == "p1"
    assert gallery.search(probe(1))[0].score < 0.9


@pytest.mark.parametrize("leaver", ["p0", "p1", "p4"])
def test_person_when_removed_is_found_no_more_and_the_others_are(leaver: str) -> None:
    gallery = filled(5)
    assert gallery.remove(leaver)
    assert not gallery.remove(leaver)
    assert leaver not in gallery
    assert len(gallery) == 4
    for number in range(5):
        best = gallery.search(probe(number))[0]
        assert (best.person == f"p{number}" and best.score > 0.99) == (f"p{number}" != leaver)


def test_average_when_lengths_differ_weighs_every_frame_alike() -> None:
    both = average([vector(1) * 9, vector(2)])
    assert float(both @ vector(1)) == pytest.approx(float(both @ vector(2)), abs=1e-5)
    assert float(np.linalg.norm(both)) == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf])
def test_template_of_no_numbers_when_put_is_like_nobody_and_the_others_are_found(value: float) -> None:
    gallery = filled(3)
    gallery.put("broken", FaceTemplate(ENCODER, np.full(128, value, "<f4").tobytes(), 3, ""))
    assert [c.person for c in gallery.search(probe(1), top=1)] == ["p1"]
    assert all(np.isfinite(c.score) for c in gallery.search(probe(1), top=4))


def test_people_when_they_come_and_go_one_by_one_are_found_by_their_own_numbers() -> None:
    gallery = filled(40)
    for number in range(0, 40, 2):
        assert gallery.remove(f"p{number}")
    for number in range(40, 60):
        gallery.put(f"p{number}", template_of(probe(number), None, ""))
    gallery.put("p1", template_of(probe(99), None, ""))
    assert len(gallery) == 40
    for number in range(60):
        best = gallery.search(probe(number), top=1)[0]
        held = number >= 40 or (number % 2 == 1 and number != 1)
        assert (best.person == f"p{number}" and best.score > 0.99) == held
    assert gallery.search(probe(99), top=1)[0].person == "p1"


def test_encoder_of_512_numbers_when_turned_keeps_its_cosines() -> None:
    gallery = Gallery("large", Rotation(SEED, 512), size=512)
    drawn = np.random.default_rng(5).standard_normal((4, 512)).astype(np.float32)
    people = [Probe(v / np.linalg.norm(v), probe(1).box, 0.9, 2, {}, "large") for v in drawn]
    gallery.fill((f"p{n}", template_of(one, Rotation(SEED, 512), "")) for n, one in enumerate(people))
    best = gallery.search(people[2])
    assert best[0].person == "p2"
    assert best[0].score == pytest.approx(1.0, abs=1e-5)


def test_person_when_somebody_else_is_too_like_her_is_alike_and_nobody_else_is() -> None:
    gallery = filled(3)
    twin = probe(1)
    gallery.put("twin", template_of(twin, None, ""))
    name = gallery.search(twin, top=1)[0].person
    assert gallery.is_alike(name, 0.975)
    assert gallery.is_alike("twin", 0.975)
    others = {candidate.person for candidate in gallery.search(twin, top=4)} - {name, "twin"}
    assert len(others) == 2
    assert not any(gallery.is_alike(person, 0.975) for person in {*others, "nobody"})

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from jobfair.fair import Fair
from jobfair.seeker import MatchingProfile, Resume, profile_of
from jobfair.text import Bilingual


@pytest.fixture(scope="module")
def demo() -> Path:
    return Path(__file__).resolve().parents[3] / "resources" / "demo"


@pytest.fixture(scope="module")
def fair(demo: Path) -> Fair:
    return Fair.model_validate_json((demo / "fair.json").read_bytes())


@pytest.fixture(scope="module")
def plan(demo: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((demo / "plan.geojson").read_text(encoding="utf-8"))
    return found


def test_demo_fair_has_the_size_of_the_issue(fair: Fair) -> None:
    sizes = [len(part) for part in (fair.halls, fair.booths, fair.employers, fair.openings)]
    assert sizes == [2, 120, 120, 600]
    assert len({e.industry for e in fair.employers}) == 12
    assert all(3 <= len(fair.openings_by_booth[booth.id]) <= 8 for booth in fair.booths)


def test_demo_fair_speaks_both_languages_everywhere(demo: Path) -> None:
    plain = []

    def walk(value: Any, where: str) -> None:
        if isinstance(value, dict):
            if set(value) == {"zh", "en"}:
                assert re.search(r"[\u4e00-\u9fff]|^[\w .+#]+$", value["zh"]), where
                assert not re.search(r"[\u4e00-\u9fff]", value["en"]), where
                return
            for key, member in value.items():
                walk(member, key)
        elif isinstance(value, list):
            for member in value:
                walk(member, where)
        elif isinstance(value, str) and re.search(r"[\u4e00-\u9fff]", value):
            plain.append((where, value))

    walk(json.loads((demo / "fair.json").read_text(encoding="utf-8")), "fair")
    walk(json.loads((demo / "plan.geojson").read_text(encoding="utf-8")), "plan")
    assert plain == []


def test_demo_fair_tells_what_a_seeker_must_be_told(fair: Fair) -> None:
    for employer in fair.employers:
        assert employer.legal_name
        assert employer.contact
        assert isinstance(employer.purpose, Bilingual)
        assert employer.retention_days == 180


def test_demo_fair_reaches_nobody_real(demo: Path) -> None:
    texts = [file.read_text(encoding="utf-8") for file in (demo / "fair.json", *(demo / "resumes").glob("*.json"))]
    for text in texts:
        assert all(mail.endswith("example.com") for mail in re.findall(r"[\w.-]+@[\w.-]+", text))
        assert not re.search(r"\b1[3-9]\d{9}\b", text)
        assert all(number == "199 0000" for number in re.findall(r"\b(1\d\d \d{4}) \d{4}\b", text))


def test_demo_salaries_and_titles_agree_within_each_opening(fair: Fair) -> None:
    for opening in fair.openings:
        assert opening.salary_min is not None
        assert opening.salary_max is not None
        assert opening.salary_min < opening.salary_max


def test_demo_plan_shows_every_booth_once_inside_its_hall(fair: Fair, plan: dict[str, Any]) -> None:
    booths = [f for f in plan["features"] if f["properties"]["kind"] == "booth"]
    assert sorted(b["properties"]["id"] for b in booths) == sorted(b.id for b in fair.booths)
    seen: set[tuple[float, float]] = set()
    for feature in booths:
        hall = fair.booth_by_id[feature["properties"]["id"]].hall
        assert feature["properties"]["hall"] == hall
        left = 0 if hall == "H1" else 60
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert all(left < x < left + 60 and 0 < y < 40 for x, y in ring)
        assert tuple(ring[0]) not in seen
        seen.add(tuple(ring[0]))
    kinds = {f["properties"]["kind"] for f in plan["features"]}
    assert kinds == {"hall", "wall", "door", "booth", "facility", "kiosk"}


def test_demo_seekers_match_their_resumes(demo: Path) -> None:
    lines = (demo / "seekers.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 40
    for line in lines:
        profile = MatchingProfile.model_validate_json(line)
        resume = Resume.model_validate_json((demo / "resumes" / f"{profile.id}.json").read_bytes())
        assert profile_of(profile.id, resume).model_copy(update={"languages": profile.languages}) == profile


def test_demo_script_makes_the_same_bytes_again(demo: Path, tmp_path: Path) -> None:
    script = demo.parent / "make" / "demo_fair.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True, timeout=60)
    made = sorted(file.relative_to(tmp_path) for file in tmp_path.rglob("*") if file.is_file())
    assert len(made) == 43
    assert [file for file in made if (tmp_path / file).read_bytes() != (demo / file).read_bytes()] == []

"""Makes resources/demo: the Binjiang Spring Job Fair, which does not exist, from the tables in resources/make/demo.

Run ``python resources/make/demo_fair.py`` (``--out DIR`` elsewhere). The same seed gives the same bytes.
Nobody and no company in it is real: the city is invented, telephone numbers begin with 199 0000 (not given out),
mail addresses end in example.com (RFC 2606).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))

from demo_plan import BOOTH_IDS, floor_plan  # noqa: E402
from demo_seekers import seekers  # noqa: E402

from jobfair.fair import Fair  # noqa: E402

SEED = 20270320
OPENINGS = 600
Pair = dict[str, str]

HOURS: dict[str, Pair] = {
    "day": {"zh": "白班，周末双休", "en": "Days, weekends off"},
    "day6": {"zh": "白班，周休一天", "en": "Days, one day off a week"},
    "shift2": {"zh": "两班倒，周休一天", "en": "Two shifts, one day off a week"},
    "shift3": {"zh": "三班倒，做五休二", "en": "Three shifts, two days off in seven"},
    "rota": {"zh": "排班，每周休两天", "en": "Rota, two days off a week"},
    "split": {"zh": "午市和晚市，周休一天", "en": "Lunch and dinner, one day off a week"},
    "early": {"zh": "早班，下午三点下班", "en": "Early shift, done by three"},
    "night": {"zh": "夜班，周休两天", "en": "Nights, two days off a week"},
    "travel": {"zh": "白班，常出差", "en": "Days, with travel"},
    "flex": {"zh": "弹性工作时间", "en": "Flexible hours"},
}
PERKS: tuple[Pair, ...] = (
    {"zh": "包午餐", "en": "free lunch"},
    {"zh": "提供宿舍", "en": "housing"},
    {"zh": "带薪年假", "en": "paid leave"},
    {"zh": "免费班车", "en": "shuttle bus"},
    {"zh": "年度体检", "en": "yearly health check"},
    {"zh": "有培训", "en": "training given"},
)
LICENCE_PERK: Pair = {"zh": "入职后可考证", "en": "licence course paid"}
DISTRICTS: tuple[Pair, ...] = (
    {"zh": "滨江市高新区", "en": "Binjiang, High-tech Zone"},
    {"zh": "滨江市老城区", "en": "Binjiang, Old Town"},
    {"zh": "滨江市港口区", "en": "Binjiang, Port District"},
    {"zh": "滨江市北岸新区", "en": "Binjiang, North Bank"},
    {"zh": "滨江市城南区", "en": "Binjiang, South District"},
)
OTHER_CITIES: tuple[Pair, ...] = ({"zh": "临湖市", "en": "Linhu"}, {"zh": "云溪市", "en": "Yunxi"})
PURPOSE: Pair = {
    "zh": "仅用于筛选本次招聘会的岗位申请并与您联系",
    "en": "Only to consider you for openings at this fair and to contact you",
}
NOT_A_COMPANY = ("医院", "学校", "小学", "幼儿园", "中心", "学院", "事务所", "养老院", "俱乐部")


@dataclass(frozen=True)
class Occupation:
    titles: tuple[Pair, ...]
    core: tuple[Pair, ...]
    further: tuple[Pair, ...]
    majors: tuple[Pair, ...]
    education: str
    months: int
    salary: tuple[int, int]
    hours: str
    duties: Pair


@dataclass
class Industry:
    name: Pair
    occupations: list[Occupation] = field(default_factory=list)


def pair(text: str) -> Pair:
    zh, _, en = text.strip().partition("=")
    return {"zh": zh.strip(), "en": (en or zh).strip()}


def pairs(text: str, separator: str = ";") -> tuple[Pair, ...]:
    return tuple(pair(part) for part in text.split(separator) if part.strip())


def lines(name: str) -> list[str]:
    text = (HERE / "demo" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and (line.startswith("##") or not line.startswith("#"))]


def read_industries() -> list[Industry]:
    industries: list[Industry] = []
    for line in lines("occupations.txt"):
        if line.startswith("##"):
            industries.append(Industry(pair(line[2:])))
            continue
        titles, core, further, majors, education, months, salary, hours, duties = (p.strip() for p in line.split("|"))
        low, high = salary.split("-")
        industries[-1].occupations.append(
            Occupation(
                pairs(titles, "/"),
                pairs(core),
                pairs(further),
                tuple(m for m in pairs(majors) if m["en"] != "Any"),
                education,
                int(months),
                (int(low), int(high)),
                hours,
                pair(duties),
            )
        )
    return industries


def wanted(codes: str, own: int, industries: list[Industry]) -> list[Occupation]:
    found = []
    for code in codes.split():
        if code in "host":
            found.append(industries[-1].occupations["host".index(code)])
        else:
            industry, _, number = code.rpartition(".")
            found.append(industries[int(industry) - 1 if industry else own].occupations[int(number) - 1])
    return found


def read_employers(industries: list[Industry]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    own = -1
    for line in lines("employers.txt"):
        if line.startswith("##"):
            own += 1
            assert industries[own].name["zh"] == line[2:].strip(), line
            continue
        name, work, codes, *fixed = (p.strip() for p in line.split("|"))
        found.append(
            {
                "name": pair(name),
                "work": pair(work),
                "industry": industries[own].name,
                "occupations": wanted(codes, own, industries),
                "booth": fixed[0] if fixed else "",
            }
        )
    return found


def place(employers: list[dict[str, Any]]) -> None:
    """Fixed booths first, then industry by industry down the rows; sorted by booth."""
    fixed = {e["booth"] for e in employers}
    free = iter([b for b in BOOTH_IDS if b not in fixed])
    for employer in employers:
        employer["booth"] = employer["booth"] or next(free)
    employers.sort(key=lambda e: BOOTH_IDS.index(e["booth"]))


def legal_name(name: Pair) -> Pair:
    zh = name["zh"] if name["zh"].startswith("滨江") else f"滨江{name['zh']}"
    zh = "滨江市" + zh[2:]
    en = name["en"] if name["en"].startswith("Binjiang") else f"Binjiang {name['en']}"
    if name["zh"].endswith(NOT_A_COMPANY):
        return {"zh": zh, "en": en}
    return {"zh": f"{zh}有限公司", "en": f"{en} Co., Ltd."}


def employer_row(number: int, employer: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    year, people = rng.randint(1996, 2022), rng.choice([30, 60, 80, 120, 200, 350, 500, 800, 1500])
    work = employer["work"]
    return {
        "id": f"E{number:03d}",
        "name": employer["name"],
        "legal_name": legal_name(employer["name"]),
        "industry": employer["industry"],
        "contact": f"199 0000 {number:04d}, hr-{employer['booth'].lower()}@example.com",
        "about": {
            "zh": f"{year} 年成立，约 {people} 人。主营：{work['zh']}。",
            "en": f"Founded in {year}, about {people} people: {work['en']}.",
        },
        "purpose": PURPOSE,
        "retention_days": 180,
    }


def counts(employers: list[dict[str, Any]], rng: random.Random) -> list[int]:
    """How many openings each employer has: five on average, three to eight, OPENINGS together."""
    room = [len(e["occupations"]) for e in employers]
    found = [min(5, r) for r in room]
    while sum(found) < OPENINGS:
        i = rng.randrange(len(found))
        found[i] += found[i] < min(8, room[i])
    for _ in range(120):
        up, down = rng.randrange(len(found)), rng.randrange(len(found))
        if up != down and found[up] < min(8, room[up]) and found[down] > 3:
            found[up], found[down] = found[up] + 1, found[down] - 1
    return found


def is_licence(skill: Pair) -> bool:
    return skill["zh"].endswith(("证", "证书", "驾照"))


def opening_row(
    number: int, booth: str, home: Pair, job: Occupation, as_written: bool, rng: random.Random
) -> dict[str, Any]:
    title = job.titles[0] if as_written else rng.choice(job.titles)
    further = rng.sample(job.further, k=min(len(job.further), rng.choice([1, 2, 2, 3])))
    required_too = [s for s in further[:1] if rng.random() < 0.3 and not as_written]
    low, high = job.salary
    if not as_written:
        scale = rng.choice([0.92, 0.96, 1.0, 1.0, 1.0, 1.05, 1.1])
        low, high = (int(round(x * scale / 100) * 100) for x in (low, high))
    job_type, months = "full_time", job.months
    if not as_written and job.months <= 12 and job.education in ("bachelor", "master") and rng.random() < 0.1:
        job_type, months, low, high = "internship", 0, 3000, 4500
        title = {"zh": title["zh"] + "（实习）", "en": title["en"] + " (intern)"}
    elif job.education in ("none", "secondary") and job.months == 0 and rng.random() < 0.2:
        job_type, low, high = "part_time", int(low * 0.55 // 100 * 100), int(high * 0.55 // 100 * 100)
        title = {"zh": title["zh"] + "（兼职）", "en": title["en"] + " (part-time)"}
    elif months and not as_written:
        months = rng.choice([months, months, months, max(6, months // 2), months + 12])
    perks = rng.sample(PERKS, k=2)
    if any(is_licence(s) for s in (*job.core, *further)) and rng.random() < 0.5:
        perks = [perks[0], LICENCE_PERK]
    shown = [{"zh": "五险一金", "en": "full insurance"}, *perks] if job_type == "full_time" else perks
    benefits_en = ", ".join(p["en"] for p in shown)
    return {
        "id": f"O{number:04d}",
        "booth": booth,
        "title": title,
        "skills_required": [*job.core, *required_too],
        "skills_preferred": [s for s in further if s not in required_too],
        "majors": list(job.majors),
        "education_min": job.education,
        "experience_months_min": months,
        "cities": [home if as_written or rng.random() < 0.88 else rng.choice(OTHER_CITIES)],
        "salary_min": low,
        "salary_max": high,
        "job_type": job_type,
        "headcount": rng.choice([1, 1, 2, 2, 3, 4, 5, 8, 10, 15]),
        "description": job.duties,
        "hours": {"zh": "每周二十小时，时间可商量", "en": "Twenty hours a week, by arrangement"}
        if job_type == "part_time"
        else HOURS[job.hours],
        "benefits": {
            "zh": "，".join(p["zh"] for p in shown),
            "en": benefits_en[0].upper() + benefits_en[1:],
        },
    }


def build_fair() -> dict[str, Any]:
    rng = random.Random(SEED)
    employers = read_employers(read_industries())
    place(employers)
    openings: list[dict[str, Any]] = []
    rows = []
    for number, (employer, count) in enumerate(zip(employers, counts(employers, rng), strict=True), start=1):
        rows.append(employer_row(number, employer, rng))
        home = rng.choice(DISTRICTS)
        first, *others = employer["occupations"]
        for job in (first, *rng.sample(others, k=count - 1)):
            openings.append(opening_row(len(openings) + 1, employer["booth"], home, job, job is first, rng))
    return {
        "id": "binjiang-2027-spring",
        "name": {"zh": "滨江市春季招聘会", "en": "Binjiang Spring Job Fair"},
        "city": {"zh": "滨江市", "en": "Binjiang"},
        "venue": {"zh": "滨江会展中心一号馆、二号馆", "en": "Binjiang Expo Centre, halls 1 and 2"},
        "opens": "2027-03-20T09:00:00+08:00",
        "closes": "2027-03-20T17:00:00+08:00",
        "organizer": {"zh": "滨江市人才服务中心", "en": "Binjiang Talent Service Centre"},
        "contact": "rencai@binjiang.example.com",
        "halls": [
            {"id": "H1", "name": {"zh": "一号馆", "en": "Hall 1"}},
            {"id": "H2", "name": {"zh": "二号馆", "en": "Hall 2"}},
        ],
        "booths": [
            {"id": booth, "hall": "H1" if booth[0] in "ABCDE" else "H2", "employer": row["id"]}
            for booth, row in zip((e["booth"] for e in employers), rows, strict=True)
        ],
        "employers": rows,
        "openings": openings,
    }


def as_json(value: Any) -> str:
    """One part of the fair a line, so that a change shows as one line."""
    if not isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    members = []
    for key, member in value.items():
        if isinstance(member, list):
            rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in member)
            members.append(f" {json.dumps(key)}: [\n{rows}\n ]")
        else:
            members.append(f" {json.dumps(key)}: {json.dumps(member, ensure_ascii=False)}")
    return "{\n" + ",\n".join(members) + "\n}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "demo", help="folder (default: resources/demo)")
    out: Path = parser.parse_args().out
    (out / "resumes").mkdir(parents=True, exist_ok=True)
    fair = build_fair()
    Fair.model_validate(fair)
    (out / "fair.json").write_text(as_json(fair), encoding="utf-8")
    (out / "plan.geojson").write_text(as_json(floor_plan()), encoding="utf-8")
    profiles = []
    for resume, profile in seekers(lines("seekers.txt")):
        text = json.dumps(resume, ensure_ascii=False, indent=1) + "\n"
        (out / "resumes" / f"{profile['id']}.json").write_text(text, encoding="utf-8")
        profiles.append(json.dumps(profile, ensure_ascii=False))
    (out / "seekers.jsonl").write_text("\n".join(profiles) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

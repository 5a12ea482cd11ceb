"""Makes resources/titles/titles.json.gz: occupations and their names, official name first.

    python resources/make/titles.py ../shared/data/matching

Chinese: csco-2022.csv (groups of level 3 and 4, with aliases) and csco-titles.csv (job titles with their code).
English: onet-alternate-titles.xlsx. One fifth of csco-titles (see ``jobfair.matching.evaluation.titles``) and the
same titles among the aliases are left out, so that they can measure matching; ``jobfair.matching`` never sees them.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from jobfair.matching.evaluation.titles import is_held_out, plain, read_rows, read_sheet  # noqa: E402
from jobfair.matching.terms import clean_title  # noqa: E402


def chinese(folder: Path) -> dict[str, list[str]]:
    titles = read_rows(folder / "csco-titles.csv")
    tested = {t["job_name"] for t in titles if is_held_out(t["job_name"])}
    found: dict[str, list[str]] = {}
    for row in read_rows(folder / "csco-2022.csv"):
        if row["level"] in ("3", "4"):
            others = [plain(alias) for alias in row["alias"].split(",") if alias.strip()]
            found[row["code"]] = [plain(row["name"]), *(o for o in others if o not in tested)]
    for title in titles:
        if title["job_name"] not in tested and title["expected_code"] in found:
            found[title["expected_code"]].append(clean_title(title["job_name"]))
    return found


def english(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, name, alternate in read_sheet(folder / "onet-alternate-titles.xlsx"):
        found.setdefault(code, [name]).append(alternate)
    return found


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "matching"
    occupations = {**chinese(folder), **english(folder)}
    compact = {code: list(dict.fromkeys(names)) for code, names in sorted(occupations.items())}
    text = json.dumps(compact, ensure_ascii=False, separators=(",", ":"))
    out = ROOT / "resources" / "titles" / "titles.json.gz"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    print(f"{len(compact)} occupations, {sum(map(len, compact.values()))} names, {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()

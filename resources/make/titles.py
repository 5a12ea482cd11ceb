"""Makes resources/titles/titles.json.gz: occupations and their names, official name first.

    python resources/make/titles.py ../shared/data/matching

Chinese: csco-2022.csv (groups of level 3 and 4, with aliases) and csco-titles.csv (job titles with their code).
English: onet-alternate-titles.xlsx. One fifth of csco-titles (by hash of the title, see ``held_out``) and the
same titles among the aliases are left out, so that they can measure matching; ``jobfair.matching`` never sees them.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from jobfair.matching.terms import clean_title  # noqa: E402

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def held_out(title: str) -> bool:
    """Whether this Chinese title belongs to the test fifth."""
    return int(hashlib.sha256(title.encode()).hexdigest(), 16) % 5 == 0


def plain(name: str) -> str:
    """Without the marks L (green) and S (digital) of the classification."""
    return re.sub(r"(?<=[\u4e00-\u9fff)）])[LS](/[LS])?$", "", name.strip())


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def chinese(folder: Path) -> dict[str, list[str]]:
    titles = rows(folder / "csco-titles.csv")
    tested = {t["job_name"] for t in titles if held_out(t["job_name"])}
    found: dict[str, list[str]] = {}
    for row in rows(folder / "csco-2022.csv"):
        if row["level"] in ("3", "4"):
            others = [plain(alias) for alias in row["alias"].split(",") if alias.strip()]
            found[row["code"]] = [plain(row["name"]), *(o for o in others if o not in tested)]
    for title in titles:
        if title["job_name"] not in tested and title["expected_code"] in found:
            found[title["expected_code"]].append(clean_title(title["job_name"]))
    return found


def english(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, name, alternate in sheet(folder / "onet-alternate-titles.xlsx"):
        found.setdefault(code, [name]).append(alternate)
    return found


def sheet(path: Path) -> Iterator[tuple[str, str, str]]:
    """Code, title and alternate title of each row, without the heading."""
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        strings = ["".join(t.text or "" for t in item.iter(f"{SHEET}t")) for item in shared]
        page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    for number, row in enumerate(page.iter(f"{SHEET}row")):
        cells = [c.findtext(f"{SHEET}v") or "" for c in row][:3]
        if number and len(cells) == 3:
            code, title, alternate = (strings[int(c)] for c in cells)
            yield code, title, alternate


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

"""How well titles find titles, through the product's own matcher: mean reciprocal rank and the share in the first ten.

CSCO: a fixed fifth of its job titles asks for the occupations of levels 3 and 4; the other four fifths are aliases.
O*NET: a fixed part of the alternate titles asks for the occupation; the dictionary is used without them.
Across languages: pairs of a Chinese and an English title, written by hand, and the demonstration fair's.
"""

from __future__ import annotations

import csv
import hashlib
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np

from jobfair.fair import Fair, Opening
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.index import Index
from jobfair.matching.score import Scorer
from jobfair.matching.titles import TitleDictionary
from jobfair.matching.weights import Weights
from jobfair.seeker import MatchingProfile

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
#: One of so many O*NET titles that were held out asks: all of them would take minutes and say the same.
ONET_ASKED = 12
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class TitleSet:
    """``asked``: (title, row of ``titles`` that is right); ``groups``: the minor group of each row, if there are any;
    ``held_out``: names that the dictionary must not know."""

    titles: tuple[str, ...]
    asked: tuple[tuple[str, int], ...]
    groups: tuple[str, ...] = ()
    held_out: frozenset[str] = frozenset()


def title_figures(folder: Path, encoder: TextEncoder | None, dictionary: TitleDictionary) -> dict[str, Any]:
    """The figures by set; ``{"skipped": why}`` where its file is missing from ``folder``."""
    found: dict[str, Any] = {}
    for name, read in (("csco", csco), ("onet", onet)):
        try:
            tested = read(folder)
        except OSError as error:
            found[name] = {"skipped": f"{Path(str(error.filename)).name} is not there"}
            continue
        found[name] = figures(tested, encoder, dictionary)
        if name == "csco":
            found["csco_no_aliases"] = figures(tested, encoder, TitleDictionary({}))
    for name, tested in across_languages().items():
        found[name] = figures(tested, encoder, dictionary)
    return found


def figures(tested: TitleSet, encoder: TextEncoder | None, dictionary: TitleDictionary) -> dict[str, Any]:
    """``mrr``, ``first_ten``, where there are groups ``group_in_ten``, and how many were asked among how many."""
    known = dictionary.without(tested.held_out) if tested.held_out else dictionary
    fair = Fair(id="titles", openings=tuple(Opening(id=f"O{i}", title=t) for i, t in enumerate(tested.titles)))
    scorer = Scorer(fair, Index.build(fair, encoder, known), encoder, Weights())
    ranks, grouped = [], []
    for title, right in tested.asked:
        score = scorer.score(MatchingProfile(id="s", titles=(title,))).score
        # Equal scores stand in the fair's order, as on the kiosk.
        ranks.append(1 + int((score > score[right]).sum()) + int((score[:right] == score[right]).sum()))
        if tested.groups:
            first = np.argsort(-score, kind="stable")[:10]
            grouped.append(any(tested.groups[row] == tested.groups[right] for row in first))
    result: dict[str, Any] = {
        "mrr": round(float(np.mean(1.0 / np.array(ranks))), 4),
        "first_ten": round(float(np.mean(np.array(ranks) <= 10)), 4),
        "asked": len(ranks),
        "titles": len(tested.titles),
    }
    if grouped:
        result["group_in_ten"] = round(float(np.mean(grouped)), 4)
    return result


def csco(folder: Path) -> TitleSet:
    """The groups of levels 3 and 4 by their official names; a minor group is the first three parts of the code."""
    groups = [row for row in read_rows(folder / "csco-2022.csv") if row["level"] in ("3", "4")]
    number = {row["code"]: i for i, row in enumerate(groups)}
    asked = [
        (row["job_name"], number[row["expected_code"]])
        for row in read_rows(folder / "csco-titles.csv")
        if is_held_out(row["job_name"]) and row["expected_code"] in number
    ]
    names = frozenset(title for title, _ in asked)
    return TitleSet(tuple(plain(g["name"]) for g in groups), tuple(asked), tuple(g["code"][:7] for g in groups), names)


def onet(folder: Path) -> TitleSet:
    """Occupations by their official names; alternate titles that name only one of them and are held out ask."""
    names: dict[str, str] = {}
    alternates: list[tuple[str, str]] = []
    for code, name, alternate in read_sheet(folder / "onet-alternate-titles.xlsx"):
        names[code] = name
        alternates.append((alternate, code))
    number = {code: i for i, code in enumerate(names)}
    often = Counter(title for title, _ in alternates)
    held = [(title, number[code]) for title, code in alternates if is_held_out(title)]
    asked = [(title, row) for title, row in held if often[title] == 1 and _hash(f"asked {title}") % ONET_ASKED == 0]
    return TitleSet(tuple(names.values()), tuple(asked), held_out=frozenset(title for title, _ in held))


def across_languages(resources: Path = RESOURCES) -> dict[str, TitleSet]:
    """``zh_en`` and ``en_zh`` from title_pairs.tsv, ``demo_zh_en`` and ``demo_en_zh`` from the demonstration fair."""
    with (resources / "evaluation" / "title_pairs.tsv").open(encoding="utf-8", newline="") as stream:
        written = [(row["zh"], row["en"]) for row in csv.DictReader(stream, delimiter="\t")]
    fair = Fair.model_validate_json((resources / "demo" / "fair.json").read_bytes())
    pairs = {(o.title.zh, o.title.en) for o in fair.openings if not isinstance(o.title, str) and "(" not in o.title.en}
    found = {}
    for name, both in (("", written), ("demo_", sorted(pairs))):
        found[f"{name}zh_en"] = _pairs(both)
        found[f"{name}en_zh"] = _pairs([(en, zh) for zh, en in both])
    return found


def _pairs(both: Sequence[tuple[str, str]]) -> TitleSet:
    return TitleSet(tuple(there for _, there in both), tuple((here, i) for i, (here, _) in enumerate(both)))


def is_held_out(title: str) -> bool:
    """Whether this title belongs to the test fifth, by the hash of its letters: the same in every run."""
    return _hash(title) % 5 == 0


def _hash(text: str) -> int:
    return int(hashlib.sha256(text.encode()).hexdigest(), 16)


def plain(name: str) -> str:
    """Without the marks L (green) and S (digital) of the Chinese classification."""
    return re.sub(r"(?<=[\u4e00-\u9fff)）])[LS](/[LS])?$", "", name.strip())


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def read_sheet(path: Path) -> Iterator[tuple[str, str, str]]:
    """Code, title and alternate title of each row of O*NET's workbook, without the heading."""
    with zipfile.ZipFile(path) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - a file that the developer chose
        strings = ["".join(t.text or "" for t in item.iter(f"{_SHEET}t")) for item in shared]
        page = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    for number, row in enumerate(page.iter(f"{_SHEET}row")):
        cells = [c.findtext(f"{_SHEET}v") or "" for c in row][:3]
        if number and len(cells) == 3:
            code, title, alternate = (strings[int(c)] for c in cells)
            yield code, title, alternate

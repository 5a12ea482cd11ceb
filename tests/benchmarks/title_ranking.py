"""How well titles find titles, through the product's own matcher: reciprocal rank, by data set.

    python tests/benchmarks/title_ranking.py [../shared/data/matching]

CSCO: the held-out fifth of csco-titles.csv (see resources/make/titles.py) against all occupations of levels 3 and 4.
Cross-language: the demo fair's titles, Chinese asked for English and the reverse.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "resources" / "make")]

from titles import held_out, plain  # noqa: E402

from jobfair.fair import Fair, Opening  # noqa: E402
from jobfair.matching.encoder import SentenceEncoder, TextEncoder  # noqa: E402
from jobfair.matching.index import Index  # noqa: E402
from jobfair.matching.score import Scorer  # noqa: E402
from jobfair.matching.titles import TitleDictionary, bundled_titles  # noqa: E402
from jobfair.matching.weights import Weights  # noqa: E402
from jobfair.seeker import MatchingProfile  # noqa: E402


def ranks(
    titles: list[str], asked: list[tuple[str, int]], dictionary: TitleDictionary, encoder: TextEncoder, weights: Weights
) -> tuple[float, float]:
    """Mean reciprocal rank and the share of those in the first ten."""
    fair = Fair(id="f", openings=tuple(Opening(id=f"O{i}", title=title) for i, title in enumerate(titles)))
    scorer = Scorer(fair, Index.build(fair, encoder, dictionary), encoder, weights)
    found = []
    for title, wanted in asked:
        score = scorer.score(MatchingProfile(id="s", titles=(title,))).score
        found.append(1 + int((score > score[wanted]).sum()))
    return round(float(np.mean(1 / np.array(found))), 3), round(float(np.mean(np.array(found) <= 10)), 3)


def csco(folder: Path) -> tuple[list[str], list[tuple[str, int]]]:
    def rows(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))

    groups = [row for row in rows("csco-2022.csv") if row["level"] in ("3", "4")]
    number = {row["code"]: i for i, row in enumerate(groups)}
    tested = [t for t in rows("csco-titles.csv") if held_out(t["job_name"]) and t["expected_code"] in number]
    return [plain(g["name"]) for g in groups], [(t["job_name"], number[t["expected_code"]]) for t in tested]


def main() -> None:
    encoder, weights = SentenceEncoder(), Weights()
    none, dictionary = TitleDictionary({}), bundled_titles()
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "matching"
    result: dict[str, object] = {}
    if folder.is_dir():
        titles, asked = csco(folder)
        result["csco"] = {"titles": len(titles), "asked": len(asked)}
        result["csco, no aliases"] = ranks(titles, asked, none, encoder, weights)
        result["csco, aliases"] = ranks(titles, asked, dictionary, encoder, weights)
    demo = Fair.model_validate_json((ROOT / "resources" / "demo" / "fair.json").read_bytes())
    pairs = sorted(
        {(o.title.zh, o.title.en) for o in demo.openings if not isinstance(o.title, str) and "(" not in o.title.en}
    )
    chinese, english = [zh for zh, _ in pairs], [en for _, en in pairs]
    for name, lent in (("no aliases", none), ("aliases", dictionary)):
        result[f"demo zh -> en, {name}"] = ranks(
            english, [(t, i) for i, t in enumerate(chinese)], lent, encoder, weights
        )
        result[f"demo en -> zh, {name}"] = ranks(
            chinese, [(t, i) for i, t in enumerate(english)], lent, encoder, weights
        )
    print(json.dumps(result, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

"""How well titles find titles, through the product's own matcher (jobfair/matching/evaluation/titles.py).

python tests/benchmarks/title_ranking.py [../shared/data/matching]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from jobfair.matching.encoder import SentenceEncoder  # noqa: E402
from jobfair.matching.evaluation.titles import title_figures  # noqa: E402
from jobfair.matching.titles import bundled_titles  # noqa: E402


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "matching"
    print(json.dumps(title_figures(folder, SentenceEncoder(), bundled_titles()), indent=1))


if __name__ == "__main__":
    main()

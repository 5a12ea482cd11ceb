"""Make resources/demo/vectors.npz: the vectors of the demonstration fair's titles, skills and majors.

    python resources/make/demo_vectors.py

Encoding its texts and placing its titles takes half a minute, which nobody who tries it should wait. The server takes
from the file what is still the same text of the same encoder and encodes the rest, so an old file is slower, never
wrong. Make it anew when the demonstration fair or the titles (resources/make/titles.py) have changed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from jobfair.fair import Fair  # noqa: E402
from jobfair.matching.encoder import SentenceEncoder  # noqa: E402
from jobfair.matching.index import Index, IndexBroken  # noqa: E402
from jobfair.matching.titles import bundled_titles  # noqa: E402

DEMO = ROOT / "resources" / "demo"


def main() -> None:
    target = DEMO / "vectors.npz"
    fair = Fair.model_validate_json((DEMO / "fair.json").read_bytes())
    try:
        earlier = Index.from_bytes(target.read_bytes())
    except (OSError, IndexBroken):
        earlier = None
    index = Index.build(fair, SentenceEncoder(), bundled_titles(), earlier)
    unfinished = target.with_suffix(".new")
    unfinished.write_bytes(index.to_bytes())
    os.replace(unfinished, target)
    print(f"{target.name}: {len(index.rows)} texts, {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

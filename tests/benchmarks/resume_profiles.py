"""Precision and recall of reading résumés: ``python -m tests.benchmarks.resume_profiles [--encoder]``.

Parts of resumes.json: development (rules were made on it), held_out, review (a reviewer’s), fresh; unseen_a, unseen_b
were written before the rules were read again, unseen_c after they had changed, with other trades and layouts. Each was
measured once first (decision 0036), and mended with after that.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from jobfair.fair import Fair
from jobfair.matching.encoder import default_encoder
from jobfair.matching.index import Index
from jobfair.resume.measure import measure

HERE = Path(__file__).resolve().parent


def main() -> None:
    fair = Fair.model_validate_json((HERE.parents[1] / "resources" / "demo" / "fair.json").read_bytes())
    skills = [skill for opening in fair.openings for skill in (*opening.skills_required, *opening.skills_preferred)]
    cases = json.loads((HERE / "resumes.json").read_text(encoding="utf-8"))
    encoder = default_encoder() if "--encoder" in sys.argv else None
    vectors = HERE.parents[1] / "resources" / "demo" / "vectors.npz"
    index = Index.from_bytes(vectors.read_bytes()) if encoder else None
    for part in ("development", "held_out", "review", "fresh", "unseen_a", "unseen_b", "unseen_c"):
        print(part)
        report(measure([c for c in cases if c.get("part", "development") == part], skills, encoder, index))


def report(measured: dict[str, dict[str, Any]]) -> None:
    for field, found in measured.items():
        print(f"{field:12} precision {found['precision']}  recall {found['recall']}  of {found['expected']}")
        for wrong in found["wrong"]:
            print(f"    {wrong}")


if __name__ == "__main__":
    main()

"""Precision and recall of the check on resources/evaluation/postings.jsonl, by kind.

A case is an opening with the codes that a person expects. A code that is found and expected is a hit; found and not
expected a false alarm; expected and not found a miss. A kind is a code; ``set`` is dev or test (postings.md says how
they were made).
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from jobfair.fair import Opening
from jobfair.postings.check import Checker

CASES = Path(__file__).resolve().parents[2] / "resources" / "evaluation" / "postings.jsonl"


def evaluate_postings(cases: Path = CASES) -> dict[str, Any]:
    """``{"cases", "test": {...}, "dev": {...}, "held": {...}}``, each ``{"total", "kinds", "differing"}``: figures and
    the ids of cases whose answer was another one. The whole takes about a second."""
    checker = Checker()
    rows = [json.loads(line) for line in cases.read_text("utf-8").splitlines() if line]
    by_set: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_set[row["set"]].append(row)
    return {"cases": len(rows), **{name: _figures(checker, part) for name, part in sorted(by_set.items())}}


def _figures(checker: Checker, rows: list[dict[str, Any]]) -> dict[str, Any]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])  # hits, false alarms, misses
    differing = []
    for row in rows:
        wanted = set(row["expected"])
        got = {one.code for one in checker.check(Opening(id=row["id"], **row["opening"]))}
        for code in wanted | got:
            counts[code][0 if code in wanted & got else 1 if code in got else 2] += 1
        if wanted != got:
            differing.append(row["id"])
    total = [sum(column) for column in zip(*counts.values(), strict=True)] or [0, 0, 0]
    return {
        "cases": len(rows),
        "without_a_finding": sum(not row["expected"] for row in rows),
        "total": _scores(total),
        "kinds": {code: _scores(found) for code, found in sorted(counts.items())},
        "differing": differing,
    }


def _scores(counts: list[int]) -> dict[str, Any]:
    hits, alarms, misses = counts
    return {
        "hits": hits,
        "false_alarms": alarms,
        "misses": misses,
        "precision": round(hits / (hits + alarms), 3) if hits + alarms else None,
        "recall": round(hits / (hits + misses), 3) if hits + misses else None,
    }

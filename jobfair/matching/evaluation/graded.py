"""The graded set of resources/evaluation: 60 seekers by 200 openings, graded twice (see its GUIDELINES.md)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jobfair.errors import ConfigError
from jobfair.fair import Fair
from jobfair.matching.evaluation.metrics import weighted_kappa, within_one
from jobfair.seeker import MatchingProfile

Half = Literal["development", "test"]
#: One grader's grades: seeker -> opening -> 1 to 3; what is not there is 0.
Grades = Mapping[str, Mapping[str, int]]
GRADERS = ("a", "b")


@dataclass(frozen=True)
class GradedSet:
    fair: Fair
    seekers: tuple[MatchingProfile, ...]
    graders: tuple[Grades, ...]

    def grade(self, seeker: str, opening: str) -> float:
        """The mean of the graders' grades, 0 to 3."""
        return sum(grades.get(seeker, {}).get(opening, 0) for grades in self.graders) / max(len(self.graders), 1)

    def grades(self, seeker: str) -> dict[str, float]:
        """Every opening's grade for this seeker, in the fair's order."""
        return {opening.id: self.grade(seeker, opening.id) for opening in self.fair.openings}

    def booths(self, seeker: str) -> dict[str, float]:
        """Every booth's grade: its best opening's."""
        best: dict[str, float] = {}
        for opening in self.fair.openings:
            if opening.booth is not None:
                best[opening.booth] = max(best.get(opening.booth, 0.0), self.grade(seeker, opening.id))
        return best


def half_of(seeker: str) -> Half:
    """The fixed split: weights are tuned on the development half only; the test half is looked at to report."""
    return "development" if hashlib.sha256(f"graded:{seeker}".encode()).digest()[0] % 2 == 0 else "test"


def evaluation_folder() -> Path:
    """Where the set lies, beside the program's other resources."""
    return Path(__file__).resolve().parents[3] / "resources" / "evaluation"


def read_graded(folder: Path) -> GradedSet:
    """The set with the grades that are there (none, one or both graders). Raises ConfigError where it is not whole."""
    try:
        fair = Fair.model_validate_json((folder / "fair.json").read_bytes())
        lines = (folder / "seekers.jsonl").read_text(encoding="utf-8").splitlines()
        seekers = tuple(MatchingProfile.model_validate_json(line) for line in lines if line.strip())
        files = [file for grader in GRADERS if (file := folder / f"grades-{grader}.jsonl").is_file()]
        graders = tuple(_read_grades(file, fair, seekers) for file in files)
    except OSError as error:
        raise ConfigError(f"the graded set is not at {folder.name}: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"the graded set cannot be read: {error}") from error
    return GradedSet(fair, seekers, graders)


def _read_grades(file: Path, fair: Fair, seekers: Sequence[MatchingProfile]) -> Grades:
    """Raises ValueError for an unknown seeker or opening, for a grade that is none, for a seeker without a line."""
    found: dict[str, dict[str, int]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        row = json.loads(line)
        unknown = set(row["grades"]) - set(fair.opening_by_id)
        if unknown or row["seeker"] in found or not set(row["grades"].values()) <= {0, 1, 2, 3}:
            raise ValueError(f"{file.name}, line {number}: {sorted(unknown) or 'twice, or a grade outside 0 to 3'}")
        found[row["seeker"]] = dict(row["grades"])
    if set(found) != {seeker.id for seeker in seekers}:
        raise ValueError(f"{file.name}: not the seekers of the set")
    return found


def agreement(graded: GradedSet) -> dict[str, Any] | None:
    """How far the two graders agree, over all pairs and over those that either listed; None without two graders."""
    if len(graded.graders) < 2:
        return None
    first, second = graded.graders[:2]
    pairs = [
        (first.get(s.id, {}).get(o.id, 0), second.get(s.id, {}).get(o.id, 0))
        for s in graded.seekers
        for o in graded.fair.openings
    ]
    return {"all pairs": _agreement(pairs), "listed by either": _agreement([pair for pair in pairs if any(pair)])}


def _agreement(pairs: Sequence[tuple[int, int]]) -> dict[str, Any]:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    figures = {
        "kappa_linear": weighted_kappa(a, b, "linear"),
        "kappa_quadratic": weighted_kappa(a, b, "quadratic"),
        "within_one": within_one(a, b),
        "same": sum(x == y for x, y in pairs) / len(pairs) if pairs else None,
    }
    return {"pairs": len(pairs)} | {name: None if v is None else round(v, 4) for name, v in figures.items()}

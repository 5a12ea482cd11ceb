"""The parts of the evaluation, each a function from what is needed to its figures."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jobfair.fair import Fair
from jobfair.matching.booths import Matcher
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.evaluation import holds
from jobfair.matching.evaluation.graded import GradedSet, read_graded
from jobfair.matching.evaluation.ranking import graded_figures, systems
from jobfair.matching.evaluation.unbiased import Reader, person_changes_nothing
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary, bundled_titles
from jobfair.seeker import MatchingProfile, profile_of

Figures = dict[str, Any]
Say = Callable[[str], None]
#: Keywords tried a seeker: all of the graded set's seekers, fewer of the larger demonstration fair.
KEYWORDS, KEYWORDS_DEMO = 40, 8


@dataclass
class Workbench:
    """What the parts share, made when it is first needed. ``data``: the folder of title sets; it may be missing."""

    encoder: TextEncoder | None
    data: Path
    resources: Path
    say: Say

    @cached_property
    def dictionary(self) -> TitleDictionary:
        return bundled_titles()

    @cached_property
    def graded(self) -> GradedSet:
        return read_graded(self.resources / "evaluation")

    @cached_property
    def graded_matcher(self) -> Matcher:
        return self.matcher(self.graded.fair)

    @cached_property
    def demo(self) -> tuple[Fair, tuple[MatchingProfile, ...]]:
        folder = self.resources / "demo"
        fair = Fair.model_validate_json((folder / "fair.json").read_bytes())
        lines = (folder / "seekers.jsonl").read_text(encoding="utf-8").splitlines()
        return fair, tuple(MatchingProfile.model_validate_json(line) for line in lines if line.strip())

    def matcher(self, fair: Fair) -> Matcher:
        return Matcher(fair, Index.build(fair, self.encoder, self.dictionary), self.encoder)


def titles_part(bench: Workbench) -> Figures:
    """Reciprocal ranks of title sets; a set whose file is not there is skipped, and said so."""
    from jobfair.matching.evaluation.titles import title_figures

    figures: Figures = title_figures(bench.data, bench.encoder, bench.dictionary)
    return figures


def graded_part(bench: Workbench) -> Figures:
    if not bench.graded.graders:
        return {"skipped": "there are no grades in resources/evaluation"}
    compared = systems(bench.graded.fair, bench.graded_matcher, bench.encoder)
    return graded_figures(bench.graded, compared)


def holds_part(bench: Workbench) -> Figures:
    """The cases that must hold, on the graded set and on the demonstration fair; ``holds`` is false where one fails."""
    fair, seekers = bench.demo
    cases = person_changes_nothing((*bench.graded.seekers, *seekers), resume_to_profile())
    found = [case.as_json() | {"on": "both"} for case in cases]
    bench.say("cases that must hold: graded set")
    found += cases_on("graded set", bench.graded_matcher, bench.matcher, bench.graded.seekers, KEYWORDS)
    bench.say("cases that must hold: demonstration fair")
    found += cases_on("demonstration fair", bench.matcher(fair), bench.matcher, seekers, KEYWORDS_DEMO)
    return {"holds": all(case["holds"] for case in found), "cases": found}


def cases_on(
    name: str,
    matcher: Matcher,
    again: Callable[[Fair], Matcher],
    seekers: Sequence[MatchingProfile],
    keywords: int,
) -> list[Figures]:
    """The cases that are asked of one fair's matcher; ``again`` builds another of a fair."""
    tried: Sequence[holds.Case] = (
        *holds.hard_limits(matcher, seekers),
        *holds.order_is_stable(matcher, again, seekers),
        holds.one_keyword_more(matcher, seekers, keywords),
    )
    return [case.as_json() | {"on": name} for case in tried]


def resume_to_profile() -> Reader:
    """The product's way from a résumé to what the matcher may know of it."""
    return profile_of


def _from_elsewhere(module: str, function: str) -> Callable[[Workbench], Figures]:
    """A part that lives with what it measures; skipped, and said so, where this installation does not have it."""

    def part(bench: Workbench) -> Figures:
        try:
            measure = getattr(importlib.import_module(module), function)
        except (ModuleNotFoundError, AttributeError):
            return {"skipped": f"{module}.{function} is not there"}
        figures: Figures = measure()
        return figures

    return part


PARTS: dict[str, Callable[[Workbench], Figures]] = {
    "titles": titles_part,
    "graded": graded_part,
    "holds": holds_part,
    "postings": _from_elsewhere("jobfair.postings.evaluation", "figures"),
    "resumes": _from_elsewhere("jobfair.resume.evaluation", "figures"),
}


def evaluate_matching(bench: Workbench, parts: Sequence[str]) -> Figures:
    """The figures of the wanted parts, in the form of ``--json``; ``holds`` is None where that part was not run."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    found: Figures = {"encoder": bench.encoder.name if bench.encoder else None, "parts": {}}
    for name in parts:
        bench.say(name)
        found["parts"][name] = PARTS[name](bench)
    found["holds"] = found["parts"]["holds"]["holds"] if "holds" in found["parts"] else None
    return found

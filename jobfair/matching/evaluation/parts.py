"""The parts of the evaluation, each a function from what is needed to its figures."""

from __future__ import annotations

import json
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
from jobfair.matching.evaluation.unbiased import TODAY, Reader, person_changes_nothing
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary, bundled_titles
from jobfair.resume.profile import read_profile
from jobfair.resume.skill_words import SkillWords, kept_list
from jobfair.seeker import MatchingProfile, Resume, profile_of

Figures = dict[str, Any]
Say = Callable[[str], None]
#: Keywords tried a seeker, beside the odd ones: of the graded set; fewer, with every second one, of the larger demo.
KEYWORDS, KEYWORDS_DEMO = 24, 4


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

    def index(self, fair: Fair) -> Index:
        return Index.build(fair, self.encoder, self.dictionary)

    def matcher(self, fair: Fair) -> Matcher:
        return Matcher(fair, self.index(fair), self.encoder)


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
    cases = person_changes_nothing((*bench.graded.seekers, *seekers), _readers(bench))
    found = [case.as_json() | {"on": "both"} for case in cases]
    found.append(holds.places_as_written(bench.matcher).as_json() | {"on": "made-up places"})
    bench.say("cases that must hold: graded set")
    found += cases_on("graded set", bench.graded_matcher, bench.matcher, bench.graded.seekers, KEYWORDS)
    bench.say("cases that must hold: demonstration fair")
    found += cases_on("demonstration fair", bench.matcher(fair), bench.matcher, seekers[::2], KEYWORDS_DEMO)
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


def _readers(bench: Workbench) -> tuple[Reader, Reader]:
    """The product's ways from a résumé to what the matcher may know: by its fields, and by its text too."""
    fair, index = bench.graded.fair, bench.index(bench.graded.fair)
    words = SkillWords([*(s for o in fair.openings for s in (*o.skills_required, *o.skills_preferred)), *kept_list()])

    def by_fields(seeker: str, text: str, draft: Resume) -> MatchingProfile:
        return profile_of(seeker, draft)

    def by_text(seeker: str, text: str, draft: Resume) -> MatchingProfile:
        return read_profile(seeker, text, draft, words, TODAY, bench.encoder, index).profile

    return by_fields, by_text


def postings_part(bench: Workbench) -> Figures:
    """Precision and recall of the check of openings."""
    from jobfair.postings.evaluation import evaluate_postings

    return evaluate_postings()


def resumes_part(bench: Workbench) -> Figures:
    """Precision and recall of reading résumés, each half of its set."""
    from jobfair.resume.measure import measure

    file = bench.resources.parent / "tests" / "benchmarks" / "resumes.json"
    if not file.is_file():
        return {"skipped": f"{file.name} is not there"}
    cases = json.loads(file.read_text(encoding="utf-8"))
    fair, _ = bench.demo
    skills = [skill for o in fair.openings for skill in (*o.skills_required, *o.skills_preferred)]
    halves: dict[str, list[Figures]] = {}
    for case in cases:
        halves.setdefault(case.get("part", "development"), []).append(case)
    index = bench.index(fair)
    return {
        half: {"cases": len(members)} | measure(members, skills, bench.encoder, index)
        for half, members in halves.items()
    }


PARTS: dict[str, Callable[[Workbench], Figures]] = {
    "titles": titles_part,
    "graded": graded_part,
    "holds": holds_part,
    "postings": postings_part,
    "resumes": resumes_part,
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

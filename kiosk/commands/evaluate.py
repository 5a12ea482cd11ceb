"""``jobfair evaluate``: how well faces are told apart, measured on a folder of people; or how well matching works."""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobfair.matching.evaluation.command import add_options as add_matching_options
from jobfair.matching.evaluation.command import run as evaluate_matching
from kiosk.commands.face_options import add_face_options, add_visits_option, choice_from

if TYPE_CHECKING:
    from kiosk.identity.models.making import EngineChoice

ENROLLED = 3
PROBED = 2
LEAST_PAIRS = 10_000


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair evaluate``."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure how well faces are told apart, or how well matching works",
        description="The word matching instead of a folder measures the matcher: on title sets, on 60 seekers by 200 "
        "openings that were graded twice, and by the cases that must hold; ends with 1 where one does not. PEOPLE_DIR: "
        f"enrols everybody in it who has {ENROLLED} pictures or more with the first {ENROLLED}; "
        f"probes with the next {PROBED} of those who have {ENROLLED + PROBED}; whoever has fewer than {ENROLLED} is a "
        "stranger. Prints how many are found at one false match in ten thousand comparisons (1:1), and what the "
        "shipped rule makes of it.",
        epilog="examples: jobfair evaluate people/ --json; jobfair evaluate matching --parts graded,holds",
    )
    parser.add_argument(
        "people",
        metavar="PEOPLE_DIR",
        help="folder with one subfolder of pictures a person; "
        "or the word matching (./matching is a folder of that name)",
    )
    parser.add_argument(
        "--quick", action="store_true", help="measure as fast as a kiosk does: mirrored or not, in turn"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    add_visits_option(parser)
    add_face_options(parser)
    add_matching_options(parser)
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from jobfair.errors import ConfigError

    if args.people == "matching":
        return evaluate_matching(args)
    people = Path(args.people)
    if not people.is_dir():
        raise ConfigError(f"{people} is not a folder")
    figures = evaluate(people, not args.quick, args.visits, choice_from(args))
    if args.json:
        print(json.dumps(figures))
        return 0
    one_to_one, rule = figures["one_to_one"], figures["rule"]
    print(f"{figures['enrolled']} enrolled, {figures['probes']} probes of them, {figures['strangers']} strangers")
    print(f"found at one false in 10,000 (1:1, {one_to_one['impostor_pairs']} pairs): {_bounded(one_to_one)}")
    print(f"first in the gallery: {_percent(figures['rank_1'])}")
    print(
        f"the rule (one false candidate in {rule['visits_a_false_one']} visits of strangers): {_bounded(rule)} found, "
        f"{rule['wrong_person']} wrong names, "
        f"{rule['ambiguous']} ambiguous, {rule['unknown']} unknown, {rule['not_measured']} not measured; "
        f"{rule['strangers_accepted']} of {figures['strangers']} strangers accepted "
        f"(at most {_percent(rule['strangers_accepted_high'])} at 95 %)"
    )
    print("milliseconds, median: " + ", ".join(f"{stage} {value}" for stage, value in figures["ms"].items()))
    return 0


def evaluate(
    people: Path, thorough: bool = True, visits: int = 10_000, choice: EngineChoice | None = None
) -> dict[str, Any]:
    """The figures, in the form of ``--json``; ``low`` and ``high`` are Clopper-Pearson bounds at 95 %.

    ``found`` of 1:1 is None below LEAST_PAIRS impostor pairs: one in ten thousand would mean nothing there; it is
    ``carried`` by the sample from 30,000 on (rule of three). Raises ConfigError for an encoder without a calibration.
    """
    import numpy as np

    from kiosk.commands.faces import gallery_of, identify
    from kiosk.identity.batch import engines_for, measure_all
    from kiosk.identity.calibration import calibration_of
    from kiosk.identity.decide import DecisionRule
    from kiosk.identity.gallery import template_of
    from kiosk.identity.models.making import EngineChoice, encoder_info
    from kiosk.identity.pictures import pictures_in
    from kiosk.identity.rates import carries, clopper_pearson
    from kiosk.ports import PoorQuality, Probe

    encoder = encoder_info(choice or EngineChoice())
    rule = DecisionRule(calibration_of(encoder), visits)
    folders = sorted(p for p in people.iterdir() if p.is_dir())
    pictures = {folder.name: pictures_in(folder) for folder in folders}
    known = [name for name, files in pictures.items() if len(files) >= ENROLLED]
    probed = [name for name in known if len(pictures[name]) >= ENROLLED + PROBED]
    strange = [name for name, files in pictures.items() if 0 < len(files) < ENROLLED]
    with engines_for(len(folders), choice) as engines:
        enrolments = list(measure_all([pictures[name][:ENROLLED] for name in known], engines, thorough=True))
        sets = [pictures[name][ENROLLED : ENROLLED + PROBED] for name in probed] + [pictures[name] for name in strange]
        probes = list(measure_all(sets, engines, thorough))
    templates = {
        name: template_of(measured.outcome, None, "")
        for name, measured in zip(known, enrolments, strict=True)
        if isinstance(measured.outcome, Probe)
    }
    gallery = gallery_of(templates, encoder)
    answers = [
        identify(Path(name), measured, gallery, rule)
        for name, measured in zip([*probed, *strange], probes, strict=True)
    ]
    genuine: list[float] = []
    impostor: list[float] = []
    for name, measured in zip([*probed, *strange], probes, strict=True):
        outcome = measured.outcome.probe if isinstance(measured.outcome, PoorQuality) else measured.outcome
        if isinstance(outcome, Probe):
            for candidate in gallery.search(outcome, top=len(gallery)):
                (genuine if candidate.person == name else impostor).append(candidate.score)
    own, strangers = answers[: len(probed)], answers[len(probed) :]
    threshold = float(np.quantile(impostor, 1 - 1e-4)) if len(impostor) >= LEAST_PAIRS else None
    outcomes = [answer["outcome"] for answer in own]
    found = sum(answer["person"] == name for answer, name in zip(own, probed, strict=True))
    accepted = sum(answer["outcome"] == "identified" for answer in strangers)
    above = None if threshold is None or not probed else sum(score > threshold for score in genuine)
    low, high = clopper_pearson(found, len(probed))
    return {
        "enrolled": len(templates),
        "not_enrolled": len(known) - len(templates),
        "probes": len(probed),
        "strangers": len(strange),
        "one_to_one": {
            "impostor_pairs": len(impostor),
            "carried": carries(len(impostor), 1e-4),
            "threshold": threshold,
            "found": None if above is None else above / len(probed),
            "found_low": None if above is None else clopper_pearson(above, len(probed))[0],
            "found_high": None if above is None else clopper_pearson(above, len(probed))[1],
        },
        "rank_1": sum(a["best"] == name for a, name in zip(own, probed, strict=True)) / len(probed) if probed else None,
        "rule": {
            "found": found / len(probed) if probed else None,
            "found_low": low if probed else None,
            "found_high": high if probed else None,
            "wrong_person": outcomes.count("identified") - found,
            "ambiguous": outcomes.count("ambiguous"),
            "unknown": outcomes.count("unknown"),
            "not_measured": outcomes.count("no_face") + outcomes.count("poor_quality"),
            "strangers_accepted": accepted,
            "strangers_accepted_high": clopper_pearson(accepted, len(strange))[1] if strange else None,
            "strangers_not_measured": sum(answer["outcome"] in ("no_face", "poor_quality") for answer in strangers),
            "visits_a_false_one": visits,
            "held_to": rule.held_to,
            "merit_needed": round(rule.merit_needed(len(gallery)), 6),
        },
        "ms": {
            stage: round(statistics.median([answer["ms"][stage] for answer in answers]), 2) if answers else None
            for stage in ("detect", "encode", "search")
        },
    }


def _bounded(figures: dict[str, Any]) -> str:
    if figures["found"] is None:
        return _percent(None)
    return f"{figures['found']:.1%} [{figures['found_low']:.1%}, {figures['found_high']:.1%}]"


def _percent(share: float | None) -> str:
    return "not enough pictures to say" if share is None else f"{share:.1%}"

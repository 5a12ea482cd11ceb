"""``jobfair evaluate``: how well faces are told apart, measured on a folder of people."""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path
from typing import Any

ENROLLED = 3
PROBED = 2


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair evaluate``."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure how well faces are told apart",
        description=f"Enrols everybody in PEOPLE_DIR who has {ENROLLED} pictures or more with the first {ENROLLED}; "
        f"probes with the next {PROBED} of those who have {ENROLLED + PROBED}; whoever has fewer than {ENROLLED} is a "
        "stranger. Prints how many are found at one false match in ten thousand comparisons (1:1), and what the "
        "shipped rule makes of it.",
        epilog="example: jobfair evaluate people/ --json",
    )
    parser.add_argument(
        "people", metavar="PEOPLE_DIR", type=Path, help="folder with one subfolder of pictures a person"
    )
    parser.add_argument(
        "--quick", action="store_true", help="measure as fast as a kiosk does: mirrored or not, in turn"
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--config", metavar="FILE", help="not needed here; accepted by every command")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    from jobfair.errors import ConfigError

    if not args.people.is_dir():
        raise ConfigError(f"{args.people} is not a folder")
    figures = evaluate(args.people, thorough=not args.quick)
    if args.json:
        print(json.dumps(figures))
        return 0
    one_to_one, rule = figures["one_to_one"], figures["rule"]
    print(f"{figures['enrolled']} enrolled, {figures['probes']} probes of them, {figures['strangers']} strangers")
    print(f"found at one false in 10,000 (1:1, {one_to_one['impostor_pairs']} pairs): {_percent(one_to_one['found'])}")
    print(f"first in the gallery: {_percent(figures['rank_1'])}")
    print(
        f"the rule: {_percent(rule['found'])} found, {rule['wrong_person']} wrong names, "
        f"{rule['ambiguous']} ambiguous, {rule['unknown']} unknown, {rule['not_measured']} not measured; "
        f"{rule['strangers_accepted']} of {figures['strangers']} strangers accepted"
    )
    print("milliseconds, median: " + ", ".join(f"{stage} {value}" for stage, value in figures["ms"].items()))
    return 0


def evaluate(people: Path, thorough: bool = True) -> dict[str, Any]:
    """The figures, in the form of ``--json``. ``found`` is None below 10,000 impostor pairs: it would mean nothing."""
    import numpy as np

    from kiosk.commands.faces import gallery_of, identify
    from kiosk.identity.batch import engines_for, measure_all
    from kiosk.identity.gallery import template_of
    from kiosk.identity.models.making import EngineChoice, encoder_info
    from kiosk.identity.pictures import pictures_in
    from kiosk.ports import PoorQuality, Probe

    folders = sorted(p for p in people.iterdir() if p.is_dir())
    pictures = {folder.name: pictures_in(folder) for folder in folders}
    known = [name for name, files in pictures.items() if len(files) >= ENROLLED]
    probed = [name for name in known if len(pictures[name]) >= ENROLLED + PROBED]
    strange = [name for name, files in pictures.items() if 0 < len(files) < ENROLLED]
    with engines_for(len(folders)) as engines:
        enrolments = list(measure_all([pictures[name][:ENROLLED] for name in known], engines, thorough=True))
        sets = [pictures[name][ENROLLED : ENROLLED + PROBED] for name in probed] + [pictures[name] for name in strange]
        probes = list(measure_all(sets, engines, thorough))
    templates = {
        name: template_of(measured.outcome, None, "")
        for name, measured in zip(known, enrolments, strict=True)
        if isinstance(measured.outcome, Probe)
    }
    gallery = gallery_of(templates, encoder_info(EngineChoice()))
    answers = [
        identify(Path(name), measured, gallery) for name, measured in zip([*probed, *strange], probes, strict=True)
    ]
    genuine: list[float] = []
    impostor: list[float] = []
    for name, measured in zip([*probed, *strange], probes, strict=True):
        outcome = measured.outcome.probe if isinstance(measured.outcome, PoorQuality) else measured.outcome
        if isinstance(outcome, Probe):
            for candidate in gallery.search(outcome, top=len(gallery)):
                (genuine if candidate.person == name else impostor).append(candidate.score)
    own, strangers = answers[: len(probed)], answers[len(probed) :]
    threshold = float(np.quantile(impostor, 1 - 1e-4)) if len(impostor) >= 10_000 else None
    outcomes = [answer["outcome"] for answer in own]
    found = sum(answer["person"] == name for answer, name in zip(own, probed, strict=True))
    return {
        "enrolled": len(templates),
        "not_enrolled": len(known) - len(templates),
        "probes": len(probed),
        "strangers": len(strange),
        "one_to_one": {
            "impostor_pairs": len(impostor),
            "threshold": threshold,
            "found": None if threshold is None or not probed else sum(s > threshold for s in genuine) / len(probed),
        },
        "rank_1": sum(a["best"] == name for a, name in zip(own, probed, strict=True)) / len(probed) if probed else None,
        "rule": {
            "found": found / len(probed) if probed else None,
            "wrong_person": outcomes.count("identified") - found,
            "ambiguous": outcomes.count("ambiguous"),
            "unknown": outcomes.count("unknown"),
            "not_measured": outcomes.count("no_face") + outcomes.count("poor_quality"),
            "strangers_accepted": sum(answer["outcome"] == "identified" for answer in strangers),
            "strangers_not_measured": sum(answer["outcome"] in ("no_face", "poor_quality") for answer in strangers),
        },
        "ms": {
            stage: round(statistics.median([answer["ms"][stage] for answer in answers]), 2) if answers else None
            for stage in ("detect", "encode", "search")
        },
    }


def _percent(share: float | None) -> str:
    return "not enough pictures to say" if share is None else f"{share:.1%}"

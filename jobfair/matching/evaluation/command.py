"""``jobfair evaluate matching``: its options, and what it prints."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

#: What PARTS of parts.py has; named here too, so that ``-h`` need not load numpy.
NAMES = ("titles", "graded", "holds", "postings", "resumes")
ROOT = Path(__file__).resolve().parents[3]


def add_options(parser: argparse.ArgumentParser) -> None:
    """``--data``, ``--parts``, ``--cache`` and ``--no-cache``."""
    group = parser.add_argument_group("of matching")
    group.add_argument(
        "--data",
        metavar="DIR",
        type=Path,
        help="title sets (default: $JOBFAIR_SHARED_DATA or ../shared/data, matching/)",
    )
    group.add_argument(
        "--parts", metavar="A,B", type=_parts, default=NAMES, help=f"of {', '.join(NAMES)} (default: all)"
    )
    group.add_argument("--cache", metavar="DIR", type=Path, help="folder for vectors (default: ~/.cache/jobfair)")
    group.add_argument("--no-cache", action="store_true", help="neither read nor write vectors")


def _parts(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not wanted or not set(wanted) <= set(NAMES):
        raise argparse.ArgumentTypeError(f"parts are {', '.join(NAMES)}")
    return wanted


def run(args: argparse.Namespace) -> int:
    """0; 1 where a case that must hold does not. Raises ConfigError where the graded set is not there."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from jobfair.matching.encoder import default_encoder
    from jobfair.matching.evaluation.parts import Workbench, evaluate_matching
    from jobfair.matching.evaluation.vectors import KeptVectors

    inner = default_encoder()
    encoder = None if inner is None else KeptVectors(inner, None if args.no_cache else _cache(args.cache))
    if encoder is None:
        _say("no sentence encoder: comparing letters only, nothing across languages")
    bench = Workbench(encoder, args.data or _data(), ROOT / "resources", _say)
    try:
        figures = evaluate_matching(bench, args.parts)
    finally:
        if encoder is not None:
            _save(encoder)
    print(json.dumps(figures, ensure_ascii=False) if args.json else as_text(figures))
    return 1 if figures["holds"] is False else 0


def _save(encoder: Any) -> None:
    try:
        encoder.save()
    except OSError as error:
        _say(f"vectors are not kept: {error.strerror}")


def _cache(folder: Path | None) -> Path:
    base = folder or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jobfair"
    return base / "evaluation.npz"


def _data() -> Path:
    return Path(os.environ.get("JOBFAIR_SHARED_DATA") or ROOT.parent / "shared" / "data") / "matching"


def _say(text: str) -> None:
    print(f"jobfair evaluate matching: {text}", file=sys.stderr, flush=True)


def as_text(figures: dict[str, Any]) -> str:
    """The same figures for people."""
    lines = [f"encoder: {figures['encoder'] or 'none, letters only'}"]
    for name, part in figures["parts"].items():
        lines += ["", f"== {name}"]
        if "skipped" in part:
            lines.append(f"skipped: {part['skipped']}")
        elif name == "graded":
            lines += _graded(part)
        elif name == "holds":
            lines += _holds(part)
        else:
            lines += _plain(part)
    return "\n".join(lines)


def _graded(part: dict[str, Any]) -> list[str]:
    lines = [
        f"{part['seekers']} seekers by {part['openings']} openings at {part['booths']} booths, "
        f"{part['graded_above_0']} pairs above 0; grades: {part['joined']}"
    ]
    for over, agreed in (part["agreement"] or {}).items():
        lines.append(
            f"graders, {over} ({agreed['pairs']}): kappa linear {agreed['kappa_linear']}, quadratic "
            f"{agreed['kappa_quadratic']}, within one {agreed['within_one']}, the same {agreed['same']}"
        )
    for title, key in (("openings", "ndcg_10"), ("booths", "ndcg_10_booths")):
        for half, compared in part[key].items():
            lines.append(f"nDCG@10 of {title}, {half}:")
            for system, found in compared.items():
                if found is None:
                    continue
                text = f"  {system:36} {_interval(found)}, n {found['n']}"
                behind = found.get("behind")
                lines.append(text + (f"; behind by {_interval(behind)}" if behind else ""))
    lines.append("the lowest of the development half, first ten and what is missing, each with its grade:")
    for row in part["worst"]:
        first = " ".join(f"{opening}:{grade:g}" for opening, grade in row["first"])
        missed = " ".join(f"{opening}:{grade:g}@{place}" for opening, grade, place in row["missed"])
        lines.append(f"  {row['seeker']} {row['matcher']:.3f}  {first}  missing: {missed or 'nothing'}")
    return lines


def _interval(found: dict[str, Any]) -> str:
    return f"{found['mean']:.3f} [{found['low']:.3f}, {found['high']:.3f}]"


def _holds(part: dict[str, Any]) -> list[str]:
    lines = []
    for case in part["cases"]:
        more = "".join(f", {name.replace('_', ' ')} {case[name]}" for name in case if name not in _SAID)
        lines.append(
            f"{'holds' if case['holds'] else 'FAILS'}  {case['case']} ({case['on']}): "
            f"{case['failed']} of {case['tried']}{more}"
        )
        lines += [f"       {example}" for example in case["examples"]]
    return lines


_SAID = ("case", "on", "holds", "tried", "failed", "examples")


def _plain(part: dict[str, Any], indent: str = "") -> list[str]:
    """Figures without a form of their own: a line for what holds numbers only, lists by their length and beginning."""
    lines = []
    for name, value in part.items():
        if isinstance(value, dict):
            simple = {key: one for key, one in value.items() if not isinstance(one, (dict, list))}
            lines.append(f"{indent}{name}: " + ", ".join(f"{key} {one}" for key, one in simple.items()))
            lines += _plain({key: one for key, one in value.items() if key not in simple}, indent + "  ")
        elif isinstance(value, list):
            lines += [f"{indent}{name}: {len(value)}, {'; '.join(map(str, value[:5]))}"] if value else []
        else:
            lines.append(f"{indent}{name}: {value}")
    return lines

"""``jobfair check-postings``: what the openings of a fair may not say."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobfair.text import Language, in_language

if TYPE_CHECKING:
    from jobfair.fair import Employer, Fair, Opening
    from jobfair.matching.lenient import Names
    from jobfair.postings.findings import Finding

_WORDS = {"block": "not published", "error": "put right", "review": "look", "label": "label"}


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "check-postings",
        help="check what a fair's openings say against the law",
        description=(
            "Checks the text, pay and place of each opening: wording that Chinese law forbids, deposits, withheld\n"
            "documents, pay below the minimum of its place, workers under 16 (block: the server does not publish\n"
            "it); pay that contradicts itself, no place (error); age and looks (review); labour dispatch (label).\n"
            "--json: one line a finding, {opening, employer, code, level, field, start, end, words, reason, laws,\n"
            "proposal}; proposal is the text with the wording taken out, or the question to answer.\n"
            "FAIR.json is read as `jobfair match` reads it: one text may stand for a list; what cannot be read is\n"
            "told on standard error. Exit code 1 where an opening is blocked, or something could not be read.\n"
            "--measure tells how good the rules are on the kept cases."
        ),
        epilog="example: jobfair check-postings resources/demo/fair.json",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("fair", type=Path, nargs="?", metavar="FAIR.json")
    parser.add_argument("--config", type=Path, help="the kiosk's settings (not needed here)")
    parser.add_argument("--json", action="store_true", help="one JSON line a finding")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of the text form (default: zh)")
    parser.add_argument("--measure", action="store_true", help="precision and recall on the kept cases, as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from jobfair.errors import ConfigError
    from jobfair.matching.lenient import Names
    from jobfair.matching.reading import IN_PART, SKIPPED, read_fair
    from jobfair.postings.check import texts_of_employer

    if args.measure:
        from jobfair.postings.evaluation import evaluate_postings

        print(json.dumps(evaluate_postings(), ensure_ascii=False, indent=None if args.json else 1))
        return 0
    if args.fair is None:
        raise ConfigError("check-postings: FAIR.json is missing (or --measure)")
    names, unread = Names(), []

    def say(text: str) -> None:
        print(f"jobfair check-postings: {text}", file=sys.stderr)
        unread.extend([text] if text.startswith((SKIPPED, IN_PART)) else [])

    fair = read_fair(args.fair, say, names)
    levels: Counter[str] = Counter()
    blocked = set()
    for opening, finding in _all(fair):
        levels[finding.level.value] += 1
        if finding.level.value == "block":
            blocked.add(opening.id)
        shown = names.given("openings", opening.id)
        print(_line(fair, opening, finding, names) if args.json else _text(shown, finding, args.language))
    for employer, finding in _of_employers(fair):
        levels[finding.level.value] += 1
        shown = names.given("employers", employer.id)
        row = {"opening": None, "employer": shown, **_shown(finding, dict(texts_of_employer(employer)))}
        print(json.dumps(row, ensure_ascii=False) if args.json else _text(shown, finding, args.language))
    if not args.json:
        counted = ", ".join(f"{count} {_WORDS[level]}" for level, count in sorted(levels.items())) or "nothing found"
        print(f"{len(fair.openings)} openings: {counted}; {len(blocked)} openings would not be published")
    return 1 if blocked or unread else 0


def _all(fair: Fair) -> Iterator[tuple[Opening, Finding]]:
    from jobfair.postings.check import Checker

    checker = Checker()
    for opening in fair.openings:
        for finding in checker.check(opening, fair.employer_of(opening), fair):
            yield opening, finding


def _of_employers(fair: Fair) -> Iterator[tuple[Employer, Finding]]:
    """What employers say of themselves: kiosks get it without the forbidden words."""
    from jobfair.postings.check import check_employer

    for employer in fair.employers:
        for finding in check_employer(employer):
            yield employer, finding


def _line(fair: Fair, opening: Opening, finding: Finding, names: Names) -> str:
    from jobfair.postings.check import texts_of

    employer = fair.employer_of(opening)
    row: dict[str, Any] = {
        "opening": names.given("openings", opening.id),
        "employer": names.given("employers", employer.id) if employer else None,
    }
    return json.dumps(row | _shown(finding, dict(texts_of(opening))), ensure_ascii=False)


def _shown(finding: Finding, texts: dict[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = finding.model_dump(mode="json", exclude={"edit", "question", "reason", "sentence"})
    row["reason"] = finding.because.model_dump()
    if finding.edit:
        row["proposal"] = {"text": finding.edit.of(texts[finding.field])}
    else:
        row["proposal"] = {"question": finding.question.model_dump()} if finding.question else None
    return row


def _text(part: str, finding: Finding, language: Language) -> str:
    words = f" 「{finding.words}」" if finding.words else ""
    because = in_language(finding.because, language)
    return f"{part} {_WORDS[finding.level.value]}: {finding.field}{words}: {because}"

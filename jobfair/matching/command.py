"""``jobfair match``: the booths for each seeker of a file, as JSON lines or as text."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jobfair.fair import Fair
    from jobfair.matching.encoder import TextEncoder
    from jobfair.matching.index import Index

LONG_BUILD = 2000
DESCRIPTION = """\
Ranks the booths of FAIR.json for each line of SEEKERS.jsonl and says why. Needs no network; the same question has the
same answer. Vectors of texts are kept in --cache and used again.

A line of SEEKERS.jsonl is a JSON object. Only "id" is needed; what is left out is unknown, never excludes, never costs:
  {"id": "S1", "titles": ["焊工"], "past_titles": ["电焊工"], "skills": ["电焊"], "majors": ["焊接技术"],
   "education": "vocational", "experience_months": 36, "cities": ["苏州"], "salary_min": 6000,
   "job_types": ["full_time"], "needs_work_permit": false, "musts": ["city", "salary"]}
  education: none secondary vocational college bachelor master doctorate
  job_types: full_time part_time internship temporary    musts: city salary job_type    salary_min: yuan a month
Other fields (name, sex, age ...) are dropped before the matcher sees the line; their names are told on standard error.
One text may stand for a list, "6000" for 6000, 大专 for college; any text or number may be an id, printed as given.
What cannot be read is told with its line, on standard error: "skipped" is left out, "used in part" is used without a
field, "used" is as it stands (no id, an id twice). Exit code 2 if nothing could be read, or anything with --strict.

FAIR.json: {"id", "booths": [{"id", "employer"}], "employers": [{"id", "name"}], "openings": [{"id", "booth", "title",
  "duties", "skills_required", "skills_preferred", "majors", "education_min", "experience_months_min", "cities",
  "salary_min", "salary_max", "job_type", "work_permit"}]}; texts are "..." or {"zh": "...", "en": "..."}.

--json prints one object a seeker:
  {"seeker", "booths": [{"booth", "score", "openings": [{"opening", "score", "band", "reasons"}]}],
   "excluded": {reason: openings}, "excluded_openings": {opening: reasons}}
score only orders; band is strong, good, possible or null. Excluded is what a hard limit forbids: a work permit that is
needed and not to be had, another job type, a must. An opening without a booth stands alone, with "booth": ""."""
EPILOG = (
    "example: jobfair match --fair resources/demo/fair.json --seekers resources/demo/seekers.jsonl --top 3 --explain"
)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "match",
        help="rank a fair's booths for seekers, with reasons",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", type=Path, help="the kiosk's settings (not needed here)")
    parser.add_argument("--fair", type=Path, required=True, metavar="FAIR.json")
    parser.add_argument("--seekers", type=Path, required=True, metavar="SEEKERS.jsonl", help="- reads standard input")
    parser.add_argument("--top", type=int, default=10, help="booths a seeker (default: 10)")
    parser.add_argument("--json", action="store_true", help="one JSON line a seeker")
    parser.add_argument("--explain", action="store_true", help="text form: every reason, those of the past too")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of the text form (default: zh)")
    parser.add_argument("--cache", type=Path, help="folder for vectors (default: ~/.cache/jobfair)")
    parser.add_argument("--no-cache", action="store_true", help="neither read nor write vectors")
    parser.add_argument("--strict", action="store_true", help="refuse a file of which anything cannot be read")
    parser.add_argument("--no-encoder", action="store_true", help="compare letters only")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    # Before numpy comes: for products this small, more BLAS threads than one only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from jobfair.matching.booths import Matcher
    from jobfair.matching.encoder import default_encoder
    from jobfair.matching.lenient import Names
    from jobfair.matching.reading import read_fair, read_seekers
    from jobfair.matching.report import as_json, as_text

    if args.top < 1:
        print("jobfair match: --top must be 1 or more", file=sys.stderr)
        return 2
    names = Names()
    fair = read_fair(args.fair, _say, names, args.strict)
    seekers = read_seekers(args.seekers, _say, names, args.strict)
    encoder = None if args.no_encoder else default_encoder()
    if encoder is None:
        _say("no sentence encoder: comparing letters only, nothing across languages")
    matcher = Matcher(fair, _index(fair, encoder, args), encoder)
    for profile in seekers:
        found = matcher.booths(profile, args.top, every=True)
        if args.json:
            print(json.dumps(as_json(matcher, profile, found, names), ensure_ascii=False))
        else:
            print(as_text(matcher, profile, found, args.language, args.explain, names))
    return 0


def _index(fair: Fair, encoder: TextEncoder | None, args: argparse.Namespace) -> Index:
    from jobfair.matching.index import Index, IndexBroken
    from jobfair.matching.titles import bundled_titles

    titles = bundled_titles()
    if encoder is None or args.no_cache:
        return Index.build(fair, encoder, titles, progress=_progress)
    folder = args.cache or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "jobfair"
    file = folder / f"vectors-{hashlib.sha256(str(fair.id).encode()).hexdigest()[:16]}.npz"
    earlier = None
    try:
        earlier = Index.from_bytes(file.read_bytes())
    except (OSError, IndexBroken):
        pass  # none yet, or of another version: it is built and written anew
    index = Index.build(fair, encoder, titles, earlier, progress=_progress)
    if earlier is None or index.rows != earlier.rows:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part = file.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(index.to_bytes())
            part.replace(file)
        except OSError as error:
            _say(f"vectors are not kept: {error.strerror}")
    return index


def _progress(done: int, all_of_them: int) -> None:
    if all_of_them >= LONG_BUILD:
        _say(f"encoding texts: {done} of {all_of_them}")


def _say(text: str) -> None:
    print(f"jobfair match: {text}", file=sys.stderr, flush=True)

"""``jobfair match``: the booths for each seeker of a file, as JSON lines or as text."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobfair.fair import Fair
    from jobfair.matching.booths import BoothMatch, NoMatches
    from jobfair.matching.encoder import TextEncoder
    from jobfair.matching.index import Index
    from jobfair.seeker import MatchingProfile

LONG_BUILD = 2000


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "match",
        help="rank a fair's booths for seekers, with reasons",
        description=(
            "Ranks the booths of FAIR.json for each line of SEEKERS.jsonl and says why. --json: one line a seeker,\n"
            '{"seeker", "booths": [{"booth", "score", "openings": [{"opening", "score", "band", "reasons"}]}]}\n'
            "What a hard limit excludes (job type, or a must: city, salary) is left out; where it leaves nothing,\n"
            '"excluded" counts the openings by reason. An opening without a booth stands alone, with "booth": "".\n'
            "Needs no network; the same question has the same answer.\n"
            "Vectors of texts are kept in --cache and used again."
        ),
        epilog="example: jobfair match --fair resources/demo/fair.json --seekers resources/demo/seekers.jsonl --top 3",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--config", type=Path, help="the kiosk's settings (not needed here)")
    parser.add_argument("--fair", type=Path, required=True, metavar="FAIR.json")
    parser.add_argument("--seekers", type=Path, required=True, metavar="SEEKERS.jsonl", help="- reads standard input")
    parser.add_argument("--top", type=int, default=10, help="booths a seeker (default: 10)")
    parser.add_argument("--json", action="store_true", help="one JSON line a seeker")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of the text form (default: zh)")
    parser.add_argument("--cache", type=Path, help="folder for vectors (default: ~/.cache/jobfair)")
    parser.add_argument("--no-cache", action="store_true", help="neither read nor write vectors")
    parser.add_argument("--no-encoder", action="store_true", help="compare letters only")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    # Before numpy comes: for products this small, more BLAS threads than one only wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from jobfair.matching.booths import Matcher
    from jobfair.matching.encoder import default_encoder

    if args.top < 1:
        print("jobfair match: --top must be 1 or more", file=sys.stderr)
        return 2
    fair = _read_fair(args.fair)
    seekers = list(_read_seekers(args.seekers))
    encoder = None if args.no_encoder else default_encoder()
    if encoder is None:
        _say("no sentence encoder: comparing letters only, nothing across languages")
    matcher = Matcher(fair, _index(fair, encoder, args), encoder)
    for profile in seekers:
        found = matcher.booths(profile, args.top, every=True)
        if args.json:
            print(json.dumps(_as_json(profile, found), ensure_ascii=False))
        else:
            print(_as_text(profile, found, args.language))
    return 0


def _read_fair(path: Path) -> Fair:
    from pydantic import ValidationError

    from jobfair.errors import ConfigError
    from jobfair.fair import Fair

    try:
        return Fair.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"{path.name}: {error.strerror}") from error
    except ValidationError as error:
        raise ConfigError(f"{path.name}: {_first(error.errors())}") from error


def _read_seekers(path: Path) -> Iterator[MatchingProfile]:
    from pydantic import ValidationError

    from jobfair.errors import ConfigError
    from jobfair.seeker import MatchingProfile

    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path.name}: cannot be read as UTF-8 text") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield MatchingProfile.model_validate_json(line)
        except ValidationError as error:
            raise ConfigError(f"{path.name}, line {number}: {_first(error.errors())}") from error


def _first(errors: Any) -> str:
    """Place and complaint of the first error; never the value, which may be personal."""
    where = ".".join(str(part) for part in errors[0]["loc"])
    return f"{where}: {errors[0]['msg']}" if where else str(errors[0]["msg"])


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


def _as_json(profile: MatchingProfile, found: list[BoothMatch] | NoMatches) -> dict[str, Any]:
    from jobfair.matching.booths import NoMatches

    if isinstance(found, NoMatches):
        return {"seeker": profile.id, "booths": [], "excluded": dict(found.excluded)}
    booths = []
    for match in found:
        openings = [
            {
                "opening": o.opening.id,
                "score": o.score,
                "band": o.band,
                "reasons": [reason.model_dump(mode="json") for reason in o.reasons],
            }
            for o in match.openings
        ]
        booths.append({"booth": match.booth.id if match.booth else "", "score": match.score, "openings": openings})
    return {"seeker": profile.id, "booths": booths}


def _as_text(profile: MatchingProfile, found: list[BoothMatch] | NoMatches, language: Any) -> str:
    from jobfair.matching.booths import NoMatches
    from jobfair.matching.explain import chips
    from jobfair.matching.phrases import band_words, phrase
    from jobfair.text import in_language

    lines = [profile.id]
    if isinstance(found, NoMatches):
        return "\n".join([profile.id, "  没有合适的展位" if language == "zh" else "  no matching booth"])
    for match in found:
        best = match.openings[0]
        band = band_words(best.band, language) if best.band else "-"
        why = "; ".join(phrase(reason, language) for reason in chips(best.reasons, most=4, past=True))
        title = in_language(best.opening.title, language)
        lines.append(f"  {match.booth.id if match.booth else '-':6} {band}  {title}  [{why}]")
    return "\n".join(lines)

"""What ``jobfair match`` prints: one JSON object a seeker, or text for people."""

from __future__ import annotations

from typing import Any

from jobfair.matching.booths import BoothMatch, Matcher, NoMatches, OpeningMatch
from jobfair.matching.explain import Reason, chips
from jobfair.matching.lenient import Names
from jobfair.matching.phrases import band_words, excluded_words, phrase
from jobfair.seeker import MatchingProfile
from jobfair.text import Language, in_language

#: Excluded openings that are listed for one seeker: those that would else fit best.
MOST_EXCLUDED = 100
_SIGNS = {"matched": "+", "missing": "-", "conflict": "!", "note": "·", "unknown": "?"}


def as_json(
    matcher: Matcher, profile: MatchingProfile, found: list[BoothMatch] | NoMatches, names: Names
) -> dict[str, Any]:
    """``excluded`` counts openings by the code of the limit, ``excluded_openings`` has reasons by opening. Ids are as
    they were given."""
    booths = [] if isinstance(found, NoMatches) else [_booth(match, names) for match in found]
    counts, excluded = matcher.left_out(profile, MOST_EXCLUDED)
    return {
        "seeker": names.given("seekers", profile.id),
        "booths": booths,
        "excluded": dict(counts),
        "excluded_openings": {names.given("openings", o.id): [_reason(r) for r in why] for o, why in excluded},
    }


def _booth(match: BoothMatch, names: Names) -> dict[str, Any]:
    openings = [
        {
            "opening": names.given("openings", o.opening.id),
            "score": o.score,
            "band": o.band,
            "reasons": [_reason(r) for r in o.reasons],
        }
        for o in match.openings
    ]
    booth = names.given("booths", match.booth.id) if match.booth else ""
    return {"booth": booth, "score": match.score, "openings": openings}


def _reason(reason: Reason) -> dict[str, Any]:
    return reason.model_dump(mode="json")


def as_text(
    matcher: Matcher,
    profile: MatchingProfile,
    found: list[BoothMatch] | NoMatches,
    language: Language,
    explain: bool,
    names: Names,
) -> str:
    """A booth a line with what its card says; with ``explain`` every reason on a line of its own, the past's too."""
    asked = " / ".join(profile.titles or profile.past_titles or profile.majors or profile.skills)
    lines = [_plain(f"{names.given('seekers', profile.id)}  {asked}")]
    if isinstance(found, NoMatches):
        lines.append("  没有合适的展位" if language == "zh" else "  No matching booth")
    else:
        for place, match in enumerate(found, start=1):
            lines += _lines(matcher, place, match, language, explain, names)
    counts, _ = matcher.left_out(profile, 0)
    if counts:
        said = "; ".join(f"{excluded_words(code, language)} {count}" for code, count in counts)
        lines.append(f"  未列出的岗位：{said}" if language == "zh" else f"  Openings left out: {said}")
    return "\n".join(lines)


def _lines(
    matcher: Matcher, place: int, match: BoothMatch, language: Language, explain: bool, names: Names
) -> list[str]:
    best = match.openings[0]
    employer = matcher.fair.employer_of(best.opening)
    named = [in_language(best.opening.title, language) or "-", in_language(employer.name, language) if employer else ""]
    band = band_words(best.band, language) if best.band else "-"
    booth = names.given("booths", match.booth.id) if match.booth else "-"
    head = f"  {place:2}. {booth}  {band}  {' · '.join(name for name in named if name)}"
    if not explain:
        shown = chips(best.reasons, most=4)
        return [_plain(head + (f"  [{'; '.join(phrase(r, language) for r in shown)}]" if shown else ""))]
    lines = [_plain(head), *_reasons(best, language)]
    for other in (o for o in match.openings[1:3] if o.band is not None):
        lines += [_plain(f"        {in_language(other.opening.title, language)}"), *_reasons(other, language)]
    return lines


def _reasons(match: OpeningMatch, language: Language) -> list[str]:
    return [_plain(f"        {_SIGNS[r.kind]} {phrase(r, language)}") for r in match.reasons]


def _plain(text: str) -> str:
    """Without what moves a terminal's cursor or colours it."""
    return "".join(c if c.isprintable() else " " for c in text)

"""FAIR.json and SEEKERS.jsonl as people write them, down to the fields that the types have.

What the types do not have (name, sex, age, a photo's address, notes of another program) is dropped before anything is
made of it, and only the fields' names are told, never a value. What is plainly meant is mended (lenient.py); what
cannot be read is left out and told with file, line and field, never a value either.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from jobfair.errors import ConfigError
from jobfair.fair import Booth, Employer, Fair, Hall, Opening
from jobfair.matching.lenient import Names, mended
from jobfair.seeker import MatchingProfile

T = TypeVar("T", bound=BaseModel)
Say = Callable[[str], None]
#: Most characters of one line of a seeker's (jobfair.seeker.Line), most errors and most names that are told.
MOST_CHARACTERS, MOST_ERRORS, MOST_NAMES = 400, 10, 20
_PARTS: Mapping[str, type[BaseModel]] = {"halls": Hall, "booths": Booth, "employers": Employer, "openings": Opening}
_BILINGUAL = ("zh", "en")


SKIPPED, IN_PART, USED = "skipped", "used in part", "used"
"""What became of something that is not as it should be: left out, read without a field, read as it is."""


class _Problems:
    """What could not be read, with its place and never with its value. ``strict``: one is enough to refuse the file."""

    def __init__(self, name: str, say: Say, strict: bool) -> None:
        self.name, self._say, self._strict = name, say, strict
        self.found: list[tuple[str, str]] = []

    def add(self, where: str, complaint: str, became: str = SKIPPED) -> None:
        self.found.append((became, f"{self.name}, {where}: {complaint}"))

    def tell(self, nothing_read: bool) -> None:
        """Raises ConfigError where all was in vain, or is to be."""
        told = self.found[:MOST_ERRORS]
        if len(self.found) > MOST_ERRORS:
            left = [became for became, _ in self.found[MOST_ERRORS:]]
            told += [
                (became, f"{self.name}: {n} more") for became in (SKIPPED, IN_PART, USED) if (n := left.count(became))
            ]
        if told and (self._strict or nothing_read):
            raise ConfigError("\n".join(line for _, line in told))
        for became, line in told:
            self._say(f"{became}: {line}")


def read_fair(path: Path, say: Say, names: Names | None = None, strict: bool = False) -> Fair:
    """The fair of this file. An opening without a title has the empty one: it is ranked last and says so.

    What cannot be read is left out and told: a field, else the opening or booth that it is of. ``names`` learns the ids
    that are none inside. Raises ConfigError where the file cannot be read, is no JSON or no fair, where none of its
    openings can be read, and with ``strict`` for anything that cannot.
    """
    names = names or Names()
    try:
        data = _parsed(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path.name}: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"{path.name}: {_complaint(error)}") from error
    if not isinstance(data, dict) or not {"id", "booths", "openings"} & set(data):
        raise ConfigError(f"{path.name}: this is no fair: an object with id, booths and openings is expected")
    dropped: dict[str, None] = {}
    problems = _Problems(path.name, say, strict)
    parts: dict[str, list[Any]] = {}
    for name, kind in _PARTS.items():
        listed = data.get(name) or []
        if not isinstance(listed, list):
            raise ConfigError(f"{path.name}: {name} is no list")
        parts[name] = _parts(name, kind, listed, names, dropped, problems)
    untitled = sum(not opening.title for opening in parts["openings"])
    if untitled:
        say(f"{path.name}: openings without a title, ranked last: {untitled}")
    _join(parts, problems)
    own = mended(_known({n: v for n, v in data.items() if n not in _PARTS}, Fair, "", dropped), names)
    own["id"] = names.inside("fair", own.get("id")) or names.inside("fair", path.stem)
    head = _validated(Fair, own, "the fair", problems)
    problems.tell(nothing_read=head is None or (bool(data.get("openings")) and not parts["openings"]))
    _tell(path.name, dropped, say)
    assert head is not None  # else tell has raised
    return Fair.model_validate({**{n: getattr(head, n) for n in Fair.model_fields}, **parts})


def read_seekers(path: Path, say: Say, names: Names | None = None, strict: bool = False) -> list[MatchingProfile]:
    """The seekers of this file, ``-`` for standard input, a line each; empty lines are passed over.

    What cannot be read is left out and told with the number of its line: a field, else the line. Raises ConfigError
    where no line can be read, and with ``strict`` for anything that cannot.
    """
    names = names or Names()
    name = "standard input" if str(path) == "-" else path.name
    try:
        text = (sys.stdin.read() if str(path) == "-" else path.read_bytes().decode("utf-8-sig")).removeprefix("\ufeff")
    except OSError as error:
        raise ConfigError(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: cannot be read as UTF-8 text") from error
    found: list[MatchingProfile] = []
    dropped: dict[str, None] = {}
    problems = _Problems(name, say, strict)
    lines: dict[str, int] = {}
    twice: list[str] = []
    for number, line in _lines(text):
        try:
            data = _parsed(line)
        except ValueError as error:
            problems.add(f"line {number}", _complaint(error))
            continue
        if not isinstance(data, dict):
            problems.add(f"line {number}", "an object with id is expected")
            continue
        own = _shortened(mended(_known(data, MatchingProfile, "", dropped), names))
        own["id"] = names.inside("seekers", own.get("id"))
        if not own["id"]:
            problems.add(f"line {number}", f"no id; it is called line-{number}", USED)
            own["id"] = f"line-{number}"
        profile = _validated(MatchingProfile, own, f"line {number}", problems)
        if profile is not None:
            found.append(profile)
            if (first := lines.setdefault(profile.id, number)) != number:
                twice.append(f"{number} (like {first})")
    problems.tell(nothing_read=not found)
    if twice:
        more = f" and {len(twice) - MOST_ERRORS} more" if len(twice) > MOST_ERRORS else ""
        say(f"{USED}: {name}: lines with the id of an earlier line: {', '.join(twice[:MOST_ERRORS])}{more}")
    _tell(name, dropped, say)
    return found


def _parts(
    name: str, kind: type[BaseModel], listed: list[Any], names: Names, dropped: dict[str, None], problems: _Problems
) -> list[Any]:
    """Those of the list that can be read, the first one of an id."""
    found: dict[str, BaseModel] = {}
    for number, given in enumerate(listed, start=1):
        where = f"{name} {number}"
        if not isinstance(given, dict):
            problems.add(where, "an object is expected")
            continue
        own = mended(_known(given, kind, f"{name}.", dropped), names)
        own["id"] = names.inside(name, own.get("id"))
        if not own["id"] and kind is not Opening:
            problems.add(where, "no id")
            continue
        if not own["id"]:
            own["id"] = f"opening-{number}"
            problems.add(where, f"no id; it is called {own['id']}", USED)
        if kind is Opening:
            own.setdefault("title", "")
        if own["id"] in found:
            problems.add(where, "its id is there twice")
            continue
        part = _validated(kind, own, where, problems)
        if part is not None:
            found[own["id"]] = part
    return list(found.values())


def _join(parts: dict[str, list[Any]], problems: _Problems) -> None:
    """A booth that only an opening names is one; a hall or employer that is nowhere is not known."""
    halls, employers = ({part.id for part in parts[name]} for name in ("halls", "employers"))
    for i, booth in enumerate(parts["booths"]):
        lost = {n: None for n, known in (("hall", halls), ("employer", employers)) if getattr(booth, n) not in known}
        if any(getattr(booth, name) is not None for name in lost):
            problems.add(f"booths {i + 1}", f"{' and '.join(lost)} not listed", IN_PART)
        parts["booths"][i] = booth.model_copy(update=lost)
    booths = {booth.id for booth in parts["booths"]}
    named = dict.fromkeys(opening.booth for opening in parts["openings"] if opening.booth)
    parts["booths"] += [Booth(id=booth) for booth in named if booth not in booths]


def _validated(kind: type[T], data: dict[str, Any], where: str, problems: _Problems) -> T | None:
    """The object without the fields that cannot be read; None where it is none without them."""
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        wrong = dict.fromkeys(str(one["loc"][0]) for one in error.errors(include_input=False) if one["loc"])
        complaint = _complaint(error) + (f" (and {', '.join(list(wrong)[1:])})" if len(wrong) > 1 else "")
    kept = {name: value for name, value in data.items() if name not in wrong}
    if kind is Opening:
        kept.setdefault("title", "")
    try:
        found = kind.model_validate(kept)
    except ValidationError:
        problems.add(where, complaint)
        return None
    problems.add(where, complaint, IN_PART)
    return found


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Only a line feed ends a line: U+2028 and the like may stand in a JSON string."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def _parsed(text: str) -> Any:
    def no_number(name: str) -> Any:
        raise ValueError(f"{name} is no number of JSON")

    try:
        return json.loads(text, parse_constant=no_number)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _known(data: Mapping[str, Any], kind: type[BaseModel], where: str, dropped: dict[str, None]) -> dict[str, Any]:
    """The fields that the type has, without those that are null; the names of the others go into ``dropped``."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name not in kind.model_fields:
            dropped[where + _printable(name)] = None
        elif value is not None:
            found[name] = _cleaned(value, where + name, dropped)
    return found


def _cleaned(value: Any, where: str, dropped: dict[str, None]) -> Any:
    """Halves of characters replaced (a lone surrogate is no text); of a text in more languages, Chinese and English."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list) and where not in _PARTS:
        return [_cleaned(entry, where, dropped) for entry in value if entry is not None]
    if isinstance(value, dict) and set(value) & set(_BILINGUAL):
        for name in value:
            if name not in _BILINGUAL:
                dropped[f"{where}.{_printable(name)}"] = None
        return {name: _cleaned(value[name], where, dropped) for name in _BILINGUAL if value.get(name) is not None}
    return value


def _shortened(data: dict[str, Any]) -> dict[str, Any]:
    """What is longer than a line is cut: the matcher reads its beginning anyway."""

    def cut(entry: Any) -> Any:
        return entry[:MOST_CHARACTERS] if isinstance(entry, str) else entry

    return {name: [cut(e) for e in value] if isinstance(value, list) else value for name, value in data.items()}


def _tell(name: str, dropped: Mapping[str, None], say: Say) -> None:
    if dropped:
        names = sorted(dropped)
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        say(f"{name}: fields that are not read: {', '.join(names[:MOST_NAMES])}{more}")


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in name)[:40]


def _complaint(error: ValueError) -> str:
    """Place and complaint of the first error; never the value, which may be personal."""
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        return f"{where}: {first['msg']}" if where else str(first["msg"])
    if isinstance(error, json.JSONDecodeError):
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        return f"this is no JSON: {error.msg} ({line}column {error.colno})"
    if isinstance(error, UnicodeDecodeError):
        return "cannot be read as UTF-8 text"
    return str(error)

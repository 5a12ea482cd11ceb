"""FAIR.json and SEEKERS.jsonl as people write them, down to the fields that the types have.

What the types do not have (name, sex, age, a photo's address, notes of another program) is dropped before anything is
made of it, and only the fields' names are told, never a value. Errors name file, line and field, never a value either.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from jobfair.errors import ConfigError
from jobfair.fair import Booth, Employer, Fair, Hall, Opening
from jobfair.seeker import MatchingProfile

Say = Callable[[str], None]
#: Most characters of one line of a seeker's (jobfair.seeker.Line), most errors and most names that are told.
MOST_CHARACTERS, MOST_ERRORS, MOST_NAMES = 400, 10, 20
_PARTS: Mapping[str, type[BaseModel]] = {"halls": Hall, "booths": Booth, "employers": Employer, "openings": Opening}
_BILINGUAL = ("zh", "en")


def read_fair(path: Path, say: Say) -> Fair:
    """The fair of this file. An opening without a title has the empty one: it is ranked last and says so.

    Raises ConfigError where it cannot be read, is no JSON or no fair.
    """
    try:
        data = _parsed(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path.name}: {error.strerror}") from error
    except ValueError as error:
        raise ConfigError(f"{path.name}: {_complaint(error)}") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{path.name}: this is no fair: an object with id, booths and openings is expected")
    dropped: dict[str, None] = {}
    fair = _known(data, Fair, "", dropped)
    for name, kind in _PARTS.items():
        if isinstance(fair.get(name), list):
            fair[name] = [_known(p, kind, f"{name}.", dropped) if isinstance(p, dict) else p for p in fair[name]]
    untitled = [o for o in fair.get("openings") or [] if isinstance(o, dict) and "title" not in o]
    for opening in untitled:
        opening["title"] = ""
    if untitled:
        say(f"{path.name}: openings without a title, ranked last: {len(untitled)}")
    _tell(path.name, dropped, say)
    try:
        return Fair.model_validate(fair)
    except ValidationError as error:
        raise ConfigError(f"{path.name}: {_complaint(error)}") from error


def read_seekers(path: Path, say: Say) -> list[MatchingProfile]:
    """The seekers of this file, ``-`` for standard input, a line each; empty lines are passed over.

    Raises ConfigError with the number of each line that is none (the first MOST_ERRORS of them).
    """
    name = "standard input" if str(path) == "-" else path.name
    try:
        text = (sys.stdin.read() if str(path) == "-" else path.read_bytes().decode("utf-8-sig")).removeprefix("\ufeff")
    except OSError as error:
        raise ConfigError(f"{name}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: cannot be read as UTF-8 text") from error
    found: list[MatchingProfile] = []
    dropped: dict[str, None] = {}
    errors: list[str] = []
    for number, line in _lines(text):
        try:
            data = _parsed(line)
            if not isinstance(data, dict):
                raise ValueError("an object with id is expected")
            found.append(MatchingProfile.model_validate(_shortened(_known(data, MatchingProfile, "", dropped))))
        except ValueError as error:  # pydantic's and JSON's errors are ValueErrors
            errors.append(f"{name}, line {number}: {_complaint(error)}")
            if len(errors) == MOST_ERRORS:
                break
    if errors:
        raise ConfigError("\n".join(errors))
    _tell(name, dropped, say)
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

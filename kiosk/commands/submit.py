"""``jobfair submit``: a visit without a screen: a new seeker, her résumé, her submissions."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from pydantic import ValidationError

from jobfair.errors import ConfigError, DocumentError
from jobfair.numbers import phone_number
from jobfair.second_factor import is_visit_code
from jobfair.seeker import Resume
from kiosk.bootstrap import Kiosk
from kiosk.commands.common import add_options, opened, show
from kiosk.desk import Submitted
from kiosk.visit.state import Draft, NewResume


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers ``jobfair submit``."""
    parser = subparsers.add_parser(
        "submit",
        help="put a submission into the outbox, without a screen",
        description='Registers a new seeker from a JSON Résumé (the wish under "wish"), draws the PDF, seals all of it '
        "to the server and puts it into the outbox in one transaction each. Prints what her slip would show. The kiosk "
        "must be paired and have synced once; the network is not needed. `jobfair sync --once` delivers.",
        epilog="example: jobfair submit --seeker resume.json --opening O1 --opening O7 --json",
    )
    parser.add_argument("--seeker", metavar="RESUME.json", type=Path, required=True, help="JSON Résumé with a name")
    parser.add_argument(
        "--opening", metavar="ID", action="append", required=True, help="an opening of the fair; may be repeated"
    )
    parser.add_argument("--language", choices=("zh", "en"), help="the language of the PDF (default: the config's)")
    parser.add_argument("--code", metavar="DIGITS", help="the visit code, six digits (default: drawn by lot)")
    add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when everything was saved, 1 when an opening was left out."""
    resume = _read(args.seeker)
    code = args.code or _drawn_code()
    if not is_visit_code(code):
        raise ConfigError("--code: six digits, at least four of them different, no date and no line of the number pad")
    with opened(args) as kiosk:
        return _submit(kiosk, resume, code, args)


def _submit(kiosk: Kiosk, resume: Resume, code: str, args: argparse.Namespace) -> int:
    language = args.language or kiosk.config.language
    unknown = [opening for opening in args.opening if opening not in kiosk.desk.fair().fair.opening_by_id]
    if unknown:
        raise ConfigError(f"--opening: the fair has no opening {', '.join(unknown)}; nothing was saved")
    drawn = kiosk.renderer.resume(resume, language)
    phone = phone_number(resume.basics.phone) or ""
    draft = Draft(name=resume.basics.name, phone=phone, age="16_up", code=code)
    card = kiosk.desk.register(draft, language, resume)
    new = NewResume(resume, drawn.pdf, drawn.pages, drawn.missing)
    done = kiosk.desk.submit(card, args.opening, new, language)
    if not isinstance(done, Submitted):
        raise ConfigError(f"not allowed: {done.reason}")
    result = {
        "seeker": card.id,
        "visit_code": code,
        "resume": done.card.resume.id if done.card.resume else None,
        "submissions": [
            {
                "id": submission.id,
                "opening": submission.opening,
                "reference": submission.reference,
                "submitted_at": submission.submitted_at.isoformat(),
                "withdrawal_secret": submission.withdrawal_secret,
            }
            for submission in done.submissions
        ],
        "take_back": list(kiosk.desk.take_back_codes(done.submissions)),
        "over_limit": list(done.over_limit),
        "waiting": kiosk.desk.counts().waiting,
    }
    lines = [f"{s.reference}  {s.opening}  {s.id}" for s in done.submissions]
    lines += [f"left out, too many in one visit: {opening}" for opening in done.over_limit]
    lines.append("Saved on this kiosk. `jobfair sync --once` delivers.")
    show(result, args.json, "\n".join(lines))
    return 1 if done.over_limit else 0


def _read(path: Path) -> Resume:
    """Raises DocumentError; says which fields, never what is in them."""
    try:
        resume = Resume.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DocumentError("broken", f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        fields = ", ".join(".".join(str(part) for part in found["loc"]) or "the file" for found in error.errors()[:5])
        raise DocumentError("broken", f"{path}: is no JSON Résumé; look at: {fields}") from error
    if not resume.basics.name.strip():
        raise DocumentError("broken", f"{path}: basics.name is missing")
    return resume


def _drawn_code() -> str:
    while True:
        code = f"{secrets.randbelow(10**6):06d}"
        if is_visit_code(code):
            return code

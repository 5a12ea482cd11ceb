"""A fair's content: ``import``, ``publish``, ``staff-code``, ``seed-demo``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from jobfair.errors import ConfigError
from server.commands.common import Command, chosen_fair, say, start, typed


def add(command: Command) -> None:
    imported = command(
        "import",
        _import,
        "Take in FAIR.json (again): what is gone from the file turns inactive. Kiosks see it after `publish`.",
    )
    imported.add_argument("fair_file", type=Path, metavar="FAIR.json")
    imported.add_argument("--plan", type=Path, metavar="plan.geojson", help="the floor plan")
    imported.add_argument("--organization", default="organizer", help="short name of who runs it (default %(default)s)")
    imported.add_argument("--demonstration", action="store_true", help="a demonstration: kiosks say so on the screen")
    published = command(
        "publish",
        _publish,
        "Make the fair's snapshot anew; kiosks fetch what changed. Refused until `keys drill` has passed.",
    )
    published.add_argument("--fair", help="its id, where there are several")
    staff = command("staff-code", _staff_code, "A new code for the staff page of this fair's kiosks.")
    staff.add_argument("--fair", help="its id, where there are several")
    demo = command(
        "seed-demo",
        _seed_demo,
        "Take in the demonstration fair with users, seekers and passes. Where there is no recovery key it makes one"
        " whose shares lie in the data folder: it serves demonstrations only.",
    )
    demo.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="default: the one that came along")


def _import(args: argparse.Namespace) -> int:
    from pydantic import ValidationError

    from jobfair.fair import Fair as Content

    start(args)
    from server.core.models import Organization
    from server.fairs.employer_texts import forbidden_of
    from server.fairs.importing import import_fair
    from server.fairs.postings import standing_counts

    try:
        content = Content.model_validate_json(args.fair_file.read_bytes())
        plan = args.plan.read_text(encoding="utf-8") if args.plan else None
        json.loads(plan or "{}")
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigError(": ".join(filter(None, (str(args.fair_file), where, first["msg"])))) from error
    except (OSError, ValueError) as error:
        raise ConfigError(f"{args.plan or args.fair_file}: {error}") from error
    organization, _ = Organization.objects.get_or_create(
        code=args.organization, defaults={"name": _plain(content.organizer)}
    )
    try:
        fair, code = import_fair(content, organization, plan)
    except ValueError as error:
        raise ConfigError(f"{args.fair_file}: {error}") from error
    if args.demonstration:
        fair.demonstration = True
        fair.save(update_fields=["demonstration"])
    text = f"{fair.pk}: {len(content.booths)} booths, {len(content.openings)} openings"
    checked = standing_counts(fair)
    if checked["block"]:
        text += f"\n{checked['block']} openings say what the law forbids: they are kept, and not published"
    for said in forbidden_of(fair):
        words = ", ".join(f"{one.field}: {one.words}" for one in said.findings)
        text += f"\nemployer {said.employer.code} says of itself what the law forbids; kiosks do not get it: {words}"
    if any(checked.values()):
        text += "\nwhat was found, with proposals, is on the organizer's page Openings"
    if code:
        text += f"\nthe staff's code at its kiosks is {code} (shown once)"
    printed = {"fair": fair.pk, "openings": len(content.openings), "checked": checked, "staff_code": code}
    return say(args, printed, text)


def _publish(args: argparse.Namespace) -> int:
    start(args)
    from server.core.models import AuditEntry, record
    from server.fairs.publishing import NotRecoverable, publish

    fair = chosen_fair(args.fair)
    try:
        parts = publish(fair)
    except NotRecoverable as error:
        raise ConfigError(f"{error.why}. Next: {typed(args, error.step)}") from error
    fair.refresh_from_db()
    record(AuditEntry.Action.PUBLISHED, f"fair {fair.pk}")
    listed = {part.name: part.digest for part in parts}
    return say(
        args,
        {"fair": fair.pk, "version": fair.snapshot_version, "parts": listed},
        f"{fair.pk}: snapshot {fair.snapshot_version} with {', '.join(listed)}",
    )


def _staff_code(args: argparse.Namespace) -> int:
    start(args)
    from server.fairs.importing import new_staff_code, set_staff_code
    from server.fairs.publishing import raise_version

    fair = chosen_fair(args.fair)
    code = new_staff_code()
    set_staff_code(fair, code)
    fair.save(update_fields=["staff_verifier"])
    raise_version(fair.pk)
    return say(args, {"staff_code": code}, f"the staff's code is {code} (shown once)")


def _seed_demo(args: argparse.Namespace) -> int:
    folder = start(args)
    from server.demonstration import DEMO, seed

    path = seed(args.source or DEMO, folder)
    return say(args, {"credentials": str(path)}, f"names, passwords and visit codes are in {path} (mode 0600)")


def _plain(text: Any) -> Any:
    return text if isinstance(text, str) else text.model_dump()

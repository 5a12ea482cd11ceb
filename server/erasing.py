"""``jobfair server forget`` and ``purge``: what they do and say."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from jobfair.errors import ConfigError, SealError
from jobfair.purge_proof import ProofFile, named_in
from server.fairs.models import Fair
from server.paper.statements import check
from server.seekers.erasure import forget
from server.seekers.finding import find
from server.seekers.retention import purge


def forget_seeker(fair: Fair, asked: str) -> tuple[dict[str, Any], str]:
    """Erase the one seeker that ``asked`` finds. Where several are found, nothing is erased: only their ids are said,
    for a terminal keeps what it shows."""
    found = find(fair, asked, beginnings=False)
    if len(found) != 1:
        ids = [seeker.id for seeker in found]
        text = "nobody is found by this; nothing was erased"
        if ids:
            text = "several are found; nothing was erased. Say which by id:\n" + "\n".join(ids)
        return {"forgotten": None, "found": ids}, text
    seeker = found[0].id
    erased = forget(fair, seeker)
    return (
        {"forgotten": seeker, **asdict(erased)},
        f"{seeker} is forgotten: {erased.resumes} résumés, {erased.submissions} submissions. Kiosks follow.",
    )


def purge_all() -> tuple[dict[str, Any], str]:
    purged = asdict(purge())
    return purged, "erased: " + ", ".join(f"{count} {name}" for name, count in purged.items())


def verify_proof(path: Path, item: str | None) -> tuple[dict[str, Any], str]:
    """Whether a downloaded proof is this server's and whole, and whether the record with the id ``item`` is in it."""
    try:
        file = ProofFile.model_validate_json(path.read_text("utf-8"))
        statements = check(file)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except ValidationError:
        return {"valid": False, "why": "not a proof"}, f"{path}: not a proof of erasure"
    except SealError as error:
        return {"valid": False, "why": str(error)}, f"{path}: not valid: {error}"
    result: dict[str, Any] = {"valid": True, "statements": [one.number for one in statements]}
    lines = [f"{path}: valid, signed by this server"]
    for one in statements:
        counted = f"{one.count('seeker')} seekers, {one.count('face')} faces, {one.count('submission')} submissions"
        lines.append(f"{one.number}  {one.at:%Y-%m-%d %H:%M} UTC  {one.organization}: {counted}, {one.files} files")
    if item is not None:
        found = named_in(file, statements, item)
        result["erased"] = [{"statement": number, "kind": kind} for number, kind in found]
        lines += [f"erased as {kind} in statement {number}" for number, kind in found] or ["this id is not among them"]
    return result, "\n".join(lines)

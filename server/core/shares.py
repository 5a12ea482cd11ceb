"""The recovery key's shares on paper: one file each, in two languages, for a person who was never told about keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import timezone
from pydantic import TypeAdapter

from jobfair.errors import ConfigError
from jobfair.recovery import BEGIN, END, RecoveryKey, make
from jobfair.text import Text, all_of
from server.core.keys import KeyRing, Recovery, write_new_secret
from server.core.models import Organization

_COLUMNS = 3
_TEXT: TypeAdapter[Text] = TypeAdapter(Text)


def make_shares(
    keys: KeyRing, out: Path, shares: int = 3, needed: int = 2, demonstration: bool = False
) -> tuple[Recovery, list[Path]]:
    """A new recovery key, its shares as new files (mode 0600) in the folder ``out``; the drill brings it into use.

    Raises ConfigError, and then no key was changed and no new file is left.
    """
    try:
        made = make(shares, needed)
    except ValueError as error:
        raise ConfigError("--shares is 2 to 16, --needed is 2 or more and not more than --shares") from error
    written: list[Path] = []
    try:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number, text in enumerate(papers(made), 1):
            path = out / f"recovery-share-{number}-of-{shares}.txt"
            write_new_secret(path, text.encode())
            written.append(path)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        reason = "is there already" if isinstance(error, FileExistsError) else f"cannot be written ({error.strerror})"
        raise ConfigError(f"--out: {error.filename or out} {reason}; no key was changed") from error
    return keys.set_next_recovery(made.public, shares, needed, demonstration), written


def papers(made: RecoveryKey) -> list[str]:
    """The text of each share, words and all."""
    found = [_TEXT.validate_python(entry.name or entry.code) for entry in Organization.objects.order_by("pk")]
    names = ", ".join(" / ".join(all_of(name)) for name in found) or "—"
    return [
        render_to_string(
            "keys/share.txt",
            {
                "number": number,
                "shares": len(made.shares),
                "needed": made.needed,
                "organizations": names,
                "made_at": timezone.localtime(),
                "key": made.public.id,
                "begin": BEGIN,
                "end": END,
                "lines": _numbered(share.split()),
            },
        )
        for number, share in enumerate(made.shares, 1)
    ]


def _numbered(words: Sequence[str]) -> list[str]:
    """Read from left to right, three on a line."""
    cells = [f"{number:2}. {word:<12}" for number, word in enumerate(words, 1)]
    return ["  ".join(cells[start : start + _COLUMNS]).rstrip() for start in range(0, len(cells), _COLUMNS)]

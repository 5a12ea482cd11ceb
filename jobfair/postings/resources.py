"""The rules' data: resources/postings/*.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "postings"


def table(name: str) -> dict[str, Any]:
    """The file ``name``.toml."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))

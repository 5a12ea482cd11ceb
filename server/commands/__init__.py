"""``jobfair server …``: set up, run, and what an organizer does without the web pages.

Each module here is a noun and registers its own subcommands through ``add(command)``. Django is loaded only by the
commands that need it, when they run.
"""

from __future__ import annotations

import argparse

from server.commands import fairs, keys, kiosks, rescue, running, seekers, users
from server.commands.common import Run, add_common


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "server",
        help="the central server: set up, run, import a fair, pair kiosks",
        description="The central server. First time: `jobfair server init`, `import FAIR.json`, `publish`, `run`; then"
        " `pair-code K-01` for each kiosk, and `confirm-pairing` when both show the same eight digits.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        add_common(made)
        made.set_defaults(run=run)
        return made

    for part in (running, fairs, kiosks, seekers, users, keys, rescue):
        part.add(command)

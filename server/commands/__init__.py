"""``jobfair server …``: set up, run, and what an organizer does without the web pages.

Each module here is a noun and registers its own subcommands through ``add(command)``. Django is loaded only by the
commands that need it, when they run.
"""

from __future__ import annotations

import argparse

from server.commands import fairs, keys, kiosks, rescue, running, seekers, users
from server.commands.common import Run, add_common

_FIRST_TIME = """The central server. The first time, in this order:

  jobfair server init                               the data folder, its keys, the database
  jobfair server keys recovery --out FOLDER         the organizers' recovery key, in shares for paper
  jobfair server keys drill --share FILE FILE       shows that the shares open; before it nothing is published
  jobfair server import FAIR.json                   the fair; prints the staff's code once
  jobfair server publish                            what kiosks will fetch
  jobfair server user add li --role organizer       who logs in
  jobfair server run                                serves, until Ctrl-C

Then for each kiosk `pair-code K-01`, and `confirm-pairing` when both show the same eight digits. Once all is set up:
`keys backup --out FILE`. A demonstration needs `init`, `seed-demo` and `run` alone."""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "server",
        help="the central server: set up, run, import a fair, pair kiosks",
        description=_FIRST_TIME,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        add_common(made)
        made.set_defaults(run=run)
        return made

    for part in (running, fairs, kiosks, seekers, users, keys, rescue):
        part.add(command)

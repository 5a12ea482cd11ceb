"""The command ``jobfair``: finds its subcommands through the entry points ``jobfair.commands`` and runs one.

Only the module of the command that was named is loaded, so that no command waits for Qt, Django or dlib that it
does not need. ``jobfair -h`` loads them all, and says of those that cannot be loaded which extra is missing.

Exit codes: 0 done; 1 the command's own "no"; 2 wrong usage, or a fault of jobfair.errors; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import EntryPoint, entry_points

from jobfair import __version__
from jobfair.errors import JobFairError

GROUP = "jobfair.commands"
EXTRAS = {"kiosk": "kiosk", "ui": "kiosk", "server": "server"}
"""The extra of pyproject.toml that a top-level package needs."""
OUR_OWN = frozenset({"jobfair", *EXTRAS})
ORDER = ("demo", "server", "kiosk", "pair", "doctor", "enrol", "identify", "match", "submit", "outbox", "sync")
"""Roughly the order of a fair; commands that are not named here follow."""


class CommandMissing(Exception):
    """A command cannot be loaded; the message says why and what to do."""


def main(argv: Sequence[str] | None = None, commands: Mapping[str, EntryPoint] | None = None) -> int:
    """Run one command and return its exit code. ``commands`` is for tests; it is found by default."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    found = find_commands() if commands is None else commands
    try:
        code = _run(arguments, found)
        sys.stdout.flush()
        return code
    except JobFairError as fault:
        print(f"jobfair: {str(fault) or type(fault).__name__} [{fault.code}]", file=sys.stderr)
        return 2
    except CommandMissing as missing:
        print(f"jobfair: {missing}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("jobfair: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (`| head`) has gone. Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def find_commands() -> dict[str, EntryPoint]:
    """The installed commands by name, in the order in which help shows them."""
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    return dict(sorted(found.items(), key=lambda item: (ORDER.index(item[0]) if item[0] in ORDER else 99, item[0])))


def _run(arguments: list[str], commands: Mapping[str, EntryPoint]) -> int:
    named = next((a for a in arguments if not a.startswith("-")), None)
    parser = argparse.ArgumentParser(
        prog="jobfair",
        description="Kiosks for job fairs, and the central server they deliver to.",
        epilog="`jobfair COMMAND -h` explains one command. `jobfair demo` shows the whole.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"jobfair {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    if named is not None and named in commands:
        entry = commands[named]
        _load(entry, subparsers)
        try:
            return int(_parse(parser, arguments))
        except ModuleNotFoundError as error:
            # A module that the command imports only when it runs.
            raise _explain(entry, error) from error
    if named is not None:
        parser.error(f"there is no command {named!r}. There are: {', '.join(commands) or 'none'}")
    missing = []
    for entry in commands.values():
        try:
            _load(entry, subparsers)
        except CommandMissing as reason:
            missing.append(str(reason))
    if missing:
        parser.epilog = "\n".join(["not available here:", *(f"  {line}" for line in missing), "", str(parser.epilog)])
    return int(_parse(parser, arguments))


def _parse(parser: argparse.ArgumentParser, arguments: list[str]) -> int:
    args = parser.parse_args(arguments)
    code: int = args.run(args)
    return code


def _load(entry: EntryPoint, subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    try:
        add = entry.load()
    except (ImportError, AttributeError) as error:
        raise _explain(entry, error) from error
    add(subparsers)


def _explain(entry: EntryPoint, error: ImportError | AttributeError) -> Exception:
    """Why a command cannot be loaded; the error itself where it is our own mistake."""
    package = entry.module.partition(".")[0]
    lacks = error.name if isinstance(error, ModuleNotFoundError) else None
    if lacks is not None and lacks.partition(".")[0] in OUR_OWN:
        return CommandMissing(f"{entry.name}: this installation has no {lacks}")
    if lacks is not None:
        extra = EXTRAS.get(package)
        if extra is None:
            return CommandMissing(f"{entry.name}: needs {lacks}, which is not installed: pip install jobfair")
        return CommandMissing(
            f"{entry.name}: needs the extra '{extra}' ({lacks} is not installed): pip install 'jobfair[{extra}]'"
        )
    if isinstance(error, ImportError) and ".so" in str(error):
        return CommandMissing(f"{entry.name}: a library of the system is missing ({error}); README says which packages")
    return error


if __name__ == "__main__":
    sys.exit(main())

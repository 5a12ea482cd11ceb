"""``jobfair demo``: a whole fair on this machine, for a person in front of the screen or, without one, by itself."""

from __future__ import annotations

import argparse
import os
import select
import shutil
import signal
import sys
import time
import webbrowser
from pathlib import Path

from jobfair.errors import ConfigError

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
MARK = ".jobfair-demo"
FILM = Path(__file__).resolve().parents[2] / ".cache" / "demonstration-film.avi"


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``jobfair demo``."""
    parser = subparsers.add_parser(
        "demo",
        help="a whole fair on this machine: server, kiosk, employer's page",
        description="Starts the central server on loopback with the demonstration fair, pairs a kiosk with it and "
        "opens the kiosk full screen. While it runs, press Enter in this terminal (or run `jobfair demo off` and "
        "`jobfair demo on` in another) to pull the server out and put it back. When the kiosk is closed (Alt+F4), the "
        "employer's page opens in a browser. Without a display the same programs are driven by themselves under a "
        "virtual screen, and demo-output/ holds pictures of every page, the résumé and summary.json.",
    )
    parser.add_argument("server", nargs="?", choices=("off", "on"), help="pull a running demo's server out, or back in")
    parser.add_argument("--config", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--camera", default=str(FILM), metavar="SOURCE", help="a film, or 0 for this machine's camera")
    parser.add_argument("--data", type=Path, default=Path("demo-data"), metavar="DIR", help="default: demo-data")
    parser.add_argument("--out", type=Path, default=Path("demo-output"), metavar="DIR", help="default: demo-output")
    parser.add_argument("--language", choices=("zh", "en"), default="zh", help="of the first page")
    parser.add_argument("--geometry", metavar="WxH", help="a window instead of the full screen")
    parser.add_argument("--unattended", action="store_true", help="drive it by itself even where there is a display")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when all went well; unattended, only when the submission was read back from the employer's page."""
    switch = args.data / "server-is-off"
    if args.server:
        if not args.data.is_dir():
            raise ConfigError(f"no demo runs in {args.data}")
        switch.touch() if args.server == "off" else switch.unlink(missing_ok=True)
        return 0
    camera = args.camera if args.camera.isdigit() or "://" in args.camera else str(Path(args.camera).resolve())
    if camera == args.camera == str(FILM) and not FILM.exists():
        raise ConfigError(f"the demonstration film is not there: run `make {FILM.name}`, or name a --camera")
    for folder in (args.data, args.out):
        _clear(folder)
    from kiosk.demo.installation import Installation

    installation = Installation(args.data, camera, _tell)
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if args.unattended or not display:
        from kiosk.demo.unattended import Demonstration

        _tell("no display: a virtual one is used, and nobody needs to touch it")
        ok = Demonstration(installation, RESOURCES, args.out.resolve(), _tell).run()
        _tell(f"{'all went well' if ok else 'NOT all went well'}; see {args.out}/summary.json")
        return 0 if ok else 1
    return _attended(installation, args, switch)


def _clear(folder: Path) -> None:
    """Empty a folder of an earlier demonstration. Raises ConfigError for one that is something else."""
    if folder.exists():
        if any(folder.iterdir()) and not (folder / MARK).exists():
            raise ConfigError(f"{folder} holds something that is not of a demonstration; name another folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / MARK).write_text("Made by `jobfair demo`, which empties this folder when it starts.\n", "utf-8")


def _attended(installation: object, args: argparse.Namespace, switch: Path) -> int:
    from kiosk.demo.installation import Installation
    from kiosk.demo.programs import Program, jobfair_command

    assert isinstance(installation, Installation)
    kiosk: Program | None = None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        installation.prepare()
        installation.start_server()
        installation.pair("K1")
        _tell_how(installation)
        words = ["kiosk", "--config", str(installation.settings("K1")), "--language", args.language]
        words += ["--geometry", args.geometry] if args.geometry else []
        kiosk = Program("kiosk", jobfair_command(*words), installation.folder / "K1.log")
        while kiosk.running:
            if _enter_pressed():
                switch.unlink() if switch.exists() else switch.touch()
            if switch.exists() and installation.server_runs:
                installation.pull_server_out()
                _tell("the server is OUT. The kiosk goes on; press Enter to put it back")
            elif not switch.exists() and not installation.server_runs:
                installation.start_server()
                _tell("the server is back; what waited arrives now")
            time.sleep(0.3)
        if not installation.server_runs:
            installation.start_server()
        webbrowser.open(f"{installation.url}/employer/")
        _tell("the employer's page is open; press Enter to end the demonstration")
        if sys.stdin.isatty():
            sys.stdin.readline()
        return 0 if kiosk.exit_code in (0, None) else 1
    finally:
        if kiosk is not None:
            kiosk.stop()
        installation.close()


def _tell_how(installation: object) -> None:
    from kiosk.demo.installation import Installation

    assert isinstance(installation, Installation)
    user, password = installation.organizer()
    shared = installation.employer("E001")[1]
    seeker = installation.seekers()[0]
    _tell("the kiosk opens now. Close it with Alt+F4.")
    _tell("pull the server out: press Enter here. Put it back: Enter again.")
    _tell(f"employer's page:  {installation.url}/employer/  user e001 … e120 (booth A01 is e001), password {shared}")
    _tell(f"organizer's page: {installation.url}/organizer/  user {user}, password {password}")
    _tell(f"been here before: phone {seeker.phone.removeprefix('+86')}, visit code {seeker.visit_code} ({seeker.name})")
    _tell(f"staff: hold the upper left corner of the first page for 3 seconds, code {installation.staff_code()}")


def _enter_pressed() -> bool:
    if not sys.stdin.isatty():
        return False
    ready, _, _ = select.select([sys.stdin], [], [], 0)
    return bool(ready) and bool(sys.stdin.readline())


def _tell(line: str) -> None:
    print(f"demo: {line}", flush=True)

"""``jobfair kiosk``: starts Qt, loads the screens, hands in the controllers, and ends when it is told to."""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jobfair.text import Language
    from kiosk.config import Config
    from kiosk.unlocking import Released

log = logging.getLogger(__name__)


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Register ``jobfair kiosk``."""
    parser = subparsers.add_parser(
        "kiosk",
        help="the kiosk's screens, full screen",
        description="Starts the kiosk that kiosk.toml describes. Pair it first with `jobfair pair CODE`; a kiosk that "
        "is not paired says so on its screen. It ends with SIGTERM, keeping everything that was saved.",
        epilog="Example: jobfair kiosk --config kiosk.toml --camera 0",
    )
    parser.add_argument("--config", type=Path, metavar="FILE", help="default: $JOBFAIR_CONFIG or ./kiosk.toml")
    parser.add_argument("--camera", metavar="SOURCE", help="index, stream address, film or folder; over the file's")
    parser.add_argument("--language", choices=("zh", "en"), help="of the first page; over the file's")
    parser.add_argument("--geometry", metavar="WxH", help="a window of this size instead of the full screen")
    parser.add_argument("--reduced-motion", action="store_true", help="fades only")
    parser.add_argument(
        "--publish-items",
        type=Path,
        metavar="FILE",
        help="for tests: write what is on the screen, by accessible name; refused outside a demonstration fair",
    )
    parser.add_argument(
        "--frame-times",
        type=Path,
        metavar="FILE",
        help="for measuring: keep drawing, and write when each frame was shown; refused outside a demonstration fair",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Exit code of the program: 0 when it was told to end."""
    from dataclasses import replace

    from kiosk.bootstrap import build
    from kiosk.config import load_config
    from kiosk.memory import no_core_dumps

    started = time.monotonic()
    config = load_config(args.config)
    changes = {key: value for key in ("camera", "language") if (value := getattr(args, key)) is not None}
    config = replace(config, **changes)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    no_core_dumps()
    keyboard = _private_keyboard(config.language)
    kiosk = None
    try:
        found = _unlocked(config, args)
        if isinstance(found, int):
            return found
        kiosk = build(
            config,
            as_kiosk=True,
            released=found.key if found else None,
            renew_share=found is not None and found.by == "badge",
        )
        from ui.program import KioskProgram  # Qt reads the environment when it is loaded

        program = KioskProgram(
            kiosk,
            args.geometry,
            reduced_motion=args.reduced_motion,
            publish=args.publish_items,
            frame_times=args.frame_times,
        )
        _end_on_defect(program)
        log.info("first page after %.0f ms", 1000 * (time.monotonic() - started))
        return program.run()
    finally:
        if kiosk is not None:
            kiosk.close()
        shutil.rmtree(keyboard, ignore_errors=True)


def _unlocked(config: Config, args: argparse.Namespace) -> Released | int | None:
    """Strict mode: the locked page until there is a key, or the exit code of a program that was told to end."""
    from kiosk.memory import stay_out_of_dumps
    from kiosk.unlocking import unlocking_of

    unlocking = unlocking_of(config) if config.key in ("auto", "strict") else None
    if unlocking is None:
        return None
    stay_out_of_dumps()
    from ui.locked_program import LockedProgram

    program = LockedProgram(unlocking, config, args.geometry, reduced_motion=args.reduced_motion)
    _end_on_defect(program)
    log.info("locked: waiting for the server or a staff badge")
    try:
        found = program.run()
    finally:
        program.close()
    return found if found is not None else program.code


def _private_keyboard(language: Language) -> Path:
    """The on-screen keyboard, with its dictionary of learnt words in a folder that ends with the program.

    Qt reads these when it starts. What a seeker types must not be suggested to the next one: where the Pinyin engine
    would keep learnt words there is a folder, so that it neither writes nor remembers any.
    """
    folder = Path(tempfile.mkdtemp(prefix="jobfair-keyboard-"))
    (folder / "qtvirtualkeyboard" / "pinyin" / "usr_dict.dat").mkdir(parents=True)
    os.environ["QT_IM_MODULE"] = "qtvirtualkeyboard"
    os.environ["QT_VIRTUALKEYBOARD_DESKTOP_DISABLE"] = "1"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        os.environ[name] = str(folder)
    # The keyboard's own QML makes one such line, about a member of Qt's; it says nothing to us.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false;qt.qml.propertyCache.append=false")
    os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"
    return folder


class _Program(Protocol):
    def end(self, code: int) -> None: ...

    def wipe(self) -> None: ...


def _end_on_defect(program: _Program) -> None:
    """An exception in a slot is otherwise printed and swallowed. Ours ends the visit, and is logged without values.

    The first one wipes the screen and goes on (the next person can use the kiosk); three within a minute end the
    program with code 70, and whoever supervises it starts it afresh.
    """
    seen: list[float] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            program.end(130)
            return
        place = trace
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}" if place else "?"
        log.error("defect: %s at %s", kind.__name__, where)  # never its message: it may hold what was typed
        now = time.monotonic()
        seen[:] = [at for at in seen if now - at < 60] + [now]
        if len(seen) >= 3 or os.environ.get("JOBFAIR_STRICT"):
            program.end(70)
        else:
            program.wipe()

    sys.excepthook = hook
    signal.signal(signal.SIGTERM, lambda *_: program.end(0))
    signal.signal(signal.SIGINT, lambda *_: program.end(130))

"""The only place where the kiosk's real parts are put together."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from jobfair.errors import ConfigError, JobFairError
from kiosk.cards import Cards
from kiosk.clock import SystemClock
from kiosk.config import Config, check_server_url
from kiosk.desk import Desk
from kiosk.disk_guard import DiskGuard
from kiosk.housekeeping import housekeeping
from kiosk.matchmaker import Matchmaker
from kiosk.outbox import Outbox
from kiosk.pairing import Paired, Pairing, paired_with
from kiosk.ports import Camera, Clock, EncoderInfo, FaceEngine, Printer, Scanner, Server
from kiosk.reach import Reach
from kiosk.snapshot import Snapshot
from kiosk.store import ChosenKey, Lease, Store
from kiosk.store.database import FILE, make_folder
from kiosk.sync import Syncer

if TYPE_CHECKING:
    from jobfair.resume.render import Renderer
    from kiosk.server_client import HttpServer


log = logging.getLogger(__name__)


@dataclass
class Kiosk:
    """The parts of one kiosk. Light ones are built; heavy ones are made on demand. Close it at the end."""

    config: Config
    clock: Clock
    store: Store
    outbox: Outbox
    cards: Cards
    snapshot: Snapshot
    syncer: Syncer
    desk: Desk
    lease: Lease | None = None
    released: bytes | None = field(default=None, repr=False)
    """In strict mode: the main key, which no file holds."""
    renew_share: bool = False
    """In strict mode: a badge had to open it, so the server may have lost its share."""
    reach: Reach | None = None
    """The desk's own connection."""

    def paired(self) -> Paired | None:
        return paired_with(self.store)

    @cached_property
    def disk(self) -> DiskGuard:
        """Watches what room the data folder has left."""
        return DiskGuard(self.config.data)

    @cached_property
    def renderer(self) -> Renderer:
        """Loads the fonts: 0.2 s."""
        from jobfair.resume.render import Renderer

        return Renderer()

    @cached_property
    def matchmaker(self) -> Matchmaker:
        """Index and encoder are loaded at the first question, or by its ``warm_up``."""
        return Matchmaker(self.snapshot, self.syncer.queues)

    def make_camera(self) -> Camera | None:
        """Not opened yet; None for a kiosk without one. Raises CameraLost for a film that is not there."""
        return camera_of(self.config)

    def make_face_engine(self) -> FaceEngine:
        """In a process of its own; not started yet. Where a model of the settings is not installed, the one of the
        product, which is then never asked: the desk offers no face way, doctor says why, the other ways go on."""
        from kiosk.identity.models.making import choice_of, make_engine
        from kiosk.identity.worker import WorkerFaceEngine

        try:
            return WorkerFaceEngine(partial(make_engine, choice_of(self.config)))
        except ConfigError as missing:
            log.error("no face way: %s", missing)
            return WorkerFaceEngine()

    def face_agreement(self, encoder: EncoderInfo) -> float:
        """How like each other two frames of one person are at least. Raises ConfigError without a calibration."""
        from kiosk.identity.calibration import calibration_of

        return calibration_of(encoder).agreement

    def make_scanners(self) -> tuple[Scanner, ...]:
        """Without those that type like a keyboard: they are heard by the screen."""
        return scanners_of(self.config)

    def make_printer(self) -> Printer | None:
        """None for a kiosk without one."""
        return printer_of(self.config)

    def pairing(self, server_url: str) -> Pairing:
        """To begin a pairing with the server at this address."""
        return Pairing(self.store, connect(self.config, server_url), server_url)

    def leave_share(self) -> bool:
        """Strict mode: the server gets its share of the key, unless it has it. False when there is nothing to leave.

        Raises ServerError and StoreError.
        """
        paired = self.paired()
        if self.released is None or paired is None:
            return False
        from kiosk.unlocking import boot_server, leave_share

        server = boot_server(self.config, paired.server, paired.token)
        try:
            done = leave_share(self.store, self.released, paired, server, renew=self.renew_share)
        finally:
            server.close()
        self.renew_share = False
        return done

    def close(self) -> None:
        """After the threads that use it have ended."""
        if "matchmaker" in self.__dict__:
            self.matchmaker.close()
        self.syncer.close()
        if self.reach is not None:
            self.reach.close()
        self.store.close()
        if self.lease is not None:
            self.lease.close()


def build(
    config: Config,
    *,
    as_kiosk: bool = False,
    clock: Clock | None = None,
    released: bytes | None = None,
    renew_share: bool = False,
) -> Kiosk:
    """``as_kiosk`` takes the store for this program alone: the screens do, commands do not. ``released``: the main key,
    in strict mode; ``renew_share``: a badge had to release it.

    Raises StoreError's kinds (InUse where another kiosk has this store, Locked without its key) and ConfigError.
    """
    clock = clock or SystemClock()
    if as_kiosk:
        make_folder(config.data)
    lease = Lease(config.data, "kiosk") if as_kiosk else None
    try:
        store = Store(config.data, key_of(config, released))
    except BaseException:
        if lease is not None:
            lease.close()
        raise
    outbox, cards, snapshot = Outbox(store, clock), Cards(store), Snapshot(store)

    def paired() -> Paired | None:
        return paired_with(store)

    syncer = Syncer(
        store,
        outbox,
        cards,
        snapshot,
        clock,
        paired,
        connector(config),
        seconds=config.sync_seconds,
        wait_most=config.sync_wait_most,
    )
    reach = Reach(paired, connector(config))
    desk = Desk(store, outbox, cards, snapshot, clock, paired, lambda: syncer.online, reach)
    engine = cache(partial(_engine, config))
    desk.faces.encoder, desk.faces.points_at_hand = lambda: engine().encoder, partial(_has_points, engine)
    syncer.housekeeping = housekeeping(store, outbox, cards, snapshot, desk, clock)
    kiosk = Kiosk(config, clock, store, outbox, cards, snapshot, syncer, desk, lease, released, renew_share, reach)
    syncer.device_problems = kiosk.disk.problems
    if released is not None:
        syncer.housekeeping = _leaving_share(kiosk, syncer.housekeeping)
    return kiosk


def _engine(config: Config) -> FaceEngine:
    """The face engine as it would be, to be asked and never started. Raises ConfigError."""
    from kiosk.identity.models.making import choice_of, make_engine

    return make_engine(choice_of(config))


def _has_points(engine: Callable[[], FaceEngine]) -> bool:
    """Whether 68 landmarks are installed."""
    try:
        return engine().has_points
    except ConfigError:
        return False


def key_of(config: Config, released: bytes | None = None) -> ChosenKey:
    """Where the key of this data folder is kept."""
    return ChosenKey(config.data, config.data / FILE, config.key, config.store_key, released=released)


def camera_of(config: Config) -> Camera | None:
    if config.camera == "none":
        return None
    from kiosk.devices.camera import camera_from

    return camera_from(config.camera)


def scanners_of(config: Config) -> tuple[Scanner, ...]:
    """Code scanners and card readers that are asked, in the config's order; not opened yet."""
    found = (_scanner(part.strip(), config.card) for part in config.scanner.split(","))
    return tuple(scanner for scanner in found if scanner is not None)


def _scanner(text: str, card: str) -> Scanner | None:
    kind, _, device = text.partition(":")
    if kind == "serial":
        from kiosk.devices.scanner import SerialScanner

        return SerialScanner(device)
    if kind == "pcsc":
        from kiosk.devices.card_reader import PcscReader

        return PcscReader(device, card)
    return None


def printer_of(config: Config) -> Printer | None:
    kind, _, name = config.printer.partition(":")
    if kind == "none":
        return None
    from kiosk.devices.printer import CupsPrinter, FilePrinter

    return CupsPrinter(name) if kind == "cups" else FilePrinter(Path(name))


def connector(config: Config) -> Callable[[Paired], Server]:
    """Makes the connection to the server that a pairing names, or that the config names instead (it moved)."""
    return lambda paired: connect(config, config.server or paired.server, paired.token)


def connect(config: Config, url: str, token: str = "") -> HttpServer:
    """Raises ConfigError for an address that is none, or not safe."""
    from kiosk.server_client import HttpServer

    if not url:
        raise ConfigError("server: no address: set it in kiosk.toml or with --server")
    return HttpServer(check_server_url(url), token, config.ca)


def _leaving_share(kiosk: Kiosk, others: Callable[[datetime | None], None]) -> Callable[[datetime | None], None]:
    def keep_house(server_time: datetime | None) -> None:
        try:
            kiosk.leave_share()
        except JobFairError as fault:  # a badge opens the kiosk meanwhile; the next hour tries again
            log.warning("the server has no share of this kiosk's key yet: %s", fault.code)
        others(server_time)

    return keep_house

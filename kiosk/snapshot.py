"""The fair as the kiosk holds it: a signed manifest and its parts, each fetched only when its content changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from jobfair.consent_texts import ConsentTexts
from jobfair.errors import Corrupt, JobFairError, NotTrusted, SealError, Unreachable
from jobfair.fair import Fair
from jobfair.sealing import SealingKey, Signed, digest_of, key_id_of, verify
from jobfair.wire import KioskSettings, OpeningsPart, RevokedPasses, SnapshotManifest
from kiosk.lazy_fair import LazyFair, Openings
from kiosk.store.database import Store

_OPENINGS = "openings/"
_MATCHED = ("fair", _OPENINGS, "vectors/")
"""The parts that a matcher is made from."""
_TABLE = "openings"
"""Under this name all openings are kept as they were parsed (see Openings.table)."""
_CLOCK_OFF = timedelta(hours=1)
"""So far apart the clocks of kiosk and server may be at most for a date ahead to mean nothing."""


class Offer(Protocol):
    """Where a snapshot comes from: a server, as far as it matters here (see ports.Server)."""

    def manifest(self) -> Signed: ...

    def part(self, digest: str) -> bytes: ...


class NotReady(JobFairError):
    """This kiosk has not been paired, or has not synced since: it holds no fair yet."""

    code = "not_ready"


@dataclass(frozen=True)
class HeldFair:
    """One version of the snapshot; immutable, so it may be used while a newer one arrives."""

    manifest: SnapshotManifest
    settings: KioskSettings
    lazy_fair: LazyFair
    revoked: RevokedPasses = field(default_factory=RevokedPasses)

    @property
    def fair(self) -> Fair:
        """Parsed at first use: some 0.4 s for 23,000 openings. An opening that a newer version has in an unchanged part
        is the same object there."""
        return self.lazy_fair.read()

    @property
    def made_from(self) -> str:
        """The digest of all that a matcher of this version is made from."""
        parts = sorted((part.name, part.digest) for part in self.manifest.parts if part.name.startswith(_MATCHED))
        return digest_of("\n".join(f"{digest} {name}" for name, digest in parts).encode())

    @property
    def sealing_keys(self) -> tuple[SealingKey, ...]:
        return tuple(SealingKey(key.public) for key in self.manifest.sealing_keys)

    @property
    def pass_keys(self) -> dict[str, bytes]:
        """The keys of paired kiosks, by id: they sign passes."""
        return {key_id_of(public): public for public in self.manifest.kiosk_keys}


class Snapshot:
    """Over one store. Reading is cheap; ``update`` talks to the server."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cache: dict[str, HeldFair] = {}
        self._openings = Openings(lambda: self._kept(_TABLE, ""))

    def held(self) -> HeldFair:
        """The newest complete version. Raises NotReady when there is none yet."""
        digest = str(self._store.meta("snapshot_digest", ""))
        found = self._cache.get(digest)
        if found is None:
            text = self._store.secret("manifest")
            if text is None:
                raise NotReady("no fair yet: pair this kiosk (`jobfair pair CODE`), then `jobfair sync --once`")
            manifest = SnapshotManifest.model_validate_json(text)
            found = self._of(manifest)
            self._cache = {digest: found}
        return found

    @property
    def is_ready(self) -> bool:
        return self._store.meta("snapshot_digest") is not None

    @property
    def version(self) -> int:
        return int(self._store.meta("snapshot_version", 0))

    def part(self, name: str) -> bytes | None:
        """One part by name (``plan``, ``media/<file>``); None where the fair has none."""
        digests = {part.name: part.digest for part in self.held().manifest.parts}
        return self._part(digests[name]) if name in digests else None

    def parts_under(self, folder: str) -> list[bytes]:
        """All parts whose names begin with ``folder/`` (``vectors``), by name."""
        parts = sorted(self.held().manifest.parts, key=lambda part: part.name)
        found = (self._part(part.digest) for part in parts if part.name.startswith(f"{folder}/"))
        return [data for data in found if data is not None]

    def derived(self, name: str, of: HeldFair | None = None) -> bytes | None:
        """What was kept under ``name`` of exactly this version's fair and vectors; None where there is nothing."""
        return self._kept(name, (of or self.held()).made_from)

    def keep_derived(self, name: str, data: bytes, of: HeldFair | None = None) -> None:
        """Keeps, encrypted, what took time to work out of this version's fair and vectors, until they change; nothing
        where ``of`` is not what is held any more."""
        source = self.held().made_from
        if of is None or of.made_from == source:
            self._keep(name, source, data)

    @property
    def openings_are_kept(self) -> bool:
        return self._openings.are_kept

    def keep_openings(self) -> None:
        """Keeps the openings as they were parsed, encrypted, so that a restart need not check them all again. Nothing
        where nearly all of them are kept already."""
        if not self.openings_are_kept:
            self._keep(_TABLE, "", self._openings.table())

    def release_thread(self) -> None:
        """For threads that end before the store does."""
        self._store.release_thread()

    def update(self, server: Offer, identity_key: bytes, fair: str) -> int:
        """Fetches what changed; the number of parts fetched. What was fetched survives a broken connection.

        A version becomes the held one when all of its parts are here and fit each other. Raises NotTrusted when the
        manifest is not signed by ``identity_key`` or is not of ``fair``, and ServerError.
        """
        signed = server.manifest()
        manifest = _verified(signed, identity_key)  # also an unchanged one: a server with other keys is told to staff
        digest = digest_of(signed.payload.encode())
        held = self._digests()
        missing = [part for part in manifest.parts if part.digest not in held]
        if digest == self._store.meta("snapshot_digest") and not missing:
            return 0
        if manifest.fair != fair:
            raise NotTrusted(
                "the server offers another fair than the one that this kiosk was paired for: pair it again"
            )
        if self._is_held(manifest) and not missing:
            return 0
        for part in missing:
            data = server.part(part.digest)
            if digest_of(data) != part.digest:
                raise Unreachable(f"the part {part.name} arrived damaged")
            self._check_content(part.name, part.digest, data)
            with self._store.transaction() as db:
                sealed = self._store.box.seal("part", part.digest, data)
                db.execute("INSERT OR REPLACE INTO part VALUES(?,?)", (part.digest, sealed))
        self._turn_to(manifest, signed.payload, digest)
        return len(missing)

    def _turn_to(self, manifest: SnapshotManifest, payload: str, digest: str) -> None:
        wanted = {part.digest for part in manifest.parts}
        coming = self._of(manifest)
        try:
            _ = coming.fair  # parsed here, on the thread that syncs, and not when a screen asks for it
        except ValueError as error:
            raise Unreachable("the fair's parts do not fit each other: publish the fair again") from error
        self._cache = {**self._cache, digest: coming}
        with self._store.transaction() as db:
            self._store.set_secret("manifest", payload.encode())
            self._store.set_meta("snapshot_digest", digest)
            self._store.set_meta("snapshot_version", manifest.version)
            for (held,) in db.execute("SELECT digest FROM part").fetchall():
                if held not in wanted:
                    db.execute("DELETE FROM part WHERE digest=?", (held,))
        self._cache = {digest: coming}
        self._openings.keep(wanted)

    def _of(self, manifest: SnapshotManifest) -> HeldFair:
        digests = [part.digest for part in manifest.parts if part.name.startswith(_OPENINGS)]
        parts: dict[str, bytes | OpeningsPart] = {
            digest: self._openings.known(digest) or self._present(digest, _OPENINGS) for digest in digests
        }
        fair = LazyFair(self._needed(manifest, "fair"), parts, self._openings)
        return HeldFair(manifest, _settings(self._needed(manifest, "settings")), fair, self._revoked(manifest))

    def _is_held(self, manifest: SnapshotManifest) -> bool:
        """Whether nothing but the date differs from what is held.

        An old manifest, replayed, would bring back old keys: NotTrusted where neither its version nor its date is
        newer. A restored server issues its own anew, with a lower version. Where what is held is dated after this
        kiosk's own time, the server's clock was wrong when it was issued, and its date says nothing.
        """
        text = self._store.secret("manifest")
        if text is None:
            return False
        before = SnapshotManifest.model_validate_json(text)
        if before.model_copy(update={"issued_at": manifest.issued_at}) == manifest:
            return True
        dated_ahead = before.issued_at > datetime.now(UTC) + _CLOCK_OFF
        older = manifest.version <= before.version and manifest.issued_at < before.issued_at
        if before.fair == manifest.fair and older and not dated_ahead:
            raise NotTrusted("the server offers an older snapshot than this kiosk holds")
        return False

    def _digests(self) -> set[str]:
        with self._store.reading() as db:
            return {str(digest) for (digest,) in db.execute("SELECT digest FROM part").fetchall()}

    def _part(self, digest: str) -> bytes | None:
        with self._store.reading() as db:
            row = db.execute("SELECT value FROM part WHERE digest=?", (digest,)).fetchone()
        return None if row is None else self._store.box.open("part", digest, row[0])

    def _kept(self, name: str, source: str) -> bytes | None:
        with self._store.reading() as db:
            row = db.execute("SELECT value FROM derived WHERE name=? AND source=?", (name, source)).fetchone()
        try:
            return None if row is None else self._store.box.open("derived", f"{source}/{name}", row[0])
        except Corrupt:
            return None  # it can be made again

    def _keep(self, name: str, source: str, data: bytes) -> None:
        """In the place of what was kept before: to take 30 MB away first, and overwrite them, costs as much again."""
        sealed = self._store.box.seal("derived", f"{source}/{name}", data)
        with self._store.transaction() as db:
            db.execute("INSERT OR REPLACE INTO derived VALUES(?,?,?)", (name, source, sealed))

    def _revoked(self, manifest: SnapshotManifest) -> RevokedPasses:
        """A manifest without that part revokes nothing; one that names it is not followed without it."""
        if all(part.name != "passes" for part in manifest.parts):
            return RevokedPasses()
        return RevokedPasses.model_validate_json(self._needed(manifest, "passes"))

    def _needed(self, manifest: SnapshotManifest, name: str) -> bytes:
        digest = next((part.digest for part in manifest.parts if part.name == name), "")
        return self._present(digest, name)

    def _present(self, digest: str, name: str) -> bytes:
        data = self._part(digest)
        if data is None:
            raise Corrupt(f"the snapshot's part {name} is missing: sync again")
        return data

    def _check_content(self, name: str, digest: str, data: bytes) -> None:
        """A part that this program cannot read must not replace one that it can."""
        try:
            if name == "fair" and Fair.model_validate_json(data).openings:
                raise ValueError("openings have parts of their own")
            if name.startswith(_OPENINGS):
                self._openings.parsed({digest: data})
            elif name == "settings":
                KioskSettings.model_validate_json(data)
            elif name == "passes":
                RevokedPasses.model_validate_json(data)
            elif name.startswith("vectors/"):
                from jobfair.matching.index import check_part  # NumPy: only where vectors come

                check_part(data)
        except ValueError as error:
            raise Unreachable(f"the part {name} cannot be read by this version: update the program") from error


def _settings(part: bytes) -> KioskSettings:
    """What the fair asks for; of consent texts the version that this kiosk really shows, so that none else is named."""
    settings = KioskSettings.model_validate_json(part)
    shown = ConsentTexts().shown(settings.consent_text_version)
    return settings.model_copy(update={"consent_text_version": shown})


def _verified(signed: Signed, identity_key: bytes) -> SnapshotManifest:
    try:
        text = verify(signed, "snapshot", {key_id_of(identity_key): identity_key})
        manifest = SnapshotManifest.model_validate_json(text)
    except (SealError, ValueError) as error:
        raise NotTrusted("the snapshot is not signed by the server that this kiosk was paired with") from error
    missing = {"fair", "settings"} - {part.name for part in manifest.parts}
    if missing:
        raise NotTrusted(f"the snapshot lacks {', '.join(sorted(missing))}")
    return manifest

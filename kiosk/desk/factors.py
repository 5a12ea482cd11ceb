"""The second factor: which may open a claim, and judging what was typed.

Never what stands on the way in itself: the last digits of a phone open after a face alone, a pass after a face or a
document. A phone number is no secret, and a pass can be photographed: the two together prove nothing. A try is counted,
and the server asked what was tried elsewhere, before it is judged. Known and unknown numbers are told the same after
the same work: a record whose own tries are used up, or which may not be judged here without the server, is checked like
one that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from jobfair.errors import ServerError
from jobfair.ids import new_id
from jobfair.second_factor import Verifier, nobody, try_token, verifies
from jobfair.text import Language
from jobfair.wire import CodeTyped, CodeWanted, KioskSettings, SeekerCard
from kiosk.desk.limits import KIOSK_A_DAY, KIOSK_AN_HOUR, Limits, Way, limits
from kiosk.ports import Server
from kiosk.snapshot import HeldFair, Snapshot
from kiosk.tries import HOUR, Tries

Channel = Literal["sms", "email"]
Factor = Literal["visit_code", "phone_tail", "sms", "email", "pass"]
Check = Callable[[str, Verifier | None, bytes], bool]
_BEFORE_PASS = frozenset({"face", "document"})


def check_slowly(typed: str, verifier: Verifier | None, pepper: bytes) -> bool:
    """As slow where there is no verifier."""
    return verifies(typed, verifier or nobody(), pepper)


@dataclass(frozen=True)
class Claim:
    """Somebody says who she is. The same whether or not there is a record; its repr tells nothing.

    ``key`` is what the page's tries are counted under: ``lookup/<blind index>`` of a typed number, or the seeker whom
    pass or face name. ``openings`` are what a right code opens, ``work`` is how many slow hashes a check costs.
    """

    way: Way = "number"
    key: str = field(default="nobody", repr=False)
    openings: tuple[SeekerCard, ...] = field(default=(), repr=False)
    work: int = 1
    pass_resume: str | None = field(default=None, repr=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """All that a try counts for."""
        return tuple(dict.fromkeys((self.key, *(card.id for card in self.openings))))


@dataclass(frozen=True)
class Opened:
    """The factor was right. ``resume`` is the id of the résumé that can be sent again; a pass may name one that the
    card does not (this kiosk has no card of her): the server then waits for it."""

    card: SeekerCard
    resume: str | None


@dataclass(frozen=True)
class WrongCode:
    """``left`` tries, at least one. ``elsewhere``: this kiosk is offline, and may judge no code of whom it does not
    know; said for every number alike."""

    left: int
    elsewhere: bool = False


@dataclass(frozen=True)
class TooManyTries:
    """To the desk."""


@dataclass(frozen=True)
class CodeSent:
    """A one-time code is on its way, if there is somebody to send it to: nothing tells."""

    id: str
    channel: Channel
    expires_at: datetime


@dataclass(frozen=True)
class NotSent:
    """The server was not reached, or too many codes were asked for."""


class Factors:
    """``share`` tells the server of the tries and learns of those elsewhere; whether it did. ``server`` is None while
    the kiosk is offline."""

    def __init__(
        self,
        tries: Tries,
        snapshot: Snapshot,
        share: Callable[[], bool],
        server: Callable[[], Server | None],
        check: Check = check_slowly,
    ) -> None:
        self._tries = tries
        self._snapshot = snapshot
        self._share = share
        self._server = server
        self._check = check

    def offered(self, claim: Claim) -> tuple[Factor, ...]:
        """What she may open it with, here and now; never whether there is anything to open."""
        held = self._snapshot.held()
        found: list[Factor] = ["visit_code"]
        online = self._server() is not None
        if claim.way == "face" and held.settings.face.phone_tail and self._tail_left(claim, held, online) > 0:
            found.append("phone_tail")
        if online:
            found += held.settings.code_messages
        return tuple([*found, "pass"] if claim.way in _BEFORE_PASS else found)

    def left(self, claim: Claim) -> int:
        """How many tries the page shows before the first."""
        held = self._snapshot.held()
        return self._left(claim, held, self._limits(claim, held, self._server() is not None))

    def judge(self, claim: Claim, typed: str, factor: Literal["visit_code", "phone_tail"] = "visit_code") -> Outcome:
        """Slow: 50 ms for each of ``claim.work``, whatever the answer."""
        held = self._snapshot.held()
        pepper_of = _peppers(held)
        tail = factor == "phone_tail"

        def verdict(cards: Sequence[SeekerCard | None]) -> list[SeekerCard]:
            right = []
            for card in cards:
                verifier = None if card is None else card.phone_tail if tail else card.verifier
                if self._check(typed, verifier, pepper_of(card)) and card is not None:
                    right.append(card)
            return right

        return self._judge(claim, held, verdict, tail=tail)

    def judge_pass(self, claim: Claim, shown: Claim) -> Outcome:
        """A signed pass after a face or a document; ``shown`` is what the pass leads to."""
        if claim.way not in _BEFORE_PASS:
            raise ValueError(f"a pass is no second factor after a {claim.way}")
        held = self._snapshot.held()
        wanted = {card.id for card in shown.openings}
        return self._judge(
            claim,
            held,
            lambda cards: [card for card in cards if card is not None and card.id in wanted],
            also=shown.keys,
        )

    def send(self, claim: Claim, channel: Channel, language: Language) -> CodeSent | NotSent:
        """Asks the server for a one-time code; some tenths of a second."""
        server, held = self._server(), self._snapshot.held()
        if server is None or channel not in held.settings.code_messages:
            return NotSent()
        kind, _, token = claim.key.partition("/")
        number = kind == "lookup" and bool(token)
        try:
            sent = server.send_code(
                CodeWanted(
                    id=new_id(),
                    seeker="" if number else claim.key,
                    lookup=token if number else "",
                    channel=channel,
                    language=language,
                )
            )
        except ServerError:
            return NotSent()
        return CodeSent(sent.id, channel, sent.expires_at)

    def judge_sent(self, claim: Claim, sent: CodeSent, typed: str) -> Outcome | NotSent:
        """What she typed from the message; the server judges."""
        server, held = self._server(), self._snapshot.held()
        if server is None:
            return NotSent()
        limit = self._limits(claim, held, online=True)
        if self._left(claim, held, limit) <= 0:
            return TooManyTries()
        number = self._tries.begin(self._whos(claim, held))
        if not self._share() or self._left(claim, held, limit) < 0:
            self._tries.take_back(number)
            return NotSent() if self._left(claim, held, limit) > 0 else TooManyTries()
        try:
            answer = server.check_code(sent.id, CodeTyped(code=typed))
        except ServerError:
            return NotSent()  # it stays counted: perhaps it was judged
        if answer.right and answer.card is not None:
            return self._opened(claim, held, number, answer.card)
        left = min(self._left(claim, held, limit), answer.left)
        return WrongCode(left) if left > 0 else TooManyTries()

    def reset(self, claim: Claim) -> None:
        """The desk has seen who it is, with the staff's code: new tries at every kiosk."""
        held = self._snapshot.held()
        self._tries.reset([try_token(key, held.settings.pepper) for key in _with_tails(claim)])

    def reset_kiosk(self) -> None:
        """Somebody of the staff has looked at who stands there."""
        held = self._snapshot.held()
        self._tries.reset([_kiosk(held)])

    def kiosk_left(self) -> int:
        """How many wrong codes this kiosk still takes now."""
        return self._kiosk_left(self._snapshot.held())

    # --- inside

    def _judge(
        self,
        claim: Claim,
        held: HeldFair,
        verdict: Callable[[Sequence[SeekerCard | None]], list[SeekerCard]],
        *,
        tail: bool = False,
        also: Sequence[str] = (),
    ) -> Outcome:
        online = self._server() is not None
        limit = self._limits(claim, held, online)
        left = self._tail_left(claim, held, online) if tail else self._left(claim, held, limit)
        if left <= 0:
            return TooManyTries()
        number = self._tries.begin(self._whos(claim, held, tail=tail, also=also))
        if online and not self._share():
            online = False
            limit = self._limits(claim, held, online)
        if self._left(claim, held, limit) < 0 or (tail and self._tail_left(claim, held, online) < 0):
            self._tries.take_back(number)  # others used them up meanwhile, or the server went away: not judged
            return TooManyTries()
        cards: list[SeekerCard | None] = [
            card if self._may_judge(claim, card, held, online) else None for card in claim.openings
        ]
        cards += [None] * (claim.work - len(cards))
        right = verdict(cards)
        if len(right) == 1:  # two of a family with one code: a wrong name is worse than none
            return self._opened(claim, held, number, right[0], judged=[card for card in cards if card is not None])
        left = self._left(claim, held, limit)
        return WrongCode(left, elsewhere=limit.judged < limit.shown) if left > 0 else TooManyTries()

    def _opened(
        self, claim: Claim, held: HeldFair, number: str, card: SeekerCard, judged: Sequence[SeekerCard] = ()
    ) -> Opened:
        """For ``judged`` others of the same number her code was a guess, which a registration of yesterday or today may
        have been made for: it stays counted for them, once at this kiosk, since the same code tells nothing new."""
        others = {other.id for other in claim.openings} - {card.id}  # of the same number: their counts stay
        mine = [key for key in (*claim.keys, f"tail/{card.id}") if key not in others]
        guessed = [one.id for one in judged if one.id != card.id] if self._tries.is_new(card.id) else []
        fresh = [other for other in guessed if not self._tries.been_here(f"{card.id}/{other}")]
        self._tries.take_back(number, keep=[try_token(other, held.settings.pepper) for other in fresh])
        self._tries.forgive([try_token(key, held.settings.pepper) for key in mine])
        for seeker in (card.id, *(f"{card.id}/{other}" for other in fresh)):
            self._tries.note_here(seeker)
        return Opened(card, card.resume.id if card.resume else claim.pass_resume)

    def _may_judge(self, claim: Claim, card: SeekerCard, held: HeldFair, online: bool) -> bool:
        """Her own tries, this one included, and not only the number's: who was guessed at by pass has none by phone."""
        limit = limits(
            claim.way, online=online, been_here=self._tries.been_here(card.id), kiosks=len(held.manifest.kiosk_keys)
        )
        return self._tries.used(try_token(card.id, held.settings.pepper)) <= limit.judged

    def _limits(self, claim: Claim, held: HeldFair, online: bool) -> Limits:
        """Of the page. Of a number nothing may be told: as of one whom this kiosk does not know."""
        been_here = claim.way not in ("number", "document") and self._tries.been_here(claim.key)
        return limits(claim.way, online=online, been_here=been_here, kiosks=len(held.manifest.kiosk_keys))

    def _left(self, claim: Claim, held: HeldFair, limit: Limits) -> int:
        """May be below zero once the try itself is counted."""
        used = self._tries.used(try_token(claim.key, held.settings.pepper))
        return min(limit.shown - used, self._kiosk_left(held))

    def _kiosk_left(self, held: HeldFair) -> int:
        kiosk = _kiosk(held)
        return min(KIOSK_AN_HOUR - self._tries.used(kiosk, HOUR), KIOSK_A_DAY - self._tries.used(kiosk))

    def _tail_left(self, claim: Claim, held: HeldFair, online: bool) -> int:
        limit = self._limits(claim, held, online)
        used = self._tries.used(try_token(f"tail/{claim.key}", held.settings.pepper))
        return min(limit.tail - used, self._left(claim, held, limit))

    def _whos(self, claim: Claim, held: HeldFair, *, tail: bool = False, also: Sequence[str] = ()) -> list[str]:
        keys = dict.fromkeys((*claim.keys, *also, *((f"tail/{claim.key}",) if tail else ())))
        return [*(try_token(key, held.settings.pepper) for key in keys), _kiosk(held)]


Outcome = Opened | WrongCode | TooManyTries


def _with_tails(claim: Claim) -> list[str]:
    return [key for one in claim.keys for key in (one, f"tail/{one}")]


def _kiosk(held: HeldFair) -> str:
    return try_token(f"kiosk/{held.settings.kiosk}", held.settings.pepper)


def _peppers(held: HeldFair) -> Callable[[SeekerCard | None], bytes]:
    """Cards of an earlier fair have verifiers that its pepper keyed."""
    settings: KioskSettings = held.settings

    def pepper_of(card: SeekerCard | None) -> bytes:
        return settings.earlier_peppers.get(card.pepper_of, settings.pepper) if card else settings.pepper

    return pepper_of

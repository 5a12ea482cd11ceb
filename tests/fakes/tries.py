"""What the server knows of wrong codes and of codes that were sent, in memory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jobfair.wire import (
    CODE_MINUTES,
    CODE_TRIES,
    CodeChecked,
    CodeOnItsWay,
    CodeTyped,
    CodeWanted,
    SeekerCard,
    TriesKnown,
    TriesSaid,
    Try,
    TryReset,
)

PAGE = 50


@dataclass
class FakeTries:
    """In the order in which it was heard, the newest state of each last."""

    tries: dict[str, tuple[int, Try]] = field(default_factory=dict)
    resets: dict[str, tuple[int, TryReset]] = field(default_factory=dict)
    last: int = 0
    log: dict[int, tuple[str, str]] = field(default_factory=dict)

    def exchange(self, said: TriesSaid, now: datetime) -> TriesKnown:
        for one in said.tries:
            before = self.tries.get(one.id)
            if before is None:
                self._keep(one.model_copy(update={"at": min(one.at, now)}))
            elif not set(one.forgiven) <= set(before[1].forgiven):
                forgiven = tuple(sorted({*before[1].forgiven, *one.forgiven}))
                self._keep(before[1].model_copy(update={"forgiven": forgiven}))
        for reset in said.resets:
            self.reset(reset.model_copy(update={"at": min(reset.at, now)}))
        after = said.after if said.after <= self.last else 0
        later: list[tuple[int, Try | TryReset]] = []
        for number in range(self.last, after, -1):
            kind, key = self.log[number]
            found = (self.tries if kind == "try" else self.resets).get(key)
            if found is not None and found[0] == number:
                later.append(found)
        later.reverse()
        shown = later[:PAGE]
        return TriesKnown(
            tries=tuple(event for _, event in shown if isinstance(event, Try)),
            resets=tuple(event for _, event in shown if isinstance(event, TryReset)),
            last=shown[-1][0] if shown else min(said.after, self.last),
            more=len(later) > PAGE,
        )

    def reset(self, reset: TryReset) -> None:
        before = self.resets.get(reset.who)
        if before is None or (before[1].at < reset.at and before[1].id != reset.id):
            self.last += 1
            self.resets[reset.who] = (self.last, reset)
            self.log[self.last] = ("reset", reset.who)

    def _keep(self, one: Try) -> None:
        self.last += 1
        self.tries[one.id] = (self.last, one)
        self.log[self.last] = ("try", one.id)


@dataclass
class FakeCodes:
    """``find`` is who a request is about; ``sent`` the codes that went out, by the request's id."""

    find: Callable[[CodeWanted], SeekerCard | None] = lambda wanted: None
    sent: dict[str, str] = field(default_factory=dict)
    asked: dict[str, tuple[SeekerCard | None, datetime, int]] = field(default_factory=dict)

    def send(self, wanted: CodeWanted, now: datetime) -> CodeOnItsWay:
        ends = now + timedelta(minutes=CODE_MINUTES)
        if wanted.id not in self.asked:
            card = self.find(wanted)
            self.asked[wanted.id] = (card, ends, CODE_TRIES)
            if card is not None:
                self.sent[wanted.id] = f"{len(self.sent) + 482913}"
        return CodeOnItsWay(id=wanted.id, expires_at=self.asked[wanted.id][1])

    def check(self, code_id: str, typed: CodeTyped, now: datetime) -> CodeChecked:
        card, ends, left = self.asked.get(code_id, (None, now, 0))
        if left <= 0 or now >= ends:
            return CodeChecked(right=False, left=0)
        self.asked[code_id] = (card, ends, left - 1)
        right = card is not None and typed.code == self.sent[code_id]
        if right:
            self.asked[code_id] = (card, ends, 0)
        return CodeChecked(right=right, left=0 if right else left - 1, card=card if right else None)

"""The matcher of this kiosk: made from the snapshot at first use, and again when a new fair has been published.

While a new one is being made, the old one answers: nobody waits for an employer's change. What was made is kept, so
that a restart only loads it.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Collection
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from jobfair.errors import StoreError
from jobfair.seeker import MatchingProfile
from kiosk.queues import Queues
from kiosk.snapshot import HeldFair, Snapshot

if TYPE_CHECKING:
    from jobfair.matching.booths import BoothMatch, Matcher, NoMatches
    from jobfair.matching.encoder import TextEncoder
    from jobfair.matching.index import Index
    from jobfair.matching.occupations import Atlas
    from jobfair.matching.questions import WorkQuestion
    from jobfair.matching.vocabulary import Vocabulary
    from jobfair.resume.profile import ReadProfile
    from jobfair.resume.read import ReadResume

#: The name of what is kept beside the snapshot.
KEPT = "matcher"
log = logging.getLogger(__name__)


class Matchmaker:
    """Thread-safe: one question at a time. Needs no network."""

    def __init__(self, snapshot: Snapshot, queues: Queues | None = None) -> None:
        self._snapshot = snapshot
        self._queues = queues
        self._turn = threading.Lock()
        self._matcher: Matcher | None = None
        self._encoder: TextEncoder | None = None
        self._atlas: Atlas | None = None
        self._loaded = False
        self._made_from = ""
        self._closed = False
        self._rebuilding: threading.Thread | None = None
        self._vocabulary: Vocabulary | None = None

    def warm_up(self) -> None:
        """Load index and encoder now, so that the first seeker does not wait: about a second."""
        if self._snapshot.is_ready:
            self.booths(MatchingProfile(id="warm-up", titles=("文员", "clerk")), 1)

    def booths(self, profile: MatchingProfile, top: int) -> list[BoothMatch] | NoMatches:
        """The best booths for this profile, with reasons; some ten milliseconds once loaded."""
        queues = self._queues.fresh() if self._queues is not None else {}
        with self._turn:
            return self._current().booths(profile, top, queues=queues)

    def question(self, profile: MatchingProfile, asked: Collection[str]) -> WorkQuestion | None:
        """What to ask next of somebody who can tell us little; None where asking helps no more."""
        with self._turn:
            return self._current().question(profile, asked)

    def read(self, seeker: str, found: ReadResume) -> ReadProfile:
        """What a résumé that was read says that matching may use; slow: some 10 ms a line."""
        from jobfair.resume.profile import read_profile, text_of
        from jobfair.resume.skill_words import SkillWords, kept_list

        words = SkillWords([*self.vocabulary().skills, *kept_list()])
        with self._turn:
            matcher = self._current()
            text = found.text if found.kind != "json" else text_of(found.draft)
            return read_profile(seeker, text, found.draft, words, date.today(), self._encoder, matcher.index)

    def vocabulary(self) -> Vocabulary:
        """The fair's own words, to be tapped before anything is typed."""
        from jobfair.matching.vocabulary import Vocabulary

        with self._turn:
            fair = self._current().fair
        known = self._vocabulary
        if known is None or known.fair is not fair:  # meanwhile booths may be asked for
            known = self._vocabulary = Vocabulary(fair)
        return known

    @property
    def lexical_only(self) -> bool:
        """Whether letters alone decide: there is no encoder here, or the fair came without vectors of it."""
        with self._turn:
            return self._current().lexical_only

    def problems(self) -> tuple[str, ...]:
        """Codes for the organizer's page, of the matcher that answers now. Waits for nobody and loads nothing."""
        now = self._matcher
        return ("letters_only",) if now is not None and now.fair.openings and now.lexical_only else ()

    def refresh(self) -> None:
        """After a round of sync: a newer fair's matcher is begun now, not with the next seeker's question."""
        if self._matcher is not None:
            with self._turn:
                self._current()

    def wait(self) -> None:
        """Until the matcher that is being built, if one is, answers."""
        with self._turn:  # in turn: one that is being begun has started by then
            thread = self._rebuilding
        if thread is not None:
            thread.join()

    def close(self) -> None:
        """Before the store: what is being made is waited for, and not kept any more."""
        with self._turn:
            self._closed = True
        self.wait()

    def _current(self) -> Matcher:
        """Called in turn. The newest matcher that is ready; the building of a newer one is begun."""
        held = self._snapshot.held()
        if self._matcher is None:
            self._matcher, self._made_from = self._first(held), held.made_from
        elif held.made_from != self._made_from and not (self._rebuilding is not None and self._rebuilding.is_alive()):
            self._begin(partial(self._rebuild, held, self._matcher))
        return self._matcher

    def _first(self, held: HeldFair) -> Matcher:
        """After a restart: out of what was kept of this fair's matcher, which takes a quarter of the time."""
        from jobfair.matching.booths import Matcher

        index = self._index(held)
        kept = self._snapshot.derived(KEPT, held)
        matcher = Matcher.restored(held.fair, index, self._encoder, kept, held.made_from) if kept else None
        if matcher is None:
            matcher = Matcher(held.fair, index, self._encoder)
            self._begin(partial(self._keep, held, matcher))
        elif not self._snapshot.openings_are_kept:
            self._begin(self._snapshot.keep_openings)
        return matcher

    def _rebuild(self, held: HeldFair, before: Matcher) -> None:
        matcher = before.renewed(held.fair, self._index(held))
        with self._turn:
            self._matcher, self._made_from = matcher, held.made_from
        self._keep(held, matcher)

    def _keep(self, held: HeldFair, matcher: Matcher) -> None:
        if not self._closed:
            self._snapshot.keep_derived(KEPT, matcher.derived(held.made_from), held)
            self._snapshot.keep_openings()

    def _begin(self, work: Callable[[], None]) -> None:
        def run() -> None:
            try:
                work()
            except StoreError as error:  # what is kept only saves time
                log.warning("the matcher is not kept: %s", error.code)
            finally:
                self._snapshot.release_thread()

        if self._closed:
            return
        self._rebuilding = threading.Thread(target=run, name="matcher", daemon=True)
        self._rebuilding.start()

    def _index(self, held: HeldFair) -> Index:
        from jobfair.matching.encoder import default_encoder
        from jobfair.matching.index import Index, IndexBroken
        from jobfair.matching.occupations import bundled_atlas
        from jobfair.matching.titles import bundled_titles

        os.environ.setdefault("OMP_NUM_THREADS", "1")  # several BLAS threads wait for each other on one small product
        if not self._loaded:
            self._encoder, self._atlas, self._loaded = default_encoder(), bundled_atlas(), True
        parts = self._snapshot.parts_under("vectors")
        try:
            if parts:
                return Index.from_parts(parts, self._atlas)
        except IndexBroken:
            pass  # letters alone still match
        return Index.build(held.fair, None, bundled_titles())

"""What is known of a fair's words before anybody asks: a vector for each text, and for titles the names and the place
among all occupations that the dictionary lends them.

Built on the server when a fair is published (``Index.build``), shipped as the snapshot's parts ``vectors/<shard>``
(``to_parts``), read back on the kiosk (``from_parts``). A text is in the shard of its hash, so that one changed opening
changes few parts; building again encodes only what is new. Fields are embedded, never whole documents (issue 5: a whole
job text in place of its title fell from 0.35 to 0.13).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jobfair.errors import JobFairError
from jobfair.fair import Fair
from jobfair.garbage import put_off
from jobfair.matching.encoder import TextEncoder, Vectors
from jobfair.matching.occupations import KEPT, Atlas
from jobfair.matching.terms import language_of, normal, title_forms
from jobfair.matching.titles import TitleDictionary
from jobfair.text import LANGUAGES, all_of

FORM = 3
BATCH = 512
#: A part holds about so many texts, and there are at most so many parts: both powers of two, so that they split evenly.
A_PART, MOST_PARTS = 256, 64
#: The occupations of a place: KEPT, and those that the title names.
WIDTH = KEPT + 2
Progress = Callable[[int, int], None]
Halves = NDArray[np.float16]
_FAULTS = (ValueError, KeyError, TypeError, EOFError, OSError, AttributeError, zipfile.BadZipFile, zlib.error)


class IndexBroken(JobFairError):
    """These bytes are no index of this version; build it again."""

    code = "index_broken"


@dataclass(frozen=True)
class Index:
    """``rows`` says which row of ``vectors`` (float16) belongs to a normal text.

    ``aliases`` by cleaned title; its position there is its row in ``places``, WIDTH pairs of an occupation's number
    and a weight (0 where there are fewer), all 0 where the fair was built without ``atlas``.
    """

    encoder: str = ""
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    vectors: Halves = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float16))
    places: Halves = field(default_factory=lambda: np.zeros((0, WIDTH, 2), dtype=np.float16))
    atlas: Atlas | None = None
    placed_by: str = ""

    @property
    def lexical_only(self) -> bool:
        """Whether there are no vectors: matching compares letters only, and nothing across languages."""
        return not self.encoder

    @cached_property
    def _title_rows(self) -> dict[str, int]:
        return {title: i for i, title in enumerate(self.aliases)}

    def matrix(self, texts: Sequence[str]) -> Vectors:
        """float32 rows of the texts; zeros for a text that the index does not hold (a fair newer than its vectors)."""
        rows = np.array([self.rows.get(text, -1) for text in texts], dtype=np.int64)
        found = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        found[rows >= 0] = self.vectors[rows[rows >= 0]]
        return found

    def places_of(self, titles: Sequence[str]) -> tuple[NDArray[np.int64], Vectors] | None:
        """Numbers and weights of the titles' occupations, each (titles, WIDTH); None without an atlas that fits."""
        if self.atlas is None or self.atlas.digest != self.placed_by or not len(self.places):
            return None
        rows = np.array([self._title_rows.get(title, -1) for title in titles], dtype=np.int64)
        found = np.where((rows >= 0)[:, None, None], self.places[rows], np.float16(0)).astype(np.float32)
        return found[:, :, 0].astype(np.int64), found[:, :, 1]

    def same_vectors(self, other: Index, texts: Iterable[str]) -> bool:
        """Whether both know the same of these texts."""
        if self is other:
            return True
        if self.encoder != other.encoder or self.vectors.shape[1:] != other.vectors.shape[1:]:
            return False
        asked = list(texts)
        own, others = (
            np.array([rows.get(text, -1) for text in asked], dtype=np.int64) for rows in (self.rows, other.rows)
        )
        known = own >= 0
        return np.array_equal(known, others >= 0) and np.array_equal(
            self.vectors[own[known]], other.vectors[others[known]]
        )

    def same_titles(self, other: Index, titles: Sequence[str]) -> bool:
        """Whether both know the same of these cleaned titles: vectors, borrowed names, places."""
        if self is other:
            return True
        if [*map(self.aliases.get, titles)] != [*map(other.aliases.get, titles)]:
            return False
        atlases = [index.atlas.digest if index.atlas is not None else "" for index in (self, other)]
        if atlases[0] != atlases[1] or self.placed_by != other.placed_by or not self.same_vectors(other, titles):
            return False
        own, others = self.places_of(titles), other.places_of(titles)
        if own is None or others is None:
            return own is others
        return np.array_equal(own[0], others[0]) and np.array_equal(own[1], others[1])

    @classmethod
    def build(
        cls,
        fair: Fair,
        encoder: TextEncoder | None,
        titles: TitleDictionary,
        earlier: Index | None = None,
        progress: Progress | None = None,
    ) -> Index:
        """The index of this fair. ``earlier`` lends its vectors where the encoder is the same.

        ``progress(done, all)`` is called after each batch of texts that had to be encoded.
        """
        named: dict[str, tuple[str, ...]] = {}
        aliases: dict[str, tuple[str, ...]] = {}
        for opening in fair.openings:
            for key in title_forms(opening.title):
                if key and key not in aliases:
                    aliases[key] = titles.aliases(key, opening.occupation)
                    named[key] = titles.named(key, opening.occupation)
        if encoder is None:
            return cls(aliases=aliases)
        wanted = list(dict.fromkeys(_texts(fair, aliases)))
        lender = earlier if earlier is not None and earlier.encoder == encoder.name else cls()
        missing = [text for text in wanted if text not in lender.rows]
        new: list[Vectors] = []
        for start in range(0, len(missing), BATCH):
            new.append(encoder.encode(missing[start : start + BATCH]))
            if progress is not None:
                progress(min(start + BATCH, len(missing)), len(missing))
        lent = [lender.rows[text] for text in wanted if text in lender.rows]
        vectors = np.zeros((len(wanted), new[0].shape[1] if new else lender.vectors.shape[1]), dtype=np.float16)
        fresh = np.array([text not in lender.rows for text in wanted], dtype=bool)
        if new:
            vectors[fresh] = np.concatenate(new)
        if lent:
            vectors[~fresh] = lender.vectors[lent]
        index = cls(encoder.name, aliases, {text: i for i, text in enumerate(wanted)}, vectors)
        atlas = titles.atlas
        return index._placed(atlas, named, lender) if atlas is not None and atlas.encoder == encoder.name else index

    def _placed(self, atlas: Atlas, named: Mapping[str, tuple[str, ...]], lender: Index) -> Index:
        places = np.zeros((len(self.aliases), WIDTH, 2), dtype=np.float16)
        lent = lender.places if lender.placed_by == atlas.digest else places[:0]
        held = {title: i for i, title in enumerate(lender.aliases)} if len(lent) else {}
        todo: dict[str, list[int]] = {language: [] for language in LANGUAGES}
        keys = list(self.aliases)
        for i, title in enumerate(keys):
            # Another occupation code lends other names: then the place, too, is another.
            if title in held and lender.aliases[title] == self.aliases[title]:
                places[i] = lent[held[title]]
            else:
                todo[language_of(title)].append(i)
        for language, occupations in atlas.by_language.items():
            rows = todo[language]
            if not rows:
                continue  # nothing new in this language; without any text there are no vectors to reduce either
            reduced = atlas.reduce(self.matrix([keys[i] for i in rows]))
            for i, place in zip(rows, occupations.places(reduced, [named[keys[i]] for i in rows]), strict=True):
                places[i, : len(place.numbers), 0] = place.numbers
                places[i, : len(place.numbers), 1] = place.weights
        return replace(self, places=places, atlas=atlas, placed_by=atlas.digest)

    def to_parts(self) -> dict[str, bytes]:
        """The index in parts of about A_PART texts, by name of the shard; the same index has the same bytes."""
        count = 1
        while count < MOST_PARTS and len(self.rows) > count * A_PART:
            count *= 2
        shards: list[list[str]] = [[] for _ in range(count)]
        for text in sorted({*self.rows, *self.aliases}):
            shards[int.from_bytes(hashlib.sha256(text.encode()).digest()[:2], "big") % count].append(text)
        return {f"{number:02x}": self._pack(texts, (number, count)) for number, texts in enumerate(shards)}

    def to_bytes(self) -> bytes:
        """The whole index in one file."""
        return self._pack(sorted({*self.rows, *self.aliases}))

    def _pack(self, texts: Sequence[str], shard: tuple[int, int] = (0, 1)) -> bytes:
        """A NumPy .npz without pickles: ``meta`` is JSON, deflated. ``shard``: which, of how many."""
        known = [text for text in texts if text in self.rows]
        number = {title: i for i, title in enumerate(self.aliases)}
        titles = [text for text in texts if text in number]
        meta = {
            "form": FORM,
            "shard": list(shard),
            "encoder": self.encoder,
            "placed_by": self.placed_by,
            "texts": known,
            "aliases": {title: self.aliases[title] for title in titles},
        }
        packed = zlib.compress(json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode(), 6)
        vectors = self.vectors[[self.rows[text] for text in known]] if known else self.vectors[:0]
        places = self.places[[number[title] for title in titles]] if len(self.places) else self.places
        stream = io.BytesIO()
        np.savez(stream, meta=np.frombuffer(packed, dtype=np.uint8), vectors=vectors, places=places)
        return stream.getvalue()

    @classmethod
    def from_parts(cls, parts: Iterable[bytes], atlas: Atlas | None = None) -> Index:
        """In any order. Raises IndexBroken where a part is none, is one of another version, is missing, or does not fit
        the others."""
        try:
            with put_off():
                found = [_unpacked(data) for data in parts]
                counts = {count for (_, count), _ in found}
                if len(counts) != 1 or sorted(number for (number, _), _ in found) != list(range(*counts)):
                    raise ValueError("other shards than were made")
                return _joined([part for _, part in found], atlas)
        except _FAULTS as error:
            raise IndexBroken("the vectors of this fair cannot be read; publish the fair again") from error

    @classmethod
    def from_bytes(cls, data: bytes, atlas: Atlas | None = None) -> Index:
        """One file; see from_parts."""
        return cls.from_parts([data], atlas)


def check_part(data: bytes) -> None:
    """Raises ValueError where this version cannot read that part."""
    try:
        _unpacked(data)
    except _FAULTS as error:
        raise ValueError("no vectors of this version") from error


def _unpacked(data: bytes) -> tuple[tuple[int, int], Index]:
    """Which shard of how many, and what is in it."""
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        meta = json.loads(zlib.decompress(stored["meta"].tobytes()))
        vectors, places = stored["vectors"], stored["places"]
    aliases = {title: tuple(names) for title, names in meta["aliases"].items()}
    if meta["form"] != FORM or len(meta["texts"]) != len(vectors) or len(places) not in (0, len(aliases)):
        raise ValueError("another form")
    rows = {text: i for i, text in enumerate(meta["texts"])}
    number, count = map(int, meta["shard"])
    return (number, count), Index(str(meta["encoder"]), aliases, rows, vectors, places, None, str(meta["placed_by"]))


def _joined(parts: list[Index], atlas: Atlas | None) -> Index:
    if len({(part.encoder, part.placed_by) for part in parts}) != 1:
        raise ValueError("parts of several versions")
    aliases: dict[str, tuple[str, ...]] = {}
    texts: list[str] = []
    for part in parts:
        if aliases.keys() & part.aliases.keys():
            raise ValueError("a title in two parts")
        aliases |= part.aliases
        texts += part.rows
    filled = [part.vectors for part in parts if len(part.vectors)] or [parts[0].vectors]
    placed = [part.places for part in parts if len(part.places)] or [parts[0].places]
    rows = {text: i for i, text in enumerate(texts)}
    if len(rows) != len(texts):
        raise ValueError("a text in two parts")
    return Index(
        parts[0].encoder, aliases, rows, np.concatenate(filled), np.concatenate(placed), atlas, parts[0].placed_by
    )


def _texts(fair: Fair, titles: Iterable[str]) -> Iterable[str]:
    """Every text whose vector is needed: titles, skills, majors. What a title borrows is compared by its letters and
    by the atlas."""
    yield from titles
    for opening in fair.openings:
        for term in (*opening.skills_required, *opening.skills_preferred, *opening.majors):
            yield from (normal(form) for form in all_of(term) if normal(form))

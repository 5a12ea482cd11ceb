"""What is known of a fair's words before anybody asks: borrowed titles and a vector for each text.

Built on the server when a fair is published (``Index.build``), shipped as the snapshot part ``vectors``
(``to_bytes``), read back in milliseconds (``from_bytes``). Vectors are kept by the text itself, so building again
after one opening changed encodes only what is new.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from jobfair.errors import JobFairError
from jobfair.fair import Fair
from jobfair.matching.encoder import TextEncoder, Vectors
from jobfair.matching.terms import clean_title, language_of, normal
from jobfair.matching.titles import TitleDictionary
from jobfair.text import all_of

FORM = 1
BATCH = 512
Progress = Callable[[int, int], None]


class IndexBroken(JobFairError):
    """These bytes are no index of this version; build it again."""

    code = "index_broken"


@dataclass(frozen=True)
class Index:
    """``rows`` says which row of ``vectors`` (float16) belongs to a normal text; ``aliases`` by cleaned title."""

    encoder: str = ""
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    vectors: np.ndarray[tuple[int, int], np.dtype[np.float16]] = field(
        default_factory=lambda: np.zeros((0, 0), dtype=np.float16)
    )

    @property
    def lexical_only(self) -> bool:
        """Whether there are no vectors: matching compares letters only, and nothing across languages."""
        return not self.encoder

    def matrix(self, texts: Sequence[str]) -> Vectors:
        """float32 rows of the texts; zeros for a text that the index does not hold (a fair newer than its vectors)."""
        found = np.zeros((len(texts), self.vectors.shape[1]), dtype=np.float32)
        for i, text in enumerate(texts):
            row = self.rows.get(text)
            if row is not None:
                found[i] = self.vectors[row]
        return found

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
        aliases = {}
        for opening in fair.openings:
            for form in all_of(opening.title):
                key = clean_title(form)
                if key and key not in aliases:
                    aliases[key] = titles.aliases(form)
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
        fresh = dict(zip(missing, range(len(missing)), strict=True))
        encoded = np.concatenate(new).astype(np.float16) if new else np.zeros((0, 0), dtype=np.float16)
        picked = [encoded[fresh[text]] if text in fresh else lender.vectors[lender.rows[text]] for text in wanted]
        vectors = np.stack(picked) if picked else np.zeros((0, 0), dtype=np.float16)
        return cls(encoder.name, aliases, {text: i for i, text in enumerate(wanted)}, vectors)

    def to_bytes(self) -> bytes:
        """A NumPy .npz without pickles: ``meta`` is JSON in UTF-8, ``vectors`` float16. Same index, same bytes."""
        meta = {"form": FORM, "encoder": self.encoder, "aliases": self.aliases, "texts": list(self.rows)}
        packed = np.frombuffer(json.dumps(meta, ensure_ascii=False, separators=(",", ":")).encode(), dtype=np.uint8)
        stream = io.BytesIO()
        np.savez(stream, meta=packed, vectors=self.vectors)
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Index:
        """Raises IndexBroken where the bytes are no index or one of another version."""
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as parts:
                meta = json.loads(parts["meta"].tobytes())
                vectors = parts["vectors"]
            if meta["form"] != FORM or len(meta["texts"]) != len(vectors):
                raise ValueError("another form")
            aliases = {title: tuple(names) for title, names in meta["aliases"].items()}
            return cls(str(meta["encoder"]), aliases, {t: i for i, t in enumerate(meta["texts"])}, vectors)
        except (ValueError, KeyError, TypeError, EOFError, OSError, AttributeError, zipfile.BadZipFile) as error:
            raise IndexBroken("the vectors of this fair cannot be read; publish the fair again") from error


def _texts(fair: Fair, aliases: dict[str, tuple[str, ...]]) -> Iterable[str]:
    """Every text whose vector is needed: titles and what they borrow, skills, majors. Fields, not documents."""
    for title, names in aliases.items():
        yield title
        yield from names
    for opening in fair.openings:
        for term in (*opening.skills_required, *opening.skills_preferred, *opening.majors):
            yield from (normal(form) for form in all_of(term) if normal(form))


def title_forms(title_texts: Iterable[str], index: Index) -> list[tuple[str, str, bool]]:
    """(text, language, borrowed) of a title in each language and of its aliases."""
    found: list[tuple[str, str, bool]] = []
    for form in title_texts:
        key = clean_title(form)
        if key:
            # A borrowed name is of the lender's language: a Latin abbreviation among Chinese names is Chinese.
            language = language_of(key)
            found.append((key, language, False))
            found += [(alias, language, True) for alias in index.aliases.get(key, ())]
    return found

"""The organizers' recovery key: made once, split into shares of words, never kept by the server.

A secret of 32 random bytes becomes an OpeningKey (HKDF-SHA-256, RFC 5869) and is split by SLIP-39 (Shamir's scheme over
GF(256) with a checksum for each share; the ``shamir-mnemonic`` package): any ``needed`` of the shares give it back,
fewer tell nothing. Each share is 33 English words, which can be written on paper.

::

    made = make(shares=3, needed=2)
    made.public                        # what the server keeps and kiosks seal to
    made.shares[0]                     # "academic acid ...": for the first organizer, and nobody else
    join([words_of(paper), …])         # the OpeningKey again

No message of a SharesError holds a word of a share: it names the share and the word by their numbers.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from jobfair.errors import SealError
from jobfair.sealing import OpeningKey, SealingKey

SECRET_BYTES = 32
SHARE_WORDS = 33
MOST_SHARES = 16
"""SLIP-39 has four bits for a share's number."""
BEGIN = "----- begin words -----"
END = "----- end words -----"
_OPENING_BYTES = 96
_WORD = re.compile(r"[a-z]+")
_KNOWN = frozenset(WORDLIST)

Reason = Literal["none", "words", "unknown_word", "checksum", "other_set", "too_few", "other_key"]


class SharesError(SealError):
    """Shares that do not give the key. ``reason`` is stable; ``share`` and ``word`` count from 1, 0 is none of them.

    ``none``: there is no share. ``words``: ``share`` has the wrong number of words (``found``). ``unknown_word``: that
    word is in no share. ``checksum``: a word is wrong, missing or in the wrong place. ``other_set``: ``share`` belongs
    to another key than the first. ``too_few``: ``needed`` different shares are needed, ``found`` are here.
    ``other_key``: they belong together, but are not of the key in use.
    """

    def __init__(
        self, reason: Reason, message: str, *, share: int = 0, word: int = 0, found: int = 0, needed: int = 0
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.share = share
        self.word = word
        self.found = found
        self.needed = needed


@dataclass(frozen=True)
class RecoveryKey:
    """A new key: ``shares`` go to the organizers, ``public`` to the server. Its repr shows no share."""

    public: SealingKey
    needed: int
    shares: tuple[str, ...] = field(repr=False)


def make(shares: int = 3, needed: int = 2) -> RecoveryKey:
    """A new recovery key, split so that any ``needed`` of the ``shares`` give it back.

    Raises ValueError unless 2 <= needed <= shares <= 16: one share that opens alone is a key lying about.
    """
    if not 2 <= needed <= shares <= MOST_SHARES:
        raise ValueError(f"2 <= needed <= shares <= {MOST_SHARES} expected")
    secret = secrets.token_bytes(SECRET_BYTES)
    (split,) = generate_mnemonics(1, [(needed, shares)], secret, iteration_exponent=0)
    return RecoveryKey(_key_from(secret).public, needed, tuple(split))


def words_of(text: str) -> str:
    """The share in a text: a share's file, or what somebody typed; numbers, line ends and capitals do not matter."""
    plain = unicodedata.normalize("NFKC", text).lower()
    if BEGIN in plain:
        plain = plain.split(BEGIN, 1)[1].split(END, 1)[0]
    return " ".join(_WORD.findall(plain))


def join(shares: Sequence[str]) -> OpeningKey:
    """The private key from ``needed`` or more of its shares, each as ``words_of`` takes it. Raises SharesError."""
    read = [_read(words_of(text), number) for number, text in enumerate(shares, 1)]
    if not read:
        raise SharesError("none", "there is no share")
    first = read[0]
    for number, share in enumerate(read[1:], 2):
        if share.group_parameters() != first.group_parameters():
            raise SharesError(
                "other_set",
                f"share {number} is of another recovery key than share 1: look at their dates",
                share=number,
            )
    different = list({share.index: share for share in read}.values())
    needed = int(first.member_threshold)
    if len(different) < needed:
        raise SharesError(
            "too_few",
            f"{needed} different shares are needed, here {_are(len(different))}",
            found=len(different),
            needed=needed,
        )
    try:
        secret = combine_mnemonics([share.mnemonic() for share in different[:needed]])
    except MnemonicError as error:
        raise SharesError("other_set", "these shares do not belong together") from error
    return _key_from(secret)


def _are(count: int) -> str:
    return "is one" if count == 1 else f"are {count}"


def _read(words: str, number: int) -> Share:
    listed = words.split()
    if not listed:
        raise SharesError("none", f"share {number} has no words", share=number)
    for place, word in enumerate(listed, 1):
        if word not in _KNOWN:
            raise SharesError(
                "unknown_word", f"share {number}: word {place} is not one that shares have", share=number, word=place
            )
    if len(listed) != SHARE_WORDS:
        raise SharesError(
            "words",
            f"share {number} has {len(listed)} words, a whole share has {SHARE_WORDS}",
            share=number,
            found=len(listed),
        )
    try:
        return Share.from_mnemonic(words)
    except MnemonicError as error:
        raise SharesError(
            "checksum",
            f"share {number}: a word is wrong or in the wrong place (its checksum does not fit)",
            share=number,
        ) from error


def _key_from(secret: bytes) -> OpeningKey:
    derived = HKDF(SHA256(), _OPENING_BYTES, salt=None, info=b"jobfair/1/recovery").derive(secret)
    return OpeningKey(derived)

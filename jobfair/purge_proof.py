"""What was erased when its time was over, as statements that the server signs.

A statement says when, by which rule and how many, never who. For each record that was erased it has a leaf, the SHA-256
of a salt of the statement's own and the record's id: who knows an id can show later that it was among them, and nobody
can list them, for ids are 74 bits of chance. Each statement holds the digest of the one before it, so that none can be
left out or changed afterwards without all that follow falling apart.

Evidence for PIPL art. 47 and 69, GDPR art. 5(2) and 17, BIPA s. 15(a).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jobfair.errors import SealError
from jobfair.sealing import Signed, verify

KIND = "purge"
"""Of the signature."""
Kind = Literal["seeker", "face", "submission"]
Rule = Literal["keep_days", "retention_days", "face_until", "request"]
"""``keep_days``: so long the fair keeps seekers. ``retention_days``: so long the employer keeps submissions.
``face_until``: the day to which the seeker agreed, or the fair's last. ``request``: she asked for it."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ErasedCount(_Part):
    """How many records of one kind of one fair went by one rule."""

    fair: str
    rule: Rule
    kind: Kind
    count: int = Field(ge=1)


class PurgeStatement(_Part):
    """``number`` counts from 1 in each organization; ``previous`` is the digest of the statement before it, empty in
    the first. ``files``: blobs of this server that no record referred to any more. ``leaves_digest``: of the leaves,
    sorted."""

    organization: str
    number: int = Field(ge=1)
    at: datetime
    previous: str = ""
    counts: tuple[ErasedCount, ...] = ()
    files: int = Field(default=0, ge=0)
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")
    leaves_digest: str

    def leaf(self, kind: Kind, item: str) -> str:
        """What stands for this record in the statement, if it is in it."""
        return hashlib.sha256(bytes.fromhex(self.salt) + f"{kind}/{item}".encode()).hexdigest()

    def count(self, kind: Kind) -> int:
        return sum(part.count for part in self.counts if part.kind == kind)


class ProvenStatement(_Part):
    """A statement with its leaves, as it is kept and handed out."""

    signed: Signed
    leaves: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What the next statement holds."""
        parts = (self.signed.payload, self.signed.key, self.signed.signature)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class ProofFile(_Part):
    """One statement or several that follow each other, as JSON in a file."""

    statements: tuple[ProvenStatement, ...] = Field(min_length=1)


def digest_of_leaves(leaves: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(leaves)).encode()).hexdigest()


def checked(file: ProofFile, publics: Mapping[str, bytes]) -> list[PurgeStatement]:
    """The statements, when every one is signed by one of ``publics`` (key id -> 32 raw bytes), has its leaves, and
    follows the one before it. Raises SealError that says which does not."""
    found: list[PurgeStatement] = []
    before: ProvenStatement | None = None
    for proven in file.statements:
        try:
            statement = PurgeStatement.model_validate_json(verify(proven.signed, KIND, publics))
        except (SealError, ValidationError) as error:
            raise SealError(f"statement {len(found) + 1} of the file is not this server's") from error
        if digest_of_leaves(proven.leaves) != statement.leaves_digest:
            raise SealError(f"statement {statement.number}: its list of leaves was changed")
        if len(proven.leaves) != sum(part.count for part in statement.counts):
            raise SealError(f"statement {statement.number}: it counts other than its leaves")
        if before is not None:
            last = found[-1]
            follows = (statement.organization, statement.number) == (last.organization, last.number + 1)
            if not follows or statement.previous != before.digest:
                raise SealError(
                    f"statement {statement.number} does not follow {last.number}: one was left out or changed"
                )
        elif statement.number == 1 and statement.previous:
            raise SealError("statement 1 follows none")
        found.append(statement)
        before = proven
    return found


def named_in(file: ProofFile, statements: Sequence[PurgeStatement], item: str) -> list[tuple[int, Kind]]:
    """In which of the checked statements this id was erased, and as what."""
    kinds: tuple[Kind, ...] = ("seeker", "face", "submission")
    return [
        (statement.number, kind)
        for proven, statement in zip(file.statements, statements, strict=True)
        for kind in kinds
        if statement.leaf(kind, item) in set(proven.leaves)
    ]

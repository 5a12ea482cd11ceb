"""Statements of erasure: signed, chained, and telling of an id only to whom knows it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jobfair.errors import SealError
from jobfair.ids import new_id
from jobfair.purge_proof import (
    KIND,
    ErasedCount,
    ProofFile,
    ProvenStatement,
    PurgeStatement,
    checked,
    digest_of_leaves,
    named_in,
)
from jobfair.sealing import Signer

SIGNER = Signer(bytes(range(32)))
PUBLICS = {SIGNER.id: SIGNER.public}
ANNA, BO = new_id(), new_id()


def statement(
    number: int, erased: list[str], before: ProvenStatement | None, signer: Signer = SIGNER
) -> ProvenStatement:
    draft = PurgeStatement(
        organization="demo",
        number=number,
        at=datetime(2027, 3, number, tzinfo=UTC),
        previous=before.digest if before else "",
        counts=(ErasedCount(fair="f", rule="keep_days", kind="seeker", count=len(erased)),) if erased else (),
        salt=f"{number:032x}",
        leaves_digest="",
    )
    leaves = tuple(sorted(draft.leaf("seeker", item) for item in erased))
    signed = signer.sign(KIND, draft.model_copy(update={"leaves_digest": digest_of_leaves(leaves)}))
    return ProvenStatement(signed=signed, leaves=leaves)


@pytest.fixture
def three() -> list[ProvenStatement]:
    first = statement(1, [ANNA], None)
    second = statement(2, [], first)
    return [first, second, statement(3, [BO], second)]


def test_chain_when_whole_says_who_was_erased_to_whom_knows_the_id(three: list[ProvenStatement]) -> None:
    file = ProofFile(statements=tuple(three))
    found = checked(file, PUBLICS)
    assert [one.number for one in found] == [1, 2, 3]
    assert named_in(file, found, BO) == [(3, "seeker")]
    assert named_in(file, found, new_id()) == []
    assert ANNA not in file.model_dump_json()


def test_chain_when_one_is_left_out_is_refused(three: list[ProvenStatement]) -> None:
    with pytest.raises(SealError, match="left out"):
        checked(ProofFile(statements=(three[0], three[2])), PUBLICS)


def test_statement_when_it_is_another_with_the_same_number_breaks_the_chain(three: list[ProvenStatement]) -> None:
    other = statement(2, [new_id()], three[0])
    with pytest.raises(SealError, match="does not follow"):
        checked(ProofFile(statements=(three[0], other, three[2])), PUBLICS)


def test_leaf_when_taken_out_or_put_in_is_noticed(three: list[ProvenStatement]) -> None:
    for leaves in ((), (*three[0].leaves, "00" * 32)):
        with pytest.raises(SealError, match="leaves"):
            checked(ProofFile(statements=(three[0].model_copy(update={"leaves": leaves}),)), PUBLICS)


def test_statement_when_forged_is_refused() -> None:
    with pytest.raises(SealError, match="not this server's"):
        checked(ProofFile(statements=(statement(1, [ANNA], None, Signer.generate()),)), PUBLICS)

"""Erasures are noted as they happen, and a signed statement takes them up: see jobfair/purge_proof.py."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from jobfair.purge_proof import (
    KIND,
    ErasedCount,
    Kind,
    ProofFile,
    ProvenStatement,
    PurgeStatement,
    Rule,
    checked,
    digest_of_leaves,
)
from jobfair.sealing import Signed
from server.core.models import Organization
from server.core.sql import one_at_a_time
from server.core.storage import identity, key_ring
from server.fairs.models import Fair
from server.paper.models import ErasedItem, SignedStatement


def note(fair: Fair, rule: Rule, kind: Kind, items: Iterable[str]) -> None:
    """Within the transaction that erases them: an erasure that is committed is in the next statement."""
    ErasedItem.objects.bulk_create(
        ErasedItem(organization_id=fair.organization_id, fair_id=fair.pk, rule=rule, kind=kind, item_id=item)
        for item in items
    )


@transaction.atomic
def sign(organization: Organization, files: int = 0) -> SignedStatement:
    """The next statement of this organization, also where nothing was erased: it says that the job ran."""
    one_at_a_time(f"purge/{organization.pk}")
    items = list(ErasedItem.objects.filter(organization=organization).order_by("pk"))
    counted = Counter((item.fair_id, item.rule, item.kind) for item in items)
    last = SignedStatement.objects.filter(organization=organization).first()
    draft = PurgeStatement(
        organization=organization.code,
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        previous=proven(last).digest if last else "",
        counts=tuple(
            ErasedCount.model_validate({"fair": fair, "rule": rule, "kind": kind, "count": count})
            for (fair, rule, kind), count in sorted(counted.items())
        ),
        files=files,
        salt=secrets.token_hex(16),
        leaves_digest="",
    )
    leaves = sorted(draft.leaf(item.kind, item.item_id) for item in items)  # type: ignore[arg-type]
    statement = draft.model_copy(update={"leaves_digest": digest_of_leaves(leaves)})
    signed = identity().sign(KIND, statement)
    ErasedItem.objects.filter(pk__in=[item.pk for item in items]).delete()
    return SignedStatement.objects.create(
        organization=organization,
        number=statement.number,
        at=statement.at,
        seekers=statement.count("seeker"),
        faces=statement.count("face"),
        submissions=statement.count("submission"),
        files=files,
        payload=signed.payload,
        key=signed.key,
        signature=signed.signature,
        leaves=leaves,
    )


def proven(row: SignedStatement) -> ProvenStatement:
    signed = Signed(payload=row.payload, key=row.key, signature=row.signature)
    return ProvenStatement(signed=signed, leaves=tuple(row.leaves))


def proof_file(organization: Organization, first: int = 1, last: int | None = None) -> ProofFile | None:
    """The statements from ``first`` to ``last``, as handed out; None where there is none."""
    rows = SignedStatement.objects.filter(organization=organization, number__gte=first).order_by("number")
    if last is not None:
        rows = rows.filter(number__lte=last)
    found = tuple(proven(row) for row in rows)
    return ProofFile(statements=found) if found else None


def check(file: ProofFile) -> list[PurgeStatement]:
    """The file's statements, when they are this server's and in one chain. Raises SealError."""
    key = key_ring().identity
    return checked(file, {key.id: key.public})

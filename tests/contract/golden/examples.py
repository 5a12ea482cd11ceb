"""One example of every message of wire version 1. The files beside this one are what they must look like, for ever.

A change that turns the test red is a new wire version. New messages only: ``python -m tests.contract.golden.examples``
writes the files that are missing and changes none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import BaseModel

from jobfair.consent import Consent, Purpose
from jobfair.fair import Education, JobType, Opening
from jobfair.sealing import OpeningKey, Signer, seal
from jobfair.second_factor import Verifier
from jobfair.seeker import Basics, JobWish, MatchingProfile, Resume, Skill, Work
from jobfair.seeker_pass import SeekerPass, write_pass
from jobfair.submission import Status
from jobfair.text import Bilingual
from jobfair.wire import (
    Agreed,
    BootAnswer,
    BoothExposure,
    BoothQueue,
    BootKeyDeposit,
    BootKeyKept,
    BootRequest,
    CardChange,
    CardDelta,
    CardResume,
    CodeChecked,
    CodeOnItsWay,
    CodeTyped,
    CodeWanted,
    Door,
    ExposureKept,
    ExposureSaid,
    FaceSettings,
    HandoverContent,
    HandoverOffer,
    HandoverState,
    Heartbeat,
    HeartbeatAnswer,
    KioskSettings,
    OpeningsPart,
    PairingAnswer,
    PairingOffer,
    PairingRequest,
    Problem,
    ProblemCode,
    PublicSealingKey,
    Receipt,
    Registration,
    RevokedPasses,
    SealedConsents,
    SealedResume,
    SealedRevocation,
    SealedSubmission,
    SealedWithdrawal,
    SeekerCard,
    SentOpening,
    SnapshotManifest,
    SnapshotPart,
    StoredFace,
    TriesKnown,
    TriesSaid,
    Try,
    TryReset,
)

FOLDER = Path(__file__).parent
SEEKER = "0198a5c0-0000-7000-8000-000000000001"
RESUME = "0198a5c0-0000-7000-8000-000000000002"
SUBMISSION = "0198a5c0-0000-7000-8000-000000000003"
PAIRING = "0198a5c0-0000-7000-8000-000000000004"
WITHDRAWAL = "0198a5c0-0000-7000-8000-000000000005"
STATEMENT = "0198a5c0-0000-7000-8000-000000000006"
HANDOVER = "0198a5c0" * 4
DIGEST = "ab" * 32
AT = datetime(2027, 3, 20, 2, 26, 5, 123456, tzinfo=UTC)
BYTES = bytes(range(250, 256)) + b"\x00\x01"  # base64 with + and / in it

SIGNER = Signer(bytes(range(32)))
KEY = OpeningKey(bytes(range(96)))

CONSENT = Consent(
    purpose=Purpose.FACE_THIS_FAIR,
    given=True,
    text_version="1",
    language="zh",
    at=AT,
    where="K-01",
    until=date(2027, 3, 20),
)
VERIFIER = Verifier(salt="AAECAwQFBgcICQoLDA0ODw==", hash="AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
RESUME_DATA = Resume(
    basics=Basics(name="张伟", label="装配技术员", phone="199 0000 7001"),
    work=(Work(name="信安电子", position="装配工", startDate="2021-03", endDate="2024-02"),),
    skills=(Skill(name="装配", keywords=("看图纸",)),),
    wish=JobWish(titles=("装配技术员",), cities=("滨江市",), salary_min=6500, job_types=(JobType.FULL_TIME,)),
    education_level=Education.VOCATIONAL,
    experience_months=36,
)
CARD = SeekerCard(
    id=SEEKER,
    masked_name="张**",
    language="zh",
    verifier=VERIFIER,
    phone_tail=VERIFIER,
    pepper_of="spring-fair",
    lookups=("cd" * 32,),
    face=StoredFace(encoder="dlib-resnet-1", numbers=BYTES, frames=3),
    face_until=date(2027, 3, 20),
    wish=RESUME_DATA.wish,
    profile=MatchingProfile(id=SEEKER, titles=("装配技术员",), experience_months=36, musts=("city",)),
    resume=CardResume(id=RESUME, date=AT, pages=1),
    sent=(
        SentOpening(
            submission=SUBMISSION, opening="O1", reference="K-01-0001", submitted_at=AT, status=Status.DELIVERED
        ),
    ),
    agreed=(Agreed(purpose=Purpose.FACE_THIS_FAIR, at=AT, where="K-01", until=date(2027, 3, 20)),),
    statements=(STATEMENT,),
)

MESSAGES: dict[str, BaseModel] = {
    "problem": Problem(title="Too large", status=413, code=ProblemCode.TOO_LARGE, detail="at most 8388608 bytes"),
    "receipt": Receipt(id=SUBMISSION, door=Door.SUBMISSIONS, digest=DIGEST, received_at=AT, sequence=17),
    "sealed_resume": SealedResume(
        id=RESUME,
        fair="small-fair",
        seeker=SEEKER,
        resume=RESUME_DATA,
        pdf=b"%PDF-1.7 " + BYTES,
        pages=1,
        language="zh",
        created_at=AT,
    ),
    "sealed_submission": SealedSubmission(
        id=SUBMISSION,
        fair="small-fair",
        kiosk="K-01",
        seeker=SEEKER,
        opening="O1",
        resume=RESUME,
        reference="K-01-0001",
        submitted_at=AT,
        consent=CONSENT.model_copy(update={"purpose": Purpose.SUBMIT, "employer": "E1"}),
        withdrawal_hash=DIGEST,
        language="zh",
    ),
    "sealed_withdrawal": SealedWithdrawal(
        id=WITHDRAWAL, fair="small-fair", submission=SUBMISSION, secret="00" * 16, withdrawn_at=AT
    ),
    "sealed_consents": SealedConsents(
        id=STATEMENT,
        fair="small-fair",
        kiosk="K-01",
        seeker=SEEKER,
        consents=(CONSENT,),
        face=StoredFace(encoder="dlib-resnet-1", numbers=BYTES, frames=3),
        stated_at=AT,
    ),
    "registration": Registration(
        id=SEEKER,
        fair="small-fair",
        kiosk="K-01",
        name="张伟",
        phone="19900007001",
        document_kind="resident_id",
        birth_year=1949,
        card=CARD,
        consents=(CONSENT,),
        registered_at=AT,
    ),
    "snapshot_manifest": SnapshotManifest(
        fair="small-fair",
        version=3,
        issued_at=AT,
        parts=(
            SnapshotPart(name="fair", digest=DIGEST, size=1234),
            SnapshotPart(name="openings/00", digest=DIGEST, size=5678),
        ),
        sealing_keys=(PublicSealingKey(public=BYTES), PublicSealingKey(public=BYTES, recovery=True)),
        kiosk_keys=(BYTES,),
    ),
    "openings_part": OpeningsPart(
        places=(1024, 3072),
        openings=(
            Opening(id="O1", booth="A10", title=Bilingual(zh="钳工", en="Fitter"), cities=("上海",), salary_min=6000),
            Opening(id="O3", title="焊工", education_min=Education.SECONDARY, job_type=JobType.FULL_TIME),
        ),
    ),
    "kiosk_settings": KioskSettings(
        kiosk="K-01",
        position=Bilingual(zh="正门左侧", en="Left of the main door"),
        demonstration=True,
        face=FaceSettings(
            enabled=True, liveness="off", rotation_seed=BYTES, phone_tail=True, later_until=date(2028, 3, 20)
        ),
        pepper=BYTES,
        earlier_peppers={"spring-fair": BYTES},
        code_kinds=("qr", "pdf417"),
        document_kinds=("resident_id", "student_card"),
        student_card="S########",
        code_messages=("sms",),
        staff=VERIFIER,
    ),
    "card_delta": CardDelta(
        changes=(CardChange(sequence=4, seeker=SEEKER, card=CARD), CardChange(sequence=5, seeker=PAIRING)),
        last=5,
        more=True,
    ),
    "pairing_request": PairingRequest(code="ABCD-2345", public_key=BYTES, version="0.1.0"),
    "pairing_offer": PairingOffer(id=PAIRING, poll_secret="secret", identity_key=BYTES),
    "pairing_answer": PairingAnswer(state="confirmed", token="token", kiosk="K-01", fair="small-fair"),
    "sealed_revocation": SealedRevocation(id=WITHDRAWAL, fair="small-fair", seeker=SEEKER, before=AT),
    "revoked_passes": RevokedPasses(serials=("0011223344556677",), seekers={SEEKER: AT}),
    "handover_offer": HandoverOffer(kind="pass", claim_hash=DIGEST),
    "handover_state": HandoverState(id=HANDOVER, state="taken", digits="07", seconds_left=149),
    "handover_content": HandoverContent(sealed=BYTES),
    "boot_key_deposit": BootKeyDeposit(share=BYTES * 4, secret_hash=DIGEST),
    "boot_key_kept": BootKeyKept(release="ask"),
    "boot_request": BootRequest(version="0.1.0", nonce=BYTES * 2),
    "tries_said": TriesSaid(tries=(Try(id=RESUME, who=("a" * 64, "b" * 64), at=AT),), after=41),
    "tries_known": TriesKnown(
        tries=(Try(id=RESUME, who=("a" * 64, "b" * 64), forgiven=("b" * 64,), at=AT),),
        resets=(TryReset(id=PAIRING, who="a" * 64, at=AT),),
        last=43,
        more=True,
    ),
    "code_wanted": CodeWanted(id=PAIRING, lookup="a" * 64, channel="sms", language="zh"),
    "code_on_its_way": CodeOnItsWay(id=PAIRING, expires_at=AT),
    "code_typed": CodeTyped(code="402913"),
    "code_checked": CodeChecked(right=False, left=2),
    "boot_answer": BootAnswer(state="released", share=BYTES * 4),
    "boot_answer_waiting": BootAnswer(state="waiting", digits="407 913"),
    "heartbeat": Heartbeat(
        version="0.1.0",
        waiting=3,
        rows_waiting=5,
        parked=1,
        visits_today=40,
        kiosk_time=AT,
        snapshot=3,
        last_sequence=17,
        last_digest=DIGEST,
        last_received_at=AT,
        at_rest="key_file",
        faces_here=12,
        face_refusals=7,
        problems=("camera_lost",),
    ),
    "heartbeat_answer": HeartbeatAnswer(
        server_time=AT, last_sequence=17, snapshot=3, queues=(BoothQueue(booth="A12", people=8, counted_at=AT),)
    ),
    "exposure_said": ExposureSaid(
        day=AT.date(), booths=(BoothExposure(booth="A12", shown=31, opened=4), BoothExposure(booth="B02", shown=2))
    ),
    "exposure_kept": ExposureKept(booths=2),
    "signed": SIGNER.sign(
        "receipt", Receipt(id=SUBMISSION, door=Door.SUBMISSIONS, digest=DIGEST, received_at=AT, sequence=17)
    ),
}
PASS = SeekerPass(
    fair="small-fair",
    serial="0011223344556677",
    seeker=SEEKER,
    masked_name="张**",
    verifier=VERIFIER,
    resume=RESUME,
    of_age_to_submit=True,
    issued=AT.replace(year=2026),
    expires=AT,
)


def write_missing() -> None:
    """Never over a file that is there."""
    for name, message in MESSAGES.items():
        if not (FOLDER / f"{name}.json").exists():
            (FOLDER / f"{name}.json").write_text(message.model_dump_json() + "\n", encoding="utf-8")
    if not (FOLDER / "pass.txt").exists():
        (FOLDER / "pass.txt").write_text(write_pass(PASS, SIGNER) + "\n", encoding="ascii")
    if not (FOLDER / "envelope.bin").exists():
        content = MESSAGES["sealed_withdrawal"].model_dump_json().encode()
        (FOLDER / "envelope.bin").write_bytes(seal(content, "withdrawals", WITHDRAWAL, [KEY.public]))


if __name__ == "__main__":
    write_missing()

"""What was measured of one encoder: the scores that strangers reach, and how many are found above them.

A calibration is made by `jobfair calibrate` and kept as JSON; it holds numbers of a crowd, of no person. The one of the
default encoder is shipped in resources/calibrations. Without one there is no identification by face: a threshold that
nobody has measured is folklore.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from jobfair.errors import ConfigError, Corrupt
from kiosk.ports import EncoderInfo

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "calibrations"

Share = Annotated[float, Field(ge=0, le=1)]
Cosine = Annotated[float, Field(ge=-1, le=1.5)]
Count = Annotated[int, Field(ge=0)]

LEAST_VISITS = 300
"""Of strangers: fewer do not even carry one false candidate in a hundred visits (rule of three)."""


class _Numbers(BaseModel):
    """Unknown fields, NaN and infinity are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Sample(_Numbers):
    """How much was measured. ``visits`` are of enrolled people, ``strangers`` of the others; in the tables of
    strangers every visit of an enrolled person counts as one as well, with herself taken out of the gallery."""

    people: Count
    pictures: Count
    not_measured: Count
    enrolled: Count
    visits: Count
    strangers: Count


class Threshold(_Numbers):
    """The score that ``rate`` of the pairs of different people reach, with its bounds (two-instance bootstrap, 95 %),
    and the share of genuine pairs above it (Clopper-Pearson, 95 %)."""

    rate: Share
    score: Cosine
    low: Cosine
    high: Cosine
    found: Share
    found_low: Share
    found_high: Share


class Comparisons(_Numbers):
    """One against one. ``too_rare`` are the rates that so few pairs cannot carry; ``det`` are points of the curve
    (false matches, false non-matches)."""

    genuine: Count
    impostor: Count
    thresholds: tuple[Threshold, ...]
    too_rare: tuple[Share, ...]
    det: tuple[tuple[Share, Share], ...]


class Merit(_Numbers):
    """The merit that ``share`` of the strangers' visits reach, with its bounds (bootstrap of visitors, 95 %).
    ``measured``: the sample carries that share; otherwise it is the tail, continued."""

    share: Share
    merit: Cosine
    low: Cosine
    high: Cosine
    measured: bool


class StrangersAt(_Numbers):
    """A gallery of ``people``, drawn at random ``draws`` times, and ``visits`` of strangers at each."""

    people: Annotated[int, Field(ge=1)]
    draws: Annotated[int, Field(ge=1)]
    visits: Count
    merits: Annotated[tuple[Merit, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _in_order(self) -> StrangersAt:
        shares = [m.share for m in self.merits]
        merits = [m.merit for m in self.merits]
        if shares != sorted(shares, reverse=True) or len(set(shares)) != len(shares) or merits != sorted(merits):
            raise ValueError("rarer shares of strangers need higher merits, in order")
        return self


class PairsTail(_Numbers):
    """The generalised Pareto tail of the scores of different people: ``share`` of the pairs exceed ``limit``."""

    limit: Cosine
    share: Annotated[float, Field(gt=0, le=1)]
    scale: Annotated[float, Field(gt=0, le=1)]
    shape: Annotated[float, Field(ge=-1, le=0)]


class Calibration(_Numbers):
    """``kiosk`` is three enrolled pictures against two of a visit, ``single`` one picture against one.

    ``merit = score + margin_weight * min(margin, margin_cap)``; nobody is named whose margin is below ``least_margin``.
    Beyond the largest gallery of ``strangers`` the merit rises as ``pairs_tail`` does: k times the people are k times
    the comparisons, each of which must be k times rarer.
    ``agreement`` is what one in a thousand pairs of different people's single frames reach: frames of one look must;
    ``agreement_genuine`` is the share of one person's pictures of different days that do.
    """

    format: Literal[1] = 1
    encoder: Annotated[str, Field(min_length=1, max_length=100)]
    metric: Literal["cosine"]
    measured_on: Annotated[str, Field(min_length=1, max_length=300)]
    date: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    sample: Sample
    kiosk: Comparisons
    single: Comparisons
    margin_weight: Annotated[float, Field(ge=0, le=1)]
    margin_cap: Annotated[float, Field(ge=0, le=2)]
    least_margin: Annotated[float, Field(ge=0, le=2)]
    strangers: Annotated[tuple[StrangersAt, ...], Field(min_length=1)]
    pairs_tail: PairsTail
    agreement: Cosine
    agreement_genuine: Share

    @property
    def carries(self) -> int:
        """One false candidate in so many visits of strangers is the rarest that the sample can speak of (rule of
        three, ISO/IEC 19795-1)."""
        return self.strangers[-1].visits // 3

    @property
    def names_somebody(self) -> bool:
        """Whether the sample is large enough for any decision."""
        return self.strangers[-1].visits >= LEAST_VISITS

    @model_validator(mode="after")
    def _sizes_in_order(self) -> Calibration:
        sizes = [at.people for at in self.strangers]
        if sizes != sorted(set(sizes)):
            raise ValueError("gallery sizes are given in order, each once")
        if len({tuple(m.share for m in at.merits) for at in self.strangers}) != 1:
            raise ValueError("every gallery size is given for the same shares")
        return self


def file_name(encoder: str) -> str:
    """The file that holds an encoder's calibration."""
    return re.sub(r"[^a-z0-9.]+", "-", encoder.lower()).strip("-.") + ".json"


def read(path: Path) -> Calibration:
    """Raises ConfigError where there is none or it cannot be read, Corrupt where it is no calibration."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise ConfigError(f"no calibration at {path}; `jobfair calibrate` makes one") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"the calibration {path} cannot be read ({type(error).__name__})") from error
    try:
        return Calibration.model_validate_json(text, strict=False)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise Corrupt(f"the calibration {path} is damaged or of another kind: {where}: {first['msg']}") from error


def write(calibration: Calibration, path: Path) -> None:
    """All or nothing. Raises ConfigError where it cannot be written."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(calibration.model_dump_json(indent=1) + "\n", "utf-8")
        fresh.replace(path)
    except OSError as error:
        raise ConfigError(f"the calibration {path} cannot be written: {error.strerror}") from error


def calibration_of(encoder: EncoderInfo) -> Calibration:
    """The encoder's own, or the one shipped under its id. Raises ConfigError or Corrupt, naming the file; also when it
    rests on too few people to name anybody."""
    path = encoder.calibration or SHIPPED / file_name(encoder.id)
    if not path.is_file():
        raise ConfigError(
            f"the encoder {encoder.id} has no calibration, so that faces name nobody; "
            f"run `jobfair calibrate PEOPLE_DIR --encoder {encoder.id}`"
        )
    found = read(path)
    if found.encoder != encoder.id:
        raise ConfigError(f"the calibration {path} was measured with {found.encoder}, not with {encoder.id}")
    if not found.names_somebody:
        raise ConfigError(
            f"the calibration {path} rests on {found.strangers[-1].visits} visits of strangers, at least "
            f"{LEAST_VISITS} are needed: faces name nobody; calibrate with more people"
        )
    return found

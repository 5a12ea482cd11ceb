"""model.toml: what a model file is, how it is fed, and on what terms it may be used.

A model is a folder: the manifest, one weights file, the text of its licence, perhaps a calibration. The manifests of
resources/models describe models that the product knows but does not bring along; anybody may write another one.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from jobfair.errors import JobFairError

NAME = "model.toml"
MANIFEST_MOST = 64 * 1024
LICENCE_MOST = 1024 * 1024
FILE_MOST = 512 * 1024 * 1024
"""Bytes. The largest model known here has 100 MB."""

ENCODED_MOST = 1024
"""Numbers of a face: what servers take (jobfair/faces_alike.py)."""
Kind = Literal["encoder", "detector", "landmarks", "liveness"]
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class ModelRefused(JobFairError):
    """A model is not installed, not what its manifest says, or not understood; nothing was changed."""

    code = "model"


def _plain(name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}", name):
        raise ValueError(f"{name!r} is not a plain file name")
    return name


def _inside(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or ".." in parts:
        raise ValueError(f"{path!r} leads out of the package")
    return path


PlainName = Annotated[str, AfterValidator(_plain)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Input(_Table):
    """What the model is fed: ``size`` is width and height, a value becomes ``(value - mean) / scale``.

    ``alignment`` (encoders): by five landmarks, as dlib cuts its chips or as ArcFace's template has it. ``grow`` and
    ``down`` (landmarks, liveness): the box is made so much larger, and moved down by this share of its height.
    """

    size: Annotated[tuple[int, int], Field(min_length=2, max_length=2)]
    channels: Literal["rgb", "bgr", "grey"] = "rgb"
    mean: float = 0.0
    scale: Annotated[float, Field(gt=0)] = 1.0
    alignment: Literal["dlib150", "arcface112"] | None = None
    grow: Annotated[float, Field(gt=0, le=5)] = 1.0
    down: Annotated[float, Field(ge=-1, le=1)] = 0.0


class Output(_Table):
    """What it gives: ``size`` numbers (encoders), points (landmarks) or classes (liveness).

    ``live`` is the class of a living face. ``right``, ``down`` and ``side`` (detectors) make dlib's square boxes of
    the model's: the middle is moved by these shares of the height, the side is this share of it. ``least`` is the
    score below which a finding is dropped.
    """

    size: Annotated[int, Field(ge=1, le=4096)] = 1
    metric: Literal["cosine"] = "cosine"
    live: Annotated[int, Field(ge=0)] = 0
    right: float = 0.0
    down: float = 0.0
    side: Annotated[float, Field(gt=0, le=3)] = 1.0
    least: Annotated[float, Field(gt=0, lt=1)] = 0.65


class Manifest(_Table):
    """``source`` is where the file comes from: ``npm:NAME@VERSION`` or ``python:PACKAGE`` (then ``member`` is its path
    there), or an address for people. ``terms`` is shown when the model is added."""

    format: Literal[1] = 1
    kind: Kind
    id: Annotated[str, Field(pattern=rf"^{ID.pattern}$")]
    adapter: Literal["onnx", "dlib", "yunet"]
    title: Annotated[str, Field(min_length=1, max_length=200)]
    file: PlainName
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    source: Annotated[str, Field(min_length=1, max_length=300)]
    member: Annotated[str, AfterValidator(_inside)] | None = None
    licence: Annotated[str, Field(min_length=1, max_length=100)]
    licence_file: PlainName
    terms: Annotated[str, Field(min_length=1, max_length=4000)]
    input: Input
    output: Output = Output()
    calibration: PlainName | None = None

    @model_validator(mode="after")
    def _fits(self) -> Manifest:
        known = {"onnx": ("encoder", "detector", "landmarks", "liveness"), "dlib": ("landmarks",)}
        if self.kind not in known.get(self.adapter, ("detector",)):
            raise ValueError(f"adapter {self.adapter} is no {self.kind}")
        if self.kind == "encoder" and self.input.alignment is None:
            raise ValueError("an encoder needs input.alignment")
        if self.kind == "landmarks" and self.output.size != 68:
            raise ValueError("landmarks have output.size = 68")
        if self.kind == "encoder" and self.output.size > ENCODED_MOST:
            raise ValueError(f"an encoder has output.size <= {ENCODED_MOST}")
        if len({NAME, self.file, self.licence_file, self.calibration}) < 4:
            raise ValueError("two files have one name")
        return self

    @property
    def encoder_id(self) -> str:
        """The model id that Probes carry: other weights under the same name are another encoder."""
        return f"{self.id}/{self.sha256[:8]}"


def read_manifest(path: Path) -> Manifest:
    """Raises ModelRefused, saying which line or field is wrong."""
    try:
        with path.open("rb") as file:
            raw = file.read(MANIFEST_MOST + 1)
    except OSError as error:
        raise ModelRefused(f"{path} cannot be read: {error.strerror}") from error
    if len(raw) > MANIFEST_MOST:
        raise ModelRefused(f"{path} is larger than {MANIFEST_MOST // 1024} KB: no manifest")
    return parse_manifest(raw, str(path))


def parse_manifest(raw: bytes, where: str) -> Manifest:
    """Raises ModelRefused."""
    try:
        return Manifest.model_validate(tomllib.loads(raw.decode("utf-8")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelRefused(f"{where} is no TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ModelRefused(f"{where}: {field or 'model'}: {first['msg']}") from error

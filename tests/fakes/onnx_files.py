"""ONNX models of a hundred bytes, written by hand: they average blocks of the picture. No real weights are needed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path


def _varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _attribute(name: str, values: Sequence[int]) -> bytes:
    return _bytes(5, _bytes(1, name) + b"".join(_number(8, v) for v in values) + _number(20, 7))


def _value(name: str, shape: Sequence[int]) -> bytes:
    dims = b"".join(_bytes(1, _number(1, size)) for size in shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, 1) + _bytes(2, dims)))


def averaging(channels: int, size: int, kernel: tuple[int, int], strides: tuple[int, int], outputs: int) -> bytes:
    """AveragePool of a square picture, flattened to ``outputs`` numbers."""
    pool = _bytes(1, "in") + _bytes(2, "mid") + _bytes(4, "AveragePool")
    pool += _attribute("kernel_shape", kernel) + _attribute("strides", strides)
    flatten = _bytes(1, "mid") + _bytes(2, "out") + _bytes(4, "Flatten")
    graph = _bytes(1, pool) + _bytes(1, flatten) + _bytes(2, "g")
    graph += _bytes(11, _value("in", (1, channels, size, size))) + _bytes(12, _value("out", (1, outputs)))
    return _number(1, 8) + _bytes(8, _number(2, 13)) + _bytes(7, graph)


ENCODER = averaging(3, 112, (14, 14), (14, 14), 192)
LANDMARKS = averaging(1, 64, (8, 16), (8, 3), 136)


def manifest_text(kind: str, model_id: str, weights: bytes, /, **changed: str) -> str:
    """A right manifest; ``changed`` replaces whole lines by their key."""
    size, channels, outputs = (112, "rgb", 192) if kind == "encoder" else (64, "grey", 68)
    lines = {
        "kind": f'kind = "{kind}"',
        "id": f'id = "{model_id}"',
        "adapter": 'adapter = "onnx"',
        "title": 'title = "Averages, for tests"',
        "file": 'file = "weights.onnx"',
        "sha256": f'sha256 = "{hashlib.sha256(weights).hexdigest()}"',
        "source": 'source = "made by the tests"',
        "licence": 'licence = "CC0-1.0"',
        "licence_file": 'licence_file = "LICENCE.txt"',
        "terms": 'terms = "Do as you like."',
        "input": f'[input]\nsize = [{size}, {size}]\nchannels = "{channels}"\nmean = 127\nscale = 128',
        "alignment": 'alignment = "arcface112"' if kind == "encoder" else "",
        "output": f"[output]\nsize = {outputs}",
    }
    return "\n".join({**lines, **changed}.values()) + "\n"


def model_folder(parent: Path, kind: str = "encoder", model_id: str = "averages", **changed: str) -> Path:
    """A folder as somebody would write it for `jobfair models add`."""
    weights = ENCODER if kind == "encoder" else LANDMARKS
    folder = parent / model_id
    folder.mkdir(parents=True)
    (folder / "model.toml").write_text(manifest_text(kind, model_id, weights, **changed), "utf-8")
    (folder / "weights.onnx").write_bytes(weights)
    (folder / "LICENCE.txt").write_text("No rights reserved.\n", "utf-8")
    return folder

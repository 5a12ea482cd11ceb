"""The matcher's own objects as bytes: JSON for what is small, arrays as they lie in memory. No pickle.

Only the classes named here come back, their fields as they were, no code of theirs runs. Bytes of another version of
the program, or of another ``stamp``, are refused. Arrays that were unpacked share the memory of the bytes and cannot
be written to.
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from jobfair.matching import columns, gist, letters, relevance, words

_MAGIC = b"JFMADE1\n"
_ALIGNED = 64


@cache
def _classes() -> dict[str, type]:
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": found
        for module in (columns, gist, letters, relevance, words)
        for name, found in inspect.getmembers(module, inspect.isclass)
        if found.__module__ == module.__name__
    }


@cache
def _program() -> str:
    """Names this version of the matcher: any change of its code or numbers makes what was kept worthless."""
    digest = hashlib.sha256(np.__version__.encode())
    for file in sorted(Path(__file__).parent.iterdir()):
        if file.suffix in (".py", ".toml", ".json"):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def pack(content: Any, stamp: str, outside: Mapping[str, object]) -> bytes:
    """``outside``: objects that are referred to by name and not packed. TypeError for an object of any other class."""
    arrays: list[np.ndarray[Any, np.dtype[Any]]] = []
    names = {id(thing): name for name, thing in outside.items()}
    classes = {found: name for name, found in _classes().items()}

    def plain(thing: Any) -> Any:
        if thing is None or isinstance(thing, bool | int | float | str):
            return thing
        if id(thing) in names:
            return {"o": names[id(thing)]}
        if isinstance(thing, np.ndarray) and thing.dtype.kind in "biuf":
            arrays.append(np.ascontiguousarray(thing))
            return {"a": len(arrays) - 1}
        if isinstance(thing, np.generic):
            return {"n": [thing.dtype.str, thing.item()]}
        if isinstance(thing, list):
            return thing if _simple(thing) else [plain(each) for each in thing]
        if isinstance(thing, tuple):
            return {"t": list(thing) if _simple(thing) else [plain(each) for each in thing]}
        if isinstance(thing, dict):
            return {"d": [[plain(key) for key in thing], [plain(each) for each in thing.values()]]}
        if type(thing) in classes:
            return {"c": classes[type(thing)], "s": {name: plain(each) for name, each in vars(thing).items()}}
        raise TypeError(f"{type(thing)} cannot be kept")

    tree = plain(content)
    at = 0
    table = []
    for array in arrays:
        table.append([array.dtype.str, list(array.shape), at])
        at += -(-array.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps({"tree": tree, "arrays": table}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    lead = _MAGIC + _name(stamp) + len(head).to_bytes(8, "big") + head
    chunks = [lead, bytes(-len(lead) % _ALIGNED)]
    for array in arrays:
        chunks += [array.tobytes(), bytes(-array.nbytes % _ALIGNED)]
    return b"".join(chunks)


def unpack(data: bytes, stamp: str, outside: Mapping[str, object]) -> Any:
    """Raises ValueError (or KeyError, TypeError, IndexError where the bytes are broken) where they do not fit."""
    begin = len(_MAGIC) + len(_name(stamp))
    if data[:begin] != _MAGIC + _name(stamp):
        raise ValueError("another program or another fair")
    size = int.from_bytes(data[begin : begin + 8], "big")
    head = json.loads(data[begin + 8 : begin + 8 + size].decode("utf-8", "surrogatepass"))
    base = -(-(begin + 8 + size) // _ALIGNED) * _ALIGNED
    classes = _classes()
    arrays = [
        np.frombuffer(data, np.dtype(kind), int(np.prod(shape, dtype=np.int64)), base + at).reshape(shape)
        for kind, shape, at in head["arrays"]
    ]

    def made(thing: Any) -> Any:
        if isinstance(thing, list):
            return thing if _simple(thing) else [made(each) for each in thing]
        if not isinstance(thing, dict):
            return thing
        if "a" in thing:
            return arrays[thing["a"]]
        if "t" in thing:
            return tuple(thing["t"]) if _simple(thing["t"]) else tuple([made(each) for each in thing["t"]])
        if "d" in thing:
            keys, values = thing["d"]
            return dict(zip(made(keys), made(values), strict=True))
        if "o" in thing:
            return outside[thing["o"]]
        if "n" in thing:
            return np.dtype(thing["n"][0]).type(thing["n"][1])
        found: Any = object.__new__(classes[thing["c"]])
        found.__dict__.update({name: made(each) for name, each in thing["s"].items()})
        return found

    return made(head["tree"])


def _simple(things: list[Any] | tuple[Any, ...]) -> bool:
    """Whether there is nothing but text and numbers in it: most lists are long and need no look at each."""
    return not things or {type(thing) for thing in things} <= {str, int, float, bool}


def _name(stamp: str) -> bytes:
    return hashlib.sha256(f"{_program()} {stamp}".encode()).digest()

"""Makes resources/majors/majors.json.gz: majors and the jobs that their graduates commonly do, in Chinese and English.

    python resources/make/majors.py

majors/by_hand.tsv holds the common majors with their usual first jobs, majors/by_encoder.txt further names; each of
those takes the jobs of the nearest major by hand (sentence encoder; from a cosine of LEAST on, else it is left out).
The vectors of all job titles come with them, so that a kiosk need not encode them. Occupation codes (CSCO 2022,
O*NET-SOC) are looked up in resources/titles and are for information.
"""

from __future__ import annotations

import base64
import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from jobfair.matching.encoder import SentenceEncoder  # noqa: E402
from jobfair.matching.terms import clean_title, normal  # noqa: E402
from jobfair.matching.titles import TitleDictionary, bundled_titles  # noqa: E402

LEAST = 0.66


def entry(line: str, dictionary: TitleDictionary) -> dict[str, Any]:
    names_zh, names_en, zh, en = line.split("\t")
    titles = {"zh": zh.split(","), "en": en.split(",")}
    codes = {code for title in (*titles["zh"], *titles["en"]) for code in dictionary.occupations(title)[:1]}
    return {"names": [*names_zh.split("/"), *names_en.split("/")], "titles": titles, "codes": sorted(codes)}


def lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def main() -> None:
    source = Path(__file__).with_name("majors")
    dictionary, encoder = bundled_titles(), SentenceEncoder()
    majors = [entry(line, dictionary) for line in lines(source / "by_hand.tsv")]
    by_hand = sum(len(major["names"]) for major in majors)
    known = [(i, name) for i, major in enumerate(majors) for name in major["names"]]
    rows = encoder.encode([normal(name) for _, name in known])
    left_out = []
    for name in lines(source / "by_encoder.txt"):
        cosine = rows @ encoder.encode([normal(name)])[0]
        if cosine.max() < LEAST:
            left_out.append(name)
        else:
            majors[known[int(cosine.argmax())][0]].setdefault("near", []).append(name)
    titles = sorted({clean_title(title) for major in majors for side in major["titles"].values() for title in side})
    vectors = encoder.encode(titles).astype(np.float16)
    made = {"encoder": encoder.name, "majors": majors, "titles": titles,
            "vectors": base64.b64encode(vectors.tobytes()).decode()}  # fmt: skip
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    out = ROOT / "resources" / "majors" / "majors.json.gz"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    near = sum(len(major.get("near", [])) for major in majors)
    print(f"{by_hand} names by hand, {near} by encoder, {len(titles)} titles, {out.stat().st_size} bytes")
    print(f"left out, as nothing is near: {', '.join(left_out)}")
    for major in majors:
        if major.get("near"):
            print(major["names"][0], "<-", ", ".join(major["near"]))


if __name__ == "__main__":
    main()

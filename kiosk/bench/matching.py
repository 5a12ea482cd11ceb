"""The matcher at the size of the largest fair: 1,000 booths with 23,000 openings, and 23,000 of one employer.

In a process of its own, so that its memory is what is measured: ``python -m kiosk.bench.matching FOLDER RUNS``. The
fairs are made from resources/titles and a fixed seed; their vectors are kept in FOLDER. What is measured goes through a
kiosk's real snapshot.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jobfair.fair import Booth, Education, Employer, Fair, JobType, Opening
from jobfair.matching.index import Index, IndexBroken
from jobfair.matching.occupations import bundled_atlas
from jobfair.matching.titles import bundled_titles
from jobfair.seeker import MatchingProfile
from jobfair.text import Bilingual
from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.place import Place
from kiosk.snapshot import Snapshot
from kiosk.store import KeyFile, Store

BOOTHS, OPENINGS, TITLES = 1000, 23_000, 4000
RESOURCES = Path(__file__).resolve().parents[2] / "resources"
CITIES = ("北京", "上海", "广州", "深圳", "杭州", "成都", "武汉", "西安", "南京", "重庆")
SECONDS = 600


def match(place: Place, runs: int | None) -> list[Figure]:
    """The ten best booths with their reasons, and the memory of a process that does nothing else."""
    found = _measured(place, runs)
    told = f"{OPENINGS} openings at {BOOTHS} booths; all of one employer: {found['alone']:.0f} ms (median)"
    return [
        Figure("match", "ten booths with reasons", tuple(found["asked"]), aim=60, note=told),
        Figure("match-p95", "the same, 95 of 100", tuple(found["asked"]), aim=150, judged="p95"),
        Figure("match-memory", "memory of the matching process", (found["memory"],), "MB", 400),
    ]


def match_restart(place: Place, runs: int | None) -> list[Figure]:
    """From the kiosk's store on disk to the first answer; the encoder's own loading (0.7 s) is beside it."""
    return [
        Figure("match-restart", "matcher ready after a restart", tuple(_measured(place, runs)["restart"]), aim=1000)
    ]


def match_change(place: Place, runs: int | None) -> list[Figure]:
    """One opening changed: its parts fetched (here from files), checked, kept; the matcher renewed beside the old one,
    which answers meanwhile."""
    found = _measured(place, runs)
    note = f"parts fetched: {found['fetched']}"
    return [Figure("match-change", "one changed opening applied", tuple(found["change"]), aim=300, note=note)]


def _measured(place: Place, runs: int | None) -> dict[str, Any]:
    kept = place.folder.parent / "bench-matching"
    command = [sys.executable, "-m", "kiosk.bench.matching", str(kept), str(runs or 100)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise NotMeasured(f"the process ended with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def large_fair(booths: int = BOOTHS, openings: int = OPENINGS, seed: int = 5) -> Fair:
    """A made-up fair with titles, skills, places and pay of realistic variety, a third of it in both languages."""
    rng = random.Random(seed)
    with gzip.open(RESOURCES / "titles" / "titles.json.gz", "rt", encoding="utf-8") as stream:
        names: dict[str, list[str]] = json.load(stream)
    demo = Fair.model_validate_json((RESOURCES / "demo" / "fair.json").read_bytes())
    skills = sorted({s for o in demo.openings for s in (*o.skills_required, *o.skills_preferred)}, key=repr)
    majors = sorted({m for o in demo.openings for m in o.majors}, key=repr)
    chinese = [name for code, group in sorted(names.items()) if code.count("-") == 3 for name in group[:2]]
    english = [name for code, group in sorted(names.items()) if code.count("-") == 1 for name in group[:2]]
    pool = [
        Bilingual(zh=rng.choice(chinese), en=rng.choice(english)) if i % 3 == 0 else rng.choice(chinese)
        for i in range(min(TITLES, openings))
    ]

    def opening(number: int) -> Opening:
        pay = rng.randrange(3000, 20000, 500)
        return Opening(
            id=f"O{number:05}",
            booth=f"B{number % booths:04}",
            title=rng.choice(pool),
            skills_required=tuple(rng.sample(skills, 3)),
            skills_preferred=tuple(rng.sample(skills, 2)),
            majors=tuple(rng.sample(majors, 2)),
            education_min=rng.choice(list(Education)),
            experience_months_min=rng.choice((0, 12, 36)),
            cities=(rng.choice(CITIES),),
            salary_min=pay,
            salary_max=pay + 3000,
            job_type=rng.choice(list(JobType)),
        )

    return Fair(
        id="large",
        employers=tuple(Employer(id=f"E{i:04}", name=f"公司{i}") for i in range(booths)),
        booths=tuple(Booth(id=f"B{i:04}", employer=f"E{i:04}") for i in range(booths)),
        openings=tuple(opening(number) for number in range(openings)),
    )


def _parts_of(fair: Fair, file: Path) -> dict[str, bytes]:
    from jobfair.matching.encoder import default_encoder

    try:
        earlier = Index.from_bytes(file.read_bytes())
    except (OSError, IndexBroken):
        earlier = None
    index = Index.build(fair, default_encoder(), bundled_titles(), earlier)
    file.write_bytes(index.to_bytes())
    return index.to_parts()


def _prepare(folder: Path) -> None:
    """The fair as it is published, and again with one opening changed; a kiosk's store that holds the first."""
    from jobfair.matching.booths import Matcher
    from kiosk.bench.published import Published, publish
    from kiosk.matchmaker import KEPT

    if _is_prepared(folder):
        return
    folder.mkdir(parents=True, exist_ok=True)
    fair, alone = large_fair(), large_fair(booths=1)
    changed = fair.openings[77].model_copy(update={"title": "无人机飞手"})
    other = fair.model_copy(update={"openings": (*fair.openings[:77], changed, *fair.openings[78:])})
    for old in ("published", "store", "alone"):
        shutil.rmtree(folder / old, ignore_errors=True)
    versions = {
        "fair": (fair, _parts_of(fair, folder / "vectors.npz")),
        "new": (other, _parts_of(other, folder / "vectors.npz")),
    }
    publish(folder / "published", versions)
    with _opened(folder / "store") as snapshot:
        offer = Published(folder / "published", "fair")
        snapshot.update(offer, offer.identity_key, fair.id)
        held = snapshot.held()
        kept = Matcher(held.fair, Index.from_parts(snapshot.parts_under("vectors"), bundled_atlas()), None)
        snapshot.keep_derived(KEPT, kept.derived(held.made_from), held)
        snapshot.keep_openings()
    (folder / "alone").mkdir()
    (folder / "alone" / "fair.json").write_text(alone.model_dump_json(exclude_defaults=True), encoding="utf-8")
    for shard, data in _parts_of(alone, folder / "vectors.npz").items():
        (folder / "alone" / f"{shard}.part").write_bytes(data)


def _is_prepared(folder: Path) -> bool:
    """Whether all is there, and made by a program that makes the same of it."""
    from jobfair.matching.booths import Matcher
    from kiosk.matchmaker import KEPT

    if not list((folder / "alone").glob("*.part")):
        return False
    with _opened(folder / "store") as snapshot:
        held, kept = snapshot.held(), snapshot.derived(KEPT)
        held.lazy_fair.read()
        snapshot.keep_openings()
        try:
            index = Index.from_parts(snapshot.parts_under("vectors"), bundled_atlas())
        except IndexBroken:
            return False
        return kept is not None and Matcher.restored(held.fair, index, None, kept, held.made_from) is not None


@contextmanager
def _opened(folder: Path) -> Iterator[Snapshot]:
    store = Store(folder, KeyFile(folder / "store.key"))
    try:
        yield Snapshot(store)
    finally:
        store.close()


def _measure(folder: Path, runs: int) -> dict[str, Any]:
    from jobfair.matching.booths import Matcher
    from jobfair.matching.encoder import SentenceEncoder
    from kiosk.bench.published import Published
    from kiosk.matchmaker import KEPT

    demo = (RESOURCES / "demo" / "seekers.jsonl").read_text(encoding="utf-8").splitlines()
    seekers = [MatchingProfile.model_validate_json(line) for line in demo if line.strip()]
    encoder = SentenceEncoder()
    encoder.load()

    def asked(matcher: Matcher) -> list[float]:
        took = []
        for number in range(runs):
            began = time.perf_counter()
            matcher.booths(seekers[number % len(seekers)], 10)
            took.append((time.perf_counter() - began) * 1000)
        return took

    shutil.copytree(folder / "store", folder / "measured", dirs_exist_ok=True)
    began = time.perf_counter()
    with _opened(folder / "measured") as snapshot:
        atlas = bundled_atlas()
        held = snapshot.held()
        index = Index.from_parts(snapshot.parts_under("vectors"), atlas)
        kept = snapshot.derived(KEPT, held)
        restored = Matcher.restored(held.fair, index, encoder, kept, held.made_from) if kept else None
        matcher = restored or Matcher(held.fair, index, encoder)
        matcher.booths(seekers[0], 10)
        restart = (time.perf_counter() - began) * 1000
        values = asked(matcher)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        offer = Published(folder / "published", "new")
        began = time.perf_counter()
        fetched = snapshot.update(offer, offer.identity_key, held.fair.id)
        matcher.renewed(snapshot.held().fair, Index.from_parts(snapshot.parts_under("vectors"), atlas))
        change = (time.perf_counter() - began) * 1000
    shutil.rmtree(folder / "measured")
    fair = Fair.model_validate_json((folder / "alone" / "fair.json").read_bytes())
    parts = [file.read_bytes() for file in sorted((folder / "alone").glob("*.part"))]
    alone = sorted(asked(Matcher(fair, Index.from_parts(parts, atlas), encoder)))[runs // 2]
    return {
        "asked": values, "restart": [restart], "change": [change], "fetched": fetched, "alone": alone, "memory": memory
    }  # fmt: skip


def main(folder: Path, runs: int) -> None:
    # In another process: what building needs is not what matching needs.
    subprocess.run([sys.executable, "-m", "kiosk.bench.matching", str(folder)], check=True, timeout=SECONDS)
    print(json.dumps(_measure(folder, runs)))


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if len(sys.argv) == 2:
        _prepare(Path(sys.argv[1]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]))

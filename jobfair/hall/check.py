"""What is wrong with a plan, before kiosks get it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely
from shapely import STRtree, box

from jobfair.fair import Fair
from jobfair.hall.aisles import narrow_aisles
from jobfair.hall.finding import Finding, Level, found
from jobfair.hall.plan import same_kiosk
from jobfair.hall.reaching import reached
from jobfair.hall.sheet import Sheet, Thing, read_sheet

__all__ = ["Finding", "Level", "check"]

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")  # jobfair.fair.Id
_SLACK = 0.05  # metres: what rounding or a thick line may put over an edge
_STANDS = (1.0, 100.0)  # square metres of a usual booth: outside, the plan is in another unit
_HALLS_SHARE = 0.6  # metres: a wall between two halls, drawn in both
_LONG = 25.0  # metres: no usual booth has a longer side
_ORDER = {Level.BLOCKS: 0, Level.WARNS: 1, Level.NOTE: 2}


def check(plan: Mapping[str, Any], fair: Fair | None = None, kiosks: Sequence[str] = ()) -> tuple[Finding, ...]:
    """All that is found on the plan, worst first; empty for a plan that is as it should be.

    ``fair`` and ``kiosks`` (names of those that are paired) are compared with what is drawn. A booth's property
    ``employer``, which drafts have, goes before what the fair says. 1,000 booths take about a second.
    """
    sheet = read_sheet(plan)
    findings = [
        *_forms(sheet),
        *_sizes(sheet),
        *_numbers(sheet),
        *_places(sheet),
        *_leads(sheet),
        *_overlaps(sheet),
        *_walls(sheet),
    ]
    findings += narrow_aisles(sheet)
    findings += [*_kiosks(sheet, kiosks), *_doors(sheet)]
    # Whether one can walk is only asked of a plan that can be read at all.
    if not any(f.code in ("unreadable", "no_halls", "no_booths", "no_number") for f in findings):
        findings += reached(plan, sheet)
    if fair is not None:
        findings += _against(sheet, fair)
    return tuple(sorted(findings, key=lambda f: _ORDER[f.level]))


def _forms(sheet: Sheet) -> list[Finding]:
    findings = []
    if sheet.broken:
        findings.append(found("unreadable", n=str(len(sheet.broken)), first=str(sheet.broken[0])))
    findings += [found("no_halls")] if not sheet.of("hall") else []
    findings += [found("no_booths")] if not sheet.of("booth") else []
    crossed = [b for b in sheet.of("booth") if not b.shape.is_valid]
    return findings + _each("booth_shape", crossed)


def _sizes(sheet: Sheet) -> list[Finding]:
    """A drawing read in a wrong unit: the booths tell, by the one in the middle of all."""
    booths = sheet.of("booth")
    if not booths:
        return []
    shapes = np.array([b.shape for b in booths], dtype=object)
    edges = shapely.bounds(shapes)
    sides = np.sort(np.stack([edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]], axis=1), axis=1)
    area = float(np.median(shapely.area(shapes)))
    short, long = (float(side) for side in np.median(sides, axis=0))
    if _STANDS[0] <= area <= _STANDS[1] and long <= _LONG:
        return []
    middle = int(np.argsort(shapely.area(shapes))[len(booths) // 2])
    return [found("unlikely_size", at=booths[middle].middle, w=f"{long:.1f}", h=f"{short:.1f}")]


def _leads(sheet: Sheet) -> list[Finding]:
    """Doors, stairs and lifts that lead to something which is not on the plan, or to themselves."""
    ends = [t for t in sheet.things if t.kind in ("door", "facility")]
    known = {t.id for t in ends}
    asked = [(t, t.about.get("leads_to")) for t in ends]
    return _each("leads_nowhere", [t for t, to in asked if to and (to not in known or to == t.id)])


def _numbers(sheet: Sheet) -> list[Finding]:
    nameless = [t for t in sheet.things if not _ID.fullmatch(t.id)]
    findings = [found("no_number", n=str(len(nameless)), at=nameless[0].middle)] if nameless else []
    counted = Counter(b.id for b in sheet.of("booth") if b.id)
    for key in sorted(key for key, count in counted.items() if count > 1):
        twice = [b for b in sheet.of("booth") if b.id == key]
        findings.append(found("same_number", [key], at=twice[1].middle))
    by_name: dict[tuple[str, ...], list[Thing]] = {}
    for kiosk in sheet.of("kiosk"):
        by_name.setdefault(same_kiosk(kiosk.id), []).append(kiosk)
    for alike in by_name.values():
        if len(alike) > 1:
            findings.append(found("same_kiosk", sorted({k.id for k in alike}), at=alike[1].middle))
    return findings


def _places(sheet: Sheet) -> list[Finding]:
    booths = sheet.of("booth")
    halls = {hall.id: hall.shape for hall in sheet.of("hall")}
    if not halls or not booths:
        return []
    edge = sheet.size and box(-_SLACK, -_SLACK, sheet.size[0] + _SLACK, sheet.size[1] + _SLACK)
    off = [b for b in booths if edge is not None and not edge.covers(b.shape)]
    in_one = np.zeros(len(booths), dtype=bool)
    shapes = np.array([b.shape for b in booths], dtype=object)
    for hall in halls.values():
        in_one |= shapely.covers(hall.buffer(_SLACK), shapes)
    outside = [
        b for b, inside in zip(booths, in_one, strict=True) if b not in off and (not inside or b.hall not in halls)
    ]
    return _each("off_plan", off) + _each("no_hall", outside) + _halls_over(sheet)


def _halls_over(sheet: Sheet) -> list[Finding]:
    halls = [h for h in sheet.of("hall") if h.shape.is_valid]
    findings = []
    for number, one in enumerate(halls):
        for other in halls[number + 1 :]:
            common = one.shape.intersection(other.shape)
            left, top, right, bottom = common.bounds if not common.is_empty else (0.0, 0.0, 0.0, 0.0)
            if min(right - left, bottom - top) > _HALLS_SHARE:
                at = (round((left + right) / 2, 2), round((top + bottom) / 2, 2))
                findings.append(found("halls_overlap", [one.id, other.id], at=at, box=(left, top, right, bottom)))
    return findings


def _overlaps(sheet: Sheet) -> list[Finding]:
    """Booths on booths, and on places: deeper than a partition is thick."""
    booths = [b for b in sheet.of("booth") if b.shape.is_valid]
    things = [*booths, *(f for f in sheet.of("facility") if f.shape.is_valid)]
    if not booths:
        return []
    shapes = np.array([t.shape for t in things], dtype=object)
    one, two = STRtree(shapes).query(shapes[: len(booths)], predicate="intersects")
    keep = two > one
    one, two = one[keep], two[keep]
    common = shapely.bounds(shapely.intersection(shapes[one], shapes[two]))
    deep = np.minimum(common[:, 2] - common[:, 0], common[:, 3] - common[:, 1])
    findings = []
    for a, b, area, metres in zip(one, two, common, deep, strict=True):
        if metres > _SLACK:
            at = (round(float(area[0] + area[2]) / 2, 2), round(float(area[1] + area[3]) / 2, 2))
            around = (float(area[0]), float(area[1]), float(area[2]), float(area[3]))
            findings.append(found("overlap", [things[a].id, things[b].id], at=at, box=around, metres=float(metres)))
    # A plan drawn twice over itself would give a page of them: the first tell enough.
    return findings[:50]


def _walls(sheet: Sheet) -> list[Finding]:
    walls = sheet.of("wall")
    findings = _each("wall_crosses", [w for w in walls if not w.shape.is_simple])
    booths = [b for b in sheet.of("booth") if b.shape.is_valid]
    if not walls or not booths:
        return findings
    inner = np.array([shapely.buffer(b.shape, -2 * _SLACK) for b in booths], dtype=object)
    hit = STRtree(inner).query(np.array([w.shape for w in walls], dtype=object), predicate="intersects")[1]
    return findings + _each("wall_in_booth", [booths[n] for n in sorted(set(hit.tolist()))])


def _kiosks(sheet: Sheet, names: Sequence[str]) -> list[Finding]:
    drawn = sheet.of("kiosk")
    solid = [t.shape for t in sheet.things if t.kind in ("booth", "facility") and t.shape.is_valid]
    solid += [w.shape.buffer(2 * _SLACK) for w in sheet.of("wall")]
    halls = [h.shape for h in sheet.of("hall")]
    tree = STRtree(solid)
    inside = [
        k
        for k in drawn
        if len(tree.query(k.shape, predicate="intersects")) or (halls and not any(h.covers(k.shape) for h in halls))
    ]
    known = {same_kiosk(k.id) for k in drawn}
    missing = sorted(name for name in names if same_kiosk(name) not in known)
    findings = _each("kiosk_inside", inside)
    if not drawn and not missing and sheet.of("booth"):
        findings.append(found("no_kiosk"))
    return findings + ([found("kiosk_not_on_plan", missing)] if missing else [])


def _doors(sheet: Sheet) -> list[Finding]:
    doors = sheet.of("door")
    shut = [
        h
        for h in sheet.of("hall")
        if not any(d.hall == h.id or d.shape.distance(h.shape.boundary) < 0.5 for d in doors)
    ]
    return _each("hall_without_door", shut)


def _against(sheet: Sheet, fair: Fair) -> list[Finding]:
    drawn = {b.id: b for b in sheet.of("booth")}
    employers = {b.id: b.employer for b in fair.booths}
    empty = [b for b in drawn.values() if not b.about.get("employer", employers.get(b.id))]
    renamed = {str(b.about.get("was", "")) for b in drawn.values()}
    missing = [b.id for b in fair.booths if b.id not in drawn and b.id not in renamed]
    findings = [found("not_on_plan", missing)] if missing and drawn else []
    return findings + _each("no_employer", sorted(empty, key=lambda b: b.id))


def _each(code: str, things: Sequence[Thing]) -> list[Finding]:
    """One finding for all of them; its place is the first one's."""
    return [found(code, [t.id for t in things], at=things[0].middle)] if things else []

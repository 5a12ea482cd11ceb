"""The demo fair's floor plan as GeoJSON; docs in resources/demo/PLAN.md.

Coordinates are metres on the sheet, x to the right and y DOWN from the upper left corner of the building
(as on a screen), not longitude and latitude. Two halls of 60 by 40 m side by side with a common wall.
"""

from __future__ import annotations

from typing import Any

WIDTH, HEIGHT = 60.0, 40.0
BOOTH = 3.0
TOP = 7.0
LEFT, STEP = 5.0, 11.2
ROWS = 6
BLOCKS = "ABCDEFGHJK"
BOOTH_IDS = tuple(f"{block}{number:02d}" for block in BLOCKS for number in range(1, 2 * ROWS + 1))
Point = tuple[float, float]


def _feature(kind: str, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def _box(x: float, y: float, w: float, h: float) -> dict[str, Any]:
    corners = [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]
    return {"type": "Polygon", "coordinates": [[[round(a, 2), round(b, 2)] for a, b in corners]]}


def _line(*points: Point) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": [[round(x, 2), round(y, 2)] for x, y in points]}


def _point(x: float, y: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def _booths() -> list[dict[str, Any]]:
    found = []
    for index, booth in enumerate(BOOTH_IDS):
        block, place = divmod(index, 2 * ROWS)
        column, row = divmod(place, ROWS)
        hall, in_hall = divmod(block, 5)
        x = hall * WIDTH + LEFT + in_hall * STEP + column * BOOTH
        y = TOP + row * BOOTH
        front_x = x - 1.0 if column == 0 else x + BOOTH + 1.0
        found.append(
            _feature(
                "booth",
                _box(x, y, BOOTH, BOOTH),
                id=booth,
                hall=f"H{hall + 1}",
                front=[round(front_x, 2), round(y + BOOTH / 2, 2)],
            )
        )
    return found


def _name(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def _door(
    door: str, hall: str, name: dict[str, str], a: Point, b: Point, use: str, step_free: bool = True
) -> dict[str, Any]:
    return _feature("door", _line(a, b), id=door, hall=hall, name=name, use=use, step_free=step_free)


def _facility(
    facility: str, what: str, hall: str, name: dict[str, str], x: float, y: float, w: float
) -> dict[str, Any]:
    return _feature("facility", _box(x, y, w, 3.0), id=facility, facility=what, hall=hall, name=name)


def floor_plan() -> dict[str, Any]:
    """A FeatureCollection: halls, walls, doors, booths, facilities, kiosks, in the order to draw them."""
    w, h = WIDTH, HEIGHT
    halls = [
        _feature("hall", _box(0, 0, w, h), id="H1", name=_name("一号馆", "Hall 1")),
        _feature("hall", _box(w, 0, w, h), id="H2", name=_name("二号馆", "Hall 2")),
    ]
    lines: list[tuple[Point, ...]] = [
        ((12, h), (0, h), (0, 0), (28, 0)),
        ((32, 0), (w, 0), (88, 0)),
        ((92, 0), (2 * w, 0), (2 * w, h), (108, h)),
        ((100, h), (w, h), (20, h)),
        ((w, 0), (w, 2.5)),
        ((w, 5.5), (w, 29)),
        ((w, 35), (w, h)),
    ]
    walls = [_feature("wall", _line(*points), id=f"W{i}") for i, points in enumerate(lines, start=1)]
    doors = [
        _door("D1", "H1", _name("一号馆入口", "Hall 1 entrance"), (12, h), (20, h), "entrance"),
        _door("D2", "H2", _name("二号馆入口", "Hall 2 entrance"), (100, h), (108, h), "entrance"),
        _door("D3", "H1", _name("北侧出口", "North exit"), (28, 0), (32, 0), "exit"),
        _door("D4", "H2", _name("北侧出口", "North exit"), (88, 0), (92, 0), "exit"),
        _door("D5", "H1", _name("两馆通道", "Way between the halls"), (w, 29), (w, 35), "passage"),
        _door("D6", "H1", _name("北侧通道，有台阶", "North way, with steps"), (w, 2.5), (w, 5.5), "passage", False),
    ]
    facilities = [
        _facility("F1", "desk", "H1", _name("服务台", "Help desk"), 26, 36.5, 6),
        _facility("F2", "toilet", "H1", _name("洗手间", "Toilets"), 38, 36.5, 6),
        _facility("F3", "lift", "H1", _name("电梯", "Lift"), 48, 36.5, 3),
        _facility("F4", "water", "H1", _name("饮水处", "Drinking water"), 1, 36.5, 3),
        _facility("F5", "desk", "H2", _name("服务台", "Help desk"), 88, 36.5, 6),
        _facility("F6", "toilet", "H2", _name("洗手间", "Toilets"), 76, 36.5, 6),
        _facility("F7", "lift", "H2", _name("电梯", "Lift"), 69, 36.5, 3),
        _facility("F8", "first_aid", "H2", _name("医务点", "First aid"), 114, 36.5, 4),
    ]
    kiosks = [
        _feature("kiosk", _point(x, y), id=f"K{i}", hall=hall)
        for i, (x, y, hall) in enumerate([(16, 33, "H1"), (41, 30, "H1"), (79, 30, "H2"), (104, 33, "H2")], start=1)
    ]
    return {
        "type": "FeatureCollection",
        "jobfair": {"plan": "binjiang-2027-spring", "unit": "m", "y": "down", "width": 2 * w, "height": h},
        "features": [*halls, *walls, *doors, *_booths(), *facilities, *kiosks],
    }

"""The tour on paper: an A4 page with the map, and a strip of 80 mm receipt paper with a sketch. Both in black."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from jobfair.hall.plan import Area, Plan, Point
from jobfair.hall.told import TourTold
from jobfair.resume.slip import CONTENT, MARGIN, Strip
from jobfair.text import in_language

if TYPE_CHECKING:
    from jobfair.resume.render import Renderer
    from jobfair.resume.typesetter import Typesetter

_EDGE = 18 * mm
_MOST_MAP = 150 * mm  # high, all halls of an A4 page together


def tour_paper(renderer: Renderer, told: TourTold, *, receipt: bool) -> bytes:
    """A PDF of one page; the same tour gives the same bytes."""
    draw = _draw_receipt if receipt else _draw_page
    return renderer.drawn(told.say("title"), told.language, lambda canvas, setter: draw(canvas, setter, told))


def _draw_receipt(canvas: Any, setter: Typesetter, told: TourTold) -> None:
    strip = Strip(setter)
    strip.text(told.fair, 13, weight="bold")
    if told.when:
        strip.text(told.when, 9.5)
    strip.rule()
    strip.text(told.heading, 13, weight="bold")
    strip.text(told.say("from", kiosk=told.kiosk), 9.5)
    if not told.tour.steps:
        strip.text(told.say("step_free"), 9.5)
    column = 9 * mm
    for number, stop in enumerate(told.tour.stops, 1):
        if hall_name := told.hall_before(number - 1):
            strip.text(hall_name, 10.5, weight="bold", gap=2.2 * mm)
        strip.y += 1.4 * mm
        top = strip.y
        strip.text(str(number), 15, weight="bold")
        strip.y = top
        strip.text(stop.booth + "  " + told.employers.get(stop.booth, ""), 10.5, weight="bold", x=column)
        strip.text(told.times(stop), 9.5, x=column)
    _strip_notes(strip, told)
    for hall in _halls(told):
        height = min(70 * mm, CONTENT * hall.h / max(hall.w, 0.1))
        strip.text(_name(hall, told), 9.5, gap=2.5 * mm)
        top = strip.y + 1 * mm
        strip.steps.append(_sketch(setter, told, hall, top, height))
        strip.y = top + height
    strip.draw(canvas)


def _strip_notes(strip: Strip, told: TourTold) -> None:
    for note in _notes(told):
        strip.text(note, 9.5, gap=1.6 * mm)


def _sketch(setter: Typesetter, told: TourTold, hall: Area, top: float, height: float) -> Any:
    def step(canvas: Any, page: float) -> None:
        _draw_hall(canvas, setter, told, hall, (MARGIN, page - top - height, CONTENT, height), label=0)

    return step


def _draw_page(canvas: Any, setter: Typesetter, told: TourTold) -> None:
    canvas.setPageSize(A4)
    width, y = A4[0] - 2 * _EDGE, A4[1] - _EDGE

    def line(text: str, size: float, *, bold: bool = False, x: float = 0, down: float = 1.5) -> None:
        nonlocal y
        weight: Any = "bold" if bold else "regular"
        for part in setter.wrap(setter.printable(text)[0], width - x, size, weight):
            canvas.setFont(setter.font_name(weight), size)
            canvas.drawString(_EDGE + x, y - size, part)
            y -= size * down

    canvas.setFillColorRGB(0, 0, 0)
    line("  ".join(part for part in (told.fair, told.when) if part), 11)
    line(told.heading, 22, bold=True)
    steps = "" if told.tour.steps else " " + told.say("step_free")
    line(told.say("from", kiosk=told.kiosk) + steps, 12)
    halls = _halls(told)
    for hall in halls:
        height = min(_MOST_MAP / len(halls) - 8 * mm, width * hall.h / max(hall.w, 0.1))
        y -= 2 * mm
        if len(halls) > 1:
            line(_name(hall, told), 11, bold=True)
        _draw_hall(canvas, setter, told, hall, (_EDGE, y - height, width, height), label=6)
        y -= height + 2 * mm
    y -= 3 * mm
    rows = told.tour.stops
    half = (len(rows) + 1) // 2 if len(rows) > 6 else len(rows)
    top, low = y, y
    for number, stop in enumerate(rows, 1):
        side = 0.0 if number <= half else width / 2
        if number == half + 1:
            y = top
        if hall_name := told.hall_before(number - 1):
            line(hall_name, 11, bold=True, x=side)
        first = y
        line(str(number), 16, bold=True, x=side)
        y = first
        name = told.employers.get(stop.booth, "")
        room = (width if half == len(rows) else width / 2) - 12 * mm
        line(_cut(setter, f"{stop.booth}  {name}", room), 12, bold=True, x=side + 10 * mm)
        line(told.times(stop), 10.5, x=side + 10 * mm)
        y -= 1.6 * mm
        low = min(low, y)
    y = low
    for note in _notes(told):
        line(note, 10.5)


def _notes(told: TourTold) -> list[str]:
    notes = []
    if told.tour.unreached:
        notes.append(told.say("unreached", booths=told.say("and").join(told.tour.unreached)))
    if any(stop.wait is not None for stop in told.tour.stops):
        notes.append(told.say("waits"))
    return notes


def _cut(setter: Typesetter, text: str, room: float) -> str:
    while len(text) > 1 and setter.width(text, 12, "bold") > room:
        text = text[:-2].rstrip() + "…"
    return text


def _halls(told: TourTold) -> Sequence[Area]:
    """Those that the way goes through."""
    if told.plan is None:
        return ()
    through = {stretch.hall for stop in told.tour.stops for stretch in stop.stretches if len(stretch.points) > 2}
    through |= {stop.hall for stop in told.tour.stops}
    return [hall for hall in told.plan.halls if hall.id in through]


def _name(hall: Area, told: TourTold) -> str:
    return in_language(hall.name, told.language)


def _draw_hall(
    canvas: Any, setter: Typesetter, told: TourTold, hall: Area, frame: tuple[float, float, float, float], label: float
) -> None:
    """One hall in a frame (left, bottom, width, height in points): booths grey, those of the tour black, the way."""
    plan = told.plan or Plan()
    left, bottom, width, height = frame
    unit = min(width / max(hall.w, 0.1), height / max(hall.h, 0.1))
    off = left + (width - hall.w * unit) / 2

    def at(point: Point) -> Point:
        return off + (point[0] - hall.x) * unit, bottom + height - (point[1] - hall.y) * unit

    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(off - 2, bottom + height - hall.h * unit - 2, hall.w * unit + 4, hall.h * unit + 4)
    canvas.clipPath(clip, stroke=0)
    canvas.setLineWidth(1.4)
    canvas.setLineJoin(1)
    for wall in plan.walls:
        _line(canvas, [at(point) for point in wall])
    canvas.setLineWidth(0.5)
    on_tour = {stop.booth for stop in told.tour.stops}
    for booth in plan.booths:
        if booth.hall != hall.id:
            continue
        x, y = at(booth.middle)
        canvas.setFillGray(0 if booth.id in on_tour else 0.92)
        canvas.setStrokeGray(0.6)
        _outline(canvas, [at(point) for point in booth.ring])
        size = min(label, 0.9 * label * booth.w * unit / max(1.0, setter.width(booth.id, label or 1)))
        if size > 3:
            canvas.setFillGray(1 if booth.id in on_tour else 0.25)
            canvas.setFont(setter.font_name("regular"), size)
            canvas.drawCentredString(x, y - size * 0.36, booth.id)
    ways = [s.points for stop in told.tour.stops for s in stop.stretches if s.hall == hall.id]
    for grey, wide in ((1, 4.2), (0, 2.2)):
        canvas.setStrokeGray(grey)
        canvas.setLineWidth(wide)
        canvas.setLineCap(1)
        for way in ways:
            _line(canvas, [at(point) for point in way])
    if told.here is not None and plan.hall_at(told.here) == hall.id:
        _disc(canvas, setter, at(told.here), "×", black=True)
    for number, stop in reversed(list(enumerate(told.tour.stops, 1))):
        if stop.hall == hall.id:
            _disc(canvas, setter, at(stop.at), str(number), black=False)
    canvas.restoreState()


def _line(canvas: Any, points: Sequence[Point]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path)


def _outline(canvas: Any, points: Sequence[Point]) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, fill=1)


def _disc(canvas: Any, setter: Typesetter, at: Point, text: str, *, black: bool) -> None:
    canvas.setStrokeGray(0)
    canvas.setLineWidth(1.2)
    canvas.setFillGray(0 if black else 1)
    canvas.circle(*at, 6, fill=1)
    canvas.setFillGray(1 if black else 0)
    canvas.setFont(setter.font_name("bold"), 8)
    canvas.drawCentredString(at[0], at[1] - 2.9, text)

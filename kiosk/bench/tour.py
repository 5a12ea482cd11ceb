"""How long a tour takes: twelve stops in a hall of 240 by 160 cells (120 by 80 m), and past a thousand booths."""

from __future__ import annotations

from jobfair.hall.plan import Area, Plan, Spot
from jobfair.hall.tour import HallWalks
from kiosk.bench.figure import Figure
from kiosk.bench.parts import timed
from kiosk.bench.place import Place

_WIDTH, _HEIGHT = 120.0, 80.0  # metres; cells of half a metre
_STOPS = 12
_START = (2.0, 78.0)


def hall_of_500() -> Plan:
    """Ten double rows of 3 by 2.8 m, aisles between them."""
    booths = []
    for number in range(500):
        column, place = divmod(number, 50)
        side, row = divmod(place, 25)
        x, y = 6 + column * 11.2 + side * 3, 5 + row * 2.8
        ring = ((x, y), (x + 3, y), (x + 3, y + 2.8), (x, y + 2.8))
        stand = (x - 1 if side == 0 else x + 4, y + 1.4)
        booths.append(Area(f"{'ABCDEFGHJK'[column]}{place + 1:02d}", "H1", "booth", "", ring, stand))
    edge = ((0.0, 0.0), (_WIDTH, 0.0), (_WIDTH, _HEIGHT), (0.0, _HEIGHT))
    hall = Area("H1", "H1", "hall", "", edge)
    return Plan((hall,), tuple(booths), (), ((*edge, edge[0]),), (), (Spot("K1", "H1", _START),))


def tours(place: Place, runs: int | None) -> list[Figure]:
    """Not cached: grid, distances and order from the plan on; cached: the same stops again, with other waits."""
    plan, count = hall_of_500(), runs or 5
    stops = [booth.id for booth in plan.booths][:: 500 // _STOPS][:_STOPS]
    HallWalks(plan).tour(_START, stops)  # scipy is loaded by now
    first, again = [], []
    for number in range(count):
        walks = HallWalks(plan)
        first.append(timed(lambda walks=walks: walks.tour(_START, stops))[1])  # type: ignore[misc]
        waits = {stops[number % _STOPS]: 15}
        again.append(timed(lambda walks=walks, waits=waits: walks.tour(_START, stops, waits))[1])  # type: ignore[misc]
    note = f"{_STOPS} stops, 240 by 160 cells, 500 booths, order exact"
    return [
        Figure("tour", "tour, distances cached", tuple(again), aim=250, note=note),
        Figure("tour", "tour, nothing cached", tuple(first), aim=2000, note=note),
    ]

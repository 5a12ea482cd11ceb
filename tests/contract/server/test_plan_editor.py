"""The organizer's floor plan over HTTP: drafts, checks, import, tours, publishing; and what becomes of booths."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests

from jobfair.fair import Fair
from tests.fixtures.server import Device, ServerProcess, running_server, sqlite_server

__all__ = ["running_server", "sqlite_server"]


@pytest.fixture(scope="module")
def organizer(sqlite_server: ServerProcess) -> requests.Session:
    return sqlite_server.organizer()


def square(kind: str, key: str, x: float, y: float, w: float, h: float, **about: Any) -> dict[str, Any]:
    ring = [[x, y], [x + w, y], [x + w, y + h], [x, y + h], [x, y]]
    return {
        "type": "Feature",
        "properties": {"kind": kind, "id": key, **about},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def line(kind: str, key: str, *points: list[float], **about: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kind": kind, "id": key, **about},
        "geometry": {"type": "LineString", "coordinates": list(points)},
    }


def booth(name: str, x: float, **about: Any) -> dict[str, Any]:
    return square("booth", name, x, 5, 3, 3, hall="H1", **about)


def plan(*booths: dict[str, Any]) -> dict[str, Any]:
    hall = square("hall", "H1", 0, 0, 40, 30, name={"zh": "一号馆", "en": "Hall 1"})
    wall = line("wall", "W1", [0, 0], [40, 0], [40, 30], [0, 30], [0, 0])
    door = line("door", "D1", [10, 30], [14, 30], hall="H1", use="entrance", step_free=True)
    head = {"plan": "small-fair", "unit": "m", "y": "down", "width": 40, "height": 30}
    return {"type": "FeatureCollection", "jobfair": head, "features": [hall, wall, door, *booths]}


GOOD = plan(booth("A10", 5), booth("A11", 20))
PATH = "/organizer/small-fair/plan"


def send(server: ServerProcess, session: requests.Session, rest: str, **body: Any) -> requests.Response:
    headers = {"X-CSRFToken": session.cookies["csrftoken"]}
    return session.post(f"{server.base_url}{PATH}/{rest}", json=body, headers=headers, timeout=30)


def upload(server: ServerProcess, session: requests.Session, data: bytes, **fields: str) -> requests.Response:
    headers = {"X-CSRFToken": session.cookies["csrftoken"]}
    return session.post(
        f"{server.base_url}{PATH}/import", data=fields, files={"file": ("x.svg", data)}, headers=headers, timeout=30
    )


def page_data(server: ServerProcess, session: requests.Session) -> dict[str, Any]:
    text = session.get(f"{server.base_url}{PATH}", timeout=30).text
    found: dict[str, Any] = json.loads(text.split('id="plan-data" type="application/json">')[1].split("</script>")[0])
    return found


def fair_at_kiosk(device: Device) -> tuple[Fair, dict[str, Any]]:
    drawn = next((part.digest for part in device.manifest().parts if part.name == "plan"), None)
    return device.held_fair(), json.loads(device.part(drawn) if drawn else b"{}")


def codes(answer: requests.Response) -> set[str]:
    return {finding["code"] for finding in answer.json()["findings"]}


def test_draft_when_saved_published_and_changed_reaches_kiosks_with_its_booths(running_server: ServerProcess) -> None:
    server, device = running_server, running_server.pair("K-01")
    organizer = server.organizer()
    number = page_data(server, organizer)["draft"]["number"]
    assert number == 0
    saved = send(server, organizer, "draft", plan=GOOD, number=0)
    assert (saved.status_code, saved.json()["draft"]["number"]) == (200, 1)
    assert {"kiosk_not_on_plan"} == codes(saved)

    late = send(server, organizer, "draft", plan=plan(), number=0)
    assert (late.status_code, late.json()["draft"]["number"]) == (409, 1)
    assert len(late.json()["plan"]["features"]) == 5

    done = send(server, organizer, "publish", number=1)
    assert done.status_code == 200, done.text
    assert (done.json()["have"], done.json()["paired"]) == (0, 1)
    _, drawn = fair_at_kiosk(device)
    walls = [f for f in drawn["features"] if f["properties"]["kind"] == "wall"]
    assert len(walls) == 2  # the door is a gap
    fronts = [f["properties"]["front"] for f in drawn["features"] if f["properties"]["kind"] == "booth"]
    assert all(fronts)

    # A11 gets another number, a new booth is drawn and E1 moves into it: openings go with their employers.
    moved = plan(booth("A10", 5, employer=""), booth("B07", 20, was="A11"), booth("C01", 30, employer="E1"))
    number = done.json()["draft"]["number"]
    number = send(server, organizer, "draft", plan=moved, number=number).json()["draft"]["number"]
    assert send(server, organizer, "publish", number=number).status_code == 200
    fair, drawn = fair_at_kiosk(device)
    assert {b.id: b.employer for b in fair.booths} == {"A10": None, "B07": "E2", "C01": "E1"}
    assert {o.id: o.booth for o in fair.openings} == {"O1": "C01", "O2": "C01", "O3": "B07"}
    assert not any({"was", "employer"} & f["properties"].keys() for f in drawn["features"])


def test_plan_when_it_blocks_is_not_published_by_any_door(
    sqlite_server: ServerProcess, organizer: requests.Session
) -> None:
    number = page_data(sqlite_server, organizer)["draft"]["number"]
    narrow = plan(booth("A10", 5), booth("A11", 9.2))
    saved = send(sqlite_server, organizer, "draft", plan=narrow, number=number)
    finding = next(f for f in saved.json()["findings"] if f["code"] == "aisle_narrow")
    assert (finding["metres"], finding["level"], finding["move"]) == (
        1.2,
        "blocks",
        {"ids": ["A11"], "dx": 0.3, "dy": 0.0},
    )
    number = saved.json()["draft"]["number"]
    refused = send(sqlite_server, organizer, "publish", number=number)
    assert (refused.status_code, codes(refused)) == (422, {"aisle_narrow"})

    homeless = send(sqlite_server, organizer, "draft", plan=plan(booth("A10", 5, employer="E2")), number=number)
    assert "employer_without_booth" in codes(homeless)
    number = homeless.json()["draft"]["number"]
    assert send(sqlite_server, organizer, "publish", number=number).status_code == 422


def test_published_plan_when_a_file_brings_a_bad_one_says_why(
    sqlite_server: ServerProcess, organizer: requests.Session, tmp_path: Any
) -> None:
    (tmp_path / "plan.geojson").write_text(json.dumps(plan(booth("A10", 5), booth("A10", 6))), "utf-8")
    fair = str(sqlite_server_fair())
    sqlite_server.command("import", fair, "--plan", str(tmp_path / "plan.geojson"), "--organization", "demo")
    refused = sqlite_server.try_command("publish")
    assert refused.returncode != 0
    assert "Two booths are called A10" in refused.stderr
    answer = sqlite_server.post(organizer, "/organizer/small-fair/publish")
    assert "A10" in answer.text
    (tmp_path / "plan.geojson").write_text(json.dumps(GOOD), "utf-8")
    sqlite_server.command("import", fair, "--plan", str(tmp_path / "plan.geojson"), "--organization", "demo")
    sqlite_server.command("publish")


def sqlite_server_fair() -> Any:
    from tests.fixtures.server import SMALL_FAIR

    return SMALL_FAIR / "fair.json"


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400">
<g id="BOOTH"><rect x="50" y="50" width="30" height="30"/>
<text x="60" y="70">A10</text></g><g id="plan"><path d="M0 0H600V400H0Z"/></g></svg>"""


def test_drawing_when_uploaded_shows_its_layers_then_becomes_a_plan(
    sqlite_server: ServerProcess, organizer: requests.Session
) -> None:
    seen = upload(sqlite_server, organizer, SVG).json()
    assert [(layer["name"], layer["kind"]) for layer in seen["layers"]] == [("BOOTH", "booth"), ("plan", "")]
    asked = upload(sqlite_server, organizer, SVG, make="1", kinds='{"plan": "wall"}')
    assert (asked.status_code, asked.json()["code"]) == (400, "no_unit")
    made = upload(sqlite_server, organizer, SVG, make="1", kinds='{"plan": "wall"}', width="60")
    found = {f["properties"]["kind"] for f in made.json()["plan"]["features"]}
    assert found == {"hall", "wall", "booth"}
    for data, code in ((b"\x00\x01", "unknown_kind"), (b"<svg><!DOCTYPE", "not_svg"), (b"{}", "not_plan")):
        refused = upload(sqlite_server, organizer, data)
        assert (refused.status_code, refused.json()["code"]) == (400, code)
    assert upload(sqlite_server, organizer, SVG, make="1", kinds='{"plan": "boat"}').status_code == 400
    assert upload(sqlite_server, organizer, SVG, make="1", width="-1").status_code == 400


def test_tour_when_tried_walks_past_the_booths_in_order(
    sqlite_server: ServerProcess, organizer: requests.Session
) -> None:
    found = send(sqlite_server, organizer, "tour", plan=GOOD, booths=["A11", "A10"]).json()
    assert [stop["id"] for stop in found["stops"]] == ["A10", "A11"]
    assert 30 < found["metres"] < 60
    assert send(sqlite_server, organizer, "tour", plan=GOOD, booths=["Z99"]).status_code == 422
    assert send(sqlite_server, organizer, "tour", plan=GOOD, booths=[]).status_code == 400
    assert send(sqlite_server, organizer, "tour", plan={"features": 1}, booths=["A10"]).status_code == 400


@pytest.mark.parametrize(
    "body", [{}, {"plan": {"features": [1]}, "number": 0}, {"plan": GOOD, "number": "0"}, {"plan": 3}]
)
def test_draft_when_it_is_none_is_refused(
    sqlite_server: ServerProcess, organizer: requests.Session, body: dict[str, Any]
) -> None:
    assert send(sqlite_server, organizer, "draft", **body).status_code == 400


def test_plan_when_asked_for_by_others_is_not_given(sqlite_server: ServerProcess, organizer: requests.Session) -> None:
    employer = sqlite_server.employer("E1")
    assert employer.get(f"{sqlite_server.base_url}{PATH}", timeout=30).status_code == 403
    assert send(sqlite_server, employer, "draft", plan=GOOD, number=0).status_code == 403
    bare = organizer.post(f"{sqlite_server.base_url}{PATH}/draft", json={"plan": GOOD, "number": 0}, timeout=30)
    assert bare.status_code == 403  # no CSRF token
    assert organizer.get(f"{sqlite_server.base_url}/organizer/other/plan", timeout=30).status_code == 404
